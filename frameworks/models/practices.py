"""What makes an entry a practice: its place in three dimensions, its activities and their notes.

Which practices support an activity is a relation, in `links`.
"""

from django.db import models
from django.db.models import Q

from frameworks.choices import ActivityKind, LifeCycle, PracticeType
from frameworks.models.entries import Entry
from frameworks.models.framework import FrameworkLevel, same_framework
from frameworks.models.limits import LONGEST
from taxonomy.choices import known
from taxonomy.models.text_fields import QuotedField


class Practice(models.Model):
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="practice", primary_key=True)
    level = models.ForeignKey(FrameworkLevel, models.RESTRICT, related_name="practices")
    lifecycle = models.CharField("life-cycle", max_length=10, choices=LifeCycle)
    practice_type = models.CharField("type", max_length=9, choices=PracticeType)
    is_support = models.BooleanField(
        "support practice", default=False, help_text="Activities of other practices rest on it."
    )

    class Meta:
        constraints = [
            known("lifecycle", LifeCycle, "practice_lifecycle_known"),
            known("practice_type", PracticeType, "practice_type_known"),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        if self.level_id and self.entry_id:
            same_framework("level", self.level.framework_id, self.entry.framework_id)


class Activity(models.Model):
    Kind = ActivityKind

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="activities", db_index=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="finer")
    kind = models.CharField(max_length=11, choices=Kind)
    label = models.CharField(max_length=6, help_text="b, b2 or b2a.")
    order = models.PositiveSmallIntegerField()
    # NULL: the source lost it. That is something else than a text that was not read yet.
    text = QuotedField(
        max_length=LONGEST,
        null=True,
        blank=True,
        default="",
        help_text="Empty: not read yet. Unknown: the source lost it.",
    )

    class Meta:
        verbose_name_plural = "activities"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "label"], name="activity_once_a_practice"),
            models.CheckConstraint(
                condition=Q(kind="major", label__regex="^[a-z]$", parent__isnull=True)
                | Q(kind="required", label__regex=r"^[a-z]\d{1,2}$", parent__isnull=False)
                | Q(kind="recommended", label__regex=r"^[a-z]\d{1,2}[a-z]$", parent__isnull=False),
                name="activity_label_fits_its_kind",
                violation_error_message="Major activities are a, required ones a1, finer ones a1b.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_lost(self) -> bool:
        return self.text is None


class Supplement(models.Model):
    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="supplements", db_index=False
    )
    order = models.PositiveSmallIntegerField()
    text = QuotedField(max_length=LONGEST, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "order"], name="supplement_place_once_an_activity"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
