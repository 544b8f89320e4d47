"""Fields of the admin whose choices are searched by typing; where no script runs, their key or name
is typed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import DataError, models
from django.db.models import Q
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from taxonomy.models import Focus, Function, Level, Profile, Skill
from taxonomy.text import folded

TYPED = "or its key or name"


def _focus(typed: str) -> Q:
    function, _, code = typed.upper().partition(".")
    return Q(function__code=function, code=code) | Q(folded_name=folded(typed))


# What a text that was typed may be of a row of each kind.
NAMED: dict[type[models.Model], Callable[[str], Q]] = {
    Function: lambda typed: Q(code=typed.upper()) | Q(folded_name=folded(typed)),
    Focus: _focus,
    Level: lambda typed: Q(code=typed.upper()) | Q(name__iexact=typed),
    Skill: lambda typed: Q(slug=typed) | Q(folded_name=folded(typed)),
    Profile: lambda typed: Q(key=typed.upper()) | Q(folded_title=folded(typed)),
}


class SearchedSelect(AutocompleteSelect):
    """Django's own asks the database for whatever was sent, also for `x` among numbers, when it
    shows a refused form again; and it asks once for each row of a list, although the rows came with
    what they refer to, which is `known`.
    """

    known: Mapping[str, models.Model] = {}
    is_typed_beside = False  # whether its form has a field of its own for a key or name

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        choice = super().render(name, value, attrs, renderer)
        if self.is_typed_beside or self._model not in NAMED:
            return choice
        refused = "" if str(value or "").isdigit() else value or ""
        typed = (
            '<noscript><label> {} <input name="{}" value="{}" maxlength="300"></label></noscript>'
        )
        return choice + format_html(typed, TYPED, _typed_name(name), refused)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The one row of what was typed; several, or none, are refused as no valid choice."""
        typed = (data.get(_typed_name(name)) or "").strip()
        if not typed or self._model not in NAMED:
            return super().value_from_datadict(data, files, name)
        found = self._model._default_manager.filter(NAMED[self._model](typed))[:2]
        rows = list(found.values_list("pk", flat=True))
        return str(rows[0]) if len(rows) == 1 else typed

    @property
    def _model(self) -> type[models.Model]:
        return self.field.remote_field.model

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


def _typed_name(name: str) -> str:
    return f"{name}-typed"


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
