"""An assessment kept in a workbook: for each practice an answer, its evidence, an owner and a date.

The workbook is the reader's own; what is read of it is shown and forgotten.
"""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from frameworks.capability_check import Wanted
from taxonomy.spreadsheets.book import Question, SpreadsheetError, cell_text
from taxonomy.spreadsheets.headers import plain_header
from taxonomy.spreadsheets.reader import read_spreadsheet

YES, PARTLY, NO, OUT = ANSWERS = ("yes", "partly", "no", "not applicable")
HEADER = ("practice", "title", "area", "area name", "level", "answer", "evidence", "owner", "date")
WIDTHS = (10, 48, 12, 30, 8, 16, 48, 20, 14)
TOTALS = ("what", "practices", *ANSWERS, "not answered")
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Assessed:
    """What an assessor wrote of one practice; empty texts where nothing was written."""

    wanted: Wanted
    answer: str
    evidence: str = ""
    owner: str = ""
    date: str = ""


def assessment_workbook(
    practices: Mapping[str, Wanted], state: Mapping[str, Iterable[str]]
) -> bytes:
    """A sheet to fill in: `yes` where all of a practice is there, `partly` where some is."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title, sheet.freeze_panes = "Assessment", "A2"
    sheet.append(HEADER)
    for cell, width in zip(sheet[1], WIDTHS, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for code, wanted in practices.items():
        there = set(state.get(code, ()))
        answer = (YES if len(there) == len(wanted.labels) else PARTLY) if there else ""
        sheet.append([code, wanted.title, wanted.area, wanted.area_name, wanted.level, answer])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # no title is a formula, whatever it begins with
    sheet.auto_filter.ref = f"A1:I{len(practices) + 1}"
    offered = DataValidation(type="list", formula1=f'"{",".join(ANSWERS)}"', allow_blank=True)
    offered.add(f"F2:F{len(practices) + 1}")
    sheet.add_data_validation(offered)
    _add_totals(book.create_sheet("Totals"), practices)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _add_totals(sheet: Any, practices: Mapping[str, Wanted]) -> None:
    """How many practices of each level, of each area and of all have which answer. They are counted
    by the spreadsheet, so that they follow what is filled in.
    """
    sheet.freeze_panes = "B2"
    sheet.append(TOTALS)
    for cell, width in zip(sheet[1], (40, *[14] * (len(TOTALS) - 1)), strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for level in sorted({wanted.level for wanted in practices.values()}):
        _add_total(sheet, f"Level {level}", f"Assessment!$E:$E,{level}")
    for area in dict.fromkeys(wanted.area_name for wanted in practices.values()):
        _add_total(sheet, area, f"Assessment!$D:$D,$A{sheet.max_row + 1}")
    _add_total(sheet, "All", 'Assessment!$E:$E,">0"')


def _add_total(sheet: Any, what: str, which: str) -> None:
    row = sheet.max_row + 1
    answered = [f'=COUNTIFS({which},Assessment!$F:$F,"{answer}")' for answer in ANSWERS]
    sheet.append([what, f"=COUNTIFS({which})", *answered, f"=B{row}-SUM(C{row}:F{row})"])
    sheet.cell(row, 1).data_type = "s"


def read_answers(content: bytes, practices: Mapping[str, Wanted]) -> list[Assessed]:
    """In the order of the model. SpreadsheetError names the row and what is wrong with it."""
    rows = list(read_spreadsheet(content, Question(headers=("practice",))).sheet.rows)
    columns = _columns([cell_text(cell) for cell in rows[0].cells]) if rows else {}
    found: dict[str, Assessed] = {}
    for row in rows[1:]:
        values = {name: _value(row.cells, place) for name, place in columns.items()}
        if not values["practice"]:
            continue
        answer = _answer(row.number, values, practices)
        if answer.wanted.code in found:
            raise SpreadsheetError(f"Row {row.number}: {answer.wanted.code} was in a row before.")
        found[answer.wanted.code] = answer
    if not found:
        raise SpreadsheetError("The file has no row of a practice below its header.")
    return [found.get(code, Assessed(wanted, "")) for code, wanted in practices.items()]


def _columns(header: list[str]) -> dict[str, int]:
    places = {plain_header(name): place for place, name in enumerate(header)}
    missing = [name for name in ("practice", "answer") if name not in places]
    if missing:
        raise SpreadsheetError(f"The file has no column {' and no column '.join(missing)}.")
    return {name: places[name] for name in HEADER if name in places}


def _value(cells: list, place: int) -> str:
    return cell_text(cells[place]).strip()[:LONGEST_NOTE] if place < len(cells) else ""


def _answer(number: int, values: Mapping[str, str], practices: Mapping[str, Wanted]) -> Assessed:
    code, answer = values["practice"].lower(), values["answer"].lower()
    if code not in practices:
        raise SpreadsheetError(f"Row {number}: {code[:40]!r} is no practice of this model.")
    if answer and answer not in ANSWERS:
        offered = ", ".join(ANSWERS)
        raise SpreadsheetError(f"Row {number}: the answer {answer[:40]!r} is none of {offered}.")
    notes = (values.get(name, "") for name in ("evidence", "owner", "date"))
    return Assessed(practices[code], answer, *notes)


def evidence_of(answers: Iterable[Assessed]) -> dict[str, frozenset[str]]:
    """What counts as there: the practices answered with yes, whole."""
    return {a.wanted.code: frozenset(a.wanted.labels) for a in answers if a.answer == YES}


def applicable(answers: Iterable[Assessed]) -> dict[str, Wanted]:
    """The practices that the level is judged by: those not marked as not applicable."""
    return {a.wanted.code: a.wanted for a in answers if a.answer != OUT}
