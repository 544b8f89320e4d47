"""What else a role is called: other titles, and its codes in public classifications.

How a title is matched to a role is `taxonomy/matching`'s work.
"""

import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from taxonomy.models.name_keys import FoldedName, Keyed, OnceByName, SortKey
from taxonomy.models.profiles import Profile
from taxonomy.models.text_fields import LineField

# How codes of the classifications that everybody writes alike look, by scheme.
CODE_FORMS = (
    (
        re.compile(r"(us )?soc[- ]?2018"),
        re.compile(r"[0-9]{2}-[0-9]{4}"),
        "a SOC code such as 13-1020",
    ),
    (
        re.compile(r"(uk )?soc[- ]?2020"),
        re.compile(r"[0-9]{4}"),
        "a code of the United Kingdom's SOC such as 2136",
    ),
    (
        re.compile(r"((us|uk) )?soc([- ]?[0-9]{4})?"),
        re.compile(r"[0-9]{2}-[0-9]{4}|[0-9]{4}"),
        "a SOC code such as 13-1020",
    ),
    (
        re.compile(r"o\*?net([- ]?soc)?([- ]?[0-9.]+)?"),
        re.compile(r"[0-9]{2}-[0-9]{4}(\.[0-9]{2})?"),
        "an O*NET-SOC code such as 13-1020.00",
    ),
    (
        re.compile(r"isco([- ]?[0-9]{2})?"),
        re.compile(r"[0-9]{1,4}"),
        "an ISCO code: one to four digits",
    ),
)


def wrong_with_code(scheme: str, code: str) -> str:
    """What is wrong with a code of a known classification, or nothing."""
    for form, words in _forms_of(scheme):
        if not form.fullmatch(code):
            return f"the code {code!r} is not {words}"
    return ""


@lru_cache(256)  # thousands of codes are of a few schemes
def _forms_of(scheme: str) -> list[tuple[re.Pattern[str], str]]:
    """The form that its codes have, and how it is named."""
    name = scheme.casefold()
    return [(form, words) for known, form, words in CODE_FORMS if known.fullmatch(name)]


class TitleAlias(Keyed):
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="aliases", db_index=False)
    title = LineField(max_length=200)
    folded_title = FoldedName("title")
    title_key = SortKey("title")

    class Meta:
        verbose_name_plural = "title aliases"
        ordering = ["title_key", "title"]
        constraints = [
            OnceByName(
                fields=["profile", "folded_title"],
                name="alias_once_a_profile",
                violation_error_message="This profile has this alias.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="alias_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class ClassificationMapping(models.Model):
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="mappings", db_index=False)
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

    def clean(self) -> None:
        if wrong := wrong_with_code(self.scheme, self.code):
            raise ValidationError({"code": f"{wrong[0].upper()}{wrong[1:]}."})
