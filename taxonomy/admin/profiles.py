"""Editing a profile with all that hangs on it: duties, skills, rubric row, pay, other titles."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from taxonomy.admin.editing import SavedAdmin
from taxonomy.admin.formsets import PlacedFormSet, PlacedInline
from taxonomy.admin.guard import GuardedAdmin
from taxonomy.models import (
    Area,
    ClassificationMapping,
    Guideline,
    Market,
    PayBand,
    Profile,
    ProfileSkill,
    Responsibility,
    TitleAlias,
)
from taxonomy.text import shortest


class ResponsibilityFormSet(PlacedFormSet):
    """Offers the areas of the profile's focus alone: none before the profile has one."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """By name, which an area has before it is in the canon, and a number only then."""
        areas = form.fields["area"]
        areas.queryset = Area.objects.filter(focus=self.instance.focus_id)
        areas.to_field_name = "name"
        if form.instance.area_id:
            form.initial["area"] = form.instance.area.name
        super().add_fields(form, index)


class ResponsibilityInline(PlacedInline):
    model = Responsibility
    formset = ResponsibilityFormSet
    fields = ("place", "area", "kind", "text")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("area")


class ProfileSkillInline(PlacedInline):
    model = ProfileSkill
    fields = ("place", "skill", "proficiency", "text")
    autocomplete_fields = ("skill",)


class GuidelineInline(admin.StackedInline):
    model = Guideline


class AmountInput(forms.NumberInput):
    """An amount as people write it: 60800, where the column keeps three decimals."""

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            value = shortest(value)
        return super().format_value(value)


class PayBandInline(admin.TabularInline):
    model = PayBand
    extra = 0
    formfield_overrides = {models.DecimalField: {"widget": AmountInput}}

    def formfield_for_dbfield(self, *args: Any, **options: Any) -> Any:
        """Markets are kept on a page of their own: a row of figures has no width for its links."""
        field = super().formfield_for_dbfield(*args, **options)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


@admin.register(Market)
class MarketAdmin(GuardedAdmin):
    list_display = ("code", "name")
    search_fields = ("code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


class TitleAliasInline(admin.TabularInline):
    model = TitleAlias
    extra = 0


class ClassificationMappingInline(admin.TabularInline):
    model = ClassificationMapping
    extra = 0


@admin.register(Profile)
class ProfileAdmin(SavedAdmin):
    list_display = ("key", "title", "status", "confidence", "last_saved")
    list_display_links = ("key", "title")
    list_filter = ("status", "function", "level__track", "level")
    search_fields = ("key", "title", "aliases__title")
    ordering = ("key",)
    autocomplete_fields = ("focus", "level", "replaced_by")
    readonly_fields = ("key",)
    fixed_fields = ("focus", "level")
    fieldsets = (
        (None, {"fields": ("key", "focus", "level", "title", "summary")}),
        ("State", {"fields": (("status", "replaced_by"), ("confidence", "scope"))}),
    )
    inlines = (
        ResponsibilityInline,
        ProfileSkillInline,
        GuidelineInline,
        PayBandInline,
        TitleAliasInline,
        ClassificationMappingInline,
    )
