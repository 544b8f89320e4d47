"""What a profile requires: skills and tools, each at a proficiency where one is stated.

What every level of a focus applies is on the focus (`FocusSkill`).
"""

from django.db import models

from taxonomy.models.proficiencies import Proficiency
from taxonomy.models.profiles import Profile
from taxonomy.models.skills import Skill
from taxonomy.models.text_fields import ProseField


class ProfileSkill(models.Model):
    profile = models.ForeignKey(
        Profile, models.CASCADE, related_name="required_skills", db_index=False
    )
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="requirements")
    order = models.PositiveSmallIntegerField()
    proficiency = models.ForeignKey(
        Proficiency, models.PROTECT, null=True, blank=True, related_name="requirements"
    )
    text = ProseField(blank=True, help_text="What this level does with it.")

    class Meta:
        verbose_name = "required skill"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "skill"], name="skill_once_a_profile"),
            models.UniqueConstraint(
                fields=["profile", "order"],
                name="skill_place_once_a_profile",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} for {self.profile_id}"
