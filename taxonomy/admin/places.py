"""Rows whose order counts among all of their table, as tracks and proficiencies: one is typed a
place, the others move up or down.
"""

from typing import Any

from django import forms
from django.http import HttpRequest

from taxonomy.admin.editing import CanonAdmin
from taxonomy.admin.formsets import PlacedForm
from taxonomy.admin.guard import GuardedForm
from taxonomy.models import Revision


class PlaceForm(GuardedForm, PlacedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # numbers may have gaps
            before = type(self.instance).objects.filter(order__lt=self.instance.order)
            self.initial["place"] = before.count() + 1

    def clean(self) -> dict[str, Any] | None:
        Revision.objects.wait_for_turn()  # places are counted by one editor at a time
        return super().clean()


class PlaceAdmin(CanonAdmin):
    form = PlaceForm

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        """At the place that was typed, or last; the others move up or down."""
        if change and "place" not in form.changed_data:
            obj.save()
            return
        others = list(self.model.objects.exclude(pk=obj.pk).order_by("order", "code"))
        place = form.cleaned_data.get("place") or len(others) + 1
        others.insert(place - 1, obj)
        for order, each in enumerate(others, 1):
            if each is obj:
                obj.order = order
                obj.save()
            elif each.order != order:
                each.order = order
                each.save(update_fields=["order"])
