"""Writes CSV as it is sent, some hundred rows at a time; a workbook is written in `writer`."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from taxonomy.spreadsheets.book import Cell
from taxonomy.spreadsheets.book import cell_text as text_of
from taxonomy.spreadsheets.formula_guard import guarded

ROWS_A_CHUNK = 500


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """UTF-8 with a mark at its start, without which Excel would read it as Latin-1."""
    buffer = io.StringIO(newline="")
    lines = csv.writer(buffer)
    buffer.write("\ufeff")
    lines.writerow([guarded(name) for name in header])
    for count, row in enumerate(rows, 1):
        lines.writerow([guarded(text_of(cell)) for cell in row])
        if count % ROWS_A_CHUNK == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
