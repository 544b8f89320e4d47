"""The frameworks' pages in a real browser: axe, keyboard, narrow screens, paper, no JavaScript."""

import pytest

from frameworks.exchange.load import load_frameworks
from frameworks.exchange.sources import files
from frameworks.models import CanonLink, Entry
from tests.accessibility import violations
from tests.factories import ProfileFactory
from tests.framework_samples import load_ferries, load_wells

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STATE = "have=knw01,prf01.1f,knw02,rel01.1ff,thr04"
PATHS = (
    "/frameworks/",
    "/frameworks/escm-sp-2/",
    "/frameworks/escm-sp-2/?area=ppl&area=knw&level=3",
    "/frameworks/escm-sp-2/levels/3/",
    "/frameworks/escm-sp-2/knw02/",
    "/frameworks/wells-1/dig01/",
    f"/frameworks/escm-sp-2/check/?{STATE}",
    f"/frameworks/escm-sp-2/check/?{STATE}&area=prf",
    "/frameworks/wells-1/check/?area=dig",
    "/frameworks/sfia-9/",
    "/frameworks/sfia-9/FCRR/",
)


@pytest.fixture
def loaded(settings, tmp_path):
    load_frameworks(files([settings.BASE_DIR / "fixtures" / "frameworks"]))
    load_wells(tmp_path)
    load_ferries(tmp_path)


@pytest.fixture
def complaints(page):
    """What the console says of the pages that a test opens, the security policy included."""
    said = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def test_axe_finds_nothing_in_light_and_dark(page, live_server, loaded, complaints):
    for path in PATHS:
        page.goto(live_server.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert violations(page) == [], path
    assert not complaints


def test_nothing_scrolls_sideways_at_320_px(page, live_server, loaded):
    page.set_viewport_size({"width": 320, "height": 800})
    for path in PATHS:
        page.goto(live_server.url + path)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, (path, over)


def test_titles_of_the_picture_stay_in_their_tiles(page, live_server, loaded):
    page.goto(live_server.url + "/frameworks/escm-sp-2/")
    over = page.evaluate(
        """() => [...document.querySelectorAll('.model-map a.tile')].filter(tile => {
            const box = tile.querySelector('rect').getBoundingClientRect();
            const level = tile.querySelector('.lv').getBoundingClientRect();
            const mark = tile.querySelector('.sup');
            const edge = mark ? mark.getBoundingClientRect().left : level.left;
            const words = tile.querySelectorAll('text:not(.no):not(.lv):not(.sup)');
            return [...words].some(line => {
                const at = line.getBoundingClientRect();
                return at.right > edge || at.top < box.top || at.bottom > box.bottom;
            });
        }).map(tile => tile.getAttribute('aria-label'))"""
    )
    assert over == []


def test_a_tile_is_reached_and_followed_by_keyboard(page, live_server, loaded):
    page.goto(live_server.url + "/frameworks/escm-sp-2/")
    page.locator(".skip-over a").focus()
    assert page.locator(".skip-over a").is_visible()
    page.locator('.model-map a[aria-label^="rel03 "]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/rel03/")
    assert page.locator("h1").inner_text() == "Manage Suppliers & Partners"


def test_check_works_without_javascript(browser, live_server, loaded):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/frameworks/wells-1/check/")
    page.get_by_label("dig01").check()
    page.get_by_role("button", name="Show what this reaches").click()
    assert "have=dig01" in page.url
    page.get_by_role("link", name="Keeping").first.click()
    page.get_by_label("a1 Change the rope").check()
    page.get_by_role("button", name="Keep these ticks").click()
    assert page.get_by_label("a1 Change the rope").is_checked()
    assert page.locator(".big").inner_text() == "1"
    page.get_by_role("button", name="Tick all of kee01").click()
    assert page.locator(".big").inner_text() == "2"
    assert "have=dig01,kee01&" in page.url
    address = page.url
    page.goto(live_server.url + "/frameworks/")
    page.goto(address)
    assert page.locator(".big").inner_text() == "2", "the address is all there is"
    context.close()


def test_a_practice_prints_as_a_checklist(page, live_server, loaded):
    page.goto(live_server.url + "/frameworks/wells-1/dig01/")
    box = page.locator("#b1 > .tick-box")
    assert not box.is_visible()
    page.emulate_media(media="print")
    assert box.is_visible()
    assert page.locator(".tick-box:visible").count() == 4, "three required, one recommended"
    assert not page.locator(".rail").is_visible()
    assert page.locator(".assessed").is_visible()


def test_the_check_prints_with_its_boxes(page, live_server, loaded):
    page.goto(live_server.url + "/frameworks/wells-1/check/?area=dig")
    page.emulate_media(media="print")
    assert page.locator("#t-dig01-a1").is_visible()
    assert not page.get_by_role("button", name="Keep these ticks").is_visible()


def test_undefined_levels_open_without_javascript(browser, live_server, loaded):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/frameworks/sfia-9/FCRR/")
    essence = page.get_by_text("Coils ropes when told to.")
    assert not essence.is_visible()
    page.locator("#level-1 summary").click()
    assert essence.is_visible()
    context.close()


def test_a_profile_with_links_passes_axe(page, live_server, loaded):
    profile = ProfileFactory()
    for code in ("FCRR", "dig01"):
        entry = Entry.objects.get(code=code)
        CanonLink.objects.create(entry=entry, focus=profile.focus, note="Why it is here.")
    page.goto(f"{live_server.url}{profile.get_absolute_url()}evidence/")
    assert page.locator("#framework_links").is_visible()
    assert violations(page, "#framework_links") == []
