"""Editing the universal levels."""

from django.contrib import admin
from django.http import HttpRequest

from taxonomy.admin.editing import CanonAdmin
from taxonomy.models import DIMENSIONS, Level
from taxonomy.models.levels import track_order


@admin.register(Level)
class LevelAdmin(CanonAdmin):
    list_display = ("code", "name", "years", "track")
    list_filter = ("track",)
    search_fields = ("code", "name")
    fixed_fields = ("code", "track", "rank")
    fieldsets = (
        (None, {"fields": ("code", "track", "rank", "name", "description")}),
        ("Typical experience in years", {"fields": (("years_min", "years_max"),)}),
        ("Dimensions", {"fields": tuple(DIMENSIONS)}),
    )

    def get_ordering(self, request: HttpRequest) -> tuple:
        return (track_order(), "rank")
