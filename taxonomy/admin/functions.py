"""Editing functions and focuses, with areas, skills, sources and scores of a focus beside it."""

from django.contrib import admin
from django.db import models

from taxonomy.admin.editing import CanonAdmin, SavedAdmin
from taxonomy.admin.formsets import PlacedInline
from taxonomy.admin.minted_codes import FocusForm, FunctionForm
from taxonomy.models import Area, Focus, FocusSkill, Function, ProvenanceScore, Source


@admin.register(Function)
class FunctionAdmin(CanonAdmin):
    form = FunctionForm
    minted_fields = ("code",)
    list_display = ("code", "name", "super_function", "family")
    list_display_links = ("code", "name")
    list_filter = ("super_function", "family")
    search_fields = ("code", "name")
    ordering = ("code",)
    fixed_fields = ("code",)


class AreaInline(PlacedInline):
    model = Area
    fields = ("place", "name", "description")


class FocusSkillInline(PlacedInline):
    model = FocusSkill
    fields = ("place", "skill", "text")
    autocomplete_fields = ("skill",)


class SourceInline(PlacedInline):
    model = Source
    fields = ("place", "title", "publisher", "published", "url")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class ScoreInline(admin.TabularInline):
    model = ProvenanceScore
    extra = 0
    max_num = len(ProvenanceScore.Criterion)


@admin.register(Focus)
class FocusAdmin(SavedAdmin):
    form = FocusForm
    minted_fields = ("code",)
    list_display = ("code", "name", "function", "differential", "last_saved")
    list_display_links = ("code", "name")
    list_filter = ("differential", "function")
    list_select_related = ("function",)
    search_fields = ("code", "name", "function__name", "function__code")
    ordering = ("function__code", "code")
    autocomplete_fields = ("function",)
    fixed_fields = ("function", "code")
    fields = (
        "function",
        "code",
        "name",
        "summary",
        "differential",
        "sources_stated",
    )
    inlines = (AreaInline, FocusSkillInline, SourceInline, ScoreInline)
