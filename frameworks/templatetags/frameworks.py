"""Framework entries on the pages of the canon, and filters for the frameworks' own pages.

Other apps' templates use `{% framework_links profile %}` and `{% framework_hits text %}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Model
from django.template import Context

from frameworks.ladders import nearest_defined
from frameworks.models import CanonLink, Entry, Framework, LevelDescription
from frameworks.visibility import sees_everything
from taxonomy.models import Profile

register = template.Library()

MOST_HITS = 8  # entries on a search page; more words find fewer


@dataclass(frozen=True)
class Shown:
    link: CanonLink
    level: int | None  # of a practice
    description: LevelDescription | None  # of a skill, at the level nearest to the profile's
    beside: str = ""


@register.inclusion_tag("frameworks/_framework_links.html", takes_context=True)
def framework_links(context: Context, about: Model) -> dict[str, Any]:
    """Linked entries of a profile, focus, function or skill; at most two queries, no session."""
    everything = sees_everything(context.get("request"))
    links = CanonLink.objects.about(about).shown_to(everything).with_entries()
    shown = {link.entry_id: link for link in links}.values()
    level = about.level_id if isinstance(about, Profile) else ""
    descriptions = _nearest(shown, level) if level else {}
    groups: dict[Framework, list[Shown]] = {}
    for link in shown:
        practice = getattr(link.entry, "practice", None)
        number = practice.level.number if practice else None
        description = descriptions.get(link.entry_id)
        here = groups.setdefault(link.entry.framework, [])
        here.append(Shown(link, number, description, level))
    return {"groups": list(groups.items())}


@register.inclusion_tag("frameworks/_framework_hits.html", takes_context=True)
def framework_hits(context: Context, text: str) -> dict[str, Any]:
    """Entries that a search finds beside the roles; one query, none for an empty search."""
    entries = Entry.objects.shown_to(sees_everything(context.get("request")))
    return {"entries": list(entries.matching(text)[: MOST_HITS + 1]), "most": MOST_HITS}


def _nearest(links: Any, level: str) -> dict[int, LevelDescription]:
    """Entry's id → what the skill is at its defined level nearest to a level of the canon."""
    skills = [link.entry_id for link in links if link.entry.framework.kind == "skills"]
    if not skills:
        return {}
    found: dict[int, dict[int, LevelDescription]] = {}
    rows = LevelDescription.objects.filter(entry__in=skills).select_related("level")
    for row in rows:
        found.setdefault(row.entry_id, {})[row.level.number] = row
    return {entry: defined[nearest_defined(level, defined)] for entry, defined in found.items()}


@register.filter
def paragraphs(text: str) -> list[tuple[str, list[str]]]:
    """(sentence, points of the list below it) of each paragraph of a text."""
    found = []
    for part in filter(None, text.split("\n\n")):
        lines = part.split("\n")
        points = [line.removeprefix("• ") for line in lines if line.startswith("• ")]
        lead = " ".join(line for line in lines if not line.startswith("• "))
        found.append((lead, points))
    return found


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    return mapping.get(key, "")


@register.filter
def has_words(texts: Mapping[str, str | None]) -> bool:
    return bool(texts) and any(texts.values())


@register.filter
def words_of(texts: Mapping[str, str | None], label: str) -> str:
    """The text of an activity; a lost one says so, one that was not read yet says nothing."""
    text = texts.get(label, "") if texts else ""
    return "the text is lost in the source" if text is None else text
