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
        listed = ", ".join(map(str, self.numbers))
        editions = f"Edition {listed} was" if len(self.numbers) == 1 else f"Editions {listed} were"
        return f"{editions} purged on {self.at:%-d %B %Y}: {self.why}"
