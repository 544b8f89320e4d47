"""Goes over a sheet's XML once, piece by piece, before the library reads it.

The library puts all cells into one rectangle and drops what it cannot place, so cells in impossible
rows and rectangles that are too large are refused here; formulas without a saved value and errors,
which it reads as empty, are noted.
"""

import re
from dataclasses import dataclass, field

from taxonomy.spreadsheets.book import SpreadsheetError
from taxonomy.spreadsheets.headers import place
from taxonomy.spreadsheets.limits import (
    LAST_COLUMN,
    LAST_ROW,
    MOST_CELLS,
    MOST_FILLED,
    MOST_NOTED,
    MOST_STRINGS,
)
from taxonomy.spreadsheets.package import Package

# How nearly every program writes a cell: quick. The second form reads any other spelling.
_CELLS = re.compile(rb'<c r="([A-Za-z]+\d+)"[^>]*>')
_CELLS_ANY = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Za-z]+\d+)[\"'][^>]*>")
_BLANK = re.compile(rb'<c r="([A-Za-z]+\d+)"[^>/]*/>')
_BLANK_ANY = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Za-z]+\d+)[\"'][^>]*/>")
_ROWS = re.compile(rb"<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*[\"'](\d+)[\"']")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Za-z]+\d+)[\"'][^>]*>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Za-z]+\d+)[\"'][^>]*\st\s*=\s*[\"']e[\"'][^>]*>"
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

    def refuse_large(self) -> None:
        if self.filled > MOST_FILLED:
            raise SpreadsheetError(
                f"The sheet has more than {MOST_FILLED:,} cells with something in them."
            )
        if not self.last_row:
            return
        height = self.last_row - self.first_row + 1
        width = self.last_column - self.first_column + 1
        if height * width > MOST_CELLS:
            raise SpreadsheetError(
                f"The sheet’s cells reach over {height:,} rows and {width:,} columns, more than "
                f"{MOST_CELLS:,} cells. Delete what is far below or far to the right of the table."
            )


def scan_sheet(package: Package, part: str) -> Scanned:
    """SpreadsheetError names what makes the sheet unreadable."""
    found = Scanned()
    rest = b""
    for piece in package.chunks(part):
        piece = rest + piece
        # A cell is looked at whole: formulas and errors are seen with the cell they are in.
        cut = max(piece.rfind(b"<c"), piece.rfind(b"<row"), piece.rfind(b":c "))
        cut = piece.rfind(b"<", 0, cut + 1)
        if cut > 0:
            _take(found, piece[:cut])
            rest = piece[cut:]
        else:
            rest = piece
    _take(found, rest)
    found.refuse_large()
    return found


def scan_strings(package: Package, part: str) -> None:
    """Counts the workbook's table of texts, which the library keeps whole."""
    count = sum(piece.count(b"<si") + piece.count(b":si>") for piece in package.chunks(part))
    if count > MOST_STRINGS:
        raise SpreadsheetError(f"The workbook has more than {MOST_STRINGS:,} texts.")


def _take(found: Scanned, piece: bytes) -> None:
    cells, blanks = _CELLS.findall(piece), _BLANK
    if len(cells) != piece.count(b"<c") or b":c" in piece:
        cells, blanks = _CELLS_ANY.findall(piece), _BLANK_ANY
    rows = _refuse_impossible(cells, _ROWS.findall(piece))
    blank = blanks.findall(piece) if b"/>" in piece else []
    filled = len(cells) - len(blank)
    if filled <= 0:
        return
    found.filled += filled
    if blank:
        empty = set(blank)
        cells = [cell for cell in cells if cell not in empty]
        rows = _numbers(cells)
    columns = {place(letters.decode()) for letters in _split(cells, without=_DIGITS)}
    if not rows or not columns:
        return
    found.first_row, found.last_row = min(found.first_row, *rows), max(found.last_row, *rows)
    found.first_column = min(found.first_column, *columns)
    found.last_column = max(found.last_column, *columns)
    _note(found, piece)


def _refuse_impossible(cells: Places, rows: list[bytes]) -> set[int]:
    """The numbers of the cells' rows, none of which is beyond the end of a sheet."""
    numbers = _numbers(cells)
    highest = max(numbers | _whole(rows), default=0)
    if highest > LAST_ROW:
        raise SpreadsheetError(
            f"The sheet has a row {highest}, but row {LAST_ROW:,} is the last that a sheet can "
            "have: the workbook is damaged."
        )
    if 0 in numbers:
        raise SpreadsheetError("The sheet has a cell in row 0: the workbook is damaged.")
    for letters in _split(cells, without=_DIGITS):
        if len(letters) > 3 or place(letters.decode()) >= LAST_COLUMN:
            words = letters[:10].decode()
            raise SpreadsheetError(
                f"The sheet has a column {words}, but XFD is the last that a sheet can have: "
                "the workbook is damaged."
            )
    return numbers


def _numbers(cells: Places) -> set[int]:
    return _whole(_split(cells, without=_LETTERS))


def _whole(digits: set[bytes] | list[bytes]) -> set[int]:
    """Numbers; one of absurd length becomes a number that is refused all the same."""
    return {int(each[:12]) for each in digits}


def _split(cells: Places, without: bytes) -> set[bytes]:
    return set(b" ".join(cells).translate(None, without).split())


def _note(found: Scanned, piece: bytes) -> None:
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
    letters, digits = _PLACE.fullmatch(cell.decode()).groups()
    return int(digits), place(letters)
