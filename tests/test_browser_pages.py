"""The public pages in a real browser: light and dark, narrow, printed, by keyboard."""

import re
import subprocess

import pytest

from tests import factories
from tests.accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/functions/",
    "/functions/WATERD/",
    "/functions/WATERD/LEAKDETE88D0/",
    "/levels/",
    "/levels/P3/",
    "/skills/",
    "/skills/pressure-logging/",
    "/titles/",
    "/about/",
    "/profiles/WATERD.LEAKDETE88D0.P3/",
    "/profiles/WATERD.LEAKDETE88D0.P3/next/",
    "/profiles/WATERD.LEAKDETE88D0.P3/evidence/",
    "/profiles/WATERD.LEAKDETE88D0.P9/",
]
PROFILE = "/profiles/WATERD.LEAKDETE88D0.P3/"


@pytest.fixture
def site(live_server):
    ladder = factories.ladder()
    factories.whole_profile(ladder[0].focus, "M1")
    return live_server.url


@pytest.fixture
def visit(browser, site):
    contexts = []

    def open_page(path, **options):
        contexts.append(browser.new_context(reduced_motion="reduce", **options))
        page = contexts[-1].new_page()
        page.faults = []
        page.on("console", lambda message: page.faults.append(message.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(site + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit, path):
    assert violations(visit(path)) == []


def test_nothing_is_blocked_or_fetched_from_elsewhere_and_no_cookie_is_set(visit, site):
    for path in PAGES:
        page = visit(path)
        assert [fault for fault in page.faults if "404" not in fault] == [], path
        assert page.context.cookies() == []
        assert page.evaluate(
            "performance.getEntriesByType('resource').every(r => r.name.startsWith(origin))"
        )


def test_320_pixels_are_enough(visit):
    for path in PAGES:
        page = visit(path, viewport={"width": 320, "height": 800})
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, f"{path} is {width} px wide"


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (375, 812)])
def test_first_screen_tells_what_where_and_pay(visit, width, height):
    page = visit(PROFILE, viewport={"width": width, "height": height})
    for name in ("#head", "#card > .card"):
        box = page.locator(name).bounding_box()
        assert box["y"] + box["height"] <= height, f"{name} ends below the first screen"


def test_a_narrow_menu_opens_at_the_page_one_is_on(visit):
    page = visit("/frameworks/", viewport={"width": 320, "height": 800})
    if not page.evaluate("CSS.supports('scroll-initial-target: nearest')"):
        pytest.skip("this Chromium is too old to begin at a fragment")
    box = page.locator(".site nav [aria-current]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 304


def test_the_search_box_of_a_phone_needs_no_button(visit):
    page = visit("/levels/", viewport={"width": 375, "height": 800})
    page.locator("#site-search").fill("leak")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=leak")


def test_the_matrix_marks_the_current_level(visit):
    for width in (1280, 375):
        page = visit(PROFILE, viewport={"width": width, "height": 800})
        here = page.locator(".by-level thead [aria-current]")
        assert "this profile" in here.inner_text()
        other = page.locator(".by-level thead .chip:not(.here)").first
        ground = "e => getComputedStyle(e).backgroundColor"
        assert here.locator(".chip").evaluate(ground) != other.evaluate(ground)


def test_a_ladder_on_a_phone_leads_to_its_roles_and_compares_them(visit):
    page = visit("/functions/WATERD/LEAKDETE88D0/", viewport={"width": 375, "height": 800})
    heads = page.locator(".by-level").first.locator("thead th:not(:first-child)")
    assert heads.count() == 5
    for head in heads.all():
        assert head.get_by_role("link").is_visible()
        assert head.get_by_role("checkbox").is_visible()
    heads.nth(1).get_by_role("checkbox").check()
    heads.nth(2).get_by_role("checkbox").check()
    page.get_by_role("button", name="Compare ticked roles").click()
    page.wait_for_url("**/compare/?**LEAKDETE88D0.P3**LEAKDETE88D0.P4**")


def test_paper_has_no_boxes_of_the_screen(visit):
    page = visit("/functions/WATERD/")
    assert page.locator(".tick-role").first.is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".tick-role").first.is_visible()


def test_copy_fills_the_clipboard_and_says_so(visit):
    page = visit(PROFILE, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the key").click()
    page.get_by_role("status").get_by_text("Copied to the clipboard.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "WATERD.LEAKDETE88D0.P3"


def test_without_javascript_the_page_is_whole(visit):
    page = visit(PROFILE, java_script_enabled=False)
    assert page.locator(".by-level thead .chip").count() == 5
    assert not page.locator(".copy").is_visible()
    page.locator(".by-level thead a").first.click()
    assert page.url.endswith(".P2/")


def test_keyboard_walks_from_skip_links_to_content(visit):
    page = visit(PROFILE)
    page.keyboard.press("Tab")
    focused = "document.activeElement.textContent.trim()"
    assert page.evaluate(focused) == "Skip to content"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Skip to what the role does"
    page.keyboard.press("Enter")
    assert page.url.endswith("#responsibilities")
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(focused))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", reached[-1]
    assert any("P2" in text for text in reached)
    assert not any("this profile" in text for text in reached)


def test_print_has_no_chrome_and_all_text(visit, tmp_path):
    page = visit(PROFILE)
    paper = tmp_path / "profile.pdf"
    page.emulate_media(media="print")
    for gone in (".mast", ".crumbs", ".copy", ".foot-rule"):
        assert not page.locator(gone).first.is_visible()
    for rows in ("tr", "dl > div"):
        inside = page.locator(rows).first.evaluate("e => getComputedStyle(e).breakInside")
        assert inside == "avoid"
    border = page.locator(".by-level thead [aria-current]").evaluate(
        "e => getComputedStyle(e).borderTopWidth + getComputedStyle(e).borderTopColor"
    )
    assert re.fullmatch(r"(?!0px)[\d.]+pxrgb\(0, 0, 0\)", border)
    page.pdf(path=paper, format="A4")
    words = " ".join(printed_text(paper).split())
    for each in (
        "Leakage Technician P3",
        "this profile",
        "Pressure logging",
        "What the next level asks",
    ):
        assert each in words
    assert "Skip to content" not in words


def printed_text(paper):
    try:
        done = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        pytest.skip("pdftotext (poppler-utils) is not installed, so the paper cannot be read")
    return done.stdout
