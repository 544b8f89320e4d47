"""Three readers from the home page to the paper or file in the hand, on the canon that ships."""

import csv
import io
import subprocess

import pytest
from django.conf import settings
from django.core.management import call_command
from docx import Document
from openpyxl import load_workbook

from taxonomy.models import Profile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
FUNCTIONS = ("itoper", "supply")
ROSTER = [
    ("Employee", "Job Title", "Department", "Grade", "Cost centre"),
    ("00017", "IT Vendor Manager", "IT", "", "4711"),
    ("00018", "Sr IT Vendor Mgr", "IT", "", "4711"),
    ("00019", "Senior Buyer", "Procurement", "", "4712"),
    ("00020", "Falconer", "", "", "=1+1"),
]


@pytest.fixture
def home(live_server, page):
    """The home page of the shipped canon's two functions, at which each journey starts."""
    folder = settings.BASE_DIR / "fixtures" / "canon"
    shared = [folder / f"{name}.yaml" for name in ("levels", "functions", "skills", "synonyms")]
    files = [*shared, folder / "markets.yaml", *(folder / code for code in FUNCTIONS)]
    call_command("canon", "load", *map(str, files), verbosity=0)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(live_server.url)
    return page


def follow(page, name):
    """By the link's own words, as a reader finds it."""
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def printed(page, path):
    """(width, height, text) of each sheet."""
    page.pdf(path=str(path), prefer_css_page_size=True, format="A4")
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    info = subprocess.run(["pdfinfo", "-l", "99", path], capture_output=True, check=True)
    sizes = [
        (float(line.split()[3]), float(line.split()[5]))
        for line in info.stdout.decode().splitlines()
        if line.startswith("Page ") and "size" in line
    ]
    sheets = text.stdout.decode().split("\f")
    return [(*size, " ".join(sheet.split())) for size, sheet in zip(sizes, sheets, strict=False)]


def downloaded(page, name, role="link"):
    with page.expect_download() as download:
        page.get_by_role(role, name=name, exact=True).first.click()
    return download.value.path().read_bytes()


def test_an_evaluator_reads_how_it_works_and_takes_a_ladder_and_the_data(home, tmp_path):
    follow(home, "How to read the catalogue")
    words = home.locator("main").inner_text()
    for question in ("Level, track", "Pay basis", "Method", "Licence", "Suggest a change"):
        assert question in words
    follow(home, "The levels page")
    assert "P3" in home.locator("main").inner_text()
    follow(home, "Functions")
    follow(home, "IT Operations & Support")
    follow(home, "IT Outsourcing Management")
    ladder = Profile.objects.filter(focus__name="IT Outsourcing Management")
    ladder = ladder.filter(level__track="P").order_by("level__rank")
    sheets = printed(home, tmp_path / "poster.pdf")
    wide = [text for width, height, text in sheets if width > height]
    assert wide
    for rung in ladder:
        assert rung.title in wide[0]
    assert "Sourcing and tenders" in wide[0]
    assert "revision" in wide[0]
    follow(home, "Rolebook")
    book = load_workbook(io.BytesIO(downloaded(home, "All profiles as an Excel workbook")))
    rows = list(book.active.values)
    assert {"key", "title", "median", "SOC"} <= set(rows[0])
    assert len(rows) - 1 == Profile.objects.in_use().count()


def test_a_manager_prepares_the_talk_about_a_promotion(home, tmp_path):
    home.get_by_label("Search roles, skills and codes").fill("IT Vendor Manager")
    home.get_by_role("button", name="Search").click()
    follow(home, "IT Vendor Manager")
    assert home.locator("#next").bounding_box()["y"] < 800  # what the next level asks: in sight
    follow(home, "The step to P4 on one sheet")
    sheets = printed(home, tmp_path / "step.pdf")
    assert len(sheets) == 1
    text = sheets[0][2]
    for said in (
        *("Contracts and renewals", "Evidence", "You", "Manager", "Signed, employee"),
        *("no checklist", "Market pay a year", "After P4", "1 of 1"),
    ):
        assert said in text
    file = Document(io.BytesIO(downloaded(home, "Word file to fill in")))
    assert file.paragraphs[0].text == "From P3 IT Vendor Manager to P4 Senior IT Vendor Manager"
    follow(home, "Goals of this step")
    follow(home, "SMART goals only")
    home.get_by_label("Name", exact=True).fill("Ada Brook")
    home.locator("input[name=smart-1-target]").fill("4 tenders")
    goals = Document(io.BytesIO(downloaded(home, "Word file with what is typed", "button")))
    assert "Ada Brook" in goals.tables[0].rows[0].cells[0].text
    assert any("to 4 tenders by" in paragraph.text for paragraph in goals.paragraphs)
    sheets = printed(home, tmp_path / "goals.pdf")
    assert len(sheets) <= 2
    assert "Ada" not in home.url


def test_an_analyst_maps_a_roster_and_takes_it_home(home):
    follow(home, "Match titles")
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(ROSTER)
    roster = {"name": "staff.csv", "mimeType": "text/csv", "buffer": lines.getvalue().encode()}
    home.get_by_label("Roster", exact=True).set_input_files(roster)
    home.get_by_role("button", name="Match the roster").click()
    home.wait_for_load_state()
    states = [row.get_attribute("class") for row in home.locator(".matched tbody tr").all()]
    assert states[0] == states[2] == "confident"
    assert states[3] == "no-match"
    answer = load_workbook(io.BytesIO(downloaded(home, "Download as XLSX", "button")))
    sheet = answer.worksheets[0]
    header, *rows = sheet.values
    assert header[:5] == ROSTER[0]
    first = dict(zip(header, rows[0], strict=False))
    assert first["Employee"] == "00017"  # joins back to the staff list
    assert first["key"] == "ITOPER.ITOUTSOU493C.P3"
    assert rows[3][4] == "'=1+1" or sheet.cell(5, 5).data_type == "s"  # never a formula
    assert sheet.auto_filter.ref
