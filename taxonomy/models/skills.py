"""Skills and tools with their other names and former addresses, and how each focus applies one.

A skill exists once in the canon; its wording for a focus or a profile is on the tie between them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Substr

from taxonomy import text
from taxonomy.choices import ProfileStatus, SkillKind, known
from taxonomy.models.functions import Focus, count_of, rows_that_refer
from taxonomy.models.name_keys import FoldedName, Keyed, KeyedQuerySet, OnceByName, SortKey
from taxonomy.models.slugs import numbered, slug_of
from taxonomy.models.text_fields import LineField, ProseField
from taxonomy.web.links import address

Named = TypeVar("Named", bound=models.Model)


class NamedQuerySet(KeyedQuerySet[Named]):
    def starting_with(self, key: str) -> Self:
        """Names whose sort keys start so; those whose sort key is empty for no key at all."""
        return self.filter(name_key__startswith=key) if key else self.filter(name_key="")

    def first_signs(self) -> models.QuerySet[Any, Any]:
        """(first sign of the sort key, how many names have it)."""
        return self.order_by().values_list(Substr("name_key", 1, 1)).annotate(names=Count("pk"))


class SkillQuerySet(NamedQuerySet["Skill"]):
    def in_order(self) -> "SkillQuerySet":
        return self.order_by("name_key", "name", "slug")

    def of_kind(self, kind: str) -> "SkillQuerySet":
        """Skills or tools alone; all of both when no kind is given."""
        return self.filter(kind=kind) if kind else self.all()

    def with_use_counts(self) -> "SkillQuerySet":
        """Adds `focus_count`, who apply it, and `profile_count`, roles in use that require it."""
        requirements = rows_that_refer(self.model, "requirements").exclude(
            profile__status=ProfileStatus.RETIRED
        )
        return self.annotate(
            focus_count=count_of(FocusSkill.objects.all(), "skill"),
            profile_count=count_of(requirements, "skill"),
        )

    def at_address(self, slug: str) -> "Skill | None":
        """The skill whose slug this is, or that of another name of it, or was once."""
        ways = (Q(slug=slug), Q(aliases__slug=slug), Q(former_slugs__slug=slug))
        return next(filter(None, (self.filter(way).first() for way in ways)), None)

    def mint_slugs(self, names: Sequence[str]) -> list[str]:
        """A slug for each name, numbered on where another skill or alternative name has it.

        A former slug goes to the name that asks for exactly that; no number makes one up again.
        """
        stems = [slug_of(name) for name in names]
        taken = {slug for model in (Skill, SkillAlias) for slug in _slugs(model, Q(slug__in=stems))}
        clashing = {stem for stem, count in Counter(stems).items() if count > 1 or stem in taken}
        if clashing:
            numbered_on = Q(slug__regex=f"^({'|'.join(sorted(clashing))})-[0-9]+$")
            for model in (Skill, SkillAlias, FormerSlug):
                taken |= _slugs(model, numbered_on)
        slugs = numbered(names, taken)
        FormerSlug.objects.filter(slug__in=slugs).delete()
        return slugs


def _slugs(model: type[models.Model], condition: Q) -> set[str]:
    return set(model._default_manager.filter(condition).values_list("slug", flat=True))


class Slugged(Keyed):
    """Base of the tables whose rows get a slug from the first name that they have."""

    slug: models.SlugField
    name: LineField

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = Skill.objects.mint_slugs([self.name])[0]
        super().save(*args, **kwargs)


class Skill(Slugged):
    Kind = SkillKind

    slug = models.SlugField(max_length=140, unique=True, editable=False)
    name = LineField(max_length=140)
    folded_name = FoldedName("name")
    name_key = SortKey("name")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.SKILL)
    description = ProseField(blank=True)
    broader = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="narrower",
        help_text="The one skill above this one: Negotiation, for Contract negotiation.",
    )

    objects = SkillQuerySet.as_manager()  # type: ignore[misc]  # of its own rows

    class Meta:
        constraints = [
            OnceByName(
                fields=["folded_name"],
                name="skill_name_once",
                violation_error_message="A skill of this name exists.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="skill_has_a_name"),
            models.CheckConstraint(condition=Q(slug__regex="^[a-z0-9-]+$"), name="skill_slug_form"),
            known("kind", SkillKind, "skill_kind_known"),
            models.CheckConstraint(
                condition=Q(broader__isnull=True) | ~Q(broader=F("pk")),
                name="skill_not_broader_than_itself",
                violation_error_message="A skill is not broader than itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("taxonomy:skill", self.slug)

    def clean(self) -> None:
        alias = SkillAlias.objects.filter(folded_name=text.folded(self.name))
        other = alias.exclude(skill=self.pk).first()
        if other:
            raise ValidationError({"name": f"This is another name of {other.skill}."})
        if self.broader and self.pk in self.broader.line_upwards():
            reason = f"{self.broader} is below {self}: a skill is not above itself."
            raise ValidationError({"broader": reason})

    def line_upwards(self) -> list[int]:
        """Ids of this skill and of all above it, the nearest first."""
        line: list[int] = [self.pk]
        while (above := _broader_of(line[-1])) and above not in line:
            line.append(above)
        return line


def _broader_of(pk: int) -> int | None:
    return Skill.objects.filter(pk=pk).values_list("broader", flat=True).first()


class FocusSkill(models.Model):
    focus = models.ForeignKey(Focus, models.CASCADE, related_name="applied_skills", db_index=False)
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="applications")
    order = models.PositiveSmallIntegerField()
    text = ProseField(blank=True, help_text="What this focus does with it.")

    class Meta:
        verbose_name = "applied skill"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["focus", "skill"], name="skill_once_a_focus"),
            models.UniqueConstraint(
                fields=["focus", "order"],
                name="skill_place_once_a_focus",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} in {self.focus}"


class SkillAlias(Slugged):
    """Another name of a skill; documents may use it, and its address leads to the skill's."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="aliases")
    name = LineField(max_length=140)
    folded_name = FoldedName("name")
    name_key = SortKey("name")
    slug = models.SlugField(max_length=140, unique=True, editable=False)

    objects = NamedQuerySet.as_manager()  # type: ignore[misc]  # of its own rows

    class Meta:
        verbose_name = "alternative name"
        ordering = ["name_key", "name"]
        constraints = [
            OnceByName(
                fields=["folded_name"],
                name="skill_alias_once",
                violation_error_message="A skill has this alternative name already.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="skill_alias_has_a_name"),
            models.CheckConstraint(
                condition=Q(slug__regex="^[a-z0-9-]+$"), name="skill_alias_slug_form"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Its address goes on leading to the skill."""
        FormerSlug.objects.keep([self])
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        skill = Skill.objects.filter(folded_name=text.folded(self.name)).first()
        if skill:
            reason = "This is the skill's own name."
            if skill.pk != self.skill_id:
                reason = f"{skill} is a skill of its own: merge the two in the list of skills."
            raise ValidationError({"name": reason})


class FormerSlugQuerySet(models.QuerySet["FormerSlug"]):
    def keep(self, rows: Iterable["Skill | SkillAlias"]) -> None:
        """Lets the addresses of skills and other names go on leading where they led."""
        self.bulk_create(
            (self.model(slug=row.slug, skill_id=getattr(row, "skill_id", row.pk)) for row in rows),
            ignore_conflicts=True,
        )


class FormerSlug(models.Model):
    """An address that a skill, or another name of it, had: it redirects."""

    slug = models.SlugField(max_length=140, primary_key=True)
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="former_slugs")

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=Q(slug__regex="^[a-z0-9-]+$"), name="former_slug_form")
        ]

    def __str__(self) -> str:
        return self.slug
