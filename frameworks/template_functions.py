"""Frameworks on the pages of the canon: what `framework_links(request, profile)`,
`framework_hits(request, text)`, `frameworks_called(request, text)` and `with_framework_entries(…)`
give to templates of others.
"""

from typing import Any, NamedTuple, cast

from django.db import connections
from django.db.models import Model
from django.http import HttpRequest

from frameworks.level_equivalents import nearest_defined
from frameworks.models import CanonLink, Entry, Framework
from frameworks.visibility import sees_everything
from taxonomy.models import Focus, Function, Profile, Skill
from taxonomy.profile.records import Record, model_of
from taxonomy.search.completions import MOST, SHORTEST, Completion
from taxonomy.text import folded
from taxonomy.web.links import address

LONGEST_NAME = 160  # that a framework or an entry is asked for by
MOST_HITS = 8  # entries on a search page; more words find fewer
MOST_OFFERED = 2  # entries that are only like what is typed, in a list of suggestions


class Description(NamedTuple):
    """What a skill is at the level nearest to the profile's."""

    number: int
    label: str
    text: str


class Linked(NamedTuple):
    code: str
    title: str
    address: str
    kind: str
    note: str
    level: int | None  # of a practice
    description: Description | None
    beside: str  # the profile's level as the organisation writes it


def framework_links(
    request: HttpRequest, about: Model | Record
) -> list[tuple[Framework, list[Linked]]]:
    """Entries linked to a profile (its focus and function included), a focus (its function
    included), a function or a skill, framework by framework; one query, no session. A profile comes
    with its level.
    """
    level, beside = "", ""
    if model_of(about) is Profile:
        profile = cast(Profile, about)
        level, beside = profile.level.reference, profile.level_label
    frameworks: dict[int, Framework] = {}
    groups: dict[int, dict[str, Linked]] = {}
    for row in _rows(about, sees_everything(request)):
        fields = row["framework"]
        framework = frameworks.setdefault(fields["id"], Framework(**fields))
        place = address("frameworks:entry", framework.slug, row["code"])
        groups.setdefault(framework.pk, {})[row["code"]] = Linked(
            row["code"],
            row["title"],
            place,
            CanonLink.Kind(row["kind"]).label,
            row["note"],
            row["level"],
            _description(level, row["defined"]),
            beside,
        )
    return [(frameworks[pk], list(links.values())) for pk, links in groups.items()]


def framework_hits(request: HttpRequest, text: str) -> list[Entry]:
    """Entries that a search finds beside the roles; one query, none for an empty search."""
    entries = Entry.objects.shown_to(sees_everything(request))
    return list(entries.matching(text)[: MOST_HITS + 1])


def with_framework_entries(
    request: HttpRequest, typed: str, offered: list[Completion]
) -> list[Completion]:
    """What a search box offers, with the entries that are called so; one query. An entry called
    just what is typed comes first, those that only have the words last.
    """
    name = " ".join(typed.replace("\0", " ").split())
    if not SHORTEST <= len(name) <= LONGEST_NAME:
        return offered
    entries = Entry.objects.shown_to(sees_everything(request)).named(name)[:MOST_HITS]
    just_so = [each for each in entries if folded(name) in (folded(each.code), folded(each.title))]
    others = [each for each in entries if each not in just_so][:MOST_OFFERED]
    first, last = map(_offered, just_so[:MOST_OFFERED]), list(map(_offered, others))
    return [*first, *offered][: MOST - len(last)] + last


def _offered(entry: Entry) -> Completion:
    return Completion(
        f"{entry.code} {entry.title}", f"in {entry.framework.called}", entry.get_absolute_url()
    )


def frameworks_called(request: HttpRequest, text: str) -> list[tuple[str, str, str]]:
    """(title, address, what it is) of frameworks and entries called just this; two queries."""
    name = " ".join(text.replace("\0", " ").split())
    if not name or len(name) > LONGEST_NAME:
        return []
    everything = sees_everything(request)
    frameworks = Framework.objects.shown_to(everything).called(name)[:MOST_HITS]
    entries = Entry.objects.shown_to(everything).called(name)[:MOST_HITS]
    return [(str(each.called), each.get_absolute_url(), "framework") for each in frameworks] + [
        (each.title, each.get_absolute_url(), each.framework.called) for each in entries
    ]


def _rows(about: Model | Record, everything: bool) -> list[dict[str, Any]]:
    kind = model_of(about)
    here = dict.fromkeys((Profile, Focus, Function, Skill)) | {kind: about.pk}
    if kind is Profile:
        here[Focus] = cast(Profile, about).focus_id
    if kind in (Profile, Focus):
        here[Function] = cast(Focus, about).function_id
    with connections[CanonLink.objects.db].cursor() as cursor:
        cursor.execute("SELECT frameworks_links(%s, %s, %s, %s, %s)", [*here.values(), everything])
        (rows,) = cursor.fetchone()
    return rows or []


def _description(level: str, defined: list[list[Any]] | None) -> Description | None:
    if not level or not defined:
        return None
    by_number = {number: Description(number, label, text) for number, label, text in defined}
    nearest = nearest_defined(level, by_number)
    return None if nearest is None else by_number[nearest]
