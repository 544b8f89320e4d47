"""Frameworks in the admin: readable and correctable; links to the canon from both of their ends.

Rules are the models' constraints. The canon's own admin pages get their link rows from here,
because they know nothing of frameworks.
"""

from typing import Any, cast

from django.contrib import admin
from django.db.models import URLField
from django.http import HttpRequest

from frameworks import models
from frameworks.models.links import CanonLinkQuerySet
from taxonomy.admin.editing import CanonAdmin
from taxonomy.admin.guard import GuardedAdmin
from taxonomy.admin.searched_choices import SearchedChoices
from taxonomy.models import Focus, Function, Profile, Skill

# Django 5.2 still has to be set so that an address without a scheme means https.
URLS: Any = {URLField: {"assume_scheme": "https"}}


class LevelInline(admin.TabularInline):
    model = models.FrameworkLevel
    extra = 0
    readonly_fields = ("number",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LoadReportInline(admin.TabularInline):
    """What loads did: to be read, never written."""

    model = models.LoadReport
    extra = 0
    can_delete = False
    show_change_link = True
    fields = readonly_fields = ("loaded_at", "file_name", "added", "changed", "removed")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Framework)
class FrameworkAdmin(CanonAdmin):
    list_display = ("called", "edition", "kind", "visibility")
    list_filter = ("kind", "visibility")
    search_fields = ("slug", "name", "short_name")
    fixed_fields = ("slug", "kind")
    formfield_overrides = URLS
    inlines = (LevelInline, LoadReportInline)


class CanonLinkInline(SearchedChoices, admin.StackedInline):
    """Links of an entry to the canon; seven fields in a row would be wider than the page."""

    model = models.CanonLink
    extra = 0
    fields = (("function", "focus"), ("skill", "profile"), ("kind", "source"), "note")
    autocomplete_fields = ("function", "focus", "skill", "profile")


class LevelDescriptionInline(admin.StackedInline):
    model = models.LevelDescription
    extra = 0

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "level" and (match := request.resolver_match):
            entry = match.kwargs.get("object_id", "")
            levels = models.FrameworkLevel.objects.filter(framework__entries=entry or None)
            kwargs["queryset"] = levels if entry.isdecimal() else levels.none()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ActivityInline(admin.TabularInline):
    """The activities of a practice; labels and their places come from the model alone."""

    model = models.Activity
    extra = 0
    can_delete = False
    fields = ("label", "text")
    readonly_fields = ("label",)
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Entry)
class EntryAdmin(CanonAdmin):
    list_display = ("code", "title", "framework", "category")
    list_filter = ("framework", "category")
    list_select_related = ("framework", "category")
    search_fields = ("code", "title")
    fixed_fields = ("framework", "code")
    formfield_overrides = URLS
    autocomplete_fields = ("framework", "category")

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> tuple[type, ...]:
        if obj is None:
            return (CanonLinkInline,)
        is_practice = obj.framework.kind == models.Framework.Kind.PRACTICES
        return (CanonLinkInline, ActivityInline if is_practice else LevelDescriptionInline)


@admin.register(models.Category)
class CategoryAdmin(GuardedAdmin):
    list_display = ("name", "code", "framework", "parent")
    list_filter = ("framework",)
    list_select_related = ("framework", "parent")
    search_fields = ("code", "name")
    autocomplete_fields = ("framework", "parent")


class SupplementInline(admin.TabularInline):
    model = models.Supplement
    extra = 0


@admin.register(models.Activity)
class ActivityAdmin(GuardedAdmin):
    """One activity with its notes; reached from its practice."""

    fields = ("entry", "label", "kind", "text")
    readonly_fields = ("entry", "label", "kind")
    search_fields = ("entry__code", "label")
    inlines = (SupplementInline,)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not alone; with its practice or framework it goes."""
        return _goes_with_another(request)


def _goes_with_another(request: HttpRequest) -> bool:
    """Whether the page that asks deletes a framework or an entry with all that hangs on it."""
    match = request.resolver_match
    pages = ("frameworks_framework_", "frameworks_entry_")
    return bool(match and match.url_name and match.url_name.startswith(pages))


@admin.register(models.CanonLink)
class CanonLinkAdmin(GuardedAdmin):
    list_display = ("entry", "target", "kind", "source")
    list_filter = ("entry__framework", "kind")
    search_fields = (
        "entry__code",
        "entry__title",
        "note",
        "function__name",
        "focus__name",
        "skill__name",
        "profile__key",
        "profile__title",
    )
    autocomplete_fields = ("entry", "function", "focus", "skill", "profile")
    fieldsets = (
        (None, {"fields": ("entry",)}),
        (
            "Linked to",
            {
                "description": "Choose one of the four and leave the others empty.",
                "fields": (("function", "focus"), ("skill", "profile")),
            },
        ),
        ("How", {"fields": ("kind", "note", "source")}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        links = cast(CanonLinkQuerySet, super().get_queryset(request))
        return links.with_targets().select_related("entry")


@admin.register(models.Term)
class TermAdmin(GuardedAdmin):
    list_display = ("term", "framework")
    list_filter = ("framework",)
    search_fields = ("term",)


@admin.register(models.LoadReport)
class LoadReportAdmin(admin.ModelAdmin):
    """To be read, never written."""

    list_display = ("framework", "file_name", "loaded_at", "added", "changed", "removed")
    list_filter = ("framework",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not alone; with its framework it goes."""
        return _goes_with_another(request)


class EntryLinkInline(SearchedChoices, admin.TabularInline):
    """Links to entries of frameworks, on the page of a function, focus, skill or profile."""

    model = models.CanonLink
    extra = 0
    fields = ("entry", "kind", "note", "source")
    autocomplete_fields = ("entry",)
    verbose_name = "framework entry"
    verbose_name_plural = "framework entries"


for _target in (Function, Focus, Skill, Profile):
    _target_admin = admin.site.get_model_admin(_target)
    _target_admin.inlines = (*_target_admin.inlines, EntryLinkInline)  # type: ignore[misc]
