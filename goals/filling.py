"""Placeholders of goal rows: as fields to type into, as spans to follow them, or filled in.

Placeholders carry a mark of a private-use character, so that the text of a section still says to
which row, and to which of its key results, a placeholder belongs. Marks never leave this module.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from markupsafe import Markup, escape

from goals.frames import BASELINE, DATE, TARGET, Goals

FIRST_MARK = 0xE000
MOST_ROWS = 1000  # marks of one key result: more than a sheet has rows
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
    return tuple(_with_mark(row, place) for place, row in enumerate(rows, 1))


def _with_mark(row: Any, place: int) -> Any:
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    own = ("text", "source")  # the canon's words, which no frame surrounds
    framed = {name: _mark(value, place) for name, value in values.items() if name not in own}
    return replace(row, **framed)


def _mark(value: Any, place: int, part: int = 0) -> Any:
    """Each value of a tuple has blanks of its own; the others of a row share theirs."""
    if isinstance(value, tuple):
        return tuple(_mark(each, place, number) for number, each in enumerate(value))
    mark = chr(FIRST_MARK + part * MOST_ROWS + place)
    for placeholder in NAMES:
        value = value.replace(placeholder, placeholder + mark)
    return value


def _place(found: re.Match[str]) -> str:
    """`3`, or `3.2` of the second key result of row 3."""
    part, row = divmod(ord(found[2]) - FIRST_MARK, MOST_ROWS)
    return f"{row}.{part + 1}" if part else str(row)


def _field(slug: str, found: re.Match[str]) -> str:
    return f"{slug}-{_place(found)}-{NAMES[found[1]]}"


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
        kind, row = NAMES[found[1]], _place(found)
        return (
            f'<input class="fill {kind}" name="{_field(slug, found)}" form="sheet"'
            f' maxlength="{LONGEST}" autocomplete="off"'
            f' placeholder="{kind}" aria-label="{kind} of row {row}">'
        )

    return _replaced(text, field)


def _replaced(text: str, element: Callable[[re.Match[str]], str]) -> Markup:
    """Escaping first leaves placeholders and marks as they are; `element` makes HTML of our own
    names and numbers alone.
    """
    return Markup(_MARKED.sub(element, str(escape(text))))
