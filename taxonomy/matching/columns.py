"""Which columns of a roster have the title, the department and the level, by header and content.

Where the header is among the rows is found here too; what a person chose goes before everything.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from taxonomy import text
from taxonomy.spreadsheets import headers
from taxonomy.spreadsheets.book import SheetRow, SpreadsheetError
from taxonomy.spreadsheets.book import cell_text as text_of
from taxonomy.spreadsheets.headers import letter, plain_header
from taxonomy.spreadsheets.limits import HEADER_WITHIN, LAST_COLUMN

COLUMNS = ("title", "department", "level")
# Column → what its header may be called, the likeliest first.
NAMES: dict[str, tuple[str, ...]] = {
    "title": (
        *("job title", "position title", "role title", "current title", "business title"),
        *("working title", "job name", "title", "position", "role", "job", "designation"),
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
# Column → words that say it among others: `Employee Job Title`.
PHRASES: dict[str, tuple[str, ...]] = {
    "title": ("job title", "position title", "role title"),
    "department": ("department",),
    "level": ("job level", "job grade", "career level", "pay grade"),
}
NO_COLUMN = "-"  # what a person chooses who wants none
SAMPLE = 500  # rows in which a column's content is looked at
FORMS_OF_ADDRESS = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "rev", "hon", "herr", "frau", "m"),
        *("mme", "mlle", "sr", "sra", "srta", "sig", "sig.ra", "dhr", "mevr"),
    )
)
_LETTERS = re.compile(r"[A-Za-z]{1,3}")


class RosterError(SpreadsheetError):
    """Why a file that was read is no roster, in words for whoever chose it."""


@dataclass
class Columns:
    """Place of the header among the lines, column → place in a line, and what is worth a word."""

    header_at: int | None = None
    places: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def find_columns(
    lines: Sequence[SheetRow], chosen: Mapping[str, str], header_row: str = ""
) -> Columns:
    """`chosen` names columns by header, letter or number; a header row is chosen by its number."""
    said = {column: text.one_line(chosen.get(column) or "") for column in COLUMNS}
    found = Columns(_header_at(lines, said, header_row))
    sample = lines[: SAMPLE + HEADER_WITHIN]
    cells = [[text.one_line(text_of(cell)) for cell in line.cells] for line in sample]
    heads = (
        [] if found.header_at is None else [plain_header(cell) for cell in cells[found.header_at]]
    )
    below = cells if found.header_at is None else cells[found.header_at + 1 :]
    table = _Table(heads, below, found)
    for column in COLUMNS:
        if said[column] == NO_COLUMN:
            continue
        place = table.named(column, said[column]) if said[column] else table.likeliest(column)
        if place is not None:
            found.places[column] = place
    if "title" not in found.places and not said["title"] and max(map(len, cells)) == 1:
        found.notes.append("One column without a known header: every row is taken as a title.")
        found.places["title"], found.header_at = 0, None
    return found


def _header_at(lines: Sequence[SheetRow], said: Mapping[str, str], header_row: str) -> int | None:
    if header_row := header_row.strip():
        return _numbered(lines, header_row)
    wanted = {column: plain_header(words) for column, words in said.items()}
    by_place = {column for column, words in said.items() if _place(words) is not None}

    def score(names: list[str]) -> int:
        here = [c for c in COLUMNS if _is_among(c, wanted[c], names)]
        return len(here) if "title" in here or "title" in by_place else 0

    return headers.header_row((line.cells for line in lines[:HEADER_WITHIN]), score)


def _is_among(column: str, wanted: str, names: list[str]) -> bool:
    if wanted in names:
        return bool(wanted)
    if wanted and _place(wanted) is None:
        return False
    return any(
        headers.name_rank(name, NAMES[column], PHRASES[column]) is not None for name in names
    )


def _numbered(lines: Sequence[SheetRow], header_row: str) -> int | None:
    """The line with the row number that a person gave; 0 for a roster without a header."""
    if header_row in ("0", NO_COLUMN):
        return None
    for at, line in enumerate(lines[:SAMPLE]):
        if str(line.number) == header_row:
            return at
    raise RosterError(f"Row {header_row[:12]} has nothing in it, so it is not the header.")


class _Table:
    """The headers and the rows below them, while columns are given out."""

    def __init__(self, heads: list[str], rows: list[list[str]], found: Columns) -> None:
        self.heads, self.rows, self.found = heads, rows, found
        self.width = max([len(heads), *map(len, rows)])

    def named(self, column: str, said: str) -> int:
        """The column that a person named by header, letter or number."""
        same = [n for n, head in enumerate(self.heads) if head and head == plain_header(said)]
        if same and not said.startswith("#"):
            return self._fullest(same)
        place = _place(said)
        if place is not None and place < self.width:
            return place
        raise RosterError(f"The file has no column “{said[:40]}” for the {column}.")

    def likeliest(self, column: str) -> int | None:
        """By header; a column without content, or of forms of address, is passed over."""
        ranked: dict[int, list[int]] = {}
        taken = self.found.places.values()
        for place, head in enumerate(self.heads):
            rank = headers.name_rank(head, NAMES[column], PHRASES[column]) if head else None
            if rank is not None and place not in taken:
                ranked.setdefault(rank, []).append(place)
        in_order = [places for _, places in sorted(ranked.items())]
        for places in in_order:
            if column == "title":
                places = [place for place in places if not self._addresses(place)]
            if any(self._filled(place) for place in places):
                return self._fullest(places)
        first = in_order[0][0] if in_order else None
        return None if first is None or (column == "title" and self._filled(first)) else first

    def _fullest(self, places: list[int]) -> int:
        best = max(places, key=lambda place: (self._filled(place), -place))
        if len(places) > 1:
            letters = " and ".join(letter(place) for place in places)
            self.found.notes.append(
                f"Columns {letters} have the same header, “{self.heads[best][:40]}”; "
                f"{letter(best)} is read, which has most in it."
            )
        return best

    def _values(self, place: int) -> list[str]:
        return [row[place] for row in self.rows if place < len(row) and row[place]]

    def _filled(self, place: int) -> int:
        return len(self._values(place))

    def _addresses(self, place: int) -> bool:
        """Whether most of the column is Mr, Ms and their like: in HR a title may be that."""
        values = self._values(place)
        of_address = [v for v in values if v.casefold().strip(" .") in FORMS_OF_ADDRESS]
        if not values or 2 * len(of_address) < len(values):
            return False
        examples = ", ".join(dict.fromkeys(of_address[:20]))[:40]
        self.found.notes.append(
            f"Column {letter(place)} has forms of address ({examples}), not job titles; it is "
            "passed over."
        )
        return True


def _place(said: str) -> int | None:
    """The place that a letter (C, AB) or a number (3, or #3 in our own forms) names."""
    said = said.strip().removeprefix("#")
    if said.isascii() and said.isdecimal() and 0 < int(said[:6]) <= LAST_COLUMN:
        return int(said[:6]) - 1
    if _LETTERS.fullmatch(said) and headers.place(said) < LAST_COLUMN:
        return headers.place(said)
    return None
