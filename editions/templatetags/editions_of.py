"""The way from a row in the admin to the history of what it is."""

from django import template
from django.db.models import Model
from django.urls import reverse

from editions.documents.row_keys import kind_and_key
from editions.ladder.links import LadderLinks

register = template.Library()


@register.filter
def history_address(row: Model) -> str:
    """Empty for what has no editions."""
    kind, key = kind_and_key(row)
    return reverse("admin:thing", args=(kind, key)) if kind else ""


@register.inclusion_tag("admin/editions/_ladder_links.html")
def ladder_links(kind: str, key: str, row: Model | None = None) -> dict[str, object]:
    """From a function to its focuses, from a focus to its ladders and roles, from a role back."""
    return {"links": LadderLinks.of(kind, key, row)}
