"""Placeholders of goal rows: as fields to type into, as spans to follow them, or filled in.

Each row's placeholders carry a mark of a private-use character, so that the text of a section still
says to which row a placeholder belongs. Marks never leave this module.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from markupsafe import Markup, escape

from goals.frames import BASELINE, DATE, TARGET, Goals

FIRST_MARK = 0xE000
NAMES = {BASELINE: "baseline", TARGET: "target", DATE: "date"}
LONGEST = 300  # characters of one typed field
_MARKED = re.compile(f"({'|'.join(NAMES)})([\ue000-\uf8ff])")


def with_marks(goals: Goals) -> Goals:
    """Every placeholder followed by the mark of its row; rows count anew in each section."""
    smart, okrs, areas = (_rows(rows) for rows in (goals.smart, goals.okrs, goals.areas))
    scorecard = _rows(goals.internal_process + goals.role_calibration)
    count = len(goals.internal_process)
    process, calibration = scorecard[:count], scorecard[count:]
    return Goals(smart, okrs, areas, process, calibration, _rows(goals.development))


def _rows(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_with_mark(row, chr(FIRST_MARK + place)) for place, row in enumerate(rows, 1))


def _with_mark(row: Any, mark: str) -> Any:
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    own = ("text", "source")  # the canon's words, which no frame surrounds
    framed = {name: _mark(value, mark) for name, value in values.items() if name not in own}
    return replace(row, **framed)


def _mark(value: Any, mark: str) -> Any:
    if isinstance(value, tuple):
        return tuple(_mark(each, mark) for each in value)
    for placeholder in NAMES:
        value = value.replace(placeholder, placeholder + mark)
    return value


def _field(slug: str, found: re.Match[str]) -> str:
    return f"{slug}-{ord(found[2]) - FIRST_MARK}-{NAMES[found[1]]}"


def without_marks(text: str) -> str:
    """Without marks: the frames to the letter."""
    return _MARKED.sub(r"\1", text)


def filled(text: str, slug: str, typed: Mapping[str, str]) -> str:
    """With what was typed in the place of placeholders; where nothing was, they stay."""

    def value(found: re.Match[str]) -> str:
        return " ".join(typed.get(_field(slug, found), "")[:LONGEST].split()) or found[1]

    return _MARKED.sub(value, text)


def as_spans(text: str, slug: str) -> Markup:
    """Escaped text whose placeholders a script can replace while somebody types."""

    def span(found: re.Match[str]) -> str:
        return f'<span data-fill="{_field(slug, found)}">{found[1]}</span>'

    return _replaced(text, span)


def as_fields(text: str, slug: str) -> Markup:
    """Escaped text with a field in the place of each placeholder."""

    def field(found: re.Match[str]) -> str:
        kind, row = NAMES[found[1]], ord(found[2]) - FIRST_MARK
        return (
            f'<input class="fill {kind}" name="{_field(slug, found)}" form="sheet" maxlength="300"'
            f' autocomplete="off" placeholder="{kind}" aria-label="{kind} of row {row}">'
        )

    return _replaced(text, field)


def _replaced(text: str, element: Callable[[re.Match[str]], str]) -> Markup:
    """Escaping first leaves placeholders and marks as they are; `element` makes HTML of our own
    names and numbers alone.
    """
    return Markup(_MARKED.sub(element, str(escape(text))))
