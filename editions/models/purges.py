"""Tombstones: which editions lost their documents for good, when, why and on whose word."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from editions.models.change_sets import LONGEST_KEY, LONGEST_KIND


class Purge(models.Model):
    """One purge of one thing. A trigger lets nothing of it change."""

    kind = models.CharField(max_length=LONGEST_KIND)
    key = models.CharField(max_length=LONGEST_KEY)
    numbers = ArrayField(models.PositiveIntegerField())  # of the editions
    reasons = models.PositiveIntegerField(default=0)  # how many successors were given one
    why = models.TextField()  # readers of history and releases are shown it
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "key"], name="purge_of_a_thing")]
        constraints = [
            models.CheckConstraint(condition=~Q(why="") & ~Q(by=""), name="purge_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self._what} purged on {self.at:%-d %B %Y}: {self.why}"

    @property
    def _what(self) -> str:
        if not self.numbers:
            return "What was said of its successors was"
        listed = ", ".join(map(str, self.numbers))
        editions = f"Edition {listed}" if len(self.numbers) == 1 else f"Editions {listed}"
        with_reasons = " and what was said of its successors" if self.reasons else ""
        is_one = len(self.numbers) == 1 and not self.reasons
        return f"{editions}{with_reasons} {'was' if is_one else 'were'}"
