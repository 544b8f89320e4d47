"""Rows of a page as a file: CSV that streams, or a workbook with typed columns and a filter."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from taxonomy.spreadsheets import writer
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


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    response = StreamingHttpResponse(
        csv_lines(header, rows), content_type="text/csv; charset=utf-8"
    )
    return _named(response, f"{name}.csv")


def xlsx_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    widths = [max(10, min(40, len(title) + 8)) for title in header]
    table = writer.SheetTable(name[:31], header, rows, widths=widths)
    response = HttpResponse(writer.workbook(table), content_type=writer.CONTENT_TYPE)
    return _named(response, f"{name}.xlsx")


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
