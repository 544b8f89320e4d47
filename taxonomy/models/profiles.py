"""The page that people read: a focus on a level, what it owns and its rubric row.

Pay, aliases and mappings hang on it from their own modules.
"""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Min, Q, Window
from django.db.models.functions import Collate

from taxonomy import keys
from taxonomy.choices import ProfileStatus, ResponsibilityKind, known
from taxonomy.models.areas import Area
from taxonomy.models.functions import Focus, Function
from taxonomy.models.levels import Level
from taxonomy.models.name_keys import FoldedName, Keyed, KeyedQuerySet, SortKey
from taxonomy.models.text_fields import LineField, ProseField
from taxonomy.web.links import address

# Field name and label, in the order of a rubric row.
GUIDELINE_CELLS = {
    "knowledge": "Knowledge & Application",
    "complexity": "Complexity & Problem Solving",
    "collaboration": "Collaboration & Interaction",
    "experience": "Typical Degree & Years",
}

# A confidence is high from the first edge, medium from the second, low below.
CONFIDENCE_WORDS = ((Decimal("0.80"), "high"), (Decimal("0.60"), "medium"), (Decimal(0), "low"))


class ProfileQuerySet(KeyedQuerySet["Profile"]):
    def with_coordinates(self) -> "ProfileQuerySet":
        """Function, focus, level and track come along: what a title line or a link needs."""
        return self.select_related("function", "focus", "level__track")

    def in_order(self) -> "ProfileQuerySet":
        """Ladder by ladder: focus, then tracks in reading order, then rank."""
        return self.order_by(
            "function__code",
            "focus__code",
            "level__track__order",
            "level__track_id",
            "level__rank",
        )

    def up_the_ladder(self) -> "ProfileQuerySet":
        return self.order_by("level__rank")

    def at(self, level: Level, function_code: str = "") -> "ProfileQuerySet":
        """Roles at one level, of one function or of all, function by function."""
        chosen = {"function__code": function_code} if function_code else {}
        return self.filter(level=level, **chosen).order_by("function__name_key", "key")

    def in_use(self) -> "ProfileQuerySet":
        return self.exclude(status=ProfileStatus.RETIRED)

    def retired(self) -> "ProfileQuerySet":
        return self.filter(status=ProfileStatus.RETIRED)

    def recently_changed(self) -> "ProfileQuerySet":
        """The last changed first, each with the time of the earliest change of all (`first`)."""
        return self.annotate(first=Window(Min("updated_at"))).order_by("-updated_at", "key")


class Profile(Keyed):
    Status = ProfileStatus

    # `function` and `key` follow from focus and level; a trigger fills them whoever writes the row.
    key = models.CharField(max_length=62, unique=True, editable=False)
    function = models.ForeignKey(Function, models.PROTECT, related_name="profiles", editable=False)
    focus = models.ForeignKey(Focus, models.PROTECT, related_name="profiles", db_index=False)
    level = models.ForeignKey(Level, models.PROTECT, related_name="profiles")
    title = LineField(max_length=200)
    folded_title = FoldedName("title")
    title_key = SortKey("title")
    summary = ProseField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.APPROVED)
    confidence = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="0 to 1: high from 0.80, medium from 0.60.",
    )
    scope = LineField(
        max_length=60, blank=True, help_text="Where it applies: global, a country, a company."
    )
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = ProfileQuerySet.as_manager()  # type: ignore[misc]  # of its own rows

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["focus", "level"],
                name="profile_once_a_focus_and_level",
                violation_error_message="This focus already has a profile at this level.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="profile_has_a_title"),
            known("status", ProfileStatus, "profile_status_known"),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__range=(0, 1)),
                name="profile_confidence_within_0_1",
                violation_error_message="Confidence lies between 0 and 1.",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("pk")),
                name="profile_not_replaced_by_itself",
                violation_error_message="A profile cannot replace itself.",
            ),
        ]
        indexes = [
            # Nearest roles: one range a function and level, ties by key in byte order.
            models.Index(
                F("function"),
                F("level"),
                Collate("key", "C"),
                name="profile_coordinates",
                condition=~Q(status=ProfileStatus.RETIRED.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.key})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.function_id = self.focus.function_id
        self.key = str(keys.Key(self.focus.function.code, self.focus.code, self.level_id))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address("taxonomy:profile", self.key)

    @property
    def level_label(self) -> str:
        """The level as the organisation writes it."""
        return self.level.label_or_code

    @property
    def confidence_word(self) -> str:
        """high, medium or low; nothing when no confidence is known."""
        if self.confidence is None:
            return ""
        return next(word for edge, word in CONFIDENCE_WORDS if self.confidence >= edge)

    @property
    def is_retired(self) -> bool:
        return self.status == ProfileStatus.RETIRED


class Responsibility(models.Model):
    Kind = ResponsibilityKind

    profile = models.ForeignKey(
        Profile, models.CASCADE, related_name="responsibilities", db_index=False
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responsibilities",
        help_text="One of the areas of the profile's focus.",
    )
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.JFM)
    order = models.PositiveSmallIntegerField()
    text = ProseField()

    class Meta:
        verbose_name_plural = "responsibilities"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "order"],
                name="responsibility_place_once_a_profile",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(text=""), name="responsibility_has_text"),
            known("kind", ResponsibilityKind, "responsibility_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text


class Guideline(models.Model):
    profile = models.OneToOneField(Profile, models.CASCADE, related_name="guideline")
    knowledge = ProseField("knowledge & application", blank=True)
    complexity = ProseField("complexity & problem solving", blank=True)
    collaboration = ProseField("collaboration & interaction", blank=True)
    experience = ProseField("typical degree & years", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(knowledge="", complexity="", collaboration="", experience=""),
                name="guideline_has_a_cell",
                violation_error_message="A guideline needs at least one cell.",
            ),
        ]

    def __str__(self) -> str:
        return f"Guideline of {self.profile_id}"

    @property
    def cells(self) -> list[tuple[str, str]]:
        """(label, text) of all four cells in rubric order, empty ones included."""
        return [(label, getattr(self, field)) for field, label in GUIDELINE_CELLS.items()]
