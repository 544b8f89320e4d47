"""The search box of every page in a real browser: suggestions as a combobox, and the key /."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import ladder

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOXES = [("/levels/", "#site-search"), ("/", "#front-search")]


@pytest.fixture
def site(live_server):
    ladder(levels=("P2", "P3", "P4"))
    return live_server.url


def typed(page, site, path, box, text="leakage"):
    page.goto(site + path)
    page.locator(box).press_sequentially(text, delay=20)
    page.locator("#completions [role=option]").first.wait_for()
    return page.locator("#completions [role=option]")


@pytest.mark.parametrize(("path", "box"), BOXES)
def test_arrows_choose_and_enter_opens_the_choice(page, site, path, box):
    errors = []
    page.on("console", lambda m: m.type in {"error", "warning"} and errors.append(m.text))
    options = typed(page, site, path, box)
    field = page.locator(box)
    expect(field).to_have_attribute("aria-expanded", "true")
    count = options.count()
    expect(page.get_by_role("status")).to_have_text(f"{count} suggestions")
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.input_value() == "leakage"
    place = options.first.get_attribute("href")
    field.press("Enter")
    page.wait_for_url(f"**{place}")
    assert errors == []


def test_enter_without_a_choice_searches_and_escape_closes(page, site):
    options = typed(page, site, "/levels/", "#site-search")
    field = page.locator("#site-search")
    field.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.input_value() == "leakage"
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    field.press("Enter")
    page.wait_for_url("**/search/?q=leakage")


def test_a_click_opens_and_leaving_closes(page, site):
    options = typed(page, site, "/levels/", "#site-search")
    page.keyboard.press("Tab")
    expect(options.first).to_be_hidden()
    options = typed(page, site, "/levels/", "#site-search")
    place = options.first.get_attribute("href")
    options.first.click()
    page.wait_for_url(f"**{place}")


def test_nothing_to_suggest_is_said_and_a_cleared_box_is_quiet(page, site):
    typed(page, site, "/levels/", "#site-search")
    field = page.locator("#site-search")
    field.press_sequentially(" zzqx", delay=20)
    expect(page.get_by_role("status")).to_have_text("No suggestions")
    expect(page.locator("#completions")).to_be_hidden()
    field.fill("")
    expect(page.get_by_role("status")).to_have_text("")


def test_one_question_for_quick_typing_and_htmx_only_for_who_types(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/levels/")
    assert not [url for url in asked if "htmx" in url]
    page.locator("#site-search").press_sequentially("leakage", delay=10)
    page.locator("#completions [role=option]").first.wait_for()
    assert len([url for url in asked if "/search/" in url]) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_list_and_a_phone_keeps_its_width(browser, site, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 700})
    page = context.new_page()
    options = typed(page, site, "/levels/", "#site-search")
    page.keyboard.press("ArrowDown")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    shown = options.first.bounding_box()
    assert shown["x"] >= 0
    assert shown["x"] + shown["width"] <= 320
    assert shown["height"] >= 24
    context.close()


def test_without_a_script_the_box_is_a_plain_one(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/levels/")
    assert page.locator("#site-search").get_attribute("role") is None
    assert not page.locator("#completions").is_visible()
    assert not page.locator("#slash-setting").is_visible()
    page.locator("#site-search").fill("leakage")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=leakage")
    context.close()


@pytest.mark.parametrize(("path", "box"), [*BOXES, ("/search/?q=leakage", "#search-box")])
def test_the_key_goes_to_the_box_for_who_switched_it_on(page, site, path, box):
    page.goto(site + path)
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    page.get_by_label("The key / goes to the search box").check()
    page.reload()
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("'#' + document.activeElement.id") == box
    page.keyboard.type("/")
    assert page.locator(box).input_value().endswith("/")
    assert page.context.cookies() == []
    page.get_by_label("The key / goes to the search box").uncheck()
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
