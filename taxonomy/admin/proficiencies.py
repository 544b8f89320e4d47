"""Editing the canon's scale of proficiencies, whose places are numbered from the lowest."""

from django.contrib import admin

from taxonomy.admin.places import PlaceAdmin, PlaceForm
from taxonomy.models import Proficiency


class ProficiencyForm(PlaceForm):
    class Meta:
        model = Proficiency
        fields = ("code", "name", "description")
        help_texts = {"code": "What files and addresses call it; it stays."}


@admin.register(Proficiency)
class ProficiencyAdmin(PlaceAdmin):
    form = ProficiencyForm
    list_display = ("name", "code", "order", "description")
    ordering = ("order",)
    fields = ("code", "place", "name", "description")
    fixed_fields = ("code",)
