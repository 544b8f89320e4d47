"""Roster files: what is read from CSV and XLSX, what is refused and how, what goes back out."""

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bench.matching.canon import shipped_index
from taxonomy.matching import report, roster, sheets
from taxonomy.matching.decision import Decision, Matcher, State
from taxonomy.matching.roster import Answered, Row, read_roster
from taxonomy.matching.sheets import RosterError


@pytest.fixture(scope="module")
def matcher():
    return Matcher(shipped_index())


def cells(content, **chosen):
    return [(row.title, row.department, row.level) for row in read_roster(content, chosen).rows]


def workbook(*rows, sheets_more=0):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for n in range(sheets_more):
        book.create_sheet(f"More {n}")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


ROWS = [("Beekeeper", "Bees", "P3"), ("Wax; maker", "", "")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_in_any_dress(delimiter, encoding, end):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerows([("Job Title", "Dept.", "Grade"), *ROWS])
    assert cells(text.getvalue().encode(encoding)) == ROWS


def test_a_declared_delimiter_wins():
    assert cells(b"sep=;\ntitle;department,level\nBeekeeper;Bees\n") == [("Beekeeper", "", "")]


def test_latin_1_is_read_with_a_note():
    read = read_roster("title\nCafé Manager\n".encode("latin-1"))
    assert read.rows == [Row(2, "Café Manager")]
    assert any("Row 2 is no UTF-8" in note for note in read.notes)


def test_columns_in_any_order_with_others_between():
    content = b"id,Grade,Name,Department,Position Title\n7,P3,Ada,Bees,Beekeeper\n"
    read = read_roster(content)
    assert read.rows == [Row(2, "Beekeeper", "Bees", "P3")]
    assert read.columns == {
        "title": "Position Title",
        "department": "Department",
        "level": "Grade",
    }


@pytest.mark.parametrize("said", ["what they do", "B", "2", " b "])
def test_a_column_may_be_named(said):
    content = b"Level,What they do\nP3,Beekeeper\n"
    assert cells(content, title=said) == [("Beekeeper", "", "P3")]


def test_one_column_without_a_header_is_all_titles():
    assert cells(b"Beekeeper\nChandler\n") == [("Beekeeper", "", ""), ("Chandler", "", "")]


def test_quoted_line_breaks_and_empty_rows_keep_the_numbers_of_a_spreadsheet():
    read = read_roster(b'title,department\n"Bee\nkeeper",Bees\n,\n\nChandler,\n')
    assert [(row.number, row.title) for row in read.rows] == [(2, "Bee keeper"), (5, "Chandler")]


def test_a_row_without_a_title_is_named_and_the_others_go_on(matcher):
    read = read_roster(b"title,department\nCSR,\n,Sales\nSDR,\n")
    assert "No title in row 3: told as no match." in read.notes
    states = [(a.row.number, a.state, a.decision.reason) for a in read.answers(matcher)]
    assert states[1] == (3, State.NO_MATCH, "row 3 has no title")
    assert [state for _, state, _ in (states[0], states[2])] == [State.CONFIDENT] * 2


def test_a_workbook_is_read_as_values():
    content = workbook(
        ("Title", "Level"), ("=1+1", None), ("Beekeeper", 3), ("Chandler", 4.0), sheets_more=2
    )
    read = read_roster(content)
    assert [(row.number, row.title, row.level) for row in read.rows] == [
        (3, "Beekeeper", "3"),
        (4, "Chandler", "4"),
    ]
    assert "The other 2 sheets were left alone." in read.notes


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b" \n ", "The file is empty."),
        (b"title,level\n", "a header and no rows"),
        (b"name,age\nAda,36\n", "No column is called title. Row 1 has A “name”, B “age”."),
        (b"PK\x03\x04 nonsense", "damaged or locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "neither text (CSV) nor"),
        (b'title\nBeekeeper\n"' + b"x" * 200_000, "Row 3 cannot be read"),
        (b"title\n" + b"x" * sheets.MOST_BYTES, "larger than 10 MB"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(content, words):
    with pytest.raises(RosterError) as refused:
        read_roster(content)
    assert words in str(refused.value)


def test_an_unknown_column_is_named():
    with pytest.raises(RosterError, match="no column “Salary” for the level"):
        read_roster(b"title\nBeekeeper\n", {"level": "Salary"})


def test_one_row_too_many_is_named(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    assert len(cells(b"title\na\nb\nc\n")) == 3
    with pytest.raises(RosterError, match="Row 5 is one too many"):
        read_roster(b"title\na\nb\nc\nd\n")


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"\0" * (sheets.MOST_UNPACKED + 1))
    assert len(content.getvalue()) < 1_000_000
    with pytest.raises(RosterError, match="unpacks to more than 80 MB"):
        read_roster(content.getvalue())


def test_a_workbook_with_entities_is_not_read():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "bees">]><a>&b;</a>')
    with pytest.raises(RosterError, match="entities"):
        read_roster(content.getvalue())


def test_the_sample_teaches_what_it_says(matcher):
    read = read_roster(roster.SAMPLE.read_bytes())
    assert read.columns == {"title": "title", "department": "department", "level": "level"}
    answers = list(read.answers(matcher))
    assert [answered.state for answered in answers[:5]] == [State.CONFIDENT] * 5
    assert (answers[-1].row.title, answers[-1].state) == ("Surfboard Maker", State.NO_MATCH)
    comments = list(csv.DictReader(roster.SAMPLE.open(encoding="utf-8")))
    assert all(line["comments"] for line in comments)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1"])
def test_formulas_are_neutralised(text):
    assert report.harmless(text) == f"'{text}"
    answered = Answered(Row(2, text, text, text), Decision(State.NO_MATCH, reason="none"))
    line = list(csv.reader(io.StringIO(b"".join(report.csv_chunks([answered])).decode())))[1]
    assert all(cell.startswith("'") for cell in line[1:4])
    sheet = load_workbook(io.BytesIO(report.workbook([answered]))).active
    assert [cell.data_type for cell in sheet[2][:4]] == ["n", "s", "s", "s"]


def test_a_download_has_keys_evidence_and_every_row(matcher):
    answers = list(read_roster(b"title\nCSR\nNurse\nBarista\n").answers(matcher))
    lines = list(csv.DictReader(io.StringIO(b"".join(report.csv_chunks(answers)).decode()[1:])))
    assert [(line["row"], line["state"]) for line in lines] == [
        ("2", "confident"),
        ("3", "needs review"),
        ("4", "no match"),
    ]
    assert lines[0]["key"] == "CUSTOM.CUSTOMERDD3E.S2"
    assert "exact alias ‘CSR’" in lines[0]["evidence"]
    assert lines[1]["key"] == ""
    assert "CLINIC.REGISTER058F.P2 Registered Nurse" in lines[1]["other candidates"]
    sheet = load_workbook(io.BytesIO(report.workbook(answers))).active
    assert [cell.value for cell in sheet[1]] == list(report.HEADER)
    assert sheet.max_row == 4


@given(st.one_of(st.binary(max_size=600), st.text(max_size=600).map(lambda t: t.encode("utf-8"))))
def test_any_bytes_are_read_or_refused(content):
    for start in (b"", b"title,level\n", b"PK\x03\x04", b"\xff\xfe"):
        try:
            rows = read_roster(start + content).rows
        except RosterError as refused:
            rows = str(refused)
        assert rows


@given(st.lists(st.tuples(*[st.text(max_size=30)] * 3), min_size=1, max_size=5))
def test_any_cells_go_out_again(rows):
    answered = [
        Answered(Row(n, *row), Decision(State.NO_MATCH, reason="=none"))
        for n, row in enumerate(rows, 2)
    ]
    text = b"".join(report.csv_chunks(answered)).decode()
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == len(rows) + 1
    assert load_workbook(io.BytesIO(report.workbook(answered))).active.max_row == len(rows) + 1
