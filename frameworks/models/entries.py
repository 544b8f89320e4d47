"""One entry of a framework, a skill or a practice, and what a skill is at each of its levels.

A level without a row is undefined there; a row without text is defined, its words not read yet.
"""

from functools import reduce
from operator import and_

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from frameworks.choices import ActivityKind, Visibility
from frameworks.models.framework import Category, Framework, FrameworkLevel, same_framework
from frameworks.models.limits import LONGEST, LONGEST_PARAGRAPHS
from taxonomy.models.name_keys import Keyed, KeyedQuerySet, SortKey
from taxonomy.models.text_fields import LineField, QuotedField
from taxonomy.web.links import address

CODE = "[A-Za-z][A-Za-z0-9]{1,15}"
CHANGE_MARK = "[a-z][a-z ]{0,38}"
MOST_WORDS = 8  # of a search; an entry is short


def change_mark(label: str) -> models.CharField:
    """What an edition says of itself: unchanged, modified, new; empty where it says nothing."""
    form = RegexValidator(f"^{CHANGE_MARK}$", "Lower-case words: unchanged, modified, new.")
    return models.CharField(label, max_length=40, blank=True, validators=[form])


class EntryQuerySet(KeyedQuerySet["Entry"]):
    def shown_to(self, everything: bool) -> "EntryQuerySet":
        """Entries of the frameworks that this reader may see."""
        if everything:
            return self.all()
        return self.filter(framework__visibility=Visibility.PUBLIC)

    def matching(self, text: str) -> "EntryQuerySet":
        """Entries whose code, title or statement has all of these words, whatever their case."""
        words = text.replace("\0", " ").split()[:MOST_WORDS]
        found = (
            self.filter(
                *(
                    Q(title__icontains=w) | Q(code__iexact=w) | Q(statement__icontains=w)
                    for w in words
                )
            )
            if words
            else self.none()
        )
        return found.select_related("framework").order_by("title_key", "title", "code")

    def named(self, text: str) -> "EntryQuerySet":
        """Entries that have all of these words in their title, or a code that begins so; those
        whose code or title is just this first.
        """
        words = [Q(title__icontains=word) for word in text.split()[:MOST_WORDS]]
        found = self.filter(reduce(and_, words, Q(pk__isnull=False)) | Q(code__istartswith=text))
        just_so = Q(code__iexact=text) | Q(title__iexact=text)
        nearest = models.Case(models.When(just_so, then=0), default=1)
        return found.select_related("framework").order_by(nearest, "title_key", "title", "code")

    def called(self, name: str) -> "EntryQuerySet":
        """Entries whose code or title is just this, whatever its case."""
        named = self.filter(Q(code__iexact=name) | Q(title__iexact=name))
        return named.select_related("framework").order_by("title_key", "title", "code")

    def as_practices(self) -> "EntryQuerySet":
        related = self.select_related("category", "practice__level")
        return related.order_by("category__order", "code")

    def as_skills(self) -> "EntryQuerySet":
        """Skills and generic attributes A to Z, with the levels at which each is defined."""
        related = self.select_related("category__parent").prefetch_related("level_descriptions")
        return related.order_by("title_key", "title", "code")

    def with_required_count(self) -> "EntryQuerySet":
        return self.annotate(
            required_count=models.Count(
                "activities", filter=Q(activities__kind=ActivityKind.REQUIRED)
            )
        )


class Entry(Keyed):
    framework = models.ForeignKey(Framework, models.CASCADE, related_name="entries", db_index=False)
    category = models.ForeignKey(
        Category, models.RESTRICT, null=True, blank=True, related_name="entries"
    )
    code = models.CharField(
        max_length=16,
        validators=[RegexValidator(f"^{CODE}$", "Letters, then digits: cnt02, ITMG.")],
    )
    title = LineField(max_length=160)
    title_key = SortKey("title")
    is_attribute = models.BooleanField(
        "generic attribute",
        default=False,
        help_text="Of a framework of skills: what every level asks of everybody; no skill.",
    )
    statement = QuotedField(
        max_length=LONGEST, blank=True, help_text="What it is, in one sentence."
    )
    description = QuotedField(
        max_length=LONGEST_PARAGRAPHS,
        blank=True,
        help_text="Paragraphs with an empty line between.",
    )
    guidance = QuotedField(max_length=LONGEST_PARAGRAPHS, blank=True)
    change = change_mark("change mark")
    guidance_change = change_mark("change mark of the guidance")
    url = models.URLField("link", max_length=500, blank=True)

    objects = EntryQuerySet.as_manager()  # type: ignore[misc]  # of its own rows

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["framework", "category__order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"],
                name="entry_once_a_framework",
                violation_error_message="This framework has an entry with this code.",
            ),
            models.CheckConstraint(condition=Q(code__regex=f"^{CODE}$"), name="entry_code_form"),
            models.CheckConstraint(condition=~Q(title=""), name="entry_has_a_title"),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__regex="^https?://"), name="entry_url_is_a_web_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return address("frameworks:entry", self.framework.slug, self.code)

    def clean(self) -> None:
        if self.category:
            same_framework("category", self.category.framework_id, self.framework_id)


class LevelDescription(models.Model):
    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="level_descriptions", db_index=False
    )
    level = models.ForeignKey(FrameworkLevel, models.RESTRICT, related_name="descriptions")
    text = QuotedField(
        max_length=LONGEST_PARAGRAPHS,
        blank=True,
        help_text="Paragraphs with an empty line between.",
    )
    change = change_mark("change mark")

    class Meta:
        ordering = ["level__number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "level"], name="description_once_a_level"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} at level {self.level_id}"

    def clean(self) -> None:
        if self.level_id and self.entry_id:
            same_framework("level", self.level.framework_id, self.entry.framework_id)
