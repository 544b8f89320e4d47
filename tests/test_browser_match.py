"""The match page in a real browser: with and without a script, filter, download, print, narrow."""

import csv

import pytest

from tests.accessibility import violations
from tests.factories import FocusFactory, LevelFactory, ProfileFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

ROSTER = b"Job Title,Grade\nSr Leakage Tech,\nLeakage Technician,P4\nBarista,\n"


@pytest.fixture
def site(live_server):
    focus = FocusFactory()
    for code, title in {"P3": "Leakage Technician", "P4": "Senior Leakage Technician"}.items():
        ProfileFactory(focus=focus, level=LevelFactory(code=code), title=title)
    return live_server.url


def send(page, site):
    page.goto(f"{site}/match/")
    roster = {"name": "roster.csv", "mimeType": "text/csv", "buffer": ROSTER}
    page.get_by_label("Roster", exact=True).set_input_files(roster)
    page.get_by_role("button", name="Match the roster").click()
    page.wait_for_load_state()


def shown(page):
    return [row.get_attribute("class") for row in page.locator(".matched tbody tr:visible").all()]


def test_one_title_and_a_roster_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/match/")
    page.get_by_label("Title", exact=True).first.fill("snr leakage tech")
    page.get_by_role("button", name="Match", exact=True).click()
    assert "confident for “snr leakage tech”" in page.locator("#answer").inner_text()
    send(page, site)
    assert shown(page) == ["confident", "needs-review", "no-match"]
    page.get_by_role("radio", name="needs review (1)").check()
    assert shown(page) == ["needs-review"]
    page.get_by_role("radio", name="all rows").check()
    assert len(shown(page)) == 3
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["state"] for line in lines] == ["confident", "needs review", "no match"]
    assert lines[0]["key"].endswith(".P4")
    context.close()


def test_a_candidate_is_chosen_and_downloaded_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    send(page, site)
    page.get_by_role("radio", name="Row 3: Senior Leakage Technician, P4").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["state"] for line in lines] == ["confident", "chosen", "no match"]
    assert lines[1]["key"].endswith(".P4")
    assert [line["Job Title"] for line in lines][2] == "Barista"
    page.get_by_role("button", name="Undo all choices").click()
    context.close()


def test_columns_are_changed_before_matching_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/match/")
    content = b"Beruf,Job Title\nLeakage Technician,x\n"
    roster = {"name": "roster.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("Roster", exact=True).set_input_files(roster)
    page.get_by_role("button", name="Show first how it is read").click()
    assert "title from column B “Job Title”" in page.locator("#report").inner_text()
    page.get_by_label("Title", exact=True).select_option("A Beruf")
    page.get_by_role("button", name="Match the roster").click()
    page.wait_for_load_state()
    assert "Leakage Technician" in page.locator(".matched tbody th").inner_text()
    assert "title from column A “Beruf”" in page.locator("#report").inner_text()
    context.close()


def test_a_role_is_reached_by_key(page, site):
    page.goto(f"{site}/match/?title=snr+leakage+tech")
    link = page.locator("#answer a.name")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/profiles/**")
    assert page.locator("h1").inner_text() == "Senior Leakage Technician"


def test_progress_gives_way_to_the_result(page, site):
    send(page, site)
    assert page.locator(".progress").count() == 1
    assert not page.locator(".progress").is_visible()
    picture = page.get_by_role("img", name="1 confident, 1 needs review, 1 no match")
    assert picture.bounding_box()["width"] > 300


def test_axe_finds_nothing(page, site):
    for address in ("/match/", "/match/?title=Leakage", "/match/?title=Barista"):
        page.goto(site + address)
        assert violations(page) == [], address
    send(page, site)
    page.get_by_text("Read it another way").click()
    assert violations(page) == []
    page.get_by_role("button", name="Show again how it is read").click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "How the roster is read"
    assert violations(page) == []


def test_a_narrow_screen_loses_nothing(page, site):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{site}/match/?title=snr+leakage+tech")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    send(page, site)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_print_keeps_the_chosen_rows_and_no_chrome(page, site):
    send(page, site)
    page.get_by_role("radio", name="needs review").check()
    page.emulate_media(media="print")
    words = page.locator("body").inner_text()
    assert shown(page) == ["needs-review"]
    for chrome in ("Skip to content", "Download", "Show", "Match another", "none of these"):
        assert chrome not in words
    assert "own level ‘P4’" in words


def test_nothing_goes_wrong_in_the_console(page, site):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    send(page, site)
    assert said == []
    assert page.context.cookies() == []
