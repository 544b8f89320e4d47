"""The ladder's form in a real browser: with its script, without one, by keyboard, both themes."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import expect

from editions.history.recording import recorded
from editions.models import Draft
from taxonomy.canon.change_sets import Origin
from tests import factories
from tests.test_browser_editing import PASSWORD, sign_in

__all__ = ["sign_in"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
P3 = "textarea[name=cell-a0-P3]"


@pytest.fixture
def address(live_server):
    with transaction.atomic(), recorded(Origin("First", "canon load")):
        rungs = factories.ladder(levels=("P2", "P3", "P4"))
    focus = rungs[0].focus
    return f"{live_server.url}/admin/ladder/{focus.function.code}.{focus.code}/"


@pytest.fixture
def editor(sign_in, address):
    page = sign_in("Editor")
    page.faults = []
    page.on("console", lambda said: said.type in ("error", "warning") and page.faults.append(said))
    page.on("pageerror", lambda error: page.faults.append(error))
    page.goto(address)
    return page


def rows(page):
    return [name.input_value() for name in page.locator(".area-name").all()]


def document(level):
    return Draft.objects.get(kind="profile", key__endswith=f".{level}").document


def paste(page, selector, text):
    page.locator(selector).evaluate(
        """(field, text) => {
          field.focus();
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const about = {clipboardData: data, bubbles: true, cancelable: true};
          field.dispatchEvent(new ClipboardEvent("paste", about));
        }""",
        text,
    )


def test_copy_move_and_add_happen_at_once_and_are_saved(editor):
    page = editor
    below = page.locator("textarea[name=cell-a0-P2]").input_value()
    page.get_by_role("button", name="Leak detection, P3: copy from P2").click()
    assert page.locator(P3).input_value() == below
    before = rows(page)
    page.locator("textarea[name=cell-a1-P4]").focus()
    page.keyboard.press("Alt+ArrowUp")
    assert rows(page) == [before[1], before[0], *before[2:]]
    page.get_by_role("button", name=f"Move {before[1]} down").click()
    assert rows(page) == before
    page.get_by_role("button", name="Add an area").click()
    page.keyboard.type("Tides")
    page.fill("textarea[name=cell-n0-P4]", "Reads the sea.")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_load_state()
    assert "Saved as drafts" in page.locator(".messagelist").inner_text()
    assert rows(page)[-1] == "Tides"
    assert document("P4")["responsibilities"][-1] == {
        "text": "Reads the sea.", "kind": "jfm", "area": "Tides",
    }  # fmt: skip
    assert document("P3")["responsibilities"][0]["text"] == below
    assert page.faults == []


def test_a_row_is_dragged(editor):
    before = rows(editor)
    handle = editor.locator("[data-row=a2] .moves")
    handle.drag_to(editor.locator("[data-row=a0] th"), target_position={"x": 5, "y": 2})
    assert rows(editor) == [before[2], before[0], before[1], *before[3:]]


def test_a_list_and_a_table_are_pasted_clean(editor):
    editor.fill(P3, "")
    paste(editor, P3, "•\tListens at night.\n•\tMaps what it\u00ad hears.\n")
    expect(editor.locator(P3)).to_have_value("Listens at night.\nMaps what it hears.")
    for level in ("P3", "P4"):
        editor.fill(f"textarea[name=cell-a1-{level}]", "")
    paste(editor, "textarea[name=cell-a1-P3]", "Asks.\tDecides.\n- Notes.\tChecks.\n")
    expect(editor.locator("textarea[name=cell-a2-P4]")).to_have_value(re.compile("Checks.$"))
    assert editor.locator("textarea[name=cell-a1-P4]").input_value() == "Decides."
    assert editor.locator("textarea[name=cell-a2-P3]").input_value().endswith("\nNotes.")


def test_levels_that_read_alike_are_named_while_one_types(editor):
    text = "Walks the pipe routes of %s districts and logs each sound it hears"
    editor.fill(P3, text % 3)
    editor.fill("textarea[name=cell-a0-P4]", text % 4)
    editor.locator("#alike", has_text="Leak detection, P3 and P4").wait_for(timeout=5000)
    editor.fill("textarea[name=cell-a0-P4]", "Decides which streets are opened.")
    expect(editor.locator("#alike")).not_to_contain_text("Leak detection, P3 and P4")
    assert editor.faults == []


def test_without_a_script_it_is_whole(browser, live_server, address, sign_in):
    sign_in("Editor")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.fill("#id_username", "editor")
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.wait_for_load_state()
    before = rows(page)
    # Each press is a page of its own here: its rows are read when all of it has come.
    page.get_by_role("button", name=f"Move {before[1]} up").click()
    page.get_by_role("button", name="Leak detection, P3: copy from P2").click()
    page.wait_for_load_state()
    assert rows(page)[:2] == [before[1], before[0]]
    page.fill("textarea[name=cell-a0-P4]", "Decides which streets are opened.")
    page.get_by_role("button", name="Save drafts", exact=True).last.click()
    assert "Saved as drafts" in page.locator(".messagelist").inner_text()
    assert sorted(Draft.objects.values_list("kind", flat=True)) == ["focus", "profile", "profile"]
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_320_pixels_are_enough(editor, address, theme):
    editor.emulate_media(color_scheme=theme)
    editor.get_by_role("button", name="Leak detection, P3: copy from P2").click()
    editor.locator("#alike li").first.wait_for(timeout=5000)
    found = Axe().run(editor).response["violations"]
    assert not [(each["id"], each["nodes"][0]["target"]) for each in found]
    editor.set_viewport_size({"width": 320, "height": 800})
    assert editor.evaluate("document.documentElement.scrollWidth") <= 320


def test_from_a_focus_to_its_roles_and_back_in_a_click(editor, address):
    editor.get_by_role("link", name="Leak Detection").first.click()
    editor.get_by_role("link", name="P3 Leakage Technician P3").click()
    assert editor.locator("#id_title").input_value() == "Leakage Technician P3"
    editor.get_by_role("link", name="Edit the ladder").click()
    expect(editor.locator("#ladder")).to_have_count(1)
