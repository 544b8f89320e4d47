"""Editing tracks and the levels on them."""

from django.contrib import admin

from taxonomy.admin.editing import CanonAdmin
from taxonomy.admin.places import PlaceAdmin, PlaceForm
from taxonomy.models import DIMENSIONS, Level, Track


class TrackForm(PlaceForm):
    class Meta:
        model = Track
        fields = ("code", "name")


@admin.register(Track)
class TrackAdmin(PlaceAdmin):
    form = TrackForm
    list_display = ("code", "name", "order")
    search_fields = ("code", "name")
    ordering = ("order", "code")
    fixed_fields = ("code",)
    fields = ("code", "place", "name")
    view_on_site = False  # type: ignore[assignment]  # a switch or a function, says Django


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
