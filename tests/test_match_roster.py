"""Rosters: where the header is, which columns are read, what is said of the rest."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.attack import workbooks as made
from bench.matching.canon import shipped_index
from taxonomy.matching import roster
from taxonomy.matching.columns import RosterError, find_columns
from taxonomy.matching.decision import Decision, Matcher, MatchState
from taxonomy.matching.reading_report import report_sentences
from taxonomy.matching.roster import Chosen, RosterRow, read_roster
from taxonomy.spreadsheets.book import SheetRow, SpreadsheetError
from tests.test_spreadsheets_reader import case, in_process


@pytest.fixture(scope="module")
def matcher():
    return Matcher(shipped_index())


@pytest.fixture(autouse=True)
def _in_process(request, monkeypatch):
    """Small files many times: the process of its own is tested with the reader."""
    if "spawned" not in request.keywords:
        monkeypatch.setattr(
            roster,
            "read_spreadsheet",
            lambda content, question, wait: in_process(content, question),
        )


def cells(content, **chosen):
    return [(r.title, r.department, r.level) for r in read_roster(content, Chosen(**chosen)).rows]


def said(content, **chosen):
    return " ".join(report_sentences(read_roster(content, Chosen(**chosen))))


class TestHeader:
    def test_it_may_be_below_a_preamble(self):
        content = case("19-preamble.csv")
        assert cells(content) == [("Accountant", "Finance", "P3")]
        assert cells(content, title="A") == [("Accountant", "Finance", "P3")]
        assert cells(content, title="Title") == [("Accountant", "Finance", "P3")]
        assert "Row 4 is the header. Above it, rows 1, 2 are left out." in said(content)

    def test_the_row_with_most_known_headers_wins(self):
        content = b"Title,Our staff,\nReport,x,\n\nTitle,Department,Grade\nAuditor,Finance,P2\n"
        assert cells(content) == [("Auditor", "Finance", "P2")]

    def test_it_is_looked_for_in_twenty_rows(self):
        above = "".join(f"note {n};;\n" for n in range(19))
        assert len(cells(f"{above}title;dept;level\nAuditor;;\n".encode())) == 1
        with pytest.raises(RosterError, match=r"called title\. Row 1 has A “note 0”"):
            read_roster(f"{above}one more;;\ntitle;dept;level\nAuditor;;\n".encode())

    def test_a_person_may_say_which_row(self):
        content = b"Beruf,Ort\nAuditor,Bern\nClerk,Basel\n"
        assert cells(content, title="A", header_row="1") == [("Auditor", "", ""), ("Clerk", "", "")]
        assert cells(content, title="A", header_row="0")[0] == ("Beruf", "", "")
        assert "No row is taken as the header" in said(content, title="A", header_row="0")
        with pytest.raises(RosterError, match="Row 9 has nothing in it"):
            read_roster(content, Chosen(title="A", header_row="9"))

    def test_one_column_without_a_header_is_all_titles(self):
        assert cells(b"Beekeeper\nChandler\n") == [("Beekeeper", "", ""), ("Chandler", "", "")]
        assert "every row is taken as a title" in said(b"Beekeeper\nChandler\n")


class TestColumns:
    def test_in_any_order_with_others_between(self):
        read = read_roster(b"id,Grade,Name,Department,Position Title\n7,P3,Ada,Bees,Beekeeper\n")
        assert read.rows == [RosterRow(2, "Beekeeper", "Bees", "P3")]
        assert read.columns == {
            "title": "Position Title",
            "department": "Department",
            "level": "Grade",
        }

    @pytest.mark.parametrize("said", ["what they do", "B", "2", " b ", "#2"])
    def test_one_may_be_named(self, said):
        content = b"Level,What they do\nP3,Beekeeper\n"
        assert cells(content, title=said) == [("Beekeeper", "", "P3")]

    def test_none_may_be_wanted(self):
        content = b"title,team,level\nBeekeeper,Bees,P3\n"
        assert cells(content, department="-", level="-") == [("Beekeeper", "", "")]

    def test_an_unknown_one_is_named(self):
        with pytest.raises(RosterError, match="no column “Salary” for the level"):
            read_roster(b"title\nBeekeeper\n", Chosen(level="Salary"))

    def test_without_a_title_the_columns_are_listed(self):
        with pytest.raises(RosterError, match=r"Row 1 has A “name”, B “age”\. Say which"):
            read_roster(b"name,age\nAda,36\n")
        with pytest.raises(RosterError, match="Row 1 of the sheet “Sheet1” has A “name”"):
            read_roster(made.xlsx(made.sheet(made.row(1, ["name", "age"]) + made.row(2, "ab"))))

    def test_a_title_of_address_is_none(self):
        content = case("40-title-mr-mrs.csv")
        assert [title for title, *_ in cells(content)] == ["Accountant", "Auditor"]
        swapped = b"Title,Position,Team\nMs.,Accountant,A\nmr,Auditor,B\n,Clerk,C\n"
        assert [title for title, *_ in cells(swapped)] == ["Accountant", "Auditor", "Clerk"]
        assert "Column A has forms of address (Ms., mr), not job titles" in said(swapped)
        with pytest.raises(RosterError, match="No column is called title"):
            read_roster(b"Title,Name\nMr,Ada\nMs,Bob\n")

    @pytest.mark.parametrize(
        ("header", "column"),
        [
            ("Title,Job Title (current)", "B"),
            ("Job Title Code,Title", "B"),
            ("Previous Job Title,Employee Job Title", "B"),
            ("Manager's Job Title,Job_Title", "B"),
            ("Position,Job Title", "B"),
            ("Job Title,Job Title (previous)", "A"),
        ],
    )
    def test_the_likelier_header_wins(self, header, column):
        found = read_roster(f"{header}\nx,y\n".encode())
        assert found.opened.columns.places["title"] == "AB".index(column)

    def test_of_two_with_the_same_header_the_fuller_is_read(self):
        content = case("20-duplicate-header.csv")
        assert [title for title, *_ in cells(b"title,title\n,Accountant\nx,Auditor\n")] == [
            "Accountant",
            "Auditor",
        ]
        assert "Columns A and B have the same header, “title”" in said(content)

    def test_an_empty_one_is_passed_over(self):
        assert cells(b"Job Title,Position\n,Accountant\n,Auditor\n")[0][0] == "Accountant"

    def test_one_column_is_read_once(self):
        content = b"function,level\nAuditor,P2\n"
        assert cells(content, title="function") == [("Auditor", "", "P2")]

    @given(
        st.lists(st.lists(st.text(max_size=8), max_size=5), min_size=1, max_size=25),
        st.text(),
        st.text(),
    )
    def test_any_cells_are_columns_or_refused(self, rows, title, header_row):
        lines = [SheetRow(n, row) for n, row in enumerate(rows, 1)]
        try:
            places = find_columns(lines, {"title": title}, header_row).places
        except RosterError:
            return
        assert len(set(places.values())) == len(places) or title


class TestInvisible:
    @pytest.mark.parametrize(
        ("name", "titles"),
        [
            ("22-nbsp-header.csv", ["Accountant"]),
            ("23-zwsp-bom-header.csv", ["Accountant"]),
            ("25-zwj.csv", ["Accountant", "Data Engineer", "Accountant", "Service-Desk-Manager"]),
        ],
    )
    def test_what_nobody_sees_is_taken_out(self, name, titles):
        assert [title for title, *_ in cells(case(name))] == titles

    def test_departments_behind_such_a_header_are_read(self):
        assert cells(case("22-nbsp-header.csv")) == [("Accountant", "Finance", "")]

    def test_line_breaks_of_excel_and_errors(self, matcher):
        read = read_roster(case("74-errors-x000D.xlsx"))
        assert read.rows[0].title == "Accountant (EMEA)"
        assert [row.problem for row in read.rows[1:]] == [
            "in row 3 the title is an error (#N/A)",
            "in row 4 the title is an error (#REF!)",
        ]
        assert [a.state for a in read.answers(matcher)][1:] == [MatchState.NO_MATCH] * 2


class TestRows:
    def test_a_merged_cell_speaks_for_all_its_rows(self):
        content = case("66-merged-department.xlsx")
        assert [department for _, department, _ in cells(content)] == ["Finance"] * 3
        assert "1 merged cell of the department speaks for all its rows." in said(content)

    def test_merged_titles_and_headers(self):
        rows = made.row(1, ["title", "team"]) + made.row(2, ["", ""]) + made.row(3, ["Clerk", "A"])
        more = made.row(4, ["", "B"]) + made.row(5, ["Cook", ""]) + made.row(6, ["", "D"])
        ranges = ("A1:A2", "A3:A4", "A5:B5", "B6:B7")
        merged = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
        sheet = made.sheet(rows + more, f"<mergeCells>{merged}</mergeCells>")
        assert cells(made.xlsx(sheet)) == [
            ("Clerk", "A", ""),
            ("Clerk", "B", ""),
            ("Cook", "", ""),
            ("", "D", ""),
        ]

    def test_formulas_without_values_are_named(self, matcher):
        content = case("65-formula-nocache.xlsx")
        reasons = [a.reason for a in read_roster(content).answers(matcher)]
        saved = "the title is a formula that was saved without its value"
        assert reasons[2:] == [f"in row 4 {saved}", f"in row 5 {saved}"]
        assert f"In rows 4, 5 {saved}: open the file" in said(content)
        assert "saved without their values are empty, in column B" in said(content)

    def test_rows_without_a_title_and_empty_rows_are_counted(self, matcher):
        content = b'title,department\n"Bee\nkeeper",Bees\n,\n\n,Sales\nChandler,\n'
        read = read_roster(content)
        assert [(row.number, row.title) for row in read.rows] == [
            (2, "Bee keeper"),
            (5, ""),
            (6, "Chandler"),
        ]
        assert [a.reason for a in read.answers(matcher)][1] == "row 5 has no title"
        report = said(content)
        assert "3 rows in, 3 rows out; 2 empty rows between them left out." in report
        assert "No title in row 5: no match." in report

    def test_rows_with_more_cells_than_the_header_are_named(self):
        assert "Row 3 has more cells than the header" in said(
            b"title,team\nClerk,A\nManager, Sales,A\nCook,B\n"
        )

    def test_one_row_too_many_is_named(self, monkeypatch):
        monkeypatch.setattr(roster, "MOST_ROWS", 3)
        assert len(cells(b"title\na\nb\nc\n")) == 3
        with pytest.raises(RosterError, match="Row 5 is one too many"):
            read_roster(b"title\na\nb\nc\nd\n")

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"title,level\n", "a header and no rows"),
            (b",\n,,\n", "The file has no rows."),
            (b"title\n" + b"x" * 40_000, "Row 2 (line 2 of the file) has a cell of more"),
        ],
    )
    def test_what_cannot_be_used_is_refused_in_words(self, content, words):
        with pytest.raises(SpreadsheetError) as refused:
            read_roster(content)
        assert words in str(refused.value)


class TestSheets:
    def test_the_sheet_is_named_and_another_may_be(self):
        content = case("62-veryhidden-first-with-title.xlsx")
        assert "sheet “Roster”" in said(content)
        assert "Not read: “Old roster” (very hidden)." in said(content)
        assert cells(content, sheet="Old roster") == [("Ghost Role", "", "")]

    def test_the_sheet_with_the_named_title_is_read(self):
        first = made.sheet(made.row(1, ["what"]) + made.row(2, ["x"]))
        second = made.sheet(made.row(1, ["Beruf"]) + made.row(2, ["Auditor"]))
        assert cells(made.xlsx(first, second), title="beruf") == [("Auditor", "", "")]


def test_the_sample_teaches_what_it_says(matcher):
    read = read_roster(roster.SAMPLE.read_bytes())
    assert read.columns == {"title": "title", "department": "department", "level": "level"}
    answers = list(read.answers(matcher))
    assert [answered.state for answered in answers[:5]] == [MatchState.CONFIDENT] * 5
    assert (answers[-1].row.title, answers[-1].state) == ("Surfboard Maker", MatchState.NO_MATCH)
    comments = list(csv.DictReader(roster.SAMPLE.open(encoding="utf-8")))
    assert all(line["comments"] for line in comments)


def test_a_row_that_comes_again_is_decided_once():
    asked = []

    class Counting:
        def match(self, *row):
            asked.append(row)
            return Decision(MatchState.NO_MATCH, reason=f"nothing for {row[0]}")

    content = b"Title;Department\nClerk;A\nGuard;A\nClerk;A\n;A\nClerk;B\nGuard;A\n;A\n"
    answered = list(read_roster(content).answers(Counting()))
    assert [row[:2] for row in asked] == [("Clerk", "A"), ("Guard", "A"), ("Clerk", "B")]
    assert [each.decision.reason for each in answered] == [
        *("nothing for Clerk", "nothing for Guard", "nothing for Clerk"),
        *("row 5 has no title", "nothing for Clerk", "nothing for Guard", "row 8 has no title"),
    ]
