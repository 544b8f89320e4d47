"""Reads the SFIA workbook that licence holders download into the shape of a framework file.

Sheets and columns are found by their names, not their places. Two layouts are known: the
publisher's own (flags below one merged header, the levels' sheet on its side) and a plain one.
"""

from typing import Any

from frameworks.escm.reading_report import ReadingError, ReadingReport
from frameworks.sfia.framework_head import HIGHEST, head
from frameworks.sfia.paragraphs import of_cell
from frameworks.sfia.sheet_layout import SfiaRow, SfiaTable, find_table, tables_of
from taxonomy.spreadsheets.book import Question, SpreadsheetError
from taxonomy.spreadsheets.reader import read_spreadsheet
from taxonomy.spreadsheets.reader_slots import ReadersBusyError

NUMBERS = range(1, HIGHEST + 1)
PATIENCE = 60  # seconds that it waits for a reader
ESSENCE_WORDS = "essence of the level:"
SKILL = {"code": ("code",), "skill": ("skill", "skill name")}
ATTRIBUTE = {
    "code": ("code",),
    "attribute": ("attribute", "attribute name", "generic attribute", "business skill"),
}
LEVEL = {"level": ("level",), "guiding phrase": ("guiding phrase", "phrase", "label")}


class DamagedWorkbookError(ReadingError):
    """The workbook cannot be read, or is not SFIA's; nothing was returned."""


def read_workbook(content: bytes, report: ReadingReport) -> dict[str, Any]:
    """Skills with their categories, generic attributes, and the level scale."""
    try:
        book = read_spreadsheet(content, Question(every=True), PATIENCE)
    except (SpreadsheetError, ReadersBusyError) as error:
        raise DamagedWorkbookError(str(error)) from error
    tables = tables_of(book)
    skills = find_table(tables, SKILL)
    if not skills:
        raise DamagedWorkbookError("no sheet has the columns Code and Skill")
    attributes = find_table(tables, ATTRIBUTE)
    if not attributes:
        reason = "no sheet has the columns Code and Attribute name; none is read"
        report.doubted("generic attributes", reason)
    categories = _Categories()
    entries: dict[str, dict[str, Any]] = {}
    for row in skills.rows:
        _add(entries, _skill(row, categories, report), row, report)
    for row in attributes.rows if attributes else ():
        _add(entries, _attribute(row, categories, report), row, report)
    return {
        "framework": head(),
        "levels": _levels(find_table(tables, LEVEL), report),
        "categories": categories.documents,
        "entries": list(entries.values()),
    }


def _add(
    entries: dict[str, dict[str, Any]], entry: dict[str, Any], row: SfiaRow, report: ReadingReport
) -> None:
    code = entry["code"]
    if not code:
        if entry["title"]:
            report.doubted(entry["title"][:40], f"row {row.number} has no code; it is left out")
    elif code in entries:
        report.doubted(code, f"row {row.number} has it a second time; the first row counts")
    else:
        entries[code] = entry
        if row.formulas:
            listed = ", ".join(row.formulas)
            report.doubted(code, f"a formula without a saved value in {listed}; it is left out")


class _Categories:
    """Categories and the subcategories within them, in the order in which the rows name them."""

    def __init__(self) -> None:
        self.documents: list[dict[str, str]] = []
        self._codes: dict[tuple[str, str], str] = {}

    def code(self, name: str, below: str = "") -> str | None:
        if not name:
            return None
        parent = self.code(name) if below else None
        known = (parent or "", below or name)
        if known not in self._codes:
            self._codes[known] = self._new(*known)
            about = {"code": self._codes[known], "name": known[1]}
            self.documents.append(about | ({"parent": parent} if parent else {}))
        return self._codes[known]

    def _new(self, parent: str, name: str) -> str:
        """Short, and no other's: two long names may begin alike."""
        letters = "".join(
            sign if sign.isascii() and sign.isalnum() else " " for sign in name.lower()
        )
        slug = "-".join(letters.split())[:19].strip("-") or "category"
        start = f"{parent[:18]}." if parent else ""
        taken = set(self._codes.values())
        candidates = [f"{start}{slug}", *(f"{start}{slug[:16]}-{n}" for n in range(2, 100))]
        return next(code for code in candidates if code not in taken)


def _skill(row: SfiaRow, categories: _Categories, report: ReadingReport) -> dict[str, Any]:
    category = categories.code(row["category"], row["subcategory"])
    return _entry(row, row["skill"], category, report)


def _attribute(row: SfiaRow, categories: _Categories, report: ReadingReport) -> dict[str, Any]:
    category = categories.code("Generic attributes", row["type"])
    return _entry(row, row["attribute"], category, report) | {"attribute": True}


def _entry(row: SfiaRow, title: str, category: str | None, report: ReadingReport) -> dict[str, Any]:
    levels = _flagged(row, report)
    entry: dict[str, Any] = {"code": row["code"].upper(), "title": title, "levels": levels}
    entry |= {"category": category} if category else {}
    if statement := " ".join(row["overall description"].split()):
        entry["statement"] = statement
    if guidance := of_cell(row["guidance notes"]):
        entry["guidance"] = guidance
    if row["url"].startswith(("http://", "https://")):
        entry["url"] = row["url"]
    return entry


def _flagged(row: SfiaRow, report: ReadingReport) -> list[dict[str, Any]]:
    """The levels a row is defined at: those with a text. The flags must say the same."""
    levels = []
    for number in NUMBERS:
        text = row[f"level {number} description"] or row[f"level {number}"]
        flag = row.get(str(number))
        if flag is not None and bool(flag) != bool(text) and row["code"]:
            said = "flagged, but has no text" if flag else "not flagged, but has a text"
            report.doubted(row["code"], f"level {number} is {said}")
        if text:
            levels.append({"number": number, "text": of_cell(text)})
    return levels


def _levels(table: SfiaTable | None, report: ReadingReport) -> list[dict[str, Any]]:
    levels: dict[int, dict[str, Any]] = {n: {"number": n} for n in NUMBERS}
    if table is None:
        report.doubted("levels", "no sheet has Level and Guiding phrase; no essence is read")
        return list(levels.values())
    for row in table.rows:
        number = next((int(sign) for sign in row["level"] if sign.isdecimal()), 0)
        if number in levels and "label" not in levels[number]:
            levels[number]["label"] = row["guiding phrase"]
            essence = _essence(row["essence of the level"] or row["essence"])
            levels[number] |= {"essence": essence} if essence else {}
    for number, level in levels.items():
        for name in ("label", "essence"):
            if not level.get(name):
                report.doubted("levels", f"level {number} has no {name}")
    return list(levels.values())


def _essence(text: str) -> str:
    """Without the words that the publisher puts before each."""
    text = " ".join(text.split())
    if text.lower().startswith(ESSENCE_WORDS):
        return text[len(ESSENCE_WORDS) :].strip()
    return text
