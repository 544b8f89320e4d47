"""Reads the SFIA workbook that licence holders download (XLSX) into the shape of a framework file.

Sheets and columns are found by their names, not their places. Formulas are never computed: a cell
that holds one is text.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from frameworks.escm.reading_report import ReadingError, Report
from frameworks.sfia.framework_head import HIGHEST, head

LARGEST = 150 * 1024 * 1024  # bytes of the workbook's parts, unpacked
DENSEST = 200  # times a part may be larger than it is packed
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS = 5000, 60
HEADER_WITHIN = 15  # rows in which the column names must stand
ATTRIBUTES = "generic-attributes"
NUMBERS = range(1, HIGHEST + 1)

Row = dict[str, str]


class DamagedWorkbook(ReadingError):
    """The workbook cannot be read, or is not SFIA's; nothing was returned."""


def read(path: Path, report: Report) -> dict[str, Any]:
    """Skills with their categories, generic attributes, and the level scale."""
    _refuse_bombs(path)
    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        sheets = {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, OSError) as error:
        raise DamagedWorkbook(f"not a workbook that can be read: {error}") from error
    except (ValueError, TypeError, AttributeError, IndexError, EOFError) as error:
        # openpyxl lets the errors of torn XML through as they come.
        raise DamagedWorkbook(f"the workbook is damaged: {error}") from error
    skills = _table(sheets, {"code", "skill"})
    if not skills:
        raise DamagedWorkbook("no sheet has the columns Code and Skill")
    attributes = _table(sheets, {"code", "attribute"})
    categories = _Categories()
    entries = [_skill(row, categories, report) for row in skills if row["code"]]
    entries += [_attribute(row, categories, report) for row in attributes if row["code"]]
    levels = _levels(sheets, report)
    return {
        "framework": head(),
        "levels": levels,
        "categories": categories.documents,
        "entries": list(_each_once(entries, report)),
    }


def _refuse_bombs(path: Path) -> None:
    """Look at the packing list before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise DamagedWorkbook(f"not a workbook that can be read: {error}") from error
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise DamagedWorkbook("a packed file, but not a workbook")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        raise DamagedWorkbook("the workbook unpacks to more than a workbook of SFIA can hold")
    for part in parts:
        if part.file_size > DENSEST * max(part.compress_size, 1024):
            raise DamagedWorkbook(f"{part.filename} is packed too densely to be trusted")


def _rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True):
        yield [_words(cell) for cell in row]


def _words(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).replace("_x000D_", "").replace("\r", "").strip()


def _table(sheets: dict[str, list[list[str]]], columns: set[str]) -> list[Row]:
    """The rows of the first sheet that has these columns, by lower-case column name."""
    for rows in sheets.values():
        for n, row in enumerate(rows[:HEADER_WITHIN]):
            names = [" ".join(cell.lower().split()) for cell in row]
            if columns <= set(names):
                return [
                    dict.fromkeys(columns, "")
                    | {name: cell for name, cell in zip(names, below, strict=False) if name}
                    for below in rows[n + 1 :]
                ]
    return []


class _Categories:
    """Categories and the subcategories within them, in the order in which the rows name them."""

    def __init__(self) -> None:
        self.documents: list[dict[str, str]] = []

    def code(self, name: str, below: str = "") -> str | None:
        if not name:
            return None
        parent = self.code(name) if below else None
        wanted = below or name
        slug = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:19]
        code = f"{parent[:20]}.{slug}" if parent else slug
        if not any(document["code"] == code for document in self.documents):
            about = {"code": code, "name": wanted} | ({"parent": parent} if parent else {})
            self.documents.append(about)
        return code


def _skill(row: Row, categories: _Categories, report: Report) -> dict[str, Any]:
    category = categories.code(row.get("category", ""), row.get("subcategory", ""))
    return _entry(row, row["skill"], category, _flagged(row, report))


def _attribute(row: Row, categories: _Categories, report: Report) -> dict[str, Any]:
    category = categories.code("Generic attributes", row.get("type", ""))
    return _entry(row, row["attribute"], category, _flagged(row, report))


def _flagged(row: Row, report: Report) -> list[dict[str, Any]]:
    """The levels a row is defined at: those with a text. The flags must say the same."""
    levels = []
    for number in NUMBERS:
        text = row.get(f"level {number} description", "")
        flag = row.get(str(number))
        if flag is not None and bool(flag) != bool(text):
            told = "flagged, but has no text" if flag else "not flagged, but has a text"
            report.doubted(row["code"], f"level {number} is {told}")
        if text:
            levels.append({"number": number, "text": _paragraphs(text)})
    return levels


def _paragraphs(text: str) -> list[str]:
    return [part for line in text.split("\n") if (part := " ".join(line.split()))]


def _entry(
    row: Row, title: str, category: str | None, levels: list[dict[str, Any]]
) -> dict[str, Any]:
    entry: dict[str, Any] = {"code": row["code"].upper(), "title": title, "levels": levels}
    entry |= {"category": category} if category else {}
    entry |= {"statement": row["overall description"]} if row.get("overall description") else {}
    if guidance := _paragraphs(row.get("guidance notes", "")):
        entry["guidance"] = guidance
    if row.get("url", "").startswith(("http://", "https://")):
        entry["url"] = row["url"]
    return entry


def _each_once(entries: list[dict[str, Any]], report: Report) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for entry in entries:
        if entry["code"] in seen:
            report.doubted(entry["code"], "stands there twice; the first row counts")
            continue
        seen.add(entry["code"])
        yield entry


def _levels(sheets: dict[str, list[list[str]]], report: Report) -> list[dict[str, Any]]:
    rows = _table(sheets, {"level", "guiding phrase"})
    levels: dict[int, dict[str, Any]] = {n: {"number": n} for n in NUMBERS}
    for row in rows:
        digits = re.search(r"\d", row["level"])
        number = int(digits[0]) if digits else 0
        if number in levels and "label" not in levels[number]:
            levels[number]["label"] = row["guiding phrase"]
            essence = row.get("essence of the level") or row.get("essence", "")
            levels[number] |= {"essence": essence} if essence else {}
    if not rows:
        report.doubted("levels", "no sheet has the columns Level and Guiding phrase")
    return list(levels.values())
