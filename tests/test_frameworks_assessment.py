"""An assessment kept in a workbook: taken, filled in, brought back, and never stored."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from frameworks.models import Activity
from taxonomy.models import Revision
from tests.framework_samples import load_wells

pytestmark = pytest.mark.django_db
CHECK = "/frameworks/wells-1/check/"
ALL = ("answer", "evidence", "owner", "date")


@pytest.fixture
def book(tmp_path, client):
    load_wells(tmp_path)
    return load_workbook(io.BytesIO(client.get("/frameworks/wells-1/check.xlsx").content))


def fill(book, answers):
    sheet = book.active
    for row in sheet.iter_rows(min_row=2):
        for cell, value in zip(row[5:], answers.get(row[0].value, ()), strict=False):
            cell.value = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def send(client, content, name="assessment.xlsx"):
    return client.post(f"{CHECK}file/", {"assessment": SimpleUploadedFile(name, content)})


def codes(book):
    return [row[0].value for row in book.active.iter_rows(min_row=2)]


def test_the_workbook_offers_the_answers_in_a_list(book):
    assert [cell.value for cell in book.active[1]][:6] == [
        *("practice", "title", "area", "area name", "level", "answer")
    ]
    (rule,) = book.active.data_validations.dataValidation
    assert rule.formula1 == '"yes,partly,no,not applicable"'


def test_ticks_of_the_page_come_along(client, book):
    first = codes(book)[0]
    content = client.get(f"/frameworks/wells-1/check.xlsx?have={first}").content
    sheet = load_workbook(io.BytesIO(content)).active
    assert [row[5].value for row in sheet.iter_rows(min_row=2) if row[0].value == first] == ["yes"]


def test_totals_are_counted_by_the_spreadsheet_for_each_level_and_area(book):
    totals = book["Totals"]
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in totals.iter_rows(min_row=2)}
    areas = {row[3].value for row in book["Assessment"].iter_rows(min_row=2)}
    assert areas < rows.keys()
    assert "All" in rows
    assert {
        f"Level {row[4].value}" for row in book["Assessment"].iter_rows(min_row=2)
    } < rows.keys()
    assert rows["All"][1] == '=COUNTIFS(Assessment!$E:$E,">0",Assessment!$F:$F,"yes")'


def test_what_comes_back_is_judged_and_shown_and_nothing_is_stored(client, book):
    before = Revision.objects.current()
    yes = {code: ("yes", "Minutes of May", "Ada", "2026-05-01") for code in codes(book)}
    response = send(client, fill(book, yes))
    content = response.content.decode()
    assert response.status_code == 200
    assert response.context["result"].next_level is None
    assert "Minutes of May" in content
    assert "Ada" in content
    assert "no-store" in response["Cache-Control"]
    assert Revision.objects.current() == before


def test_partly_does_not_count_and_not_applicable_is_left_out(client, book):
    first, *others = codes(book)
    answers = {code: ("yes",) for code in others}
    partly = send(client, fill(book, answers | {first: ("partly",)})).context["result"]
    assert [s.wanted.code for s in partly.missing] == [first]
    left_out = send(client, fill(book, answers | {first: ("not applicable",)}))
    assert left_out.context["result"].next_level is None
    assert "1 marked not applicable" in left_out.content.decode()


def test_an_answer_that_is_none_is_named_with_its_row(client, book):
    response = send(client, fill(book, {codes(book)[0]: ("maybe",)}))
    assert response.status_code == 400
    assert "Row 2: the answer &#39;maybe&#39; is none of yes, partly" in response.content.decode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "no column practice"),
        (b"practice,answer\nzzz99,yes\n", "Row 2"),
        (b"practice,answer\n", "no row of a practice"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(client, book, content, reason):
    response = send(client, content, "assessment.csv")
    assert response.status_code == 400
    assert reason in response.content.decode()


def test_coming_back_without_a_file_leads_to_the_check(client, book):
    assert client.get(f"{CHECK}file/")["Location"] == CHECK
    assert client.post(f"{CHECK}file/").status_code == 400


def test_after_ticking_practices_one_lands_at_the_answer(client, book):
    response = client.get(CHECK, {"ticked": "practices", "t": codes(book)[0]})
    assert response["Location"].endswith("#verdict")


def test_activities_are_offered_once_their_words_are_here(client, book):
    content = client.get(CHECK).content.decode()
    assert "?area=" in content
    assert "Choose an area above" in content
    Activity.objects.update(text="")
    content = client.get(CHECK).content.decode()
    assert "?area=" not in content
    assert "frameworks read FILE" in content
    assert "Choose an area" not in content
