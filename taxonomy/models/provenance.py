"""The evidence behind a focus: its sources and its review scores, with the rule for passing.

Who reviews, and how, is an organisation's own affair.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Mod
from django.db.models.lookups import Exact

from taxonomy.models.functions import Focus
from taxonomy.models.text_fields import LineField

if TYPE_CHECKING:
    from taxonomy.profile.records import ScoreRecord

PASSING_SCORE = Decimal(4)


@dataclass(frozen=True)
class Review:
    """The scores of a focus against the rule: each criterion is scored, the lowest is 4 or more."""

    scores: list["ProvenanceScore | ScoreRecord"]  # in the order of the criteria

    @classmethod
    def of(cls, scores: Iterable["ProvenanceScore | ScoreRecord"]) -> "Review":
        order: list[str] = list(ProvenanceScore.Criterion)
        return cls(sorted(scores, key=lambda score: order.index(score.criterion)))

    @property
    def lowest(self) -> Decimal | None:
        return min((score.score for score in self.scores), default=None)

    @property
    def missing(self) -> list[str]:
        """The criteria that have no score, in words."""
        scored = {score.criterion for score in self.scores}
        return [each.label for each in ProvenanceScore.Criterion if each not in scored]

    @property
    def passes(self) -> bool:
        return not self.missing and (self.lowest or 0) >= PASSING_SCORE

    def __bool__(self) -> bool:
        return bool(self.scores)


class Source(models.Model):
    focus = models.ForeignKey(Focus, models.CASCADE, related_name="sources", db_index=False)
    order = models.PositiveSmallIntegerField()
    title = LineField(max_length=300)
    publisher = LineField(max_length=160, blank=True)
    published = models.CharField(max_length=10, blank=True, help_text="2025, 2025-05, 2025-05-31")
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["focus", "order"],
                name="source_place_once_a_focus",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(title=""), name="source_has_a_title"),
            models.CheckConstraint(
                condition=Q(published__regex=r"^$|^\d{4}(-\d{2}(-\d{2})?)?$"),
                name="source_published_form",
                violation_error_message="Published is a year, a year-month or a date.",
            ),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__regex="^https?://"),
                name="source_url_is_a_web_address",
                violation_error_message="A link starts with http:// or https://.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProvenanceScore(models.Model):
    class Criterion(models.TextChoices):
        LEVEL_DIFFERENTIATION = "level_differentiation", "Level differentiation"
        FOCUS_SPECIFICITY = "focus_specificity", "Focus specificity"
        CONCRETENESS = "concreteness", "Concreteness"
        FACTUAL_ACCURACY = "factual_accuracy", "Factual accuracy"
        REAL_WORLD_COVERAGE = "real_world_coverage", "Real-world coverage"

    focus = models.ForeignKey(Focus, models.CASCADE, related_name="scores", db_index=False)
    criterion = models.CharField(max_length=24, choices=Criterion)
    score = models.DecimalField(
        max_digits=2, decimal_places=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["focus", "criterion"], name="score_once_a_criterion"),
            models.CheckConstraint(
                condition=Q(score__range=(1, 5)),
                name="score_within_1_5",
                violation_error_message="A score lies between 1 and 5.",
            ),
            models.CheckConstraint(
                condition=Exact(Mod(F("score") * 2, Value(1)), Value(0)),
                name="score_in_halves",
                violation_error_message="Scores go in steps of one half.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_criterion_display()} {self.score}"
