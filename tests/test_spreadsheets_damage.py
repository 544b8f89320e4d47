"""What the reader says of files that are damaged, odd or too large, part by part.

All is read in the test's own process, with limits made small where a file would be large.
"""

import datetime
import io
import json
import resource
import signal
import sys
import zipfile
from types import SimpleNamespace

import pytest
from openpyxl import Workbook

from bench.attack import workbooks as made
from taxonomy.spreadsheets import (
    binary,
    child,
    delimited,
    limits,
    opendocument,
    package,
    scan,
    writer,
)
from taxonomy.spreadsheets.book import Question, SpreadsheetError, cell_text
from taxonomy.spreadsheets.reader import book_of
from tests.test_spreadsheets_reader import TITLES, case, cells, in_process, saved

ROWS = [["title", "department"], ["Accountant", "Finance"]]
WHOLE = made.xlsx_parts(made.sheet(made.TABLE))


def refusal(content, question=TITLES):
    with pytest.raises(SpreadsheetError) as refused:
        in_process(content, question)
    return str(refused.value)


def with_row(row):
    return made.xlsx(made.sheet(made.TABLE + row))


def ole(stream, at=512):
    """An old Office file with one entry of its directory at this byte."""
    name = stream.encode("utf-16-le") + b"\0\0"
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(at, b"\0") + name.ljust(64, b"\0")
    return content + bytes([len(name), 0]) + b"\0" * 512


class TestKinds:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"\xd0\xcf\x11\xe0 torn", "starts like an old Excel workbook (.xls) but is damaged"),
            (ole("WordDocument"), "is a Word document. Save it as"),
            (ole("WordDocument", at=520), "an old Office file, but no workbook"),
            ("<html><table>".encode("utf-16-le"), "a web page (HTML)"),
            ("<html><table>".encode("utf-16-be"), "a web page (HTML)"),
            (b'<?xml version="1.0"?><Workbook><Worksheet/>', "an XML spreadsheet of 2003"),
            (
                made.packed({"mimetype": "application/vnd.oasis.opendocument.text"}),
                "an OpenDocument file, but no spreadsheet",
            ),
        ],
    )
    def test_another_file_is_refused_by_its_kind(self, content, words):
        assert words in refusal(content)

    def test_a_chart_and_a_dialog_are_passed_over_and_said(self):
        listed = {
            s.name: s.passed_over for s in in_process(case("77-chartsheet-first.xlsx")).listed
        }
        assert "a chart" in listed.values()
        parts = made.xlsx_parts(made.sheet(made.TABLE), made.sheet(made.TABLE))
        name = "xl/_rels/workbook.xml.rels"
        parts[name] = parts[name].replace("/worksheet", "/dialogsheet", 1)
        parts[name] = parts[name].replace("worksheets/sheet1", "dialogsheets/sheet1", 1)
        parts["xl/dialogsheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"]
        book = in_process(made.packed(parts))
        assert [sheet.passed_over for sheet in book.listed] == ["no table", ""]
        assert cells(book) == ROWS


class TestPackage:
    def test_too_many_parts(self):
        assert "more than 2,000 parts" in refusal(
            made.packed(WHOLE | {f"xl/media/{n}": "" for n in range(2_001)})
        )

    @pytest.mark.parametrize(
        "part", ["xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]
    )
    def test_a_part_that_unpacks_to_too_much_is_named(self, monkeypatch, part):
        monkeypatch.setattr(package, "MOST_UNPACKED", 2 << 20)
        strings = made.xlsx_parts(made.sheet(made.TABLE), strings="<si><t>x</t></si>")
        content = made.packed(strings | {part: f"<x>{' ' * (2 << 20)}</x>"})
        assert f"“{part}” in the workbook unpacks to more than 2 MB" in refusal(content)

    def test_a_list_of_sheets_that_is_too_large_to_be_true(self):
        long = WHOLE["xl/workbook.xml"] + " " * (5 << 20)
        words = "“xl/workbook.xml” in the workbook is too large to be true"
        assert words in refusal(made.packed(WHOLE | {"xl/workbook.xml": long}))

    def test_a_declaration_below_the_first_element_is_refused(self):
        assert "declares a document type" in refusal(with_row('<!ENTITY a "ha">'))

    def test_a_text_longer_than_a_piece_that_is_read_is_read_whole(self):
        long = "x" * (5 << 19)
        book = in_process(with_row(made.row(3, ["Auditor", long])))
        assert [row[0] for row in cells(book)] == ["title", "Accountant", "Auditor"]
        assert cells(book)[2][1] == long

    def test_an_empty_part_and_a_table_of_texts_are_no_obstacle(self):
        strings = "<si><t>title</t></si><si><t>Auditor</t></si>"
        table = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c></row>' for n in (1, 2))
        parts = made.xlsx_parts(made.sheet(table), strings=strings)
        book = in_process(made.packed(parts | {"xl/theme/theme1.xml": ""}))
        assert cells(book) == [["title"], ["Auditor"]]

    def test_too_many_texts(self, monkeypatch):
        monkeypatch.setattr(scan, "MOST_STRINGS", 1)
        content = made.xlsx(made.sheet(made.TABLE), strings="<si><t>x</t></si>" * 2)
        assert "more than 1 texts" in refusal(content)

    def test_too_many_sheets(self):
        listed = '<sheet name="x"/>' * 1_001
        book = WHOLE["xl/workbook.xml"].replace("<sheets>", f"<sheets>{listed}")
        assert "more than 1,000 sheets" in refusal(made.packed(WHOLE | {"xl/workbook.xml": book}))

    def test_a_sheet_that_is_torn_is_named(self):
        torn = made.sheet(made.TABLE).replace("</sheetData>", "</sheetDate>")
        said = refusal(made.xlsx(torn), Question(sheet="Sheet1"))
        assert "Sheet1" in said or "damaged" in said


class TestCells:
    @pytest.mark.parametrize(
        ("reference", "words"),
        [
            ("A0", "a cell in row 0"),
            ("XFE3", "a column XFE, but XFD is the last"),
            ("A1048577", "a row 1048577, but row 1,048,576 is the last"),
        ],
    )
    def test_a_place_that_no_sheet_has(self, reference, words):
        stray = f'<row r="3">{made.text_cell(reference, "Auditor")}</row>'
        assert words in refusal(with_row(stray))

    def test_too_many_cells(self, monkeypatch):
        monkeypatch.setattr(scan, "MOST_FILLED", 3)
        words = "more than 3 cells with something in them"
        assert words in refusal(made.xlsx(made.sheet(made.TABLE)))

    def test_cells_that_have_a_style_alone_are_not_counted(self, monkeypatch):
        monkeypatch.setattr(scan, "MOST_FILLED", 5)
        blank = "".join(f'<c r="{made.letters(n)}3" s="0"/>' for n in range(1, 9))
        row = f'<row r="3">{made.text_cell("A3", "Auditor")}{blank}</row>'
        assert cells(in_process(with_row(row))) == [*ROWS, ["Auditor"]]

    def test_a_cell_that_is_there_twice_once_without_value(self):
        twice = f'<row r="3"><c r="A3"/>{made.text_cell("A3", "Auditor")}</row>'
        found = cells(in_process(made.xlsx(made.sheet(twice))))
        assert found == [["Auditor"]]

    def test_what_is_not_noted_one_by_one_is_counted(self, monkeypatch):
        monkeypatch.setattr(scan, "MOST_NOTED", 1)
        formulas = "".join(f'<c r="{c}3"><f>A1</f></c>' for c in "AB")
        errors = "".join(f'<c r="{c}3" t="e"><v>#N/A</v></c>' for c in "CD")
        book = in_process(with_row(f'<row r="3">{formulas}{errors}</row>'))
        assert book.sheet.notes == ["2 more formulas or errors"]
        assert len(book.sheet.formulas) == 1
        assert cells(book)[2][2] == "#N/A"

    def test_a_row_with_too_many_cells_and_rows_with_too_many(self, monkeypatch):
        wide = b"title\n" + b"x," * limits.LAST_COLUMN + b"x\n"
        assert "Row 2 is one too many" in refusal(wide)
        monkeypatch.setattr(child, "MOST_CELLS", 3)
        assert "at most 3 cells are read" in refusal(b"title,x\nAuditor,y\n")

    def test_too_many_rows_and_too_much_text(self, monkeypatch):
        few = Question(headers=("title",), most_rows=5)
        words = "Row 26 is one too many: at most 5 rows are read"
        assert words in refusal(b"title\n" + b"Auditor\n" * 40, few)
        monkeypatch.setattr(child, "MOST_TEXT", 100)
        assert "MB of text" in refusal(b"title\n" + b"Auditor\n" * 40)

    def test_rows_below_the_last_of_a_text(self, monkeypatch):
        monkeypatch.setattr(delimited, "LAST_ROW", 3)
        assert "more than 3 rows, most of them empty" in refusal(b"title\n\n\nAuditor\n")

    def test_a_date_at_midnight_is_a_date(self):
        book = Workbook()
        book.active.append(["title", datetime.datetime(2026, 3, 1)])
        assert cell_text(cells(in_process(saved(book)))[0][1]) == "2026-03-01"
        assert cell_text(datetime.datetime(2026, 3, 1)) == "2026-03-01"


class TestOpenDocument:
    ROWS = made.ods_row(made.ods_cell("title"), made.ods_cell("department"))

    def test_a_row_outside_any_table_belongs_to_none(self):
        content = made.ods(self.ROWS)
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            read = {name: parts.read(name).decode() for name in parts.namelist()}
        stray = f"<office:spreadsheet>{made.ods_row(made.ods_cell('x'))}"
        read["content.xml"] = read["content.xml"].replace("<office:spreadsheet>", stray)
        assert cells(in_process(made.packed(read))) == [["title", "department"]]

    def test_formulas_without_value_beyond_those_noted_are_counted(self, monkeypatch):
        monkeypatch.setattr(opendocument, "MOST_NOTED", 1)
        formula = '<table:table-cell table:formula="of:=1"/>'
        book = in_process(made.ods(self.ROWS + made.ods_row(made.ods_cell("x"), formula, formula)))
        assert book.sheet.notes == ["1 more formulas or errors"]

    def test_a_cell_that_spans_itself_alone_is_not_merged(self):
        spans = ' table:number-rows-spanned="1" table:number-columns-spanned="{}"'
        row = made.ods_row(
            made.ods_cell("x", spans.format(1)),
            made.ods_cell("y", spans.format(2)),
            "<table:covered-table-cell/>",
        )
        assert in_process(made.ods(self.ROWS + row)).sheet.merged == [(2, 1, 2, 2)]


class TestBinary:
    @staticmethod
    def scanned(content):
        parts = made.packed({"xl/worksheets/sheet1.bin": content})
        binary.scan_binary_sheet(package.Package(parts), "xl/worksheets/sheet1.bin")

    def test_a_row_after_a_long_record_is_seen(self):
        long = b"\x01\x80\x01" + b"x" * 128  # the size takes two bytes
        with pytest.raises(SpreadsheetError, match="a row 1048577"):
            self.scanned(long + b"\x00\x04" + (1_048_576).to_bytes(4, "little"))

    def test_a_record_torn_in_its_size_is_the_end(self):
        self.scanned(b"\x01\x01x\x01\x80")

    def test_a_part_that_unpacks_to_too_much(self, monkeypatch):
        monkeypatch.setattr(package, "MOST_UNPACKED", 10)
        with pytest.raises(SpreadsheetError, match="unpacks to more than"):
            self.scanned(b"\x01\x01x" * 5)


class TestChild:
    @pytest.fixture
    def asked(self, monkeypatch):
        """Ask `main` as the site does, without limits on the tests' own process."""
        limited = []
        monkeypatch.setattr(resource, "setrlimit", lambda kind, pair: limited.append((kind, pair)))
        monkeypatch.setattr(signal, "alarm", lambda seconds: limited.append(seconds))

        def ask(content):
            answer = io.BytesIO()
            question = json.dumps({"headers": ["title"]})
            monkeypatch.setattr(sys, "argv", ["child", question])
            monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
            monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=answer))
            child.main()
            return answer.getvalue()

        ask.limited = limited
        return ask

    def test_its_answer_is_the_book_and_its_limits_are_those_of_the_docs(self, asked):
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(resource, "getrlimit", lambda kind: unlimited)
            answer = asked(b"title\nAuditor\n")
        assert cells(book_of(answer.split(b"\n"))) == [["title"], ["Auditor"]]
        memory = 200 << 20
        assert (resource.RLIMIT_AS, (memory, memory)) in asked.limited
        assert (resource.RLIMIT_CPU, (3, 4)) in asked.limited
        assert 30 in asked.limited

    def test_a_lower_limit_of_the_operator_stays(self, asked, monkeypatch):
        monkeypatch.setattr(resource, "getrlimit", lambda kind: (2, 2))
        asked(b"title\n")
        assert (resource.RLIMIT_CPU, (2, 2)) in asked.limited
        assert (resource.RLIMIT_AS, (2, 2)) in asked.limited

    def test_macos_has_no_limit_of_memory(self, asked, monkeypatch):
        monkeypatch.setattr(sys, "platform", "darwin")
        asked(b"title\n")
        assert resource.RLIMIT_AS not in [entry[0] for entry in asked.limited if entry != 30]

    def test_out_of_memory_is_an_exit_code_of_its_own(self, asked, monkeypatch):
        def heavy(content, question):
            raise MemoryError

        codes = []
        monkeypatch.setattr(child, "answer", heavy)
        monkeypatch.setattr(child.os, "_exit", codes.append)
        asked(b"title\n")
        assert codes == [limits.OUT_OF_MEMORY]

    def test_an_answer_that_breaks_off_is_no_book(self):
        with pytest.raises(SpreadsheetError, match="its reader stopped half way"):
            book_of([b'[1,["title"]]', b""])


def test_a_long_table_is_written_whole_and_odd_numbers_as_text():
    rows = [[f"Auditor {n}", float(n)] for n in range(450)] + [["Clerk", float("inf")]]
    content = writer.workbook(writer.SheetTable("Roster", ["title", "pay"], rows))
    written = cells(in_process(content))
    assert len(written) == 452
    assert written[450] == ["Auditor 449", 449]
    assert written[451] == ["Clerk", "inf"]
