"""How entries bear on each other, and on the canon: relations and links.

Links point from here to the canon; the canon knows nothing of them.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from frameworks.choices import LinkKind, RelationKind, Visibility
from frameworks.models.entries import Entry
from frameworks.models.limits import LONGEST
from frameworks.models.practices import Activity
from taxonomy.choices import known
from taxonomy.models import Focus, Function, Profile, Skill
from taxonomy.models.text_fields import LineField, QuotedField

TARGETS = ("function", "focus", "skill", "profile")
KEY_FIELDS = {"function": "code", "focus": "key", "skill": "slug", "profile": "key"}


class Relation(models.Model):
    Kind = RelationKind

    source = models.ForeignKey(Entry, models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=11, choices=Kind)
    target = models.ForeignKey(Entry, models.CASCADE, related_name="relations_from")
    activity = models.ForeignKey(
        Activity,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="supported_by",
        help_text="The activity of the target that the source supports.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "target"],
                condition=Q(activity__isnull=True),
                name="relation_once_a_pair",
            ),
            models.UniqueConstraint(
                fields=["source", "kind", "target", "activity"],
                condition=Q(activity__isnull=False),
                name="relation_once_an_activity",
            ),
            known("kind", RelationKind, "relation_kind_known"),
            models.CheckConstraint(
                condition=Q(activity__isnull=True) | Q(kind="supports"),
                name="relation_to_an_activity_supports_it",
                violation_error_message="Only support goes to a single activity.",
            ),
            models.CheckConstraint(
                condition=Q(kind="supports") | ~Q(source=F("target")),
                name="relation_joins_two_entries",
                violation_error_message="Only support may go from an entry to itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.get_kind_display()} {self.target_id}"


class CanonLinkQuerySet(models.QuerySet):
    def shown_to(self, everything: bool) -> "CanonLinkQuerySet":
        if everything:
            return self.all()
        return self.filter(entry__framework__visibility=Visibility.PUBLIC)

    def focuses_by_framework(self) -> dict[int, int]:
        """How many focuses of the canon each framework's entries are linked to."""
        reached = Coalesce("focus", "profile__focus")
        rows = self.order_by().values("entry__framework").annotate(n=Count(reached, distinct=True))
        return {row["entry__framework"]: row["n"] for row in rows}

    def with_targets(self) -> "CanonLinkQuerySet":
        return self.select_related("function", "focus__function", "skill", "profile__level")


class CanonLink(models.Model):
    Kind = LinkKind

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="canon_links")
    function = models.ForeignKey(
        Function, models.CASCADE, null=True, blank=True, related_name="framework_links"
    )
    focus = models.ForeignKey(
        Focus, models.CASCADE, null=True, blank=True, related_name="framework_links"
    )
    skill = models.ForeignKey(
        Skill, models.CASCADE, null=True, blank=True, related_name="framework_links"
    )
    profile = models.ForeignKey(
        Profile, models.CASCADE, null=True, blank=True, related_name="framework_links"
    )
    kind = models.CharField(
        max_length=6,
        choices=Kind,
        default=Kind.CLOSE,
        help_text="How the entry compares with what it is linked to.",
    )
    note = QuotedField(max_length=LONGEST, blank=True, help_text="Why they belong together.")
    source = LineField(max_length=120, blank=True, help_text="Who made the link.")

    objects = CanonLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "link to the canon"
        verbose_name_plural = "links to the canon"
        ordering = ["entry__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(**{f"{other}__isnull": other != name for other in TARGETS})
                        for name in TARGETS
                    ),
                    _connector=Q.OR,
                ),
                name="canon_link_has_one_target",
                violation_error_message="Choose one: function, focus, skill or profile.",
            ),
            known("kind", LinkKind, "canon_link_kind_known"),
            *(
                models.UniqueConstraint(
                    fields=["entry", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"canon_link_once_a_{name}",
                    violation_error_message="This link exists.",
                )
                for name in TARGETS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} → {self.target}"

    def clean(self) -> None:
        chosen = [name for name in TARGETS if getattr(self, name) is not None]
        if len(chosen) != 1:
            raise ValidationError("Choose one: function, focus, skill or profile.")

    @property
    def target(self) -> models.Model | None:
        return next((t for name in TARGETS if (t := getattr(self, name)) is not None), None)

    @property
    def target_key(self) -> tuple[str, str]:
        """("focus", "ITOPER.GEN"): kind of row and key, as files name it."""
        target = self.target
        assert target is not None  # by constraint
        name = target._meta.model_name or ""
        return name, getattr(target, KEY_FIELDS[name])
