"""Editing skills and tools; which focus applies one is edited on the focus."""

from django.contrib import admin
from django.http import HttpRequest

from taxonomy.admin.editing import CanonAdmin
from taxonomy.models import Skill
from taxonomy.models.skills import SkillQuerySet


@admin.register(Skill)
class SkillAdmin(CanonAdmin):
    list_display = ("name", "kind", "focuses")
    list_filter = ("kind",)
    search_fields = ("name",)
    ordering = ("name",)
    readonly_fields = ("slug",)

    def get_queryset(self, request: HttpRequest) -> SkillQuerySet:
        return super().get_queryset(request).with_use_counts()

    @admin.display(ordering="focus_count", description="applied by")
    def focuses(self, skill: Skill) -> int:
        return skill.focus_count
