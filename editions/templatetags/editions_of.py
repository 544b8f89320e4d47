"""The way from a row in the admin to the history of what it is."""

from django import template
from django.db.models import Model
from django.urls import reverse

from editions.kinds import synonym_key
from editions.rows import link_key
from frameworks.models import CanonLink
from taxonomy.models import Focus, Profile, Skill, Synonym

register = template.Library()
CODED = ("track", "level", "function", "market", "proficiency")


@register.filter
def history_address(row: Model) -> str:
    """Empty for what has no editions."""
    kind, key = _kind_and_key(row)
    return reverse("admin:thing", args=(kind, key)) if kind else ""


def _kind_and_key(row: Model) -> tuple[str, str]:
    name = row._meta.model_name or ""
    if isinstance(row, Profile):
        return name, row.key
    if isinstance(row, Focus):
        return name, f"{row.function.code}.{row.code}"
    if isinstance(row, Skill):
        return name, row.slug
    if isinstance(row, Synonym):
        return name, synonym_key(row.term, row.meaning)
    if isinstance(row, CanonLink):
        return "link", link_key(row.entry.framework.slug, row.entry.code, row.target_key)
    return (name, row.code) if name in CODED and row._meta.app_label == "taxonomy" else ("", "")
