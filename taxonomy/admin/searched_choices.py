"""Fields of the admin whose choices are searched by typing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import DataError, models
from django.forms import ModelChoiceField
from django.http import HttpRequest


class SearchedSelect(AutocompleteSelect):
    """Django's own asks the database for whatever was sent, also for `x` among numbers, when it
    shows a refused form again; and it asks once for each row of a list, although the rows came with
    what they refer to, which is `known`.
    """

    known: Mapping[str, models.Model] = {}

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[tuple]:
        if len(value) == 1 and value[0] in self.known:
            label = self.choices.field.label_from_instance(self.known[value[0]])
            empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
            option = self.create_option(name, value[0], label, True, len(empty))
            return [(None, [*empty, option], 0)]
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


def searched_select(field: Any) -> SearchedSelect | None:
    """The widget of a form's field, if its choices are searched by typing."""
    widget = getattr(field.widget, "widget", field.widget)
    return widget if isinstance(widget, SearchedSelect) else None


def offer_known(field: Any, row: models.Model | None) -> None:
    """The row that a field refers to, where it is known already."""
    if widget := searched_select(field):
        widget.known = {} if row is None else {str(field.prepare_value(row)): row}


def cached(row: models.Model, name: str) -> models.Model | None:
    """What a row refers to, if that came with it."""
    return row._state.fields_cache.get(name)
