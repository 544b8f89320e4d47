"""What comes out of a spreadsheet: its sheets, their rows of plain cells, and what was noted.

Cells are values as they were saved: text, numbers, dates, yes and no. Nothing is computed.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from taxonomy.spreadsheets.limits import MOST_ROWS

Cell = str | int | float | bool | datetime | date | time | timedelta
Range = tuple[int, int, int, int]  # first row, first column, last row, last column; rows from 1


class SpreadsheetError(ValueError):
    """Why a file cannot be used, in words for whoever chose it."""


@dataclass(frozen=True)
class Question:
    """What is asked of a file: a sheet by its name or by its headers, or every sheet."""

    sheet: str = ""
    headers: tuple[str, ...] = ()  # plain headers, one of which the sheet is to have,
    phrases: tuple[str, ...] = ()  # or one that has these words among others
    every: bool = False
    most_rows: int = MOST_ROWS


class SheetRow(NamedTuple):
    """A row of the file, numbered as a spreadsheet numbers it; columns count from 0."""

    number: int
    cells: list[Cell]


class PackedRows(Sequence[SheetRow]):
    """Rows packed as JSON: half a million cells cost what their text costs."""

    def __init__(self, packed: list[bytes]) -> None:
        self._packed = packed

    def __len__(self) -> int:
        return len(self._packed)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return PackedRows(self._packed[place])
        number, cells = unpacked_value(self._packed[place])
        return SheetRow(number, cells)

    def __iter__(self) -> Iterator[SheetRow]:
        for packed in self._packed:
            number, cells = unpacked_value(packed)
            yield SheetRow(number, cells)


@dataclass(frozen=True)
class ListedSheet:
    """A sheet of the workbook, read or not."""

    name: str
    passed_over: str = ""  # why it is not looked at unless somebody names it: hidden, a chart


@dataclass
class Sheet:
    """The rows of one sheet that have something in them."""

    name: str
    rows: PackedRows
    merged: list[Range] = field(default_factory=list)
    # Formulas that were saved without a value, as (row, column).
    formulas: set[tuple[int, int]] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


@dataclass
class Book:
    """A file that was read: its kind in words, all its sheets, and those whose rows are here."""

    kind: str
    listed: list[ListedSheet]
    sheets: list[Sheet]
    notes: list[str] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        return self.sheets[0]


def cell_text(cell: Cell) -> str:
    """A cell as a person would type it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time.min:
        return str(cell.date())
    return str(cell)


_TYPES: dict[str, type[datetime] | type[date] | type[time]] = {
    kind.__name__: kind for kind in (datetime, date, time)
}


def _tagged(value: Any) -> dict[str, Any]:
    if isinstance(value, timedelta):
        return {"timedelta": [value.days, value.seconds, value.microseconds]}
    return {type(value).__name__: value.isoformat()}


def _untagged(tagged: dict[str, Any]) -> Any:
    if len(tagged) == 1:
        ((kind, value),) = tagged.items()
        if kind == "timedelta":
            return timedelta(*value)
        if kind in _TYPES:
            return _TYPES[kind].fromisoformat(value)
    return tagged


# With line breaks and all else escaped, a packed row is one line.
_encode = json.JSONEncoder(separators=(",", ":"), default=_tagged).encode
_decode = json.JSONDecoder(object_hook=_untagged).decode


def packed_value(value: Any) -> bytes:
    return _encode(value).encode("ascii", "replace")


def unpacked_value(line: bytes) -> Any:
    return _decode(line.decode("ascii"))
