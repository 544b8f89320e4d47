"""Editing the canon's scale of proficiencies, whose places are numbered from the lowest."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from taxonomy.admin.editing import CanonAdmin
from taxonomy.admin.formsets import PlacedForm
from taxonomy.admin.guard import GuardedForm
from taxonomy.models import Proficiency, Revision


class ProficiencyForm(GuardedForm, PlacedForm):
    class Meta:
        model = Proficiency
        fields = ("code", "name", "description")
        help_texts = {"code": "What files and addresses call it; it stays."}

    def clean(self) -> dict[str, Any] | None:
        Revision.objects.wait_for_turn()  # places are counted by one editor at a time
        return super().clean()


@admin.register(Proficiency)
class ProficiencyAdmin(CanonAdmin):
    form = ProficiencyForm
    list_display = ("name", "code", "order", "description")
    ordering = ("order",)
    fields = ("code", "place", "name", "description")
    fixed_fields = ("code",)

    def save_model(
        self, request: HttpRequest, obj: Proficiency, form: forms.ModelForm, change: bool
    ) -> None:
        """At the place that was typed, or last; the others move up or down."""
        others = list(Proficiency.objects.exclude(pk=obj.pk))
        place = form.cleaned_data.get("place") or len(others) + 1
        others.insert(place - 1, obj)
        for order, each in enumerate(others, 1):
            if each is obj:
                obj.order = order
                obj.save()
            elif each.order != order:
                each.order = order
                each.save(update_fields=["order"])
