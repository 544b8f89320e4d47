"""A table or a list from a spreadsheet or a word processor, put into the rows of a ladder.

A line is a row: the area, then a cell for each level, parted by tabs. Spreadsheets put a cell of
several lines between quotation marks.
"""

import csv
from io import StringIO

from editions.documents.line_lists import sentences_as_text, sentences_of
from editions.ladder.cells import NO_AREA, AreaRow
from taxonomy.text import folded, normalised, one_line, without_list_sign

MOST_ROWS = 200


def pasted_table(text: str) -> list[list[str]]:
    """Its rows and cells, each cell cleaned: a sentence a line, without bullets or numbers."""
    found = csv.reader(StringIO(_without_signs(text)), dialect="excel-tab")
    rows = [[_cleaned(cell) for cell in row] for row in found]
    return [row for row in rows if any(row)][:MOST_ROWS]


def pasted_cells(text: str) -> list[list[str]]:
    """For the cells from one on: a list is one cell of several sentences."""
    return pasted_table(text) if "\t" in _without_signs(text) else [[_cleaned(normalised(text))]]


def _without_signs(text: str) -> str:
    """Word processors put a tab after a bullet, which parts no cells."""
    return "\n".join(map(without_list_sign, normalised(text).strip("\n").split("\n")))


def _cleaned(cell: str) -> str:
    return sentences_as_text(sentences_of(None, cell)).strip()


def put_into_rows(rows: list[AreaRow], text: str, levels: list[str]) -> int:
    """Adds what was pasted: an area of the same name gets the sentences that it does not have yet.
    How many rows it was.
    """
    table = pasted_table(text)
    for area, *cells in table:
        name = without_list_sign(one_line(area))
        row = next((each for each in rows if folded(each.name) == folded(name)), None)
        if row is None:
            row = new_row(rows, name, levels)
        for level, cell in zip(levels, cells, strict=False):
            row.cells[level] = _joined(row.cells.get(level, ""), cell)
    return len(table)


def new_row(rows: list[AreaRow], name: str, levels: list[str]) -> AreaRow:
    """Below the last area, above the sentences without one."""
    taken = {row.id for row in rows}
    number = next(n for n in range(len(rows) + 1) if f"n{n}" not in taken)
    row = AreaRow(f"n{number}", "", name, dict.fromkeys(levels, ""))
    last = [place for place, each in enumerate(rows, 1) if each.id != NO_AREA]
    rows.insert(max(last, default=0), row)
    return row


def _joined(text: str, more: str) -> str:
    known = text.splitlines()
    added = [line for line in more.splitlines() if line not in known]
    return "\n".join([*known, *added])
