"""Editing what people may type for what they mean; entries and words are the database's own."""

from django.contrib import admin

from taxonomy.admin.guard import GuardedAdmin
from taxonomy.models import Synonym


@admin.register(Synonym)
class SynonymAdmin(GuardedAdmin):
    list_display = ("term", "meaning", "both_ways")
    list_filter = ("both_ways",)
    search_fields = ("term", "meaning")
    ordering = ("term", "meaning")
    list_per_page = 100
    show_full_result_count = False
