"""What several pages say together: where they disagree, and the documents that come of them.

What one page says is read before; what the canon makes of a document is the plan's work.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from taxonomy.canon.capture.saved_page import FactPath, SavedPage, alike, shown
from taxonomy.canon.documents import shape_of
from taxonomy.exchange.parser import Lines, Read, validated
from taxonomy.exchange.problems import Problem
from taxonomy.reference_levels import TRACKS, place_of


def merge_pages(pages: list[SavedPage]) -> Iterator[Read | Problem]:
    """Levels first, then a focus document a page; problems where two pages contradict."""
    # Pages that state codes come first, so that a page without them finds its focus by name.
    pages = sorted(pages, key=lambda page: (not page.says("focus", "code"), page.focus, page.file))
    disagreements = list(_disagreements(pages))
    yield from disagreements
    if pages and not disagreements:
        yield from _levels(pages)
        for page in pages:
            yield from _focus(page)


def _disagreements(pages: list[SavedPage]) -> Iterator[Problem]:
    """Facts that two pages state differently; agreement on responsibilities also learns kinds."""
    known: dict[tuple, tuple[SavedPage, Any]] = {}
    for page in pages:
        for path, fact in page.facts.items():
            about = _about(page, path)
            other, value = known.setdefault(about, (page, fact.value))
            agreed = _agreed(path, value, fact.value)
            if agreed is None:
                place = f"{other.file}:{other.facts[path].line}"
                reason = f"{shown(fact.value)} contradicts {shown(value)} of {place}"
                yield Problem(page.file, " ".join(path), reason, fact.line)
                continue
            known[about] = (other, agreed)
    for page in pages:
        for path, fact in page.facts.items():
            page.facts[path] = fact._replace(value=known[_about(page, path)][1])


def _about(page: SavedPage, path: FactPath) -> tuple:
    """The fact's name among all pages: a level is everybody's, the rest is of a focus."""
    return path if path[0] == "levels" else (page.focus, *path)


def _agreed(path: FactPath, one: Any, other: Any) -> Any:
    """The fact as both pages state it, None where they contradict.

    A ladder lists graded responsibilities alone, a goal page components too: the longer one
    is taken.
    """
    if alike(one, other):
        return one
    if path[-1] == "responsibilities":
        longer, shorter = sorted((one, other), key=len, reverse=True)
        kinds_apart = [text for _, text in shorter]
        if alike([text for _, text in longer], kinds_apart):
            return one if any(kind == "component" for kind, _ in one) else other
        if alike([text for kind, text in longer if kind == "jfm"], kinds_apart):
            return longer
    return None


def _levels(pages: Iterable[SavedPage]) -> Iterator[Read | Problem]:
    levels: dict[str, dict[str, Any]] = {}
    lines: dict[str, tuple[SavedPage, int]] = {}
    for page in pages:
        for path, fact in page.facts.items():
            if path[0] == "levels":
                levels.setdefault(path[1], {})[path[2]] = fact.value
                lines.setdefault(path[1], (page, fact.line))
    for code in sorted(levels, key=_rank):
        page, line = lines[code]
        yield from validated(
            {"levels": [{"code": code} | levels[code]]}, page.file, line, {}, shape_of
        )


def _rank(level: str) -> tuple[int, int]:
    place = place_of(level)
    assert place is not None, f"{level} is no level of a page"
    return list(TRACKS).index(place.track), place.rank


def _focus(page: SavedPage) -> Iterator[Read | Problem]:
    """The page's own document of its focus, with the line of each of its parts."""
    data: dict[str, Any] = {}
    lines: Lines = {}
    order = sorted({path[1] for path in page.facts if path[0] == "profiles"}, key=_rank)
    profiles: dict[str, dict[str, Any]] = {level: {} for level in order}
    for path, fact in page.facts.items():
        if path[0] == "levels":
            continue
        value = _ENTRIES.get(path[-1], lambda value: value)(fact.value)
        where: tuple[str | int, ...]
        if path[0] == "profiles":
            where, target = ("profiles", order.index(path[1]), *path[2:]), profiles[path[1]]
            rest = path[2:]
        else:
            where, target, rest = path, data, path
        for step in rest[:-1]:
            target = target.setdefault(step, {})
        target[rest[-1]] = value
        for depth in range(1, len(where) + 1):
            lines.setdefault(where[:depth], fact.line)
    data["profiles"] = list(profiles.values())
    yield from validated(data, page.file, 1, lines, shape_of)


_ENTRIES = {
    "responsibilities": lambda rows: [{"kind": kind, "text": text} for kind, text in rows],
    "skills": lambda rows: [{"name": n, "kind": kind, "text": text} for n, kind, text in rows],
    "mappings": lambda rows: [{"scheme": s, "code": c, "source": by} for s, c, by in rows],
}
