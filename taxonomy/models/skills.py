"""What focuses apply: skills and tools, and how each focus puts one to use.

A skill stands once in the canon; its wording for a focus stands on the tie between the two.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from taxonomy.models.functions import Focus, count_of


class SkillQuerySet(models.QuerySet):
    def in_order(self) -> "SkillQuerySet":
        return self.order_by(Lower("name"), "slug")

    def with_focus_counts(self) -> "SkillQuerySet":
        return self.annotate(focus_count=count_of(FocusSkill.objects.all(), "skill"))


class Skill(models.Model):
    class Kind(models.TextChoices):
        SKILL = "skill", "Skill"
        TOOL = "tool", "Tool"

    slug = models.SlugField(max_length=140, unique=True)
    name = models.CharField(max_length=140)
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.SKILL)

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
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("taxonomy:skill", args=[self.slug])


class FocusSkill(models.Model):
    focus = models.ForeignKey(Focus, models.CASCADE, related_name="applied_skills")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="applications")
    order = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, help_text="What this focus does with it.")

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
