"""Search in a real browser: typing, keys, filters, without JavaScript, on a phone, on paper."""

import re

import pytest
from playwright.sync_api import expect

from taxonomy.models import Synonym
from tests.accessibility import violations
from tests.factories import ladder

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    Synonym.objects.create(term="tech", meaning="technician")
    ladder(levels=("P2", "P3", "P4", "M1"))
    return live_server.url


def titles(page):
    return page.locator("[data-hit]").all_inner_texts()


def test_typing_updates_hits_address_and_status(page, site):
    errors = []
    page.on("console", lambda m: m.type in {"error", "warning"} and errors.append(m.text))
    page.goto(f"{site}/search/")
    page.locator("#search-box").press_sequentially("leakage tech", delay=20)
    page.locator("[data-hit]").first.wait_for()
    page.wait_for_url(re.compile(r"/search/\?q=leakage(%20|\+)tech$"))
    assert titles(page) == ["Leakage Technician M1", "Leakage Technician P2"]
    page.wait_for_function(
        "document.querySelector('[role=status]').textContent.includes('4 roles')"
    )
    assert page.locator("#search-box").input_value() == "leakage tech"
    assert errors == []


def test_keys_walk_from_the_box_through_the_hits(page, site):
    page.goto(f"{site}/search/?q=leakage")
    page.locator("#search-box").focus()
    assert page.evaluate("document.activeElement.id") == "search-box"
    focused = "document.activeElement.innerText"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == titles(page)[0]
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == titles(page)[1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search-box"


def test_a_filter_is_kept_while_typing_on_and_undone_by_going_back(page, site):
    page.goto(f"{site}/search/?q=leakage")
    page.get_by_role("link", name="Management 1").click()
    page.wait_for_url("**track=M")
    assert titles(page) == ["Leakage Technician M1"]
    page.locator("#search-box").press("End")
    page.locator("#search-box").press_sequentially(" tech", delay=20)
    page.wait_for_url(re.compile(r"q=leakage(%20|\+)tech"))
    assert "track=M" in page.url
    page.go_back()
    page.wait_for_url(re.compile(r"q=leakage$"))
    expect(page.locator("[data-hit]")).to_have_count(2)
    page.goto(f"{site}/search/?q=leakage&track=M")
    page.get_by_role("link", name="remove this filter").click()
    page.wait_for_url("**/search/?q=leakage")


def test_without_a_script_all_of_it_works(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/levels/")
    page.locator("#site-search").fill("leakage tech")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=leakage+tech")
    page.get_by_role("link", name="Management 1").click()
    assert titles(page) == ["Leakage Technician M1"]
    page.locator("#search-box").fill("leakage")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**q=leakage&track=M")
    context.close()


@pytest.mark.parametrize("path", ["/search/", "/search/?q=leakage+tech", "/search/?q=zzleakaage"])
def test_axe_finds_nothing_and_a_phone_does_not_scroll_sideways(browser, site, path):
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(site + path)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320
    assert violations(page) == []
    context.close()


def test_paper_has_the_hits_and_no_controls(page, site):
    page.goto(f"{site}/search/?q=leakage")
    page.emulate_media(media="print")
    assert page.locator("[data-hit]").first.is_visible()
    assert not page.locator("#search-box").is_visible()
    assert not page.locator(".facets").is_visible()
