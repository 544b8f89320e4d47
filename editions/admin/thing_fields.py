"""Fields by which a form names a thing of the canon: searched by typing, or by its key or name
where there are no scripts.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models

from editions.change_sets.proposing import document_now
from editions.documents.row_keys import key_of
from taxonomy.admin.searched_choices import TYPED, SearchedSelect
from taxonomy.models import FocusSkill, Level, Profile
from taxonomy.text import folded

# Kind → the relation whose choices the admin searches, and the field with the name of one.
SOURCES = {
    "profile": (Profile, "replaced_by", "folded_title"),
    "focus": (Profile, "focus", "folded_name"),
    "skill": (FocusSkill, "skill", "folded_name"),
}
MOST_NAMED = 5


def _source(kind: str) -> Any:
    model, name, _ = SOURCES[kind]
    return model._meta.get_field(name)


def _model_of(kind: str) -> type[models.Model]:
    return _source(kind).remote_field.model


class RowChoice(forms.ModelChoiceField):
    """A row, by its number; what was chosen is its key."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        widget = SearchedSelect(_source(kind), admin.site)
        widget.is_typed_beside = True
        rows = _model_of(kind)._default_manager.all()
        super().__init__(rows, required=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        row = super().to_python(value)
        return "" if row is None else key_of(row)


def thing_fields(kind: str, name: str, label: str, help_text: str = "") -> dict[str, forms.Field]:
    """`name` and `name_key`: read both with `thing_in`."""
    typed = forms.CharField(
        label=TYPED,
        required=False,
        max_length=300,
        widget=forms.TextInput({"aria-label": f"{label}: {TYPED}"}),
    )
    return {name: RowChoice(kind, label=label, help_text=help_text), f"{name}_key": typed}


def thing_in(form: forms.Form, kind: str, name: str) -> str:
    """The key that was chosen or typed; empty where nothing was, or nothing of that name is."""
    chosen = form.cleaned_data.get(name) or ""
    typed = (form.cleaned_data.get(f"{name}_key") or "").strip()
    if not typed:
        return chosen
    try:
        found = key_typed(kind, typed)
    except ValidationError as error:
        form.add_error(f"{name}_key", error)
        return ""
    if chosen and chosen != found:
        form.add_error(f"{name}_key", f"{chosen} is chosen beside it: say one of both.")
    return found


def key_typed(kind: str, typed: str) -> str:
    key = typed if kind == "skill" else typed.upper()
    if document_now(kind, key) is not None:
        return key
    name = SOURCES[kind][2]
    rows = _model_of(kind)._default_manager.filter(**{name: folded(typed)})
    found = [key_of(row) for row in rows[: MOST_NAMED + 1]]
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(f"No {kind} has the key or the name {typed[:80]!r}.")
    raise ValidationError(f"Several are called so: give the key, {', '.join(found[:MOST_NAMED])}.")


def level_field(label: str = "Level", required: bool = False) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=required, choices=_levels)


def _levels() -> list[tuple[str, str]]:
    named = [(each.code, f"{each.label_or_code} {each.name}") for each in Level.objects.in_order()]
    return [("", "---------"), *named]
