"""Loads links from entries to the canon: added or changed, never removed by a file.

A link to something that this canon does not have is left out and reported, because a catalogue may
have our frameworks and quite another canon.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from frameworks.exchange.documents import LinkEntry
from frameworks.models import CanonLink, Entry
from frameworks.models.links import TARGETS
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.exchange.report import Report
from taxonomy.keys import focus_key
from taxonomy.models import Focus, Function, Profile, Skill

Target = tuple[str, str]  # ("focus", "ITOPER.GEN")
FIELDS = ("kind", "note", "source")


class LinkChange(NamedTuple):
    added: list[CanonLink]
    changed: list[CanonLink]
    unchanged: int
    left_out: list[str]


def plan_links(
    stated: Iterable[tuple[Read, str, int, LinkEntry]],
) -> LinkChange | list[Problem]:
    """What the links of some files ask for: (file, framework's slug, place, link) each."""
    stated = list(stated)
    entries = _entries({(slug, link.entry) for _, slug, _, link in stated})
    targets = _targets({link.target for *_, link in stated})
    stored = {
        (link.entry_id, name, getattr(link, f"{name}_id")): link
        for link in CanonLink.objects.filter(entry__in=entries.values())
        for name in TARGETS
        if getattr(link, f"{name}_id")
    }
    change = LinkChange([], [], 0, [])
    problems, unchanged, seen = [], 0, set()
    for read, slug, place, link in stated:
        entry = entries.get((slug, link.entry))
        if entry is None:
            reason = f"{slug} has no entry {link.entry}"
            problems.append(read.problem(("links", place, "entry"), reason))
            continue
        name, key = link.target
        if link.target not in targets:
            reason = f"the canon has no {name} {key}; this link is left out"
            change.left_out.append(str(read.problem(("links", place), reason)))
            continue
        ends = (entry, name, targets[link.target])
        if ends in seen:
            problems.append(read.problem(("links", place), f"{link.entry} to {key} is there twice"))
        seen.add(ends)
        unchanged += not _note(change, stored.get(ends), link, ends)
    return problems or change._replace(unchanged=unchanged)


def _note(
    change: LinkChange, stored: CanonLink | None, link: LinkEntry, place: tuple[int, str, int]
) -> bool:
    """Whether anything is to be written for this link."""
    entry, name, target = place
    if stored is None:
        fields = {field: getattr(link, field) for field in FIELDS}
        change.added.append(CanonLink(entry_id=entry, **{f"{name}_id": target}, **fields))
        return True
    stated = {field: value for field, value in link.stated().items() if field in FIELDS}
    differing = {field: v for field, v in stated.items() if getattr(stored, field) != v}
    for field, value in differing.items():
        setattr(stored, field, value)
    if differing:
        change.changed.append(stored)
    return bool(differing)


def write_links(
    stated: Iterable[tuple[Read, str, int, LinkEntry]], report: Report, noun: str
) -> list[Problem]:
    """Brings the links to what files ask for, and reports it; nothing is written with problems."""
    change = plan_links(stated)
    if isinstance(change, list):
        return change
    _apply_links(change)
    report.count(len(change.added), len(change.changed))
    report.unchanged += change.unchanged
    report.notes += change.left_out
    for sign, links in (("+", change.added), ("~", change.changed)):
        if links:
            report.say(f"{sign} {len(links)} {noun}")
    return []


def _apply_links(change: LinkChange) -> None:
    CanonLink.objects.bulk_create(change.added)
    if change.changed:
        CanonLink.objects.bulk_update(change.changed, FIELDS)


def _entries(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    found = Entry.objects.filter(
        framework__slug__in={slug for slug, _ in wanted}, code__in={code for _, code in wanted}
    )
    return {
        (slug, code): pk for slug, code, pk in found.values_list("framework__slug", "code", "pk")
    }


def _targets(wanted: set[Target]) -> dict[Target, int]:
    return {
        (name, key): pk
        for name in TARGETS
        if (keys := {key for kind, key in wanted if kind == name})
        for key, pk in _found(name, keys)
    }


def _found(name: str, keys: set[str]) -> Iterator[tuple[str, Any]]:
    if name == "focus":
        codes = {key.partition(".")[2] for key in keys}
        rows = Focus.objects.filter(code__in=codes).values_list("function__code", "code", "pk")
        yield from ((focus_key(function, code), pk) for function, code, pk in rows)
        return
    model, field = {
        "function": (Function, "code"),
        "skill": (Skill, "slug"),
        "profile": (Profile, "key"),
    }[name]
    yield from model._default_manager.filter(**{f"{field}__in": keys}).values_list(field, "pk")
