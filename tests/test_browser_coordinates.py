"""Distance and neighbourhood in a real browser: without a script, narrow, dark, on paper."""

import pytest

from tests.accessibility import violations
from tests.factories import FocusFactory, ladder, whole_profile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def rungs(db):
    rungs = ladder(levels=("P2", "P3", "P4", "M1"))
    for code in ("P3", "P4"):
        whole_profile(FocusFactory(name="Sewer Survey"), code)
    return rungs


@pytest.fixture
def addresses(live_server, rungs):
    pair = f"/coordinates/?a={rungs[0].key}&b={rungs[3].key}"
    return [f"{live_server.url}{path}" for path in (_evidence(rungs[1]), pair)]


def _evidence(profile):
    return f"{profile.get_absolute_url()}evidence/"


def test_a_pair_without_javascript(browser, live_server, rungs):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{_evidence(rungs[1])}")
    page.get_by_role("link", name="How distance works").click()
    page.get_by_label("To the role (key or title)").fill(rungs[2].key.lower())
    page.get_by_role("button", name="Compute").click()
    assert page.locator("#pair tfoot").first.inner_text().split() == [
        *("distance:", "close", "in", "structure", "0.05")
    ]
    page.get_by_role("link", name="Compare the two").click()
    assert page.locator("thead th .chip").all_text_contents() == ["P3", "P4"]
    context.close()


def test_axe_finds_nothing(page, addresses):
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert violations(page) == []


def test_nothing_is_lost_on_320_pixels(page, addresses):
    page.set_viewport_size({"width": 320, "height": 640})
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(addresses[0])
    page.locator(".neighbourhood summary").click()
    assert page.get_by_text("this role", exact=False).last.is_visible()


def test_the_picture_and_its_table_tell_the_same(page, addresses, rungs):
    page.goto(addresses[0])
    drawn = page.locator(".neighbourhood svg a:visible").evaluate_all(
        "all => all.map(a => a.href.baseVal)"
    )
    page.locator(".neighbourhood summary").click()
    listed = page.locator(".neighbourhood td a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    assert sorted(drawn) == sorted([*listed, rungs[1].get_absolute_url()])
    near = page.locator(".neighbourhood svg .nearest .under").all_text_contents()
    shown = page.locator("#adjacent table.near td.num").all_text_contents()
    assert sorted(near) == sorted(shown)


def test_a_phone_shows_the_role_in_its_picture_without_sliding(page, addresses):
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(addresses[0])
    box = page.locator(".neighbourhood svg .subject").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375


def test_paper_keeps_distances_and_the_picture(page, addresses):
    page.goto(addresses[0])
    page.emulate_media(media="print")
    assert page.locator(".neighbourhood svg .subject").is_visible()
    assert page.locator("#adjacent table.near td.num").first.is_visible()
    assert not page.locator("table.near .step-to").first.is_visible()
