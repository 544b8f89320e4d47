"""Goes over the XML of an OpenDocument spreadsheet before the library reads it.

There a row or a cell may say that it repeats; merged cells, which the library does not
know, are found here too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from taxonomy.spreadsheets.book import Range
from taxonomy.spreadsheets.limits import LAST_COLUMN, LAST_ROW, MOST_NOTED
from taxonomy.spreadsheets.package import Package
from taxonomy.spreadsheets.scan import Scanned, impossible_column, impossible_row

CONTENT = "content.xml"
_TAGS = re.compile(
    rb"<(/?)table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^>]*?)(/?)>"
    rb"(?:<text:p>([^<]{1,20})</text:p>)?"
)
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
_ROWS_SPANNED = re.compile(rb'number-rows-spanned="(\d{1,7})"')
_COLUMNS_SPANNED = re.compile(rb'number-columns-spanned="(\d{1,7})"')
_ERROR = b'calcext:value-type="error"'
_ACTIVE = re.compile(rb'config:name="ActiveTable"[^>]*>([^<]{1,200})<')


@dataclass
class OdsTable(Scanned):
    """One table of the file as the pass goes over it."""

    row: int = 0  # rows before the one that is read
    column: int = 0
    times: int = 1  # that the row repeats
    filled_here: int = 0
    merged: list[Range] = field(default_factory=list)


def scan_tables(package: Package) -> list[OdsTable]:
    """Every table, in the file's order: the library reads all of them at once."""
    tables: list[OdsTable] = []
    for closes, name, attributes, alone, shown in _tags(package):
        if name == b"table":
            if not closes:
                tables.append(OdsTable())
        elif not tables:
            continue
        elif name == b"table-row":
            if not closes:
                tables[-1].times = _count(_REPEATED, attributes)
            if closes or alone:
                _end_row(tables[-1])
        elif not closes:
            _take_cell(tables[-1], attributes, shown)
    for table in tables:
        if table.last_row > LAST_ROW:
            raise impossible_row(table.last_row)
        if table.filled and table.last_column >= LAST_COLUMN:
            raise impossible_column(table.last_column)
        table.refuse_large()
    return tables


def active(package: Package) -> str:
    """The name of the table that was open when the file was saved."""
    if "settings.xml" not in package:
        return ""
    found = _ACTIVE.search(package.read("settings.xml", 1 << 22))
    return found[1].decode("utf-8", "replace") if found else ""


def _tags(package: Package) -> Iterator[tuple[bytes, bytes, bytes, bytes, bytes]]:
    """Closing or not, name, attributes, empty or not, and what a short cell shows."""
    for piece in package.chunks(CONTENT):
        for match in _TAGS.finditer(piece):
            yield cast(tuple[bytes, bytes, bytes, bytes, bytes], match.groups())


def _take_cell(table: OdsTable, attributes: bytes, shown: bytes) -> None:
    times = _count(_REPEATED, attributes) if b"-repeated" in attributes else 1
    if b"value-type=" in attributes:
        table.filled_here += times
        table.first_column = min(table.first_column, table.column)
        table.last_column = max(table.last_column, table.column + times - 1)
        if _ERROR in attributes and shown and len(table.errors) < MOST_NOTED:
            table.errors[table.row + 1, table.column] = shown.decode("utf-8", "replace")
    elif b"formula=" in attributes:
        if len(table.formulas) < MOST_NOTED:
            table.formulas[table.row + 1, table.column] = None
        else:
            table.unnoted += 1
    if b"-spanned" in attributes and len(table.merged) < MOST_NOTED:
        rows = _count(_ROWS_SPANNED, attributes)
        columns = _count(_COLUMNS_SPANNED, attributes)
        if rows * columns > 1:
            last = (table.row + rows, table.column + columns - 1)
            table.merged.append((table.row + 1, table.column, *last))
    table.column += times


def _end_row(table: OdsTable) -> None:
    if table.filled_here:
        table.filled += table.filled_here * table.times
        table.first_row = min(table.first_row, table.row + 1)
        table.last_row = table.row + table.times
    table.row += table.times
    table.column, table.times, table.filled_here = 0, 1, 0


def _count(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return max(int(found[1][:9]), 1) if found else 1  # of any length, it is refused all the same
