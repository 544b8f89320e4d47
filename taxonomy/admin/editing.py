"""What the forms of the canon's tables share: codes that stay, the way back to the public page.

The guards of every form are in guard.py, ordered lists in formsets.py; which fields an editor sees
is in the module of each table.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateformat import format as format_date

from taxonomy.admin.guard import GuardedAdmin


class CanonAdmin(GuardedAdmin):
    """The admin of one table: points back to the public page, keeps what is fixed fixed."""

    fixed_fields: Sequence[str] = ()  # set when a row is made, read-only ever after
    minted_fields: Sequence[str] = ()  # fixed, and not typed even then
    show_full_result_count = False  # one count a list is enough
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *(self.fixed_fields if obj else ())]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What says which row this is comes first, and not below all that may be edited."""
        fields = super().get_fields(request, obj)
        if obj is None:
            return [name for name in fields if name not in self.minted_fields]
        if self.fields:
            return fields
        return [*self.fixed_fields, *(name for name in fields if name not in self.fixed_fields)]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict:
        """A fixed field is not typed again from another one."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def view_on_site(self, obj: Any) -> str:
        return obj.get_absolute_url()


class SavedAdmin(CanonAdmin):
    """A table that knows when each row was saved: the day alone, so that no list is cut off."""

    @admin.display(ordering="updated_at", description="last saved")
    def last_saved(self, obj: Any) -> str:
        return format_date(timezone.localtime(obj.updated_at), "j M Y")
