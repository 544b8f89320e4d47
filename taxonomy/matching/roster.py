"""A roster: the rows of a spreadsheet with the title, the department and the level that each has.

How cells come out of a file is `taxonomy/spreadsheets`, which columns are read is in `columns`, and
what the matcher says of a row in `decision`.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from taxonomy import text
from taxonomy.matching.columns import NAMES, NO_COLUMN, PHRASES, Columns, RosterError, find_columns
from taxonomy.matching.decision import Decision, Matcher, MatchState
from taxonomy.matching.level_table import LevelTable, folded_level
from taxonomy.spreadsheets.book import Book, Cell, PackedRows, Question, Range, Sheet, SheetRow
from taxonomy.spreadsheets.book import cell_text as text_of
from taxonomy.spreadsheets.headers import letter, plain_header
from taxonomy.spreadsheets.limits import MOST_ROWS, WAIT_SECONDS
from taxonomy.spreadsheets.reader import read_spreadsheet

SAMPLE = Path(__file__).with_name("sample.csv")
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|[A-Z_]+!)")


@dataclass(frozen=True)
class RosterRow:
    """One person or post of the roster, by the three cells that are matched."""

    number: int
    title: str
    department: str = ""
    level: str = ""
    problem: str = ""  # why there is no title

    @property
    def asked(self) -> tuple[str, ...]:
        """All that its answer depends on."""
        return self.title, self.department, self.level, self.problem


NONE = "none"  # a choice: no role of the catalogue


@dataclass(frozen=True)
class Answered:
    """A row with what the matcher decided, and what a person chose after it."""

    row: RosterRow
    decision: Decision
    choice: str = ""  # the key of a role, or NONE

    @property
    def state(self) -> MatchState:
        return self.decision.state

    @property
    def words(self) -> str:
        """The state with the choice counted in."""
        if not self.choice:
            return str(self.state)
        return str(MatchState.NO_MATCH) if self.choice == NONE else "chosen"

    @property
    def decided(self) -> str:
        """The key of the role that the row has, as far as it is decided."""
        if self.choice:
            return "" if self.choice == NONE else self.choice
        return self.decision.candidates[0].key if self.state is MatchState.CONFIDENT else ""

    @property
    def exact_level(self) -> str:
        """The level of the role whose very name the title is."""
        candidates = self.decision.candidates
        return candidates[0].exact_level if self.state is MatchState.CONFIDENT else ""

    @property
    def reason(self) -> str:
        """Evidence for what is decided, or for the likeliest; else why there is none."""
        candidates = self.decision.candidates
        about = next((each for each in candidates if each.key == self.decided), None)
        about = about or (candidates[0] if candidates else None)
        found = "; ".join(about.evidence) if about else self.decision.reason
        if about and self.state is MatchState.NEEDS_REVIEW and not self.choice:
            found = f"{self.decision.reason}; nearest is {about.title}: {found}"
        if not self.choice:
            return found
        by_hand = "none of the candidates" if self.choice == NONE else "this role"
        return (
            f"{by_hand} chosen on the page; {found}" if found else f"{by_hand} chosen on the page"
        )


@dataclass(frozen=True)
class Chosen:
    """What a person said of the file before it was read; empty where nothing was said."""

    title: str = ""
    department: str = ""
    level: str = ""
    sheet: str = ""
    header_row: str = ""

    @property
    def columns(self) -> Mapping[str, str]:
        return {"title": self.title, "department": self.department, "level": self.level}

    @property
    def question(self) -> Question:
        """Which sheet is wanted: the one named, or one with a header for the title."""
        if self.header_row or self.title == NO_COLUMN:
            return Question(sheet=self.sheet)
        if self.title:
            return Question(sheet=self.sheet, headers=(plain_header(self.title),))
        return Question(sheet=self.sheet, headers=NAMES["title"], phrases=PHRASES["title"])


@dataclass
class OpenedRoster:
    """A file whose rows are read and whose columns are found, as far as they are."""

    book: Book
    columns: Columns

    @property
    def sheet(self) -> Sheet:
        return self.book.sheet

    @property
    def header(self) -> list[Cell]:
        at = self.columns.header_at
        return [] if at is None else self.sheet.rows[at].cells

    @property
    def lines(self) -> PackedRows:
        """The rows below the header."""
        at = self.columns.header_at
        return self.sheet.rows if at is None else self.sheet.rows[at + 1 :]

    def roster(self) -> "Roster":
        """RosterError says why there is nothing to match."""
        if "title" not in self.columns.places:
            raise RosterError(self._no_title())
        if not self.lines:
            raise RosterError("The file has a header and no rows below it.")
        if len(self.lines) > MOST_ROWS:
            number = self.lines[MOST_ROWS].number
            raise RosterError(f"Row {number} is one too many: at most {MOST_ROWS:,} rows.")
        roster = Roster(self, [], widest=len(self.header))
        for line, row in self._rows():
            roster.rows.append(row)
            roster.widest = max(roster.widest, len(line.cells))
            if self.header and len(line.cells) > len(self.header):
                roster.wider.append(row.number)
        return roster

    def _no_title(self) -> str:
        at = self.columns.header_at or 0
        first = self.sheet.rows[at]
        heads = [text.one_line(text_of(cell))[:40] for cell in first.cells]
        found = ", ".join(f"{letter(n)} “{head}”" for n, head in enumerate(heads[:12]) if head)
        where = f" of the sheet “{self.sheet.name}”" if self.sheet.name else ""
        return (
            f"No column is called title. Row {first.number}{where} has {found}. "
            "Say which column has the title, by its name or its letter."
        )

    def _rows(self) -> Iterator[tuple[SheetRow, RosterRow]]:
        first = (
            0 if self.columns.header_at is None else self.sheet.rows[self.columns.header_at].number
        )
        cells = {
            column: _Column(place, self.sheet, first)
            for column, place in self.columns.places.items()
        }
        for line in self.lines:
            said = {column: each.text(line) for column, each in cells.items()}
            if problem := cells["title"].problem(line.number, said["title"]):
                said["title"] = ""
            yield line, RosterRow(line.number, **said, problem=problem)


class _Column:
    """One column's cells as texts; a merged cell speaks for all of its rows."""

    def __init__(self, place: int, sheet: Sheet, header: int) -> None:
        self.place = place
        self.formulas = {row for row, column in sheet.formulas if column == place}
        self._merged = sorted(each for each in sheet.merged if _is_tall(each, place, header))
        self._tops = [top for top, *_ in self._merged]
        self._said: dict[int, str] = {}  # the first row of a merged cell → its text

    def text(self, line: SheetRow) -> str:
        said = _cell(line.cells, self.place)
        if not self._merged:
            return said
        at = bisect_right(self._tops, line.number) - 1
        if at < 0 or line.number > self._merged[at][2]:
            return said
        top = self._tops[at]
        if line.number == top:
            self._said[top] = said
        return said or self._said.get(top, "")

    def problem(self, number: int, said: str) -> str:
        """Why the title of this row is none."""
        if number in self.formulas:
            return f"in row {number} the title is a formula that was saved without its value"
        if _ERROR.fullmatch(said):
            return f"in row {number} the title is an error ({said})"
        return "" if said else f"row {number} has no title"


def _is_tall(merged: Range, place: int, header: int) -> bool:
    top, left, bottom, _ = merged
    return left == place and bottom > top > header


def _cell(cells: Sequence[Cell], place: int) -> str:
    return text.one_line(text_of(cells[place])) if place < len(cells) else ""


@dataclass
class Roster:
    """Rows to match, and the file that they are from."""

    opened: OpenedRoster
    rows: list[RosterRow]
    level_table: LevelTable = field(default_factory=dict)
    widest: int = 0  # cells of a row
    wider: list[int] = field(default_factory=list)  # rows with more cells than the header has

    @property
    def columns(self) -> dict[str, str]:
        """Column → the header above it, or its letter."""
        header = self.opened.header
        places = self.opened.columns.places
        return {
            column: _cell(header, place) or f"column {letter(place)}"
            for column, place in places.items()
        }

    def answers(
        self, matcher: Matcher, choices: Mapping[int, str] | None = None
    ) -> Iterator[Answered]:
        """One for each row; `choices` are what a person chose, by row number."""
        asked_of = [row.asked for row in self.rows]
        left = Counter(asked_of)
        kept: dict[tuple[str, ...], Decision] = {}  # as long as a further row asks the same
        for row, asked in zip(self.rows, asked_of, strict=True):
            decision = kept.get(asked) or self._decide(matcher, row)
            left[asked] -= 1
            if left[asked]:
                kept[asked] = decision
            else:
                kept.pop(asked, None)
            yield Answered(row, decision, (choices or {}).get(row.number, ""))

    def _decide(self, matcher: Matcher, row: RosterRow) -> Decision:
        if row.problem:
            return Decision(MatchState.NO_MATCH, reason=row.problem)
        levels = self.level_table.get(folded_level(row.level), frozenset())
        return matcher.match(row.title, row.department, row.level, levels)


def open_roster(
    content: bytes, chosen: Chosen = Chosen(), wait: float = WAIT_SECONDS
) -> OpenedRoster:
    """SpreadsheetError says why the file cannot be used, ReadersBusyError that it cannot be yet."""
    book = read_spreadsheet(content, chosen.question, wait)
    if not book.sheet.rows:
        raise RosterError("The file has no rows.")
    return OpenedRoster(book, find_columns(book.sheet.rows, chosen.columns, chosen.header_row))


def read_roster(content: bytes, chosen: Chosen = Chosen(), wait: float = WAIT_SECONDS) -> Roster:
    return open_roster(content, chosen, wait).roster()
