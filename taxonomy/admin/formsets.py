"""Lists below a row: deletions first, the place of each row as it was typed, and the row that the
database refuses known by its form."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db import DatabaseError, models
from django.http import QueryDict
from django.utils.functional import cached_property

from taxonomy.admin.searched_choices import SearchedChoices, offer_known, searched_select
from taxonomy.admin.shown_order import in_shown_order
from taxonomy.admin.violations import Violation
from taxonomy.web.drafting import FilledForm


class CanonFormSet(forms.BaseInlineFormSet):
    # Set for one request (see guard.py): what the database refused when this was sent first, and
    # whether the editor saves over what somebody else has saved meanwhile.
    violation: ClassVar[Violation | None] = None
    saves_over: ClassVar[bool] = False
    # Rows are made anew from a draft each time: they go by their place, not by their number.
    goes_by_place: ClassVar[bool] = False
    # Rows of a draft, which are in no table, and what fields offer because of it.
    filled: ClassVar[FilledForm | None] = None

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        searched = [n for n, each in self.form.base_fields.items() if searched_select(each)]
        if searched and self.queryset is not None:
            self.queryset = self.queryset.select_related(*searched)
        if self.is_bound and self.saves_over:
            self.data = self._without_vanished_rows()
        elif self.is_bound and self.goes_by_place:
            self.data = self._with_numbers_by_place()

    def _without_vanished_rows(self) -> Any:
        """A row that somebody else has deleted is a new one, as it is below on the form."""
        data, name = cast(QueryDict, self.data).copy(), self._key_name()
        known = {str(pk) for pk in self.get_queryset().values_list("pk", flat=True)}
        for index in range(self.initial_form_count()):
            key = f"{self.add_prefix(index)}-{name}"
            if data.get(key) not in known:
                data[key] = ""
        return data

    def _with_numbers_by_place(self) -> Any:
        """The numbers that the same rows, in the same order, have now."""
        data, name = cast(QueryDict, self.data).copy(), self._key_name()
        fields = [f"{self.add_prefix(n)}-{name}" for n in range(self.initial_form_count())]
        is_filled = any(str(data.get(field)).startswith("-") for field in fields)
        rows = in_shown_order(self.get_queryset()) if is_filled else self.get_queryset()
        known = [str(row.pk) for row in rows]
        if len(fields) == len(known) and {data.get(field) for field in fields} - set(known):
            for field, number in zip(fields, known, strict=True):
                data[field] = number
        return data

    def get_queryset(self) -> Any:
        rows = self.filled.rows(cast(type[models.Model], self.model)) if self.filled else None
        return super().get_queryset() if rows is None else rows

    def _key_name(self) -> str:
        return cast(type[models.Model], self.model)._meta.pk.name

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # not in the stubs
        if self.is_bound and self.saves_over and form.instance.pk is None:
            form.fields[self._key_name()].required = False
        return form

    def add_fields(self, form: Any, index: int | None) -> None:
        """What a row refers to came with it, and other choices are read once for all rows. A field
        in a table has no label but its column's.
        """
        super().add_fields(form, index)
        place = "new" if index is None else index + 1
        for name, field in form.fields.items():
            own = getattr(field.widget, "widget", field.widget)
            own.attrs.setdefault("aria-label", f"{field.label or name.capitalize()}, row {place}")
            self._offer(form, name, field)

    def _offer(self, form: Any, name: str, field: Any) -> None:
        if searched_select(field):
            offer_known(field, getattr(form.instance, name, None))
        elif isinstance(field, forms.ModelChoiceField) and not field.widget.is_hidden:
            if name not in self.choices_read:
                table: Any = field.queryset
                offered = self.filled.choices(table.model) if self.filled else None
                choices: Any = field.choices if offered is None else offered
                self.choices_read[name] = [each for each in choices]  # list() would count them
            field.choices = self.choices_read[name]

    @cached_property
    def choices_read(self) -> dict[str, list[tuple[Any, str]]]:
        return {}

    def clean(self) -> None:
        super().clean()
        if self.violation:
            for form in self.forms:
                if form.prefix == self.violation.prefix:
                    form.add_error(None, self.violation.message)

    def save(self, commit: bool = True) -> list[models.Model]:
        """All deletions before all changes: a name may move from a deleted row to another."""
        touched = super().save(commit=False)
        if not commit:
            return touched
        for row in self.deleted_objects:
            row.delete()
        for form in self.rows_to_save():
            if form.instance in touched or self.is_to_save(form):
                self._save_row(form)
        return touched

    def rows_to_save(self) -> Iterable[forms.ModelForm]:
        deleted = set(self.deleted_forms)
        return [f for f in self.forms if f not in deleted and (f.instance.pk or f.has_changed())]

    def is_to_save(self, form: forms.ModelForm) -> bool:
        """Whether a row is to be saved although nothing was typed into it, or it was vanished."""
        return form.instance.pk is None

    def _save_row(self, form: forms.ModelForm) -> None:
        is_new = form.instance.pk is None
        try:
            form.instance.save()
        except DatabaseError as error:
            error.form_prefix = form.prefix  # type: ignore[attr-defined]  # for violations.py
            raise
        if is_new and form.instance not in self.new_objects:
            self.new_objects.append(form.instance)


class PlacedForm(forms.ModelForm):
    """A row of an ordered list: its place is typed as a number, and may be left out at the end."""

    place = forms.IntegerField(min_value=1, required=False, widget=forms.NumberInput({"size": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["place"] = self.instance.order if self.instance.pk else None


class PlacedFormSet(CanonFormSet):
    """Numbers its rows 1, 2, 3 …: a row whose place was typed lands there, the others close up."""

    def rows_to_save(self) -> Iterable[forms.ModelForm]:
        kept = list(super().rows_to_save())
        moved = [f for f in kept if "place" in f.changed_data and f.cleaned_data.get("place")]
        moved.sort(key=lambda form: form.cleaned_data["place"])
        ordered = sorted(
            (form for form in kept if form not in moved),
            key=lambda form: form.cleaned_data.get("place") or len(self.forms) + 1,
        )
        for form in moved:
            ordered.insert(min(form.cleaned_data["place"] - 1, len(ordered)), form)
        for order, form in enumerate(ordered, 1):
            if form.instance.order != order:
                form.instance.order = order
                form.place_changes = True  # type: ignore[attr-defined]  # asked in is_to_save
        return ordered

    def is_to_save(self, form: forms.ModelForm) -> bool:
        return super().is_to_save(form) or getattr(form, "place_changes", False)


class PlacedInline(SearchedChoices, admin.TabularInline):
    form = PlacedForm
    formset = PlacedFormSet
    exclude = ("order",)
    ordering = ("order",)
    extra = 0
