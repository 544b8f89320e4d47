"""Fields of the admin whose choices are searched by typing."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import DataError, models
from django.forms import ModelChoiceField
from django.http import HttpRequest


class SearchedSelect(AutocompleteSelect):
    """Django's own asks the database for whatever was sent, also for `x` among numbers, when it
    shows a refused form again.
    """

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[tuple]:
        try:
            return super().optgroups(name, value, attr)
        except (ValueError, DataError):
            return super().optgroups(name, [""], attr)


class SearchedChoices(BaseModelAdmin):
    """For a model admin or an inline with `autocomplete_fields`."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            using = kwargs.get("using")
            kwargs.setdefault("widget", SearchedSelect(db_field, self.admin_site, using=using))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
