"""A saved page while it is read: its sections, what it states and where, and what is wrong.

Which words a profile or a goal page uses is defined in `profile_page` and `goal_page`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from taxonomy.canon.capture.lines import PageLine
from taxonomy.exchange.problems import Problem
from taxonomy.text import straight_quotes

FactPath = tuple[str, ...]  # ("profiles", "P3", "guideline", "knowledge")

_DASHES = str.maketrans("‐‑–—", "----")


class Fact(NamedTuple):
    value: Any
    line: int


@dataclass
class PageSection:
    """The lines below one heading; `ends_page` when nothing follows it on the page."""

    name: str
    line: int
    rest: str = ""  # what the heading says beyond its name
    lines: list[PageLine] = field(default_factory=list)
    ends_page: bool = False

    @property
    def last_line(self) -> int:
        return self.lines[-1].number if self.lines else self.line


class SavedPage:
    """Facts by path, each with its line; a fact stated twice must be stated alike."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.facts: dict[FactPath, Fact] = {}
        self.problems: list[Problem] = []

    def state(self, path: FactPath, value: Any, line: int) -> None:
        """Notes a fact; nothing where the value is empty, a problem where the page said another."""
        if value in ("", None, [], {}):
            return
        known = self.facts.setdefault(path, Fact(value, line))
        if not alike(known.value, value):
            reason = f"{shown(value)} contradicts {shown(known.value)} on line {known.line}"
            self.problem(" ".join(path), reason, line)

    def says(self, *path: str) -> Any:
        fact = self.facts.get(path)
        return fact.value if fact else None

    def problem(self, where: str, reason: str, line: int | None) -> None:
        self.problems.append(Problem(self.file, where, reason, line))

    def cut(self, section: PageSection) -> None:
        """The page ends inside a section, so that what it lists may not be all of it."""
        name = section.name or "head"
        reason = f"the page ends inside {name!r}: it may be cut there"
        self.problem(name, reason, section.last_line)

    @property
    def focus(self) -> tuple[str, str]:
        """By which every page of one focus is known: the names of function and focus."""
        function, focus = self.says("function", "name"), self.says("focus", "name")
        return comparable(function or ""), comparable(focus or "")


def sections_of(
    page: SavedPage, lines: Iterable[PageLine], headings: dict[str, re.Pattern[str]]
) -> dict[str, PageSection]:
    """Sections by name; the one named "" is all that is before the first heading."""
    current = PageSection("", 1)
    found = {"": current}
    for line in lines:
        name, match = _heading(line, headings)
        if not match:
            current.lines.append(line)
            continue
        if name in found:
            reason = f"the heading is here again, first on line {found[name].line}"
            page.problem(name, f"{reason}: save one page a file", line.number)
            break
        rest = (match.groupdict().get("rest") or "").strip()
        current = found[name] = PageSection(name, line.number, rest)
    current.ends_page = True
    return found


def _heading(
    line: PageLine, headings: dict[str, re.Pattern[str]]
) -> tuple[str, re.Match[str] | None]:
    if not (line.marked or line.cells):
        for name, pattern in headings.items():
            if match := pattern.fullmatch(line.text):
                return name, match
    return "", None


def comparable(text: str) -> str:
    """The text without what savers change: kinds of dashes and quotes, runs of spaces, case."""
    return " ".join(straight_quotes(text).translate(_DASHES).split()).casefold()


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return comparable(one) == comparable(other)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(alike, one, other))
    return one == other


def shown(value: Any) -> str:
    text = value if isinstance(value, str) else str(value)
    return repr(text if len(text) <= 60 else text[:57] + "…")
