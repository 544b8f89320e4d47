"""A roster: which column is the title, the department and the level, and a row's own words.

How cells come out of a file is told in `sheets`; what the matcher says of a row in `decide`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from taxonomy.matching.decision import Decision, Matcher, State
from taxonomy.matching.sheets import Line, RosterError, Sheet, read_sheet

SAMPLE = Path(__file__).with_name("sample.csv")
# Column → what its header may be called, the likeliest first.
HEADERS: dict[str, tuple[str, ...]] = {
    "title": (
        *("job title", "title", "position title", "job name", "position", "current title"),
        *("business title", "working title", "role title", "role", "job"),
    ),
    "department": (
        *("department", "dept", "function", "division", "business unit", "team", "department name"),
        *("organisation", "organization", "org", "org unit", "unit", "area"),
    ),
    "level": (
        *("level", "job level", "grade", "job grade", "level code", "band", "career level"),
        *("pay grade", "rank"),
    ),
}


@dataclass(frozen=True)
class Row:
    """One person or post of the roster; nothing but these three cells is looked at."""

    number: int
    title: str
    department: str = ""
    level: str = ""


@dataclass(frozen=True)
class Answered:
    row: Row
    decision: Decision

    @property
    def state(self) -> State:
        return self.decision.state


@dataclass
class Roster:
    """Rows to match, the headers they stand under, and what is worth saying about the reading."""

    rows: list[Row]
    columns: dict[str, str]
    notes: list[str] = field(default_factory=list)

    def answers(self, matcher: Matcher) -> Iterator[Answered]:
        for row in self.rows:
            if row.title:
                yield Answered(row, matcher.match(row.title, row.department, row.level))
            else:
                reason = f"row {row.number} has no title"
                yield Answered(row, Decision(State.NO_MATCH, reason=reason))


def read_roster(content: bytes, chosen: Mapping[str, str] | None = None) -> Roster:
    """`chosen` names columns by header, letter or number; the others are found by their headers."""
    sheet = read_sheet(content)
    if not sheet.lines:
        raise RosterError("The file has no rows.")
    places, header = _columns(sheet.lines[0], chosen or {}, sheet)
    lines = sheet.lines[1:] if header else sheet.lines
    if not lines:
        raise RosterError("The file has a header and no rows below it.")
    rows = [_row(line, places) for line in lines]
    untitled = [row.number for row in rows if not row.title]
    if untitled:
        more = f" and {len(untitled) - 10} more" if len(untitled) > 10 else ""
        listed = ", ".join(map(str, untitled[:10]))
        sheet.notes.append(f"No title in row {listed}{more}: told as no match.")
    first = sheet.lines[0].cells
    named = {
        column: (first[place] if header and place < len(first) else "") or f"column {place + 1}"
        for column, place in places.items()
    }
    return Roster(rows, named, sheet.notes)


def _row(line: Line, places: Mapping[str, int]) -> Row:
    cells = {
        column: line.cells[place] if place < len(line.cells) else ""
        for column, place in places.items()
    }
    return Row(line.number, **cells)


def _columns(first: Line, chosen: Mapping[str, str], sheet: Sheet) -> tuple[dict[str, int], bool]:
    """(column → place, whether the first row is a header)."""
    heads = [_plain(cell) for cell in first.cells]
    places: dict[str, int] = {}
    for column, names in HEADERS.items():
        if said := (chosen.get(column) or "").strip():
            places[column] = _chosen(column, said, first, sheet)
        else:
            free = (n for n in names if n in heads and heads.index(n) not in places.values())
            if (name := next(free, None)) is not None:
                places[column] = heads.index(name)
    if "title" in places:
        by_number = any(_place(chosen.get(column) or "") is not None for column in places)
        known = any(head in names for head in heads for names in HEADERS.values())
        named = any(_plain(said) in heads for said in chosen.values() if said)
        return places, known or named or not by_number
    if max(len(line.cells) for line in sheet.lines) == 1:
        sheet.notes.append("One column without a known header: every row is taken as a title.")
        return {"title": 0, **places}, False
    found = ", ".join(f"{_letter(n)} “{cell[:40]}”" for n, cell in enumerate(first.cells[:12]))
    raise RosterError(
        f"No column is called title. Row {first.number} has {found}. "
        "Say which column holds the title, by its name or its letter."
    )


def _chosen(column: str, said: str, first: Line, sheet: Sheet) -> int:
    """The place of a column that was named by header, letter or number."""
    heads = [_plain(cell) for cell in first.cells]
    if _plain(said) in heads:
        return heads.index(_plain(said))
    place = _place(said)
    if place is not None and place < max(len(line.cells) for line in sheet.lines):
        return place
    raise RosterError(f"The file has no column “{said[:40]}” for the {column}.")


def _place(said: str) -> int | None:
    said = said.strip().upper()
    if said.isascii() and said.isdecimal() and 0 < int(said[:4]) <= 999:
        return int(said[:4]) - 1
    if re.fullmatch(r"[A-Z]{1,2}", said):
        return sum((ord(c) - 64) * 26**n for n, c in enumerate(reversed(said))) - 1
    return None


def _letter(place: int) -> str:
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)


def _plain(cell: str) -> str:
    return " ".join(re.split(r"[\s_\-./]+", cell.strip().casefold())).strip(" :*")
