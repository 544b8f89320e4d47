"""Writes a workbook with one long sheet: openpyxl makes all but its rows, which stream in as XML.

A roster of 50,000 rows and 30 columns takes openpyxl a quarter of a minute and this two seconds.
"""

import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.datavalidation import DataValidation

from taxonomy.spreadsheets.book import Cell
from taxonomy.spreadsheets.formula_guard import begins_like_a_formula
from taxonomy.spreadsheets.headers import letter
from taxonomy.spreadsheets.limits import LAST_ROW, LONGEST_CELL

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET = "xl/worksheets/sheet1.xml"
# A row whose cells show the numbers of the styles that the streamed rows use.
_MODELS: dict[str, Cell] = {
    "datetime": datetime(2026, 1, 1, 12),
    "date": date(2026, 1, 1),
    "time": time(12),
    "timedelta": timedelta(hours=30),
    "guarded": "=",
}
_MODEL_ROW = re.compile(r'<row r="2".*?</row>', re.S)
_STYLE = re.compile(r'<c r="[A-Z]+2"(?: s="(\d+)")?')
# What XML cannot carry is written by its number, and a text that looks so is kept apart from it.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


@dataclass
class CellChoice:
    """A column whose cells offer the values of other cells of their row in a list."""

    column: int
    first: int
    last: int
    prompt: str


@dataclass
class SheetTable:
    """A sheet with a bold header, a filter over all columns, and rows of any number."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()
    hidden: Sequence[int] = ()  # columns
    choices: Sequence[CellChoice] = field(default_factory=list)


def workbook(long: SheetTable, *others: SheetTable) -> bytes:
    """`others` are shorter and written by the library; `long` is the first sheet."""
    frame = _frame(long, others)
    content = io.BytesIO()
    with (
        zipfile.ZipFile(frame) as made,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as packed,
    ):
        for part in made.infolist():
            if part.filename != _SHEET:
                packed.writestr(part, made.read(part))
        _write_rows(packed, made.read(_SHEET).decode(), long)
    return content.getvalue()


def _frame(long: SheetTable, others: Iterable[SheetTable]) -> io.BytesIO:
    book = Workbook(write_only=True)
    sheet = _sheet(book, long)
    models = [_library_cell(sheet, value) for value in _MODELS.values()]
    sheet.append(models)
    for choice in long.choices:
        sheet.data_validations.append(_validation(choice))
    for table in others:
        sheet = _sheet(book, table)
        for row in table.rows:
            sheet.append([_library_cell(sheet, cell) for cell in row])
    content = io.BytesIO()
    book.save(content)
    return content


def _sheet(book: Workbook, table: SheetTable) -> Any:
    sheet: Any = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    for column, width in enumerate(table.widths):
        sheet.column_dimensions[letter(column)].width = width
    for column in table.hidden:
        sheet.column_dimensions[letter(column)].hidden = True
    header = []
    for name in table.header:
        cell = WriteOnlyCell(sheet, value=name[:LONGEST_CELL])
        cell.font, cell.data_type = Font(bold=True), "s"
        header.append(cell)
    sheet.append(header)
    sheet.auto_filter.ref = f"A1:{letter(len(table.header) - 1)}{LAST_ROW}"
    return sheet


def _library_cell(sheet: Any, value: Cell) -> object:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=_UNWRITABLE.sub(" ", value)[:LONGEST_CELL])
    cell.data_type = "s"  # never a formula
    if begins_like_a_formula(value):
        cell.quotePrefix = True
    return cell


def _validation(choice: CellChoice) -> DataValidation:
    first, last, column = (letter(n) for n in (choice.first, choice.last, choice.column))
    rule = DataValidation(
        type="list",
        formula1=f"${first}2:${last}2",
        allow_blank=True,
        showErrorMessage=False,  # another value may be typed
        showInputMessage=True,
        prompt=choice.prompt,
    )
    rule.add(f"{column}2:{column}{LAST_ROW}")
    return rule


def _write_rows(packed: zipfile.ZipFile, frame: str, table: SheetTable) -> None:
    model = _MODEL_ROW.search(frame)
    assert model is not None
    styles = dict(zip(_MODELS, _STYLE.findall(model[0]), strict=True))
    letters = [letter(n) for n in range(len(table.header))]
    with packed.open(_SHEET, "w", force_zip64=True) as part:
        part.write(frame[: model.start()].encode())
        waiting: list[str] = []
        number = 1
        for number, row in enumerate(table.rows, 2):
            cells = [
                _cell(f"{name}{number}", value, styles)
                for name, value in zip(letters, row, strict=False)
                if value != ""
            ]
            waiting.append(f'<row r="{number}">{"".join(cells)}</row>')
            if len(waiting) == 200:
                part.write("".join(waiting).encode())
                waiting.clear()
        # Filter and lists reach to the last row, now that it is known.
        rest = frame[model.end() :].replace(str(LAST_ROW), str(max(number, 2)))
        part.write(("".join(waiting) + rest).encode())


def _cell(place: str, value: Cell, styles: dict[str, str]) -> str:
    if isinstance(value, str):
        style = f' s="{styles["guarded"]}"' if begins_like_a_formula(value) else ""
        text = f'<is><t xml:space="preserve">{_text(value)}</t></is>'
        return f'<c r="{place}"{style} t="inlineStr">{text}</c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return _cell(place, str(value), styles)
        return f'<c r="{place}"><v>{value!r}</v></c>'
    style = styles[type(value).__name__]
    return f'<c r="{place}" s="{style}"><v>{to_excel(value)!r}</v></c>'


def _text(value: str) -> str:
    if not value.isprintable() or "_x" in value:
        value = _UNWRITABLE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", value)
    return escape(value[:LONGEST_CELL])
