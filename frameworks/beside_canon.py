"""Framework entries on the pages of the canon: what `framework_links(request, profile)` and
`framework_hits(request, text)` give to other apps' templates.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from frameworks.ladders import nearest_defined
from frameworks.models import CanonLink, Entry, Framework, LevelDescription
from frameworks.visibility import sees_everything
from taxonomy.models import Profile

MOST_HITS = 8  # entries on a search page; more words find fewer


@dataclass(frozen=True)
class Shown:
    link: CanonLink
    level: int | None  # of a practice
    description: LevelDescription | None  # of a skill, at the level nearest to the profile's
    beside: str = ""


def framework_links(request: HttpRequest, about: Model) -> list[tuple[Framework, list[Shown]]]:
    """Linked entries of a profile, focus, function or skill; at most two queries, no session."""
    everything = sees_everything(request)
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
    return list(groups.items())


def framework_hits(request: HttpRequest, text: str) -> list[Entry]:
    """Entries that a search finds beside the roles; one query, none for an empty search."""
    entries = Entry.objects.shown_to(sees_everything(request))
    return list(entries.matching(text)[: MOST_HITS + 1])


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
