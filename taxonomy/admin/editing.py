"""How rows are edited safely: codes that stay, lists that keep their order, two editors at once.

Which fields an editor sees is told by the module of each table.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import cached_property

from taxonomy.models import Revision


class CanonAdmin(admin.ModelAdmin):
    """An editor's room for one table: points back to the public page, keeps what is fixed fixed."""

    fixed_fields: Sequence[str] = ()  # set when a row is made, read-only ever after
    show_full_result_count = False  # one count a list is enough
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *(self.fixed_fields if obj else ())]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        """What says which row this is stands first, and not below all that may be edited."""
        fields = super().get_fields(request, obj)
        if self.fields or obj is None:
            return fields
        return [*self.fixed_fields, *(name for name in fields if name not in self.fixed_fields)]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict:
        """A fixed field is not typed again from another one."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def view_on_site(self, obj: models.Model) -> str:
        return obj.get_absolute_url()


class SavedAdmin(CanonAdmin):
    """A table that knows when each row was saved: the day alone, so that no list is cut off."""

    @admin.display(ordering="updated_at", description="last saved")
    def last_saved(self, obj: Any) -> str:
        return format_date(timezone.localtime(obj.updated_at), "j M Y")


class UnchangedSinceOpened(forms.ModelForm):
    """Refuses to save over what somebody else has saved since this form was opened."""

    opened_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened_at"] = self.instance.updated_at.isoformat()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk:
            Revision.objects.wait_for_turn()
            rows = type(self.instance).objects.filter(pk=self.instance.pk)
            saved_at = rows.values_list("updated_at", flat=True).get()
            if cleaned.get("opened_at") != saved_at.isoformat():
                at = timezone.localtime(saved_at).strftime("%H:%M:%S on %d %B %Y")
                raise forms.ValidationError(
                    f"Somebody else saved this at {at}, after you had opened it. Nothing of yours "
                    "is saved: open the page anew and make your change there."
                )
        return cleaned


class PlacedForm(forms.ModelForm):
    """A row of an ordered list: its place is typed as a number, and may be left out at the end."""

    place = forms.IntegerField(min_value=1, required=False, widget=forms.NumberInput({"size": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["place"] = self.instance.order if self.instance.pk else None


class PlacedFormSet(forms.BaseInlineFormSet):
    """Numbers its rows 1, 2, 3 … by the places typed, so that two rows can swap."""

    one_question: Sequence[str] = ()  # fields whose choices are read once for all rows

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        for name in self.one_question:
            if name not in self.choices_read:
                self.choices_read[name] = list(form.fields[name].choices)
            form.fields[name].choices = self.choices_read[name]

    @cached_property
    def choices_read(self) -> dict[str, list[tuple[Any, str]]]:
        return {}

    def save(self, commit: bool = True) -> list[models.Model]:
        touched = super().save(commit=False)
        for row in self.deleted_objects:
            row.delete()
        deleted = set(self.deleted_forms)
        kept = [f for f in self.forms if f not in deleted and (f.instance.pk or f.has_changed())]
        kept.sort(key=lambda form: form.cleaned_data.get("place") or len(self.forms) + 1)
        for order, form in enumerate(kept, 1):
            if form.instance in touched or form.instance.order != order:
                form.instance.order = order
                form.instance.save()
        return touched


class PlacedInline(admin.TabularInline):
    form = PlacedForm
    formset = PlacedFormSet
    exclude = ("order",)
    ordering = ("order",)
    extra = 0
