"""Editing what people may type for what they mean; entries and words are the database's own."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from taxonomy.abbreviations import ABBREVIATIONS
from taxonomy.admin.guard import GuardedAdmin
from taxonomy.models import Synonym


@admin.register(Synonym)
class SynonymAdmin(GuardedAdmin):
    list_display = ("term", "meaning", "both_ways", "is_off")
    list_filter = ("both_ways", "is_off")
    search_fields = ("term", "meaning")
    ordering = ("term", "meaning")
    list_per_page = 100
    show_full_result_count = False
    change_list_template = "admin/taxonomy/synonym/change_list.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"shipped": _shipped() if self.has_add_permission(request) else []}
        return super().changelist_view(request, context | (extra_context or {}))


def _shipped() -> list[tuple[str, str, bool, str]]:
    """(term, meaning, whether it is switched off, address of the form that switches it off)."""
    off = set(Synonym.objects.filter(is_off=True).values_list("term", "meaning"))
    form = reverse("admin:taxonomy_synonym_add")
    return [
        (term, long, (term, long) in off, f"{form}?{urlencode(_row(term, long))}")
        for term, longs in ABBREVIATIONS.items()
        for long in longs
    ]


def _row(term: str, meaning: str) -> dict[str, str]:
    return {"term": term, "meaning": meaning, "is_off": "on"}
