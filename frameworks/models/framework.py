"""A framework as a whole: who publishes it, who may see it, its level scale, categories and terms.

Its entries are in `entries`, what hangs on a practice in `practices`.
"""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from frameworks.choices import FrameworkKind, Visibility
from frameworks.models.limits import LONGEST
from taxonomy.choices import known
from taxonomy.models.name_keys import Keyed, KeyedQuerySet, SortKey
from taxonomy.models.text_fields import LineField, QuotedField
from taxonomy.web.links import address

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"


def same_framework(field: str, one: int, other: int) -> None:
    """Speak before the database does: it refuses rows that mix two frameworks."""
    if one != other:
        raise ValidationError({field: "This one belongs to another framework."})


class FrameworkQuerySet(models.QuerySet):
    def shown_to(self, everything: bool) -> "FrameworkQuerySet":
        """All of them to who may see everything, the public ones to everybody else."""
        return self.all() if everything else self.filter(visibility=Visibility.PUBLIC)

    def called(self, name: str) -> "FrameworkQuerySet":
        """Those of this name or short name, with its edition or without: `sfia` is SFIA 9."""
        short = Q(short_name__iexact=name) | Q(short_name__istartswith=f"{name} ")
        return self.filter(short | Q(name__iexact=name) | Q(slug=name.lower())).order_by("slug")

    def with_counts(self) -> "FrameworkQuerySet":
        """Adds how many entries and generic attributes there are, as `worded_count` how many of
        both have their sentences, and whether a level lacks its essence.
        """
        no_essence = FrameworkLevel.objects.filter(framework=OuterRef("pk"), essence="")
        return self.annotate(
            entry_count=models.Count("entries", filter=Q(entries__is_attribute=False)),
            attribute_count=models.Count("entries", filter=Q(entries__is_attribute=True)),
            worded_count=models.Count("entries", filter=~Q(entries__statement="")),
            lacks_essence=Exists(no_essence),
        )


class Framework(models.Model):
    Kind = FrameworkKind

    slug = models.SlugField(
        max_length=60,
        unique=True,
        validators=[RegexValidator(f"^{SLUG}$", "Lower-case words joined by hyphens.")],
    )
    kind = models.CharField(max_length=9, choices=Kind)
    name = LineField(max_length=160)
    short_name = LineField(max_length=40, blank=True)
    edition = LineField(max_length=60, blank=True)
    publisher = LineField(max_length=160, blank=True)
    licence = QuotedField("licence note", max_length=LONGEST, blank=True)
    url = models.URLField("link", max_length=500, blank=True)
    summary = QuotedField(max_length=LONGEST, blank=True)
    visibility = models.CharField(
        max_length=9,
        choices=Visibility,
        default=Visibility.PUBLIC,
        help_text="Who may see its pages. Ask what the publisher's licence allows.",
    )

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(slug__regex=f"^{SLUG}$"), name="framework_slug"),
            models.CheckConstraint(condition=~Q(name=""), name="framework_has_a_name"),
            known("kind", FrameworkKind, "framework_kind_known"),
            known("visibility", Visibility, "framework_visibility_known"),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__regex="^https?://"),
                name="framework_url_is_a_web_address",
                violation_error_message="A link starts with http:// or https://.",
            ),
        ]

    def __str__(self) -> str:
        return self.called

    def get_absolute_url(self) -> str:
        return address("frameworks:framework", self.slug)

    @property
    def called(self) -> str:
        return self.short_name or self.name

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC


class FrameworkLevel(models.Model):
    framework = models.ForeignKey(Framework, models.CASCADE, related_name="levels", db_index=False)
    number = models.PositiveSmallIntegerField()
    label = LineField(max_length=80, blank=True)
    essence = QuotedField(max_length=LONGEST, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="level_once_a_framework"),
            models.CheckConstraint(
                condition=Q(number__range=(1, 9)),
                name="framework_level_within_1_9",
                violation_error_message="A level is a number from 1 to 9.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}".strip()

    def get_absolute_url(self) -> str:
        return reverse("frameworks:level", args=[self.framework.slug, self.number])


class Category(models.Model):
    framework = models.ForeignKey(
        Framework, models.CASCADE, related_name="categories", db_index=False
    )
    code = LineField(max_length=40, help_text="knw; or a short name in lower case.")
    name = LineField(max_length=120)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="subcategories"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "categories"
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="category_once_a_framework"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(code=""), name="framework_category_is_named"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="category_not_in_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """The name with that of the category above it."""
        return f"{self.parent.name} · {self.name}" if self.parent else self.name


class TermQuerySet(KeyedQuerySet["Term"]):
    pass


class Term(Keyed):
    framework = models.ForeignKey(Framework, models.CASCADE, related_name="terms", db_index=False)
    term = LineField(max_length=120)
    term_key = SortKey("term")
    definition = QuotedField(max_length=LONGEST)

    objects = TermQuerySet.as_manager()  # type: ignore[misc]  # of its own rows

    class Meta:
        verbose_name = "glossary term"
        ordering = ["term_key", "term"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "term"], name="term_once_a_framework"),
            models.CheckConstraint(condition=~Q(term="") & ~Q(definition=""), name="term_is_whole"),
        ]

    def __str__(self) -> str:
        return self.term


class LoadReport(models.Model):
    """What one load did and what the reading of its file noted; written by loads alone."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="load_reports")
    loaded_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    repairs = models.JSONField(default=list, blank=True)
    doubts = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-loaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.loaded_at:%Y-%m-%d %H:%M}"
