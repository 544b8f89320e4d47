"""A roster file as rows of plain cells: CSV with any delimiter, or the first sheet of an XLSX.

Cells are data: nothing is computed and no link is followed. What columns mean is `roster`'s work.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from openpyxl import load_workbook

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000  # characters that are kept of a cell; a title may have far fewer
# What a workbook may unpack to, all parts together: 50,000 full rows need about 30 MB.
MOST_UNPACKED = 80 * 1024 * 1024
MOST_PARTS = 2_000
DELIMITERS = ",;\t|"

_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class RosterError(ValueError):
    """Why a file cannot be used, in words for whoever chose it."""


class Line(NamedTuple):
    """A row of the file, numbered as a spreadsheet numbers it."""

    number: int
    cells: list[str]


@dataclass
class Sheet:
    """All rows with something in them, and what is worth saying about how they were read."""

    lines: list[Line]
    notes: list[str]


def read_sheet(content: bytes) -> Sheet:
    """Reads a whole file; RosterError names what is wrong and where."""
    if len(content) > MOST_BYTES:
        raise RosterError(f"The file is larger than {MOST_BYTES // 2**20} MB.")
    if not content.strip():
        raise RosterError("The file is empty.")
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise RosterError("The file is an old Excel workbook (.xls). Save it as .xlsx or CSV.")
    return _text(content)


def _text(content: bytes) -> Sheet:
    text, notes = _decoded(content)
    if "\0" in text:
        raise RosterError("The file is neither text (CSV) nor an Excel workbook (.xlsx).")
    delimiter, text_rows = _delimiter(text)
    reader = csv.reader(io.StringIO(text_rows, newline=""), delimiter=delimiter)
    skipped = 1 if text_rows is not text else 0
    names = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
    notes.append(f"Read as text, columns separated by {names[delimiter]}.")
    return Sheet(_kept(_records(reader, 1 + skipped)), notes)


def _decoded(content: bytes) -> tuple[str, list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), []
        except UnicodeDecodeError:
            raise RosterError("The file starts as UTF-16 text but is damaged.") from None
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        note = f"Row {line} is no UTF-8, so the file was read as Latin-1 (Windows-1252)."
        return content.decode("cp1252", errors="replace"), [note]


def _delimiter(text: str) -> tuple[str, str]:
    """(delimiter, the rows): what a first line `sep=;` says, else what the header uses most."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if said := re.fullmatch(rf"sep=([{re.escape(DELIMITERS)}])", first.strip(" \r")):
        return said[1], text.split("\n", 1)[-1]
    outside_quotes = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=outside_quotes.count), text


def _records(reader: Iterator[list[str]], start: int) -> Iterator[Line]:
    number = start
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RosterError(f"Row {number} cannot be read: {error}.") from None
        yield Line(number, cells)
        number += 1


def _workbook(content: bytes) -> Sheet:
    _refuse_bomb(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets
        if not sheets:
            raise RosterError("The workbook has no sheet with cells.")
        sheet = sheets[0]
        sheet.reset_dimensions()  # a file may declare a million empty rows
        notes = [f"Read the sheet “{sheet.title}”; formulas as the values they were saved with."]
        if len(sheets) > 1:
            notes.append(f"The other {len(sheets) - 1} sheets were left alone.")
        rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        lines = _kept(Line(n, [_cell(c) for c in row]) for n, row in enumerate(rows, 1))
        book.close()
    except RosterError:
        raise
    except Exception as error:  # a damaged workbook fails in as many ways as it has parts
        raise RosterError(f"The workbook cannot be read: {type(error).__name__}.") from None
    return Sheet(lines, notes)


def _refuse_bomb(content: bytes) -> None:
    """Sizes are checked before anything is unpacked; unpacking stops at the declared size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            listed = parts.infolist()
            if len(listed) > MOST_PARTS or sum(p.file_size for p in listed) > MOST_UNPACKED:
                raise RosterError(f"The workbook unpacks to more than {MOST_UNPACKED >> 20} MB.")
            for part in listed:
                if part.filename.endswith((".xml", ".rels")):
                    with parts.open(part) as stream:
                        if _DECLARED.search(stream.read(4096)):
                            raise RosterError("The workbook declares entities; it is not read.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise RosterError("The file starts like a workbook but is damaged or locked.") from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _kept(lines: Iterator[Line]) -> list[Line]:
    """Rows that hold something, each cell trimmed; one header and so many rows at most."""
    kept = []
    for line in islice(lines, 20 * MOST_ROWS):  # empty rows between count too, generously
        cells = [" ".join(cell[:LONGEST_CELL].split()) for cell in line.cells[:MOST_COLUMNS]]
        if not any(cells):
            continue
        if len(kept) > MOST_ROWS:
            raise RosterError(f"Row {line.number} is one too many: at most {MOST_ROWS:,} rows.")
        kept.append(Line(line.number, cells))
    return kept
