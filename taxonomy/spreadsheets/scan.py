"""Goes over a sheet's XML once, piece by piece, before the library reads it.

The library puts all cells into one rectangle and drops what it cannot place, so cells in impossible
rows and rectangles that are too large are refused here; formulas without a saved value and errors,
which it reads as empty, are noted.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from taxonomy.spreadsheets.book import SpreadsheetError
from taxonomy.spreadsheets.headers import letter, place
from taxonomy.spreadsheets.limits import (
    LAST_COLUMN,
    LAST_ROW,
    MOST_CELLS,
    MOST_FILLED,
    MOST_NOTED,
    MOST_STRINGS,
)
from taxonomy.spreadsheets.package import Package

# How nearly every program writes rows and cells.
_PLAIN_ROWS = re.compile(rb'<row r="(\d{1,6})"')
_PLAIN_CELL = b'<c r="'
_TWO_LETTERS = re.compile(rb'<c r="([A-Z]{2})\d')
# A cell that does not fit: in row 0, beyond ZZ, or in a row with more digits than the rows have.
_ODD_CELL = [re.compile(rb'<c r="(?:[A-Z]{3}|[A-Z]+(?:0|\d{%d}))' % (n + 1)) for n in range(7)]
_PLACED = rb"\s(?:[^>]*?\s)?r\s*=\s*[\"']"
_CELLS = re.compile(rb"<(?:\w+:)?c" + _PLACED + rb"([A-Za-z]+\d+)[\"'][^>]*>")
_BLANK = re.compile(rb"<(?:\w+:)?c" + _PLACED + rb"([A-Za-z]+\d+)[\"'][^>]*/>")
_ROWS = re.compile(rb"<(?:\w+:)?row" + _PLACED + rb"(\d+)[\"']")
_NO_VALUE = rb"(?:<(?:\w+:)?v\b[^>]*?(?:/>|>\s*</(?:\w+:)?v>))?\s*"
# An empty value of a text formula is a value: the formula gave an empty text.
_EMPTY_TEXT = rb"[^>]*\st\s*=\s*[\"']str[\"'][^>]*>(?:(?!</(?:\w+:)?c>).){0,9000}?<(?:\w+:)?v\b"
_FORMULA = re.compile(
    rb"<(?:\w+:)?c" + _PLACED + rb"([A-Za-z]+\d+)[\"'](?!" + _EMPTY_TEXT + rb")[^>]*>\s*"
    + _NO_VALUE
    + rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>(?:[^<]|<!\[CDATA\[.{0,9000}?\]\]>)*</(?:\w+:)?f>)\s*"
    + _NO_VALUE + rb"</(?:\w+:)?c>",
    re.S,
)  # fmt: skip
_ERROR = re.compile(
    rb"<(?:\w+:)?c" + _PLACED + rb"([A-Za-z]+\d+)[\"'][^>]*\st\s*=\s*[\"']e[\"'][^>]*>"
    rb"(?:<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,20})</"
)
_LETTERS, _DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", b"0123456789"
_PLACE = re.compile(r"([A-Za-z]+)(\d+)")

Places = list[bytes]


@dataclass
class Scanned:
    """What a pass over a sheet found; rows count from 1, columns from 0."""

    filled: int = 0
    first_row: int = LAST_ROW
    last_row: int = 0
    first_column: int = LAST_COLUMN
    last_column: int = 0
    formulas: dict[tuple[int, int], None] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unnoted: int = 0  # formulas and errors beyond those that are kept

    @property
    def is_large(self) -> bool:
        if not self.last_row:
            return False
        height = self.last_row - self.first_row + 1
        return height * (self.last_column - self.first_column + 1) > MOST_CELLS

    def reach(self, rows: set[int], columns: set[int]) -> None:
        self.first_row, self.last_row = min(self.first_row, *rows), max(self.last_row, *rows)
        self.first_column = min(self.first_column, *columns)
        self.last_column = max(self.last_column, *columns)

    def refuse_large(self) -> None:
        if self.filled > MOST_FILLED:
            raise SpreadsheetError(
                f"The sheet has more than {MOST_FILLED:,} cells with something in them."
            )
        if self.is_large:
            height = self.last_row - self.first_row + 1
            width = self.last_column - self.first_column + 1
            raise SpreadsheetError(
                f"The sheet’s cells reach over {height:,} rows and {width:,} columns, more than "
                f"{MOST_CELLS:,} cells. Delete what is far below or far to the right of the table."
            )


def scan_sheet(package: Package, part: str) -> Scanned:
    """SpreadsheetError names what makes the sheet unreadable.

    The quick look takes every sheet for 26 columns wide at least; where that makes it too large,
    each cell is looked at.
    """
    found = _scanned(package, part, _take_quickly)
    if found.is_large:
        found = _scanned(package, part, _take)
    found.refuse_large()
    return found


def _scanned(package: Package, part: str, take: Callable[[Scanned, bytes], None]) -> Scanned:
    found = Scanned()
    rest = b""
    for piece in package.chunks(part):
        piece = rest + piece
        # A cell is looked at whole: formulas and errors are seen with the cell they are in.
        cut = max(piece.rfind(b"<c"), piece.rfind(b"<row"), piece.rfind(b":c "))
        cut = piece.rfind(b"<", 0, cut + 1)
        if cut > 0:
            take(found, piece[:cut])
            rest = piece[cut:]
        else:
            rest = piece
    take(found, rest)
    return found


def scan_strings(package: Package, part: str) -> None:
    """Counts the workbook's table of texts, which the library keeps whole."""
    count = sum(piece.count(b"<si") + piece.count(b":si>") for piece in package.chunks(part))
    if count > MOST_STRINGS:
        raise SpreadsheetError(f"The workbook has more than {MOST_STRINGS:,} texts.")


def _take_quickly(found: Scanned, piece: bytes) -> None:
    """Without a look at each cell, where all are written as nearly every program does."""
    numbers = {int(digits) for digits in _PLAIN_ROWS.findall(piece)}
    cells = piece.count(_PLAIN_CELL)
    is_plain = (
        bool(numbers)
        and piece.count(b"<c") == cells
        and piece.count(b"<row") == len(numbers)
        and b"/>" not in piece
        and b":c" not in piece
        and not _ODD_CELL[len(str(max(numbers)))].search(piece)
    )
    if not is_plain:
        _take(found, piece)
        return
    if cells:
        found.filled += cells
        wide = {place(letters.decode()) for letters in set(_TWO_LETTERS.findall(piece))}
        found.reach(numbers, wide | {0, 25})
        if b"f>" in piece or b'="e"' in piece:
            _note(found, piece)


def _take(found: Scanned, piece: bytes) -> None:
    cells = _CELLS.findall(piece)
    rows, columns = _refuse_impossible(cells, _ROWS.findall(piece))
    blank = _BLANK.findall(piece) if b"/>" in piece else []
    if len(cells) <= len(blank):
        return
    found.filled += len(cells) - len(blank)
    if blank:
        empty = set(blank)
        rows, columns = _places([cell for cell in cells if cell not in empty])
    if rows and columns:
        found.reach(rows, columns)
        _note(found, piece)


def _refuse_impossible(cells: Places, rows: list[bytes]) -> tuple[set[int], set[int]]:
    """Rows and columns of the cells, none of which is beyond the end of a sheet."""
    numbers, columns = _places(cells)
    highest = max(numbers | _whole(rows), default=0)
    if highest > LAST_ROW:
        raise impossible_row(highest)
    if 0 in numbers:
        raise SpreadsheetError("The sheet has a cell in row 0: the workbook is damaged.")
    if max(columns, default=0) >= LAST_COLUMN:
        raise impossible_column(max(columns))
    return numbers, columns


def impossible_row(number: int) -> SpreadsheetError:
    return SpreadsheetError(
        f"The sheet has a row {number}, but row {LAST_ROW:,} is the last that a sheet can have: "
        "the workbook is damaged."
    )


def impossible_column(place: int) -> SpreadsheetError:
    return SpreadsheetError(
        f"The sheet has a column {letter(place)[:10]}, but XFD is the last that a sheet can have: "
        "the workbook is damaged."
    )


def _places(cells: Places) -> tuple[set[int], set[int]]:
    joined = b" ".join(cells)
    columns = set(joined.translate(None, _DIGITS).split())
    rows = set(joined.translate(None, _LETTERS).split())
    return _whole(rows), {place(letters[:12].decode()) for letters in columns}


def _whole(digits: Iterable[bytes]) -> set[int]:
    """Numbers; one of absurd length becomes a number that is refused all the same."""
    return {int(each[:12]) for each in digits}


def _note(found: Scanned, piece: bytes) -> None:
    """Formulas without values and errors, each with its cell."""
    if b"<f" in piece or b":f" in piece:
        for cell in _FORMULA.findall(piece):
            if len(found.formulas) < MOST_NOTED:
                found.formulas[_at(cell)] = None
            else:
                found.unnoted += 1
    if b'"e"' in piece or b"'e'" in piece:
        for cell, words in _ERROR.findall(piece):
            if len(found.errors) < MOST_NOTED:
                found.errors[_at(cell)] = words.decode("utf-8", "replace")
            else:
                found.unnoted += 1


def _at(cell: bytes) -> tuple[int, int]:
    [(letters, digits)] = _PLACE.findall(cell.decode())
    return int(digits), place(letters)
