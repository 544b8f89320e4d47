"""The answers to a roster as a file: CSV or XLSX, one row in for one row out, in the same order.

Texts that a spreadsheet could take for formulas are neutralised with an apostrophe.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from openpyxl import Workbook

from taxonomy.matching.decision import Candidate
from taxonomy.matching.roster import Answered

HEADER = (
    *("row", "title", "department", "level", "state", "key", "role", "score", "evidence"),
    "other candidates",
)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULA = re.compile(r"\s*[=+\-@\t\r]|\s*[＝＋－＠]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet computes."""
    text = _UNPRINTABLE.sub(" ", text)
    return f"'{text}" if _FORMULA.match(text) else text


def cells(answered: Answered) -> list[str | int | float]:
    """One row of the file. `key` is filled when the answer is confident, else left to a person."""
    row, decision = answered.row, answered.decision
    first = decision.candidates[0] if decision.candidates else None
    is_sure = decision.state == "confident" and first
    others = decision.candidates[1:] if is_sure else decision.candidates
    evidence = "; ".join(first.evidence) if first else decision.reason
    return [
        row.number,
        *(harmless(text) for text in (row.title, row.department, row.level)),
        str(decision.state),
        first.key if is_sure else "",
        harmless(first.title) if is_sure else "",
        first.score if is_sure else "",
        harmless(evidence),
        harmless("; ".join(_short(other) for other in others)),
    ]


def _short(candidate: Candidate) -> str:
    return f"{candidate.key} {candidate.title} ({candidate.score:.2f})"


def csv_chunks(answers: Iterable[Answered], rows_a_chunk: int = 500) -> Iterator[bytes]:
    """UTF-8 with a mark at its start, without which Excel would read it as Latin-1."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(HEADER)
    for count, answered in enumerate(answers, 1):
        writer.writerow(cells(answered))
        if count % rows_a_chunk == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def workbook(answers: Iterable[Answered]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Matches")
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGHIJ", (6, 36, 22, 8, 13, 30, 36, 7, 60, 60), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.append(HEADER)
    for answered in answers:
        sheet.append(cells(answered))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
