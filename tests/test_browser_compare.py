"""The comparison in a real browser: steps without a script, keys, print, narrow screens."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.accessibility import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def rungs(db):
    return factories.ladder()


@pytest.fixture
def address(live_server, rungs):
    """The address of a comparison of the first `count` rungs."""

    def of(count, extra=""):
        keys = ",".join(profile.key for profile in rungs[:count])
        return f"{live_server.url}/compare/?keys={keys}{extra}"

    return of


def heads(page):
    page.wait_for_load_state()
    return page.locator("thead th .chip").all_text_contents()


def test_a_whole_comparison_without_javascript(browser, live_server, rungs):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/compare/")
    page.get_by_label("Keys, separated by commas").fill(f"{rungs[0].key}, {rungs[2].key}")
    page.get_by_role("button", name="Compare").click()
    assert heads(page) == ["P2", "P4"]
    page.get_by_label("Add a role by title or key").fill(rungs[3].key.lower())
    page.get_by_role("button", name="Add").click()
    assert heads(page) == ["P2", "P4", "P5"]
    page.get_by_role("link", name=f"Add {rungs[1].title}").click()
    assert heads(page) == ["P2", "P4", "P5", "P3"]
    page.get_by_role("link", name=f"Move left {rungs[1].title}").click()
    assert heads(page) == ["P2", "P4", "P3", "P5"]
    page.get_by_role("link", name=f"Remove {rungs[0].title}").click()
    assert heads(page) == ["P4", "P3", "P5"]
    focus = page.get_by_role("rowheader", name="Focus", exact=True)
    expect(focus).to_have_count(1)
    page.get_by_role("link", name="Differences only").click()
    assert heads(page) == ["P4", "P3", "P5"]
    expect(focus).to_have_count(0)
    page.get_by_role("link", name="All rows").click()
    expect(focus).to_have_count(1)
    context.close()


def test_steps_are_reached_by_key(page, address, rungs):
    page.goto(address(2))
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText")
        if focused and focused.startswith("Remove"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/compare/?keys={rungs[1].key}")
    page.wait_for_load_state()
    assert heads(page) == ["P3"]


@pytest.mark.parametrize("width", [320, 375, 590])
def test_a_phone_has_cards_that_name_the_role_of_each_cell(page, address, rungs, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address(4))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    region = page.get_by_role("region", name="Comparison")
    assert region.evaluate("region => region.scrollWidth <= region.clientWidth")
    row = page.locator("tr").filter(has=page.get_by_role("rowheader", name="Typical years"))
    cells = row.locator("td")
    tops = [cell.bounding_box()["y"] for cell in cells.all()]
    assert tops == sorted(set(tops))  # one below the other
    named = "cell => getComputedStyle(cell, '::before').content"
    assert [cell.evaluate(named).split('"')[1].strip() for cell in cells.all()] == heads(page)


def test_a_wide_table_scrolls_in_its_own_region_with_labels_in_sight(page, address):
    page.set_viewport_size({"width": 640, "height": 700})
    page.goto(address(4))
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    region = page.get_by_role("region", name="Comparison")
    region.evaluate("region => region.scrollLeft = 200")
    label = page.get_by_role("rowheader", name="Typical years")
    assert label.bounding_box()["x"] < 40
    assert label.bounding_box()["width"] < 150


@pytest.mark.parametrize("width", [900, 1300])
def test_the_header_stays_while_reading_down(page, address, width):
    page.set_viewport_size({"width": width, "height": 600})
    page.goto(address(4))
    page.get_by_role("rowheader", name="Distance").scroll_into_view_if_needed()
    page.mouse.move(width / 2, 300)
    head = page.locator("thead th").nth(1).bounding_box()
    row = page.get_by_role("rowheader", name="Distance").bounding_box()
    top = page.get_by_role("region", name="Comparison").bounding_box()["y"]
    assert head["y"] == pytest.approx(max(top, 0 if width > 1216 else top), abs=4)
    assert head["y"] < row["y"] < 600


@pytest.mark.parametrize("count", [0, 1, 4])
def test_axe_finds_nothing(page, address, count):
    page.goto(address(count, ",nonsense" if count else ""))
    assert violations(page) == []


def test_print_is_landscape_whole_and_without_chrome(page, address, rungs):
    page.goto(address(4))
    paper = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert boxes
    assert all(float(wide) > float(high) for wide, high in boxes)
    page.emulate_media(media="print")
    words = " ".join(page.locator("body").inner_text().split())
    for chrome in ("Skip to content", "Remove", "Add a role", "Differences only", "Same ladder"):
        assert chrome not in words
    assert words.count("Keeps the leak register") == 4
    for profile in rungs[:4]:
        assert profile.title in words
    assert "Ground microphone" not in words  # not applied here
    assert "Correlator" in words
