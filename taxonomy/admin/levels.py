"""Editing tracks and the levels on them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from taxonomy.admin.editing import CanonAdmin
from taxonomy.models import DIMENSIONS, Level, Track


@admin.register(Track)
class TrackAdmin(CanonAdmin):
    list_display = ("code", "name", "order")
    search_fields = ("code", "name")
    ordering = ("order", "code")
    fixed_fields = ("code",)
    fields = ("code", "name")
    view_on_site = False  # type: ignore[assignment]  # a switch or a function, says Django

    def save_model(self, request: HttpRequest, obj: Track, form: Any, change: bool) -> None:
        """A new one comes last; a levels file states the order of all."""
        if not change:
            obj.order = Track.objects.count() + 1
        super().save_model(request, obj, form, change)


@admin.register(Level)
class LevelAdmin(CanonAdmin):
    list_display = ("code", "label", "name", "years", "track", "step")
    list_filter = ("track",)
    list_select_related = ("track",)
    search_fields = ("code", "label", "name")
    ordering = ("track__order", "track_id", "rank")
    fixed_fields = ("code",)
    fieldsets = (
        (None, {"fields": ("code", "track", ("rank", "step"), "label", "name", "description")}),
        ("Comparison with other scales", {"fields": ("equivalent",)}),
        ("Typical experience in years", {"fields": (("years_min", "years_max"),)}),
        ("Dimensions", {"fields": tuple(DIMENSIONS)}),
    )
