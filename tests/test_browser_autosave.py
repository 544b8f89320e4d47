"""Nothing typed into a form of the admin is lost, to a crash, an expired sign-in or a link; and
nothing of it stays in the browser once it is saved or its editor has gone.
"""

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from playwright.sync_api import expect

from editions.history.recording import recorded
from editions.models import Draft
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Profile
from tests import factories
from tests.test_browser_editing import PASSWORD, sign_in

__all__ = ["sign_in"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('rolebook-typed:')).length"


@pytest.fixture
def role():
    with transaction.atomic(), recorded(Origin("First", "canon load")):
        rungs = factories.ladder(levels=("P2", "P3"))
    return Profile.objects.get(pk=rungs[1].pk)


@pytest.fixture
def editor(sign_in, role):
    page = sign_in("Editor")
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    return page


@pytest.fixture
def form(live_server, role):
    return f"{live_server.url}/admin/taxonomy/profile/{role.pk}/change/"


@pytest.fixture
def ladder(live_server, role):
    return f"{live_server.url}/admin/ladder/{role.key.rpartition('.')[0]}/?track=P"


def crash(page, address):
    """The window is gone without a word, and opened anew."""
    context = page.context
    page.wait_for_timeout(1500)  # longer than the script waits, on a busy machine too
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(address)
    return page


def saved(page):
    expect(page.locator(".messagelist .kept")).to_contain_text("Saved as")
    assert page.evaluate(KEPT) == 0


def add_alias(page, title):
    page.locator("#aliases-group .add-row a").click()
    page.locator("#id_aliases-1-title").fill(title)


def test_what_a_crash_took_comes_back_with_its_rows_and_choices(editor, form, role, live_server):
    factories.SkillFactory(name="Ground microphone")
    editor.goto(form)
    editor.fill("#id_title", "Keeper of Tides")
    editor.select_option("#id_status", "retired")
    add_alias(editor, "Tide reader")
    page = crash(editor, form)
    again = page.get_by_role("button", name="Restore what you typed at")
    expect(again).to_be_visible()
    assert page.locator("#id_title").input_value() == role.title
    again.click()
    assert page.locator("#id_title").input_value() == "Keeper of Tides"
    assert page.locator("#id_status").input_value() == "retired"
    assert page.locator("#id_aliases-1-title").input_value() == "Tide reader"
    page.select_option("#id_status", "approved")
    page.locator("input[name=_save]").click()
    saved(page)
    document = Draft.objects.get().document
    assert (document["title"], "Tide reader" in document["aliases"]) == ("Keeper of Tides", True)
    page.goto(f"{live_server.url}/admin/")
    assert page.locator("#desk").get_by_text("Typed in this browser").count() == 0


def test_the_desk_leads_to_what_was_typed_and_it_can_be_forgotten(editor, form, live_server):
    editor.goto(form)
    editor.fill("#id_title", "Keeper of Tides")
    page = crash(editor, f"{live_server.url}/admin/")
    page.locator("#desk ul a").first.click()
    page.get_by_role("button", name="Forget it").click()
    assert page.evaluate(KEPT) == 0
    page.reload()
    assert page.get_by_role("button", name="Forget it").count() == 0


def test_what_is_offered_stays_until_it_is_restored_or_forgotten(editor, form, live_server):
    editor.goto(form)
    editor.fill("#id_title", "Keeper of Tides")
    page = crash(editor, form)
    page.goto(f"{live_server.url}/admin/")
    page.goto(form)
    page.fill("#id_summary", "About tides.")
    page = crash(page, form)
    assert page.get_by_role("button", name="Restore what you typed at").count() == 2
    page.get_by_role("button", name="Restore what you typed at").last.click()
    assert page.locator("#id_title").input_value() == "Keeper of Tides"


def test_what_another_saved_meanwhile_is_merged_with_what_is_restored(editor, form, role):
    editor.goto(form)
    editor.fill("#id_title", "Keeper of Tides")
    page = crash(editor, "about:blank")
    with transaction.atomic(), recorded(Origin("A load", "canon load")):
        Profile.objects.filter(pk=role.pk).update(summary="Loaded.")
    page.goto(form)
    page.get_by_role("button", name="Restore what you typed at").click()
    page.locator("input[name=_save]").click()
    saved(page)
    document = Draft.objects.get().document
    assert (document["title"], document["summary"]) == ("Keeper of Tides", "Loaded.")


def test_a_ladder_comes_back_with_its_new_row_and_order(editor, ladder):
    editor.goto(ladder)
    names = [each.input_value() for each in editor.locator(".area-name").all()]
    editor.get_by_role("button", name="Add an area").click()
    editor.keyboard.type("Tides")
    editor.fill("textarea[name=cell-n0-P3]", "Reads the sea.")
    editor.keyboard.press("Alt+ArrowUp")
    page = crash(editor, ladder)
    page.get_by_role("button", name="Restore what you typed at").click()
    found = [each.input_value() for each in page.locator(".area-name").all()]
    assert found == [*names[:-1], "Tides", names[-1]]
    page.get_by_role("button", name="Save drafts", exact=True).last.click()
    saved(page)
    focus = Draft.objects.get(kind="focus").document
    assert [area["name"] for area in focus["areas"]] == found


@pytest.mark.parametrize("has_script", [True, False])
def test_an_expired_sign_in_asks_for_it_and_goes_on(browser, editor, ladder, role, has_script):
    context = browser.new_context(java_script_enabled=has_script)
    page = context.new_page()
    page.goto(ladder)
    page.fill("#id_username", "editor")
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.fill("textarea[name=cell-a0-P3]", "Listens at night.\n  - with <b>ears</b>")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save drafts", exact=True).last.click()
    assert "What you typed is kept" in page.locator("#content").inner_text()
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[name$=username]").fill("editor")
    page.get_by_role("button", name="Sign in and go on").click()
    expect(page.locator(".messagelist .kept")).to_contain_text("Saved as drafts")
    found = Draft.objects.get(key=role.key).document["responsibilities"][0]["text"]
    assert found == "Listens at night.\n- with <b>ears</b>"
    if has_script:
        assert page.evaluate(KEPT) == 0
    context.close()


def test_leaving_warns_and_a_form_that_nobody_touched_does_not(editor, form, live_server):
    asked = []
    editor.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    editor.goto(form)
    editor.get_by_role("link", name="Home").first.click()
    editor.wait_for_url(f"{live_server.url}/admin/")
    editor.goto(form)
    editor.locator("#id_title").press_sequentially("x")
    editor.get_by_role("link", name="Home").first.click()
    editor.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert editor.url == form


def test_nothing_stays_after_the_sign_out_and_no_password_is_ever_kept(editor, form, live_server):
    editor.on("dialog", lambda dialog: dialog.accept())
    editor.goto(form)
    editor.fill("#id_title", "Keeper of Tides")
    editor.wait_for_timeout(600)
    assert editor.evaluate(KEPT) == 1
    assert PASSWORD not in editor.evaluate("JSON.stringify(localStorage)")
    editor.get_by_role("button", name="Log out").click()
    editor.wait_for_load_state()
    assert editor.evaluate(KEPT) == 0


def test_a_refused_form_goes_on_being_kept(editor, form, role):
    editor.goto(form)
    editor.fill("#id_title", "Keeper of Tides")
    editor.fill("#id_pay_bands-0-low", "999999")
    editor.locator("input[name=_save]").click()
    editor.wait_for_load_state()
    assert "low ≤ median ≤ high" in editor.locator("#content").inner_text()
    assert editor.get_by_role("button", name="Restore what you typed at").count() == 0
    page = crash(editor, form)
    page.get_by_role("button", name="Restore what you typed at").click()
    assert page.locator("#id_title").input_value() == "Keeper of Tides"


def test_a_form_from_before_a_sign_in_in_another_window_comes_back(editor, form, live_server):
    editor.goto(form)
    editor.fill("#id_title", "Keeper of Tides")
    Session.objects.all().delete()
    other = editor.context.new_page()
    other.goto(f"{live_server.url}/admin/")
    other.fill("#id_username", "editor")
    other.fill("#id_password", PASSWORD)
    other.click("input[type=submit]")
    editor.locator("input[name=_save]").click()
    editor.wait_for_load_state()
    assert not Draft.objects.exists(), "its token is that of the former sign-in"
    editor.goto(form)
    editor.get_by_role("button", name="Restore what you typed at").click()
    editor.locator("input[name=_save]").click()
    saved(editor)
    assert Draft.objects.get().document["title"] == "Keeper of Tides"
