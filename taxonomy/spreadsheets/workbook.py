"""Reads a workbook by python-calamine: opens it, looks at its sheets, chooses, gives rows.

Runs in the child process. What is dangerous in the file was refused before by the passes over its
XML; what they cannot see meets the limits of the process.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, takewhile
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from taxonomy import text
from taxonomy.spreadsheets import binary, contents, opendocument, scan
from taxonomy.spreadsheets.book import ListedSheet, Question, Range, SpreadsheetError
from taxonomy.spreadsheets.headers import header_row, name_rank
from taxonomy.spreadsheets.kinds import LOCKED, FileKind, refused
from taxonomy.spreadsheets.limits import HEADER_WITHIN, LAST_ROW, MOST_NOTED, MOST_TRIED
from taxonomy.spreadsheets.package import Package

HEAD_ENDS = 500  # a row; what begins further down has no header that is looked for


@dataclass
class OpenedSheet:
    """A sheet that was read, with what the pass over its XML found."""

    name: str
    sheet: CalamineSheet
    found: scan.Scanned
    merged: list[Range]

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Rows with something in them, by number; columns from A on, errors by their signs."""
        if self.sheet.start is None:
            return
        before = [""] * self.sheet.start[1]
        errors: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for (row, column), words in self.found.errors.items():
            errors[row].append((column, words))
        for number, cells in enumerate(self.sheet.iter_rows(), 1):
            if number in errors:
                _put(cells, errors[number], len(before))
            if cells.count("") < len(cells):
                if number > LAST_ROW:  # cells that do not say where they are, below the last row
                    raise scan.impossible_row(number)
                yield number, before + cells if before else cells

    def head(self) -> list[list[Any]]:
        """The rows among which a header is looked for."""
        near = takewhile(lambda row: row[0] <= HEAD_ENDS, self.rows())
        return [cells for _, cells in islice(near, HEADER_WITHIN)]


def _put(cells: list[Any], errors: list[tuple[int, str]], first: int) -> None:
    """The library reads `#N/A` as an empty cell; here it is what the cell shows."""
    for column, words in errors:
        if 0 <= column - first < len(cells) and cells[column - first] == "":
            cells[column - first] = words


class Workbook:
    """A workbook of any kind, its sheets listed and none of them read."""

    def __init__(self, content: bytes, kind: FileKind) -> None:
        self.notes: list[str] = []
        self._parts: list[str] = []
        self._scanned: list[opendocument.OdsTable] = []
        self._kind = kind
        self._package = None if kind is FileKind.XLS else Package(content)
        self.active = 0
        if kind is FileKind.XLSX:
            listed = contents.contents(self._zip)
            self._parts, self.active = [e.part for e in listed.entries], listed.active
            self._zip.refuse_large("xl/styles.xml", listed.strings)
            if listed.strings in self._zip:
                scan.scan_strings(self._zip, listed.strings)
        elif kind is FileKind.XLSB:
            targets = contents.targets_of(self._zip, binary.WORKBOOK)
            relations = binary.relations(self._zip)
            self._parts = [targets.get(relation, ("", ""))[1] for relation in relations]
            self.notes.append(
                "Merged cells of a binary workbook are not seen: the first is filled."
            )
        elif kind is FileKind.ODS:
            self._scanned = opendocument.scan_tables(self._zip)
        try:
            self._book = CalamineWorkbook.from_filelike(BytesIO(content))
        except CalamineError as error:
            raise _damaged(error, kind) from None
        names = self._book.sheet_names
        if kind is FileKind.ODS and (name := opendocument.active(self._zip)) in names:
            self.active = names.index(name)
        if self._parts and len(self._parts) != len(names):
            raise SpreadsheetError("The workbook is damaged: its list of sheets is not true.")

    @property
    def _zip(self) -> Package:
        """Every kind is one but XLS, of which nothing is asked for by part."""
        assert self._package is not None
        return self._package

    @property
    def listed(self) -> list[ListedSheet]:
        return [
            ListedSheet(sheet.name, _passed_over(sheet)) for sheet in self._book.sheets_metadata
        ]

    def in_order(self) -> list[int]:
        """Places of the sheets that a reader of the workbook sees, the one open last first."""
        seen = [n for n, sheet in enumerate(self.listed) if not sheet.passed_over]
        return sorted(seen, key=lambda n: n != self.active)

    def open(self, place: int) -> OpenedSheet:
        """SpreadsheetError says why this sheet cannot be read; another may."""
        name = self._book.sheet_names[place]
        found = scan.Scanned()
        if self._kind is FileKind.XLSB:
            binary.scan_binary_sheet(self._zip, self._parts[place])
        elif self._parts:
            found = scan.scan_sheet(self._zip, self._parts[place])
        elif place < len(self._scanned):
            found = self._scanned[place]
        try:
            sheet = self._book.get_sheet_by_index(place)
        except CalamineError as error:
            reason = f"The sheet “{name}” cannot be read: {error}."
            raise SpreadsheetError(reason) from None
        return OpenedSheet(name, sheet, found, self._merged(place, sheet))

    def _merged(self, place: int, sheet: CalamineSheet) -> list[Range]:
        if place < len(self._scanned):
            return self._scanned[place].merged
        ranges = (sheet.merged_cell_ranges or [])[:MOST_NOTED]
        return [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges]


def _passed_over(sheet: SheetMetadata) -> str:
    """Why a sheet is not read unless somebody names it, in a word or two."""
    if sheet.typ == SheetTypeEnum.ChartSheet:
        return "a chart"
    if sheet.typ != SheetTypeEnum.WorkSheet:
        return "no table"
    if sheet.visible == SheetVisibleEnum.Visible:
        return ""
    return "hidden" if sheet.visible == SheetVisibleEnum.Hidden else "very hidden"


def choose(book: Workbook, question: Question) -> OpenedSheet:
    """The sheet that was named; else the first with a header; else the one that was open last."""
    if question.sheet:
        return book.open(_named(book, question.sheet))
    places = book.in_order()[:MOST_TRIED]
    first: OpenedSheet | None = None
    problem: SpreadsheetError | None = None
    for place in places:
        try:
            opened = book.open(place)
        except SpreadsheetError as error:
            problem = problem or (None if first else error)
            continue
        if opened.sheet.start is None:
            continue
        if _has_header(opened.head(), question):
            return opened
        first = first or opened
    if problem or not first:
        raise problem or SpreadsheetError(_nothing(book))
    return first


def _has_header(head: list[list[Any]], question: Question) -> bool:
    if not question.headers:
        return True

    def score(names: list[str]) -> int:
        return any(name_rank(n, question.headers, question.phrases) is not None for n in names)

    return header_row(head, score) is not None


def _named(book: Workbook, name: str) -> int:
    wanted = text.one_line(name).casefold()
    names = [sheet.name for sheet in book.listed]
    for place, each in enumerate(names):
        if text.one_line(each).casefold() == wanted:
            return place
    listed = ", ".join(f"“{each}”" for each in names[:10])
    raise SpreadsheetError(f"The workbook has no sheet “{name[:60]}”; it has {listed}.")


def _nothing(book: Workbook) -> str:
    passed = [f"“{s.name}” ({s.passed_over})" for s in book.listed if s.passed_over]
    left = f" {', '.join(passed[:10])}: passed over." if passed else ""
    return f"The workbook has no sheet with anything in it.{left}"


def _damaged(error: CalamineError, kind: FileKind) -> SpreadsheetError:
    if isinstance(error, PasswordError) or "password" in str(error).lower():
        return refused(LOCKED)
    return SpreadsheetError(f"The file is damaged, or locked with a password: {kind}.")
