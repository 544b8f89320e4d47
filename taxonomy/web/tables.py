"""Rows of a page as a file: CSV and JSON that stream, or a workbook with typed columns and a
filter.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from taxonomy.spreadsheets import writer
from taxonomy.spreadsheets.book import Cell
from taxonomy.spreadsheets.csv_writer import csv_lines


def table_file(
    ending: str, name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponseBase:
    """The file whose name ends so: csv, xlsx or json."""
    made = ENDINGS[ending](name, header, rows)
    if ending != "json":  # a browser shows it
        made["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return made


def _csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    return StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")


def _xlsx_file(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponseBase:
    widths = [max(10, min(40, len(title) + 8)) for title in header]
    table = writer.SheetTable(name[:31], header, rows, widths=widths)
    return HttpResponse(writer.workbook(table), content_type=writer.CONTENT_TYPE)


def _json_file(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponseBase:
    """A list of objects, one a row, named as the columns are."""
    return StreamingHttpResponse(_json_lines(header, rows), content_type="application/json")


def _json_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    before = "["
    for row in rows:
        known = {name: cell for name, cell in zip(header, row, strict=True) if cell != ""}
        yield f"{before}\n{json.dumps(known, ensure_ascii=False, default=str)}".encode()
        before = ","
    yield b"[]\n" if before == "[" else b"\n]\n"


ENDINGS = {"csv": _csv_file, "xlsx": _xlsx_file, "json": _json_file}
