"""What focuses apply: skills and tools, and how each focus puts one to use.

A skill exists once in the canon; its wording for a focus or a profile is on the tie between them.
Proficiencies are the places of the canon's one named scale, at which profiles require skills.
"""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Lower, Substr, Upper

from taxonomy.models.functions import Focus, count_of
from taxonomy.web.links import address


class SkillQuerySet(models.QuerySet):
    def in_order(self) -> "SkillQuerySet":
        return self.order_by(Lower("name"), "slug")

    def of_kind(self, kind: str) -> "SkillQuerySet":
        """Skills or tools alone; all of both when no kind is given."""
        return self.filter(kind=kind) if kind else self.all()

    def starting_with(self, letter: str) -> "SkillQuerySet":
        return self.filter(name__istartswith=letter) if letter else self.all()

    def letters(self) -> models.QuerySet:
        """(first letter, how many skills start with it), in order."""
        initial = Upper(Substr("name", 1, 1))
        return self.order_by().values_list(initial).annotate(skills=Count("pk")).order_by(initial)

    def with_focus_counts(self) -> "SkillQuerySet":
        return self.annotate(focus_count=count_of(FocusSkill.objects.all(), "skill"))


class Skill(models.Model):
    class Kind(models.TextChoices):
        SKILL = "skill", "Skill"
        TOOL = "tool", "Tool"

    slug = models.SlugField(max_length=140, unique=True)
    name = models.CharField(max_length=140)
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.SKILL)
    broader = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="narrower",
        help_text="The one skill above this one: Negotiation, for Contract negotiation.",
    )

    objects = SkillQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="skill_name_once",
                violation_error_message="A skill of this name exists.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="skill_has_a_name"),
            models.CheckConstraint(condition=Q(slug__regex="^[a-z0-9-]+$"), name="skill_slug_form"),
            models.CheckConstraint(
                condition=Q(kind__in=["skill", "tool"]), name="skill_kind_known"
            ),
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

    @property
    def initial(self) -> str:
        return self.name[:1].upper()


class FocusSkillQuerySet(models.QuerySet):
    def by_function(self) -> "FocusSkillQuerySet":
        """Who applies a skill: function by function."""
        return self.select_related("focus__function").order_by(
            "focus__function__name", "focus__name", "pk"
        )


class FocusSkill(models.Model):
    focus = models.ForeignKey(Focus, models.CASCADE, related_name="applied_skills")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="applications")
    order = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, help_text="What this focus does with it.")

    objects = FocusSkillQuerySet.as_manager()

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


class SkillAlias(models.Model):
    """Another name of a skill; documents may use it, and its address leads to the skill's."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=140)
    slug = models.SlugField(max_length=140, unique=True)

    class Meta:
        verbose_name = "alternative name"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="skill_alias_once",
                violation_error_message="A skill has this alternative name already.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="skill_alias_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Proficiency(models.Model):
    """A place on the canon's named scale: awareness, working, practitioner, expert as shipped."""

    code = models.CharField(
        max_length=30,
        primary_key=True,
        validators=[
            RegexValidator("^[a-z0-9][a-z0-9-]*$", "A code has lower-case letters, digits and -.")
        ],
    )
    order = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=300, blank=True, help_text="One line.")

    class Meta:
        verbose_name_plural = "proficiencies"
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="proficiency_has_a_name"),
            models.CheckConstraint(
                condition=Q(code__regex="^[a-z0-9][a-z0-9-]*$"), name="proficiency_code_form"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SkillProficiency(models.Model):
    """What a proficiency means for one skill."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="meanings")
    proficiency = models.ForeignKey(Proficiency, models.PROTECT, related_name="meanings")
    text = models.TextField()

    class Meta:
        verbose_name = "meaning of a proficiency"
        verbose_name_plural = "meanings of proficiencies"
        ordering = ["proficiency__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["skill", "proficiency"], name="meaning_once_a_proficiency"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="meaning_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.proficiency_id}"
