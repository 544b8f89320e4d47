"""Editing skills, their other names and what proficiencies mean; which focus applies a skill, or
which profile requires it, is edited there.
"""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from taxonomy.admin.editing import CanonAdmin
from taxonomy.models import Revision, Skill, SkillAlias, SkillProficiency
from taxonomy.models.skill_merging import merge_skills, uses_of
from taxonomy.models.skills import SkillQuerySet

MOST_MERGED = 20


class SkillAliasInline(admin.TabularInline):
    model = SkillAlias
    fields = ("name", "slug")
    readonly_fields = ("slug",)
    extra = 0


class SkillProficiencyInline(admin.TabularInline):
    model = SkillProficiency
    extra = 0


@admin.register(Skill)
class SkillAdmin(CanonAdmin):
    list_display = ("name", "kind", "broader", "focuses", "profiles")
    list_filter = ("kind",)
    list_select_related = ("broader",)
    search_fields = ("name", "aliases__name")
    ordering = ("name_key", "name")
    fields = ("name", "slug", "redirects", "kind", "description", "broader")
    readonly_fields = ("slug", "redirects")
    autocomplete_fields = ("broader",)
    inlines = (SkillAliasInline, SkillProficiencyInline)
    actions = ("merge_skills",)

    def get_queryset(self, request: HttpRequest) -> SkillQuerySet:
        return cast(SkillQuerySet, super().get_queryset(request)).with_use_counts()

    @admin.display(ordering="focus_count", description="applied by focuses")
    def focuses(self, skill: Any) -> int:
        return skill.focus_count

    @admin.display(ordering="profile_count", description="required by profiles")
    def profiles(self, skill: Any) -> int:
        return skill.profile_count

    @admin.display(description="addresses that redirect here")
    def redirects(self, skill: Skill) -> str:
        former = skill.former_slugs.values_list("slug", flat=True) if skill.pk else ()
        return ", ".join(f"/skills/{slug}/" for slug in former) or "–"

    @admin.action(description="Merge the chosen skills into one", permissions=["change", "delete"])
    def merge_skills(self, request: HttpRequest, chosen: SkillQuerySet) -> TemplateResponse | None:
        """Asks which of them stays, then moves the uses of the others to it."""
        skills = list(chosen.in_order()[: MOST_MERGED + 1])
        if not 2 <= len(skills) <= MOST_MERGED:
            reason = f"Choose two to {MOST_MERGED} skills to merge."
            self.message_user(request, reason, level="error")
            return None
        kept = next((each for each in skills if str(each.pk) == request.POST.get("kept")), None)
        if kept is None:
            return self._ask_which_stays(request, skills)
        Revision.objects.wait_for_turn()
        for skill in skills:
            if skill != kept:
                merge_skills(kept, skill)
                self.log_change(request, kept, f"Merged the skill {skill} into it.")
        names = ", ".join(skill.name for skill in skills if skill != kept)
        self.message_user(request, f"Merged into {kept}: {names}. Their pages redirect to it.")
        return None

    def _ask_which_stays(self, request: HttpRequest, skills: list[Skill]) -> TemplateResponse:
        uses = uses_of(skills)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": "Merge skills",
            "opts": self.model._meta,
            "skills": [(skill, uses[skill.pk]) for skill in skills],
        }
        return TemplateResponse(request, "admin/taxonomy/skill/merge_skills.html", context)
