"""The universal rungs: tracks, levels and their six dimensions.

Which roles stand on a rung is told by the profiles.
"""

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Concat

from taxonomy import keys
from taxonomy.limits import LONGEST_YEARS
from taxonomy.models.text_fields import LineField, ProseField
from taxonomy.web.links import address

# Field name and label, in the order in which every page and goal frame shows them.
DIMENSIONS = {
    "scope": "Scope",
    "autonomy": "Autonomy",
    "complexity": "Complexity",
    "impact": "Impact",
    "decision_rights": "Decision rights",
    "leadership": "Leadership",
}


class Track(models.TextChoices):
    PROFESSIONAL = "P", "Professional"
    MANAGEMENT = "M", "Management"
    EXECUTIVE = "E", "Executive"
    SUPPORT = "S", "Support"


def track_order(path: str = "track") -> models.Case:
    """Sort key that puts tracks in reading order: P, M, E, S."""
    return models.Case(
        *(models.When(**{path: track}, then=place) for place, track in enumerate(Track.values)),
        output_field=models.SmallIntegerField(),
    )


within_a_life = MaxValueValidator(LONGEST_YEARS)


class LevelQuerySet(models.QuerySet):
    def in_order(self) -> "LevelQuerySet":
        return self.order_by(track_order(), "rank")

    def with_profile_counts(self) -> "LevelQuerySet":
        return self.annotate(profile_count=models.Count("profiles"))


class Level(models.Model):
    code = models.CharField(
        max_length=3,
        primary_key=True,
        validators=[RegexValidator(f"^{keys.LEVEL_CODE}$", "A code is a track and a rank: P3.")],
    )
    track = models.CharField(max_length=1, choices=Track)
    rank = models.PositiveSmallIntegerField()
    name = LineField(max_length=120)
    description = ProseField(blank=True)
    years_min = models.PositiveSmallIntegerField(
        "typical years from", null=True, blank=True, validators=[MaxValueValidator(LONGEST_YEARS)]
    )
    years_max = models.PositiveSmallIntegerField(
        "typical years to", null=True, blank=True, validators=[MaxValueValidator(LONGEST_YEARS)]
    )
    scope = ProseField(blank=True)
    autonomy = ProseField(blank=True)
    complexity = ProseField(blank=True)
    impact = ProseField(blank=True)
    decision_rights = ProseField(blank=True)
    leadership = ProseField(blank=True)

    objects = LevelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track", "rank"], name="level_once_a_track_and_rank"),
            models.CheckConstraint(
                condition=Q(track__in=Track.values),
                name="level_track_known",
                violation_error_message="A track is P, M, E or S.",
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1),
                name="level_rank_from_one",
                violation_error_message="A rank starts at 1.",
            ),
            models.CheckConstraint(
                condition=Q(code=Concat("track", Cast("rank", models.CharField()))),
                name="level_code_is_track_and_rank",
                violation_error_message="A level's code is its track and rank: P3.",
            ),
            models.CheckConstraint(
                condition=Q(years_min__lte=F("years_max")),
                name="level_years_in_order",
                violation_error_message="Typical years run from low to high.",
            ),
            models.CheckConstraint(
                condition=Q(years_max__isnull=True) | Q(years_min__isnull=False),
                name="level_years_have_a_start",
                violation_error_message="Typical years need a start.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} — {self.name}"

    def get_absolute_url(self) -> str:
        return address("taxonomy:level", self.code)

    @property
    def years(self) -> str:
        """Typical experience as read on a page: `3–5 yrs`, `15+ yrs`, or nothing."""
        if self.years_min is None:
            return ""
        if self.years_max is None:
            return f"{self.years_min}+ yrs"
        return f"{self.years_min}–{self.years_max} yrs"

    @property
    def dimensions(self) -> list[tuple[str, str]]:
        """(label, value) of the dimensions that this level has, in their fixed order."""
        pairs = ((label, getattr(self, field)) for field, label in DIMENSIONS.items())
        return [(label, value) for label, value in pairs if value]
