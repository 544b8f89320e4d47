"""What else a role is called: other titles, and its codes in public classifications.

How a title is matched to a role is `taxonomy/matching`'s work.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from taxonomy.models.profiles import Profile
from taxonomy.models.text_fields import LineField


class TitleAlias(models.Model):
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="aliases")
    title = LineField(max_length=200)

    class Meta:
        verbose_name_plural = "title aliases"
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                "profile",
                Lower("title"),
                name="alias_once_a_profile",
                violation_error_message="This profile has this alias.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="alias_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class ClassificationMapping(models.Model):
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="mappings")
    scheme = LineField(max_length=60, help_text="SOC 2018, ISCO-08, ESCO.")
    code = LineField(max_length=60)
    source = LineField(max_length=120, blank=True, help_text="Who or what made the mapping.")

    class Meta:
        ordering = ["scheme", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "scheme", "code"],
                name="mapping_once_a_profile",
                violation_error_message="This profile has this mapping.",
            ),
            models.CheckConstraint(condition=~Q(scheme="") & ~Q(code=""), name="mapping_is_whole"),
        ]
        indexes = [models.Index(fields=["scheme", "code"], name="mapping_scheme_code")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"
