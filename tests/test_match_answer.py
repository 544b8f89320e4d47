"""A roster's answer as a file: their columns untouched, ours appended, nothing that computes."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bench.attack import workbooks as made
from taxonomy.matching.answer_file import OURS, AnswerFile, answer_workbook, csv_chunks
from taxonomy.matching.choices import check_choices, read_choices
from taxonomy.matching.columns import RosterError
from taxonomy.matching.matcher_cache import current_matcher
from taxonomy.matching.resending import MOST_SENT, packed, unpacked
from taxonomy.matching.roster import NONE, read_roster
from taxonomy.models import ClassificationMapping, PayBand, Profile
from taxonomy.spreadsheets.book import Question
from taxonomy.spreadsheets.formula_guard import guarded
from taxonomy.spreadsheets.reader import read_spreadsheet
from taxonomy.spreadsheets.writer import CellChoice, SheetTable
from taxonomy.spreadsheets.writer import workbook as written
from tests.factories import (
    FocusFactory,
    LevelFactory,
    PayBandFactory,
    ProfileFactory,
    TitleAliasFactory,
)
from tests.test_spreadsheets_reader import in_process


@pytest.fixture
def canon(db):
    focus = FocusFactory()
    for code, title in {"P3": "Leakage Technician", "P4": "Senior Leakage Technician"}.items():
        ProfileFactory(focus=focus, level=LevelFactory(code=code), title=title)
    profile = Profile.objects.get(level="P3")
    TitleAliasFactory(profile=profile, title="Leak Finder")
    ClassificationMapping.objects.create(profile=profile, scheme="SOC 2018", code="47-2152")
    ClassificationMapping.objects.create(profile=profile, scheme="ISCO-08", code="7126")
    PayBandFactory(profile=profile, currency="USD", low=50_000, median=60_000, high=70_000)
    return {profile.level_id: profile.key for profile in Profile.objects.all()}


def answer(content, choices=None):
    roster = read_roster(content)
    return AnswerFile(roster, roster.answers(current_matcher(), choices))


def as_csv(content, choices=None):
    text = b"".join(csv_chunks(answer(content, choices))).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def as_book(content, choices=None):
    return load_workbook(io.BytesIO(answer_workbook(answer(content, choices))))


ROSTER = b"id,Job Title,Grade\n007,Leak Finder,\n8,Leakage Technician,P4\n9,Barista,\n10,,\n"


class TestColumns:
    def test_theirs_come_first_and_ours_after(self, canon):
        header, *rows = as_csv(ROSTER)
        assert header == ["id", "Job Title", "Grade", *OURS]
        assert [row[:3] for row in rows] == [
            ["007", "Leak Finder", ""],
            ["8", "Leakage Technician", "P4"],
            ["9", "Barista", ""],
            ["10", "", ""],
        ]

    def test_what_is_confident_has_every_fact(self, canon):
        header, first, *_ = as_csv(ROSTER)
        facts = dict(zip(header, first, strict=True))
        assert facts["row"] == "2"
        assert facts["state"] == "confident"
        assert facts["key"] == facts["decision"] == facts["candidate 1 key"] == canon["P3"]
        assert facts["title"] == facts["candidate 1 title"] == "Leakage Technician"
        assert (facts["level"], facts["SOC"]) == ("P3", "47-2152")
        focus = Profile.objects.get(level="P3").focus
        assert (facts["function"], facts["focus"]) == (focus.function.name, focus.name)
        assert [facts[f"pay {name}"] for name in ("low", "median", "high")] == [
            "50000",
            "60000",
            "70000",
        ]
        assert (facts["pay currency"], facts["pay period"]) == ("USD", "a year")
        assert facts["score"] == facts["candidate 1 score"] == "0.95"
        assert "exact alias ‘Leak Finder’" in facts["reason"]

    def test_pay_is_numbers_with_their_terms(self, canon):
        band = PayBand.objects.get(profile__key=canon["P3"])
        band.basis, band.as_of = PayBand.Basis.OCCUPATION, datetime.date(2025, 5, 1)
        band.median = Decimal("60000.50")
        band.save()
        PayBand.objects.create(
            profile=band.profile, currency="USD", period="hour", low=20, median=25, high=30
        )
        header, first, *_ = as_book(ROSTER)["Matches"].values
        facts = dict(zip(header, first, strict=True))
        assert (facts["pay low"], facts["pay median"], facts["pay high"]) == (50000, 60000.5, 70000)
        assert facts["pay basis"] == "survey, occupation as a whole"
        assert facts["pay as of"].date() == datetime.date(2025, 5, 1)
        assert facts["other pay"] == "USD 20–30, median 25 an hour"

    def test_what_is_open_has_candidates_and_no_decision(self, canon):
        header, _, second, third, fourth = as_csv(ROSTER)
        facts = dict(zip(header, second, strict=True))
        assert (facts["state"], facts["key"], facts["decision"]) == ("needs review", "", "")
        assert {facts["candidate 1 key"], facts["candidate 2 key"]} == set(canon.values())
        reasons = [row[header.index("reason")] for row in (third, fourth)]
        assert reasons[1] == "row 5 has no title"
        assert reasons[0]

    def test_a_choice_is_the_decision(self, canon):
        choices = {3: canon["P4"], 4: NONE}
        header, _, second, third, _ = as_csv(ROSTER, choices)
        facts = dict(zip(header, second, strict=True))
        assert (facts["state"], facts["key"], facts["level"]) == ("chosen", canon["P4"], "P4")
        assert facts["decision"] == canon["P4"]
        assert facts["reason"].startswith("this role chosen on the page; ")
        facts = dict(zip(header, third, strict=True))
        assert (facts["state"], facts["key"], facts["decision"]) == ("no match", "", "none")

    def test_their_own_names_are_kept_apart(self, canon):
        header, *_ = as_csv(b"Title,State,Level\nLeak Finder,Ohio,P3\n")
        assert header[:3] == ["Title", "State", "Level"]
        assert header[3:8] == ["row", "Rolebook state", "key", "Rolebook title", "Rolebook level"]

    def test_columns_without_headers_are_kept(self, canon):
        header, first, second = as_csv(b"title,\nLeak Finder,a,b\nBarista\n")
        assert header[:3] == ["title", "column B", "column C"]
        assert (first[:3], second[:3]) == (["Leak Finder", "a", "b"], ["Barista", "", ""])

    def test_a_roster_without_a_header_gets_letters(self, canon):
        header, first = as_csv(b"Leak Finder\n")
        assert (header[0], first[0]) == ("column A", "Leak Finder")

    def test_the_report_of_the_reading_is_in_the_first_row(self, canon):
        header, first, second, *_ = as_csv(ROSTER)
        assert header[-1] == "reading"
        assert "4 rows in, 4 rows out." in first[-1]
        assert second[-1] == ""

    def test_few_queries_whatever_the_number_of_rows(self, canon, django_assert_max_num_queries):
        roster = read_roster(b"title\n" + b"Leak Finder\nLeakage Technician\n" * 700)
        current_matcher()
        with django_assert_max_num_queries(12):
            rows = list(AnswerFile(roster, roster.answers(current_matcher())).rows())
        assert len(rows) == 1400


class TestWorkbook:
    def test_their_cells_keep_type_and_value(self, canon):
        book = Workbook()
        day = datetime.datetime(2026, 1, 2)
        values = ["Leak Finder", 12.5, 7, True, day, "007", " x ", "a\r\nb"]
        book.active.append(["title", *"bcdefgh"])
        book.active.append(values)
        book.active["C2"].number_format = "0%"
        content = io.BytesIO()
        book.save(content)
        row = [cell.value for cell in as_book(content.getvalue())["Matches"][2]]
        assert row[:7] == values[:7]
        back = read_spreadsheet(answer_workbook(answer(content.getvalue())), Question()).sheet.rows[
            1
        ]
        assert back.cells[7] == "a\r\nb"

    def test_errors_and_merged_cells_stay_as_they_were(self, canon):
        cell = '<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'
        sheet = made.sheet(made.row(1, ["title", "x"]) + cell + made.row(3, ["Leak Finder", "y"]))
        rows = as_csv(made.xlsx(sheet))
        assert [row[:2] for row in rows[1:]] == [["#N/A", ""], ["Leak Finder", "y"]]

    def test_head_filter_and_lists(self, canon):
        sheet = as_book(ROSTER)["Matches"]
        assert sheet.freeze_panes == "A2"
        assert all(cell.font.b for cell in sheet[1])
        header = [cell.value for cell in sheet[1]]
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(header)).column_letter}5"
        (rule,) = sheet.data_validations.dataValidation
        decision = sheet.cell(1, header.index("decision") + 1).column_letter
        assert (rule.type, str(rule.sqref)) == ("list", f"{decision}2:{decision}5")
        offered = [
            cell.value for cell in sheet[rule.formula1.replace("$", "").replace("2", "3")][0]
        ]
        assert set(offered) == {*canon.values(), None, "none"}
        first = rule.formula1[1 : rule.formula1.index("2")]
        assert sheet.column_dimensions[first].hidden

    def test_the_second_sheet_is_the_catalogue_and_the_third_the_report(self, canon):
        book = as_book(ROSTER)
        assert book.sheetnames == ["Matches", "Catalogue", "Reading"]
        rows = list(book["Catalogue"].values)
        assert rows[0][:6] == ("key", "title", "level", "function", "focus", "SOC")
        assert rows[0][6:9] == ("pay low", "pay median", "pay high")
        assert [row[0] for row in rows[1:]] == sorted(canon.values())
        assert "4 rows in, 4 rows out." in [row[0] for row in book["Reading"].values]

    def test_retired_roles_are_not_in_the_catalogue(self, canon):
        Profile.objects.filter(level="P4").update(status="retired")
        assert [row[0] for row in as_book(ROSTER)["Catalogue"].values][1:] == [canon["P3"]]

    def test_what_was_answered_can_be_read_again(self, canon):
        again = read_roster(answer_workbook(answer(ROSTER)))
        assert [row.title for row in again.rows][:3] == [
            "Leak Finder",
            "Leakage Technician",
            "Barista",
        ]


class TestFormulas:
    @pytest.mark.parametrize(
        "text", ["=1+1", "+1+1", "-1+1", "@x", "\t=1", " =1", "＝1", "+x", "-x"]
    )
    def test_none_is_computed(self, canon, text):
        assert guarded(text) == f"'{text}"
        content = io.StringIO(newline="")
        csv.writer(content).writerows([[text, "title"], [text, text]])
        content = content.getvalue().encode()
        header, row = as_csv(content)
        assert header[0].startswith("'")
        assert row[0] == row[1] == f"'{text}"
        sheet = as_book(content)["Matches"]
        for cell in (sheet["A1"], sheet["A2"], sheet["B2"]):
            assert cell.data_type == "s"
        assert sheet["A2"].quotePrefix
        assert sheet["A2"].value == text, "a workbook has a mark for it: the text is untouched"

    @pytest.mark.parametrize("text", ["-1", "+41", "-12.5", "-1,200.50", "+3%", "x=1", "a@b", ""])
    def test_plain_numbers_and_texts_are_left_alone(self, text):
        assert guarded(text) == text

    @given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
    def test_any_texts_go_out_and_come_back(self, texts):
        content = written(
            SheetTable("R", ["h"] * 5, [["x", *texts]], choices=[CellChoice(0, 1, 2, "x")])
        )
        _, row = in_process(content, Question()).sheet.rows
        assert row.cells + [""] * (len(texts) + 1 - len(row.cells)) == ["x", *texts]


class TestChoices:
    def test_they_are_read_from_the_form(self):
        sent = {"choice-3": "A.B.P3", "choice-4": "none", "choice-5": "", "again": "x"}
        assert read_choices(sent) == {3: "A.B.P3", 4: "none"}
        with pytest.raises(RosterError, match="no row 'x1'"):
            read_choices({"choice-x1": "A.B.P3"})

    def test_they_are_of_this_roster_and_of_roles_in_use(self, canon):
        roster = read_roster(ROSTER)
        check_choices({2: canon["P4"], 3: NONE}, roster)
        with pytest.raises(RosterError, match="no row 9, for which"):
            check_choices({9: canon["P4"]}, roster)
        with pytest.raises(RosterError, match=r"For row 2 X.Y.P9 was chosen"):
            check_choices({2: "X.Y.P9"}, roster)


class TestResending:
    @given(st.binary(max_size=300))
    def test_a_file_comes_back_as_it_went(self, content):
        assert unpacked(packed(content)) == content
        assert unpacked(packed(b"PK\x03\x04" + content)) == b"PK\x03\x04" + content

    def test_a_large_one_stays_at_home(self):
        assert packed(b"PK\x03\x04" + b"x" * MOST_SENT) == ""
        assert packed(b"title\n" * 1_000_000)

    @pytest.mark.parametrize("field", ["", "!!", "eg==", "enp6", packed(b"title")[:-8], "ü"])
    def test_what_we_did_not_send_is_refused(self, field):
        with pytest.raises(RosterError, match="did not come back whole"):
            unpacked(field)

    def test_a_bomb_is_not_unpacked(self):
        with pytest.raises(RosterError):
            unpacked(packed(b"\0" * 100_000_000))
