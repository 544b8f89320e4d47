"""Tracks, the levels on them and their six dimensions.

Which roles are at a level is stated by the profiles.
"""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from taxonomy import keys, reference_levels
from taxonomy.choices import ProfileStatus
from taxonomy.limits import HIGHEST_RANK, HIGHEST_STEP, LONGEST_YEARS
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
code_validator = RegexValidator(
    f"^{keys.LEVEL_CODE}$", "A code has 1 to 12 letters A-Z or digits, in upper case."
)


class TrackQuerySet(models.QuerySet):
    def in_order(self) -> "TrackQuerySet":
        return self.order_by("order", "code")


class Track(models.Model):
    """A line of levels that people move up on: professional, management, executive, support as
    shipped.
    """

    code = models.CharField(max_length=12, primary_key=True, validators=[code_validator])
    name = LineField(max_length=60)
    order = models.PositiveSmallIntegerField(help_text="Its place among the tracks: 1 comes first.")

    objects = TrackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=f"^{keys.LEVEL_CODE}$"), name="track_code_form"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="track_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_words(self) -> str:
        """The name inside a sentence: `management`; `IT leadership` keeps its capitals."""
        first, _, rest = self.name.partition(" ")
        return f"{first.lower() if first.istitle() else first} {rest}".strip()


def label_or_code(to_level: str) -> Coalesce:
    """The label of a row's level, or its code where it has none, as an expression."""
    return Coalesce(NullIf(f"{to_level}__label", Value("")), f"{to_level}_id")


class LevelQuerySet(models.QuerySet):
    def in_order(self) -> "LevelQuerySet":
        """Track by track, up each track; the tracks come along."""
        return self.select_related("track").order_by("track__order", "track_id", "rank")

    def with_profile_counts(self) -> "LevelQuerySet":
        """Adds `profile_count`, of roles in use."""
        in_use = ~models.Q(profiles__status=ProfileStatus.RETIRED)
        return self.annotate(profile_count=models.Count("profiles", filter=in_use))


class Level(models.Model):
    code = models.CharField(max_length=12, primary_key=True, validators=[code_validator])
    track = models.ForeignKey(Track, models.PROTECT, related_name="levels", db_index=False)
    rank = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_RANK)],
        help_text="Its place on the track: 1 is the lowest.",
    )
    step = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_STEP)],
        help_text="Its place on the scale that all tracks share: levels of one step are equals.",
    )
    label = LineField(
        max_length=30,
        blank=True,
        help_text="As the organisation writes it, shown in place of the code: Grade 7, 3.2.",
    )
    name = LineField(max_length=120, blank=True)
    equivalent = models.CharField(
        max_length=3,
        blank=True,
        choices=[(code, code) for code in reference_levels.LEVELS],
        help_text="The reference level that it equals, for matching titles and for pay.",
    )
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
            models.UniqueConstraint(
                fields=["track", "rank"],
                name="level_once_a_track_and_rank",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="This track has a level of this rank.",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=f"^{keys.LEVEL_CODE}$"),
                name="level_code_form",
                violation_error_message="A code has 1 to 12 letters A-Z or digits.",
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1),
                name="level_rank_from_one",
                violation_error_message="A rank starts at 1.",
            ),
            models.CheckConstraint(
                condition=Q(step__range=(1, HIGHEST_STEP)),
                name="level_step_within_1_99",
                violation_error_message="A step is a number from 1 to 99.",
            ),
            models.CheckConstraint(
                condition=Q(equivalent__in=["", *reference_levels.LEVELS]),
                name="level_equivalent_known",
                violation_error_message="The equivalent is one of the 24 reference levels.",
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
        return " — ".join(self.label_and_name)

    def get_absolute_url(self) -> str:
        return address("taxonomy:level", self.code)

    @property
    def label_or_code(self) -> str:
        """What a page shows for the level where there is space for a word."""
        return self.label or self.code

    @property
    def label_and_name(self) -> list[str]:
        """`P4`, `Senior Professional`; a name that repeats the label is left out."""
        return list(dict.fromkeys(filter(None, (self.label_or_code, self.name))))

    @property
    def reference(self) -> str:
        """The code of the reference level that it equals, or nothing."""
        place = reference_levels.Place(self.track_id, self.rank, self.step)
        return reference_levels.reference_of(self.code, self.equivalent, place)

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
