"""The reader of spreadsheets: which kinds it reads, what it says of the others, what it notes."""

import csv
import datetime
import io
import json
import zipfile
from pathlib import Path

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bench.attack import workbooks as made
from taxonomy.spreadsheets import child
from taxonomy.spreadsheets.book import Question, SpreadsheetError, cell_text, unpacked_value
from taxonomy.spreadsheets.reader import book_of, read_spreadsheet

CASES = Path(__file__).parent / "cases"
TITLES = Question(headers=("title", "job title"))


def case(name):
    (found,) = CASES.glob(f"*/{name}")
    return found.read_bytes()


def in_process(content, question=TITLES):
    """The same without a process of its own: for many small files."""
    return book_of([*child.answer(content, question)])


def cells(book):
    return [line.cells for line in book.sheet.rows]


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class TestKinds:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("80-password.xlsx", "locked with a password; save it without one."),
            ("45-html.xls", "a web page (HTML), whatever its name ends with. Save it as"),
            ("46-xml-ss.xls", "an XML spreadsheet of 2003. Save it as"),
        ],
    )
    def test_cases_are_refused_by_kind(self, name, words):
        with pytest.raises(SpreadsheetError) as refused:
            read_spreadsheet(case(name), TITLES)
        assert words in str(refused.value)

    @pytest.mark.parametrize("name", ["89-strict.xlsx", "77-chartsheet-first.xlsx", "81-calc.ods"])
    def test_cases_are_read(self, name):
        book = read_spreadsheet(case(name), TITLES)
        assert cells(book)[0][:2] == ["title", "department"]
        assert ["Accountant", "Finance"] in [row[:2] for row in cells(book)]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"%PDF-1.7 ...", "a PDF"),
            (b'{"title": "Accountant"}', "JSON"),
            (b'[{"title": "Accountant"}]', "JSON"),
            (b"\xef\xbb\xbf \n<!doctype html><table>", "a web page (HTML)"),
            ("\ufeff<html><table>".encode("utf-16-le"), "a web page (HTML)"),
            (b"<table><tr><td>title</td></tr></table>", "a web page (HTML)"),
            (b"<?xml version='1.0'?><rows><row/></rows>", "XML"),
            (b"<?xml version='1.0'?><office:document>", "a flat OpenDocument file"),
            (b"MIME-Version: 1.0\nX-Document-Type: Workbook", "a web archive"),
            (b"{\\rtf1 title}", "a rich text document"),
            (b"\x89PNG\r\n\x1a\n\0\0\0", "a picture"),
            (b"\x1f\x8b\x08title", "unpack it first"),
            (b"ID;PWXL;N;E", "a SYLK file"),
            (b"\x09\x04\x06\x00\x00\x00", "an Excel workbook from before 1995"),
            (made.packed({"word/document.xml": "<a/>"}), "a Word document"),
            (made.packed({"roster.csv": "title"}), "a packed folder (.zip)"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
                "an old Office file, but no workbook",
            ),
            (b"title\n\0\0\0\1", "neither text (CSV) nor a workbook"),
        ],
    )
    def test_other_kinds_are_named(self, content, words):
        with pytest.raises(SpreadsheetError) as refused:
            in_process(content)
        assert words in str(refused.value)

    def test_a_locked_open_document_is_named(self):
        parts = {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<m:manifest><m:encryption-data/></m:manifest>",
            "content.xml": bytes(range(256)),
        }
        with pytest.raises(SpreadsheetError, match="locked with a password"):
            in_process(made.packed(parts))

    @pytest.mark.parametrize(
        "head", ["<title>,<department>", "[Title];[Grade]", "<title>\t<grade>"]
    )
    def test_headers_in_brackets_are_no_markup(self, head):
        assert len(cells(in_process(f"{head}\nAccountant\n".encode()))[0]) > 1

    def test_an_old_workbook(self):
        book = xlwt.Workbook()
        sheet = book.add_sheet("Roster")
        for column, head in enumerate(("title", "department", "since")):
            sheet.write(0, column, head)
        sheet.write(1, 0, "Accountant")
        sheet.write_merge(1, 2, 1, 1, "Finance")
        sheet.write(1, 2, 7.0)
        sheet.write(2, 0, "Auditor")
        book.add_sheet("Old").visibility = 1
        found = in_process(saved(book), TITLES)
        assert cells(found) == [
            ["title", "department", "since"],
            ["Accountant", "Finance", 7.0],
            ["Auditor"],
        ]
        assert found.sheet.merged == [(2, 1, 3, 1)]
        assert [(s.name, s.passed_over) for s in found.listed] == [
            ("Roster", ""),
            ("Old", "hidden"),
        ]

    def test_a_binary_workbook(self):
        found = in_process(made.xlsb([["title", "level"], ["Accountant", 3.0]]), TITLES)
        assert cells(found) == [["title", "level"], ["Accountant", 3.0]]
        assert found.kind == "binary Excel workbook (.xlsb)"

    def test_no_row_of_a_binary_workbook_is_lost_in_silence(self):
        rows = [["title"], ["Accountant"], ["Auditor"]]
        last = in_process(made.xlsb(rows, gap=1_048_573), TITLES).sheet.rows
        assert [line.number for line in last] == [1, 1_048_575, 1_048_576]
        for gap, row in ((1_048_574, 1_048_577), (3_000_000_000, 3_000_000_002)):
            with pytest.raises(SpreadsheetError, match=f"has a row {row}, but row 1,048,576"):
                in_process(made.xlsb(rows, gap=gap), TITLES)

    def test_rows_and_columns_beyond_the_last_are_refused_in_open_document(self):
        head = made.ods_row(made.ods_cell("title"))
        below = head + made.ods_row(repeated=1_048_576) + made.ods_row(made.ods_cell("Auditor"))
        with pytest.raises(SpreadsheetError, match="has a row 1048578, but"):
            in_process(made.ods(below), TITLES)
        gap = '<table:table-cell table:number-columns-repeated="16384"/>'
        with pytest.raises(SpreadsheetError, match="has a column XFE, but"):
            in_process(made.ods(head + made.ods_row(gap, made.ods_cell("Auditor"))), TITLES)

    def test_a_row_without_a_number_below_the_last_is_refused(self):
        last = '<row r="1048576"><c t="b"><v>1</v></c></row><row><c t="b"><v>1</v></c></row>'
        with pytest.raises(SpreadsheetError, match="has a row 1048577, but"):
            in_process(made.xlsx(made.sheet(made.TABLE + last)), TITLES)

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_unusual_packing_is_named(self, method):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", method) as archive:
            for name, part in made.xlsx_parts(made.sheet(made.TABLE)).items():
                archive.writestr(name, part)
        with pytest.raises(SpreadsheetError, match=r"packed in an unusual way\. Save it again"):
            in_process(content.getvalue(), TITLES)

    def test_open_document_with_what_it_repeats_and_merges(self):
        blank = '<table:table-cell table:number-columns-repeated="16384"/>'
        rows = (
            made.ods_row(made.ods_cell("title"), made.ods_cell("department")),
            made.ods_row(
                made.ods_cell("Accountant"),
                made.ods_cell("Finance", ' table:number-rows-spanned="3"'),
            ),
            made.ods_row(made.ods_cell("Auditor"), "<table:covered-table-cell/>", repeated=2),
            made.ods_row('<table:table-cell table:formula="of:=[.A1]"/>', made.ods_cell("HR")),
            made.ods_row(blank, repeated=1_048_570),
        )
        settings = '<a xmlns:config="c"><i config:name="ActiveTable" b="">Table2</i></a>'
        book = in_process(made.ods("", "".join(rows), settings=settings), TITLES)
        assert book.sheet.name == "Table2"
        assert [line.number for line in book.sheet.rows] == [1, 2, 3, 4, 5]
        assert book.sheet.merged == [(2, 1, 4, 1)]
        assert book.sheet.formulas == {(5, 0)}

    def test_prefixed_names_and_single_quotes(self):
        """Some programs write `<x:c r='A1'>`; formulas and stray rows are seen there too."""
        body = (
            "<x:row r='1'><x:c r='A1' t='inlineStr'><x:is><x:t>title</x:t></x:is></x:c></x:row>"
            "<x:row r='2'><x:c r='A2'><x:f>B2</x:f></x:c><x:c r='B2'><x:v>1</x:v></x:c></x:row>"
        )
        sheet = (
            f"<x:worksheet xmlns:x='{made.MAIN}'><x:sheetData>{body}</x:sheetData></x:worksheet>"
        )
        book = in_process(made.xlsx(sheet), TITLES)
        assert cells(book) == [["title"], ["", 1.0]]
        assert book.sheet.formulas == {(2, 0)}
        far = sheet.replace("r='2'", "r='4294967297'").replace("A2", "A4294967297")
        with pytest.raises(SpreadsheetError, match="has a row 4294967297"):
            in_process(made.xlsx(far), TITLES)


class TestSheets:
    @pytest.mark.parametrize(
        "name",
        [
            "61-hidden-first.xlsx",
            "62-veryhidden-first-with-title.xlsx",
            "63-readme-first-active-second.xlsx",
        ],
    )
    def test_the_visible_one_with_the_header_is_read(self, name):
        book = in_process(case(name), TITLES)
        assert book.sheet.name == "Roster"
        assert cells(book)[1] == ["Service Desk Manager", "IT", "M2"]
        assert len(book.listed) == 2

    def test_a_header_counts_more_than_the_sheet_that_was_open(self):
        notes = made.sheet(made.row(1, ["How to fill this in"]))
        content = made.xlsx(notes, made.sheet(made.TABLE), active=0)
        assert in_process(content, TITLES).sheet.name == "Sheet2"
        assert in_process(content, Question(headers=("bees",))).sheet.name == "Sheet1"

    def test_of_two_with_headers_the_one_that_was_open(self):
        content = made.xlsx(made.sheet(made.TABLE), made.sheet(made.TABLE), active=1)
        assert in_process(content, TITLES).sheet.name == "Sheet2"

    def test_a_hidden_one_is_read_when_it_is_named(self):
        book = in_process(
            case("62-veryhidden-first-with-title.xlsx"), Question(sheet="old  ROSTER")
        )
        assert cells(book) == [["title"], ["Ghost Role"]]

    def test_an_unknown_name_lists_the_sheets(self):
        with pytest.raises(
            SpreadsheetError, match="no sheet “Rooster”; it has “Lookups”, “Roster”"
        ):
            in_process(case("61-hidden-first.xlsx"), Question(sheet="Rooster"))

    def test_nothing_to_read_is_said(self):
        content = made.xlsx(made.sheet(""), made.sheet(made.TABLE), states=["", "hidden"])
        with pytest.raises(SpreadsheetError, match=r"no sheet with anything.*“Sheet2” \(hidden"):
            in_process(content, TITLES)

    def test_every_sheet_in_the_workbooks_order(self):
        content = made.xlsx(
            made.sheet(made.TABLE), made.sheet(""), made.sheet(made.TABLE), active=2
        )
        book = in_process(content, Question(every=True))
        assert [sheet.name for sheet in book.sheets] == ["Sheet1", "Sheet2", "Sheet3"]
        assert [len(sheet.rows) for sheet in book.sheets] == [2, 0, 2]

    def test_an_unreadable_sheet_beside_the_roster_is_no_matter(self):
        far = made.sheet(made.TABLE + f'<row r="9">{made.text_cell("XFD1048576", "x")}</row>')
        content = made.xlsx(far, made.sheet(made.TABLE), active=0)
        assert in_process(content, TITLES).sheet.name == "Sheet2"
        with pytest.raises(SpreadsheetError, match="reach over 1,048,576 rows"):
            in_process(made.xlsx(far, made.sheet(made.row(1, ["x"]))), TITLES)


class TestCells:
    def test_values_keep_their_types(self):
        book = Workbook()
        day = datetime.datetime(2026, 1, 2)
        values = ["x", day, day.replace(hour=3), datetime.time(3, 4), True, 0.1, 30, "_x0041_b"]
        for column, value in enumerate(values, 3):
            book.active.cell(5, column, value)
        (line,) = in_process(saved(book), Question()).sheet.rows
        assert line.number == 5
        date = datetime.date(2026, 1, 2)
        assert line.cells == ["", "", "x", date, *values[2:5], 0.1, 30.0, "Ab"]
        typed = ["", "", "x", "2026-01-02", "2026-01-02 03:00:00", "03:04:00", "TRUE", "0.1", "30"]
        assert [cell_text(cell) for cell in line.cells] == [*typed, "Ab"]

    def test_formulas_without_values_and_errors_are_seen(self):
        book = in_process(case("65-formula-nocache.xlsx"), TITLES)
        assert book.sheet.formulas == {(4, 0), (4, 1), (5, 0)}
        rows = cells(in_process(case("74-errors-x000D.xlsx"), TITLES))
        assert rows[1:] == [
            ["Accountant\r\n(EMEA)", "Finance", "P3"],
            ["#N/A", "Finance", "P3"],
            ["#REF!"],
        ]

    @pytest.mark.parametrize(
        ("content", "is_without_value"),
        [
            ("<f>B2</f>", True),
            ("<f>B2</f><v/>", True),
            ('<f t="array" ref="A2:A3">B2</f><v xml:space="preserve"> </v>', True),
            ("<v></v><f>B2</f>", True),
            ("<f><![CDATA[B2<3]]></f>", True),
            ("<f>B2&amp;C2</f>\n<v></v>", True),
            ('<f t="shared" si="0"/>', True),
            ("<f>B2</f><v>3</v>", False),
        ],
    )
    def test_a_formula_is_without_value_however_it_is_written(self, content, is_without_value):
        row = f'<row r="2"><c r="A2" s="1">{content}</c><c r="B2"><v>1</v></c></row>'
        found = in_process(made.xlsx(made.sheet(made.row(1, ["title"]) + row)), TITLES).sheet
        assert found.formulas == ({(2, 0)} if is_without_value else set())

    @pytest.mark.parametrize("value", ["<v></v>", "<v/>", '<v xml:space="preserve"></v>'])
    def test_a_formula_that_gave_an_empty_text_has_a_value(self, value):
        """`=IF(B2="","",B2)`: Excel saves the empty text, and says that it is one."""
        row = f'<row r="2"><c r="A2" t="str"><f>IF(B2="","",B2)</f>{value}</c></row>'
        none = '<row r="3"><c r="A3" t="str"><f>B3</f></c><c r="B3"><v>1</v></c></row>'
        content = made.xlsx(made.sheet(made.row(1, ["title"]) + row + none))
        found = in_process(content, TITLES).sheet
        assert found.formulas == {(3, 0)}

    def test_errors_of_open_document_are_what_they_show(self):
        error = (
            '<table:table-cell table:formula="of:=NA()" office:value-type="string" '
            'office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p>'
            "</table:table-cell>"
        )
        rows = made.ods_row(made.ods_cell("title")) + made.ods_row(error, made.ods_cell("Finance"))
        assert cells(in_process(made.ods(rows), TITLES)) == [["title"], ["#N/A", "Finance"]]

    def test_a_formula_with_a_value_is_its_value(self):
        cell = '<c r="A2" t="str"><f>"Acc"&amp;"ountant"</f><v>Accountant</v></c>'
        book = in_process(
            made.xlsx(made.sheet(made.row(1, ["title"]) + f'<row r="2">{cell}</row>')), TITLES
        )
        assert cells(book) == [["title"], ["Accountant"]]
        assert not book.sheet.formulas

    def test_merged_cells_are_named(self):
        assert in_process(case("66-merged-department.xlsx"), TITLES).sheet.merged == [(2, 1, 4, 1)]

    def test_zero_and_no_are_something(self):
        content = made.xlsx(made.sheet('<row r="2"><c r="B2"><v>0</v></c></row>'))
        assert cells(in_process(content, Question())) == [["", 0.0]]


class TestText:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_in_any_form(self, delimiter, encoding, end):
        rows = [["Job Title", "Dept", "Grade"], ["Bee keeper", "Bees, wax; honey", "P3"]]
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows * 3)
        assert cells(in_process(out.getvalue().encode(encoding))) == rows * 3

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (b"Export\n\nmade by hand\ntitle;level\na;b\nc;d\n", ["title", "level"]),
            (b"sep=|\ntitle|level,x\n", ["title", "level,x"]),
            (b"title\nManager, Sales\nAuditor\nClerk\n", ["title"]),
            (b"title,level\n", ["title", "level"]),
        ],
    )
    def test_the_delimiter(self, content, expected):
        assert expected in cells(in_process(content))

    def test_a_quote_that_is_not_closed_is_named_with_its_row(self):
        with pytest.raises(SpreadsheetError, match=r"Row 3 \(line 3 of the file\) opens a quote"):
            in_process(case("28-unclosed-quote.csv"), TITLES)

    @pytest.mark.parametrize(
        "content",
        [
            b'title,level\nA,1\n"B,2\nC,3\n"D",4\n',  # closed by the next quote
            b'title,level\nA,1\n"B,2\nC,"3"\nD,4\n',
            b'title,level\nA,1\n"B,2\nC,3',
            b'title,level\nA,1\n"B,2\n',  # in the last row
            b'title,level\nA,1\nB,"2',
        ],
    )
    def test_a_quote_closed_too_late_is_named(self, content):
        with pytest.raises(SpreadsheetError, match=r"Row 3 .* opens a quote"):
            in_process(content)

    def test_inches_in_the_last_row_open_no_quote(self):
        assert cells(in_process(b'title,level\nA,1\n5" Pipe Fitter,2'))[2] == [
            '5" Pipe Fitter',
            "2",
        ]

    def test_quoted_line_breaks_are_read_and_rows_count_as_in_a_spreadsheet(self):
        rows = in_process(b'title,level\n"Bee\nkeeper",1\n,\n5" Pipe Fitter,2\n').sheet.rows
        assert [(line.number, line.cells) for line in rows] == [
            (1, ["title", "level"]),
            (2, ["Bee\nkeeper", "1"]),
            (4, ['5" Pipe Fitter', "2"]),
        ]

    def test_latin_1_is_read_with_a_note(self):
        book = in_process("title\nCafé Manager\n".encode("latin-1"))
        assert cells(book)[1] == ["Café Manager"]
        assert "Line 2 is no UTF-8" in book.notes[0]


@given(st.one_of(st.binary(max_size=600), st.text(max_size=600).map(lambda t: t.encode("utf-8"))))
def test_any_bytes_are_read_or_refused_in_words(content):
    for start in (
        b"",
        b"title,level\n",
        b"PK\x03\x04",
        b"\xff\xfe",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ):
        *_, last = child.answer(start + content, TITLES)
        facts = unpacked_value(last)
        assert facts.get("by") != "damage", facts
        assert "refused" in facts or facts["kind"]


@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(data):
    content = bytearray(made.xlsx(made.sheet(made.TABLE)))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    *_, last = child.answer(bytes(content), TITLES)
    assert json.loads(last)


@given(
    st.lists(
        st.one_of(
            st.text(),
            st.floats(allow_nan=False),
            st.booleans(),
            st.dates(),
            st.datetimes(),
            st.timedeltas(),
        )
    )
)
def test_cells_travel_as_they_are(values):
    from taxonomy.spreadsheets.book import packed_value

    assert b"\n" not in packed_value([1, values])
    assert unpacked_value(packed_value([1, values])) == [1, values]


HOSTILE = [*made.declarations(), *made.packing(), *made.binary()]


@pytest.mark.parametrize("content", [pytest.param(c, id=words) for words, c in HOSTILE])
def test_what_is_packed_or_declared_oddly_is_read_or_refused_by_a_rule(content):
    try:
        outcome = f"{len(in_process(content).sheet.rows)} rows."
    except SpreadsheetError as refused:
        outcome = str(refused)
    assert outcome.endswith(".")
    assert "it is damaged (" not in outcome
