"""Forms that show a draft: its row, which is in no table, instead of the one that is."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest

from taxonomy.web.drafting import filled_form


class FilledForms(ModelAdmin):
    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        if filled := filled_form(request):
            return filled.row
        return super().get_object(request, object_id, from_field)
