"""Releases: named points in the editions of the canon. Nothing is copied for one."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from editions.models.change_sets import user_key


class Release(models.Model):
    number = models.PositiveIntegerField(unique=True)
    revision = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)  # of the digests of all its editions
    title = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = user_key()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="release_number_from_one")
        ]

    def __str__(self) -> str:
        return f"Release {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("editions:release", args=[self.number])

    def address_of(self, kind: str, key: str) -> str:
        """Of the page that says what changed of one thing."""
        return reverse("editions:release_change", args=[self.number, kind, key])
