"""The goals page in a real browser: copying, printing, keys, contrast, narrow screens."""

import pytest

from tests import factories
from tests.accessibility import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SECTIONS = ("SMART goals", "OKRs", "MBO areas", "Scorecard")


@pytest.fixture
def profile(db):
    rungs = factories.ladder(levels=("P4",))
    text = 'Says "stop" & <b>means</b> it'
    factories.ResponsibilityFactory(profile=rungs[0], text=text)
    factories.ResponsibilityFactory(profile=rungs[0], kind="component", text="Keeps the key safe")
    return rungs[0]


@pytest.fixture
def address(live_server, profile):
    return f"{live_server.url}/profiles/{profile.key}/goals/"


def test_each_copy_button_fills_the_clipboard_with_its_block(page, address, live_server):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto(address)
    whole = page.request.get(address.replace("/goals/", "/goals.txt")).text()
    for heading in SECTIONS:
        page.get_by_role("button", name=f"Copy {heading}").click()
        page.get_by_role("status").filter(has_text="Copied").wait_for()
        page.locator("section", has=page.locator(f"h2:text-is('{heading}')")).get_by_role(
            "button", name="Copied"
        ).wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert f"\n\n{heading}\n\n{copied}\n" in whole
        assert 'Says "stop" & <b>means</b> it' in copied


def test_the_text_opens_by_key_and_copies_by_key(page, address, live_server):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto(address)
    block = page.locator("#okrs-text")
    assert not block.is_visible()
    page.get_by_text("OKRs as text").focus()
    page.keyboard.press("Enter")
    assert block.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == block.text_content()


def test_without_javascript_all_is_there_and_no_button_pretends(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert not page.locator(".copy:visible").count()
    page.get_by_text("Scorecard as text").click()
    assert page.locator("#scorecard-text").is_visible()
    context.close()


def test_axe_finds_nothing(page, address):
    page.goto(address)
    for summary in page.locator("summary").all():
        summary.click()
    assert violations(page) == []


def test_nothing_is_lost_at_320_pixels(page, address):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address)
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_paper_holds_every_row_once_and_no_chrome(page, address):
    page.goto(address)
    page.emulate_media(media="print")
    words = " ".join(page.locator("body").inner_text().split())
    for chrome in ("Skip to content", "Functions", "Search", "as text", "Copy", "[source:"):
        assert chrome not in words
    for heading in (*SECTIONS, "Internal process", "Role calibration"):
        assert heading in words
    assert words.count("Move the metric this drives from") == 5
    assert words.count("Relevant, every row") == 1
    assert words.count("KR1") == words.count("KR2") == 5
    assert words.count("Meets the") == 6
    assert "Signed, manager" in words
