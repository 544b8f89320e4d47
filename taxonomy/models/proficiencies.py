"""The canon's one named scale of proficiencies, and what a place of it means for a skill."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from taxonomy.models.skills import Skill
from taxonomy.models.text_fields import LineField, ProseField
from taxonomy.web.links import address


class Proficiency(models.Model):
    """A place on the canon's named scale: awareness, working, practitioner, expert as shipped."""

    code = models.CharField(
        max_length=30,
        primary_key=True,
        validators=[
            RegexValidator("^[a-z0-9][a-z0-9-]*$", "A code has lower-case letters, digits and -.")
        ],
    )
    order = models.PositiveSmallIntegerField()
    name = LineField(max_length=60)
    description = LineField(max_length=300, blank=True, help_text="One line.")

    class Meta:
        verbose_name_plural = "proficiencies"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                name="proficiency_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(name=""), name="proficiency_has_a_name"),
            models.CheckConstraint(
                condition=Q(code__regex="^[a-z0-9][a-z0-9-]*$"), name="proficiency_code_form"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{address('taxonomy:skills')}#proficiencies"


class SkillProficiency(models.Model):
    """What a proficiency means for one skill."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="meanings", db_index=False)
    proficiency = models.ForeignKey(Proficiency, models.PROTECT, related_name="meanings")
    text = ProseField()

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
