"""An editorial life in a real browser, by three accounts: a draft is returned, mended, approved,
published and released, then undone, restored and the role retired.
"""

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction

from editions import releases
from editions.recording import recorded
from editions.verifying import deviations
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Profile
from tests import factories
from tests.test_admin_permissions import make_groups

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PASSWORD = "a long way round"


@pytest.fixture
def role():
    with transaction.atomic(), recorded(Origin("First", "canon load")):
        rungs = factories.ladder(levels=("P2", "P3"))
    return Profile.objects.get(pk=rungs[1].pk)


@pytest.fixture
def sign_in(browser, live_server):
    """A window of its own for each account."""
    make_groups()
    windows = []

    def signed_in(group):
        user = User.objects.create_user(group.lower(), password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        window = browser.new_context(viewport={"width": 1280, "height": 900})
        windows.append(window)
        page = window.new_page()
        page.goto(f"{live_server.url}/admin/")
        page.fill("#id_username", group.lower())
        page.fill("#id_password", PASSWORD)
        page.click("input[type=submit]")
        return page

    yield signed_in
    for window in windows:
        window.close()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def open_from_desk(page, live_server, title):
    page.goto(f"{live_server.url}/admin/")
    page.locator("#desk").get_by_role("link", name=title).first.click()
    page.wait_for_load_state()


def heading(page, live_server, role):
    page.goto(f"{live_server.url}{role.get_absolute_url()}")
    return page.locator("h1").inner_text()


def change(page, live_server, role, set_title, **fields):
    """Saves the role's form into a new set."""
    page.goto(f"{live_server.url}/admin/taxonomy/profile/{role.pk}/change/")
    page.select_option("#id__set", "new")
    page.fill("#id__set_title", set_title)
    for name, value in fields.items():
        field = page.locator(f"#id_{name}")
        is_choice = field.evaluate("field => field.tagName") == "SELECT"
        (field.select_option if is_choice else field.fill)(value)
    page.locator("input[name=_save]").click()
    page.wait_for_load_state()
    assert "Saved as a draft" in page.locator(".messagelist").inner_text()


def published(pages, live_server, title):
    """Reviewed by the one and published by the other."""
    editor, reviewer, publisher = pages
    press(editor, "Submit for review")
    open_from_desk(reviewer, live_server, title)
    press(reviewer, "Approve what is shown here")
    open_from_desk(publisher, live_server, title)
    press(publisher, "Publish")
    assert "The set is published." in publisher.locator(".messagelist").inner_text()


def test_an_editorial_life_by_three_accounts(sign_in, page, live_server, role):
    pages = [sign_in(group) for group in ("Editor", "Reviewer", "Publisher")]
    editor, reviewer = pages[:2]
    before = role.title
    change(editor, live_server, role, "Tides", title="Keeper of Tydes")
    assert heading(page, live_server, role) == before, "readers see a draft"
    assert editor.get_by_role("button", name="Publish").count() == 0
    press(editor, "Submit for review")

    open_from_desk(reviewer, live_server, "Tides")
    assert "Keeper of Tydes" in reviewer.locator("table.differences").inner_text()
    reviewer.fill("#comment", "Tides has an i.")
    press(reviewer, "Return it to its editors")

    open_from_desk(editor, live_server, "Tides")
    assert "Tides has an i." in editor.locator("#content").inner_text()
    editor.get_by_role("link", name="Edit the draft").click()
    assert editor.locator("#id_title").input_value() == "Keeper of Tydes"
    editor.fill("#id_title", "Keeper of Tides")
    editor.locator("input[name=_save]").click()
    published(pages, live_server, "Tides")
    assert "Keeper of Tides" in heading(page, live_server, role)
    releases.cut(title="With tides")
    page.goto(f"{live_server.url}/releases/")
    assert "With tides" in page.locator("main").inner_text()

    press_on = f"{live_server.url}/admin/history/profile/{role.key}/"
    editor.goto(press_on)
    editor.get_by_role("link", name="Tides", exact=True).first.click()
    press(editor, "Make a set that undoes this one")
    published(pages, live_server, "Undo: Tides")
    assert heading(page, live_server, role) == before

    editor.goto(press_on)
    press(editor, "Restore edition 2")
    published(pages, live_server, "Restore")
    assert "Keeper of Tides" in heading(page, live_server, role)

    change(editor, live_server, role, "Retire it", status="retired")
    published(pages, live_server, "Retire it")
    page.goto(f"{live_server.url}{role.get_absolute_url()}")
    assert "etired" in page.locator("main").inner_text()
    assert deviations() == []


def test_two_editors_on_one_role_see_both_titles(sign_in, browser, live_server, role):
    one = sign_in("Editor")
    other = sign_in("Publisher")
    User.objects.get(username="publisher").groups.add(Group.objects.get(name="Editor"))
    address = f"{live_server.url}/admin/taxonomy/profile/{role.pk}/change/"
    one.goto(address)
    other.goto(address)
    other.fill("#id_title", "Their title")
    other.fill("#id_summary", "Their summary.")
    other.locator("input[name=_save]").click()
    other.wait_for_load_state()
    one.fill("#id_title", "My title")
    one.locator("input[name=_save]").click()
    one.wait_for_load_state()
    said = one.locator("#content").inner_text()
    assert "publisher saved this draft after you had opened it" in said
    assert one.locator("table.differences").first.inner_text().count("title") >= 2
    assert one.locator("#id_title").input_value() == "My title"
    assert one.locator("#id_summary").input_value() == "Their summary."
    one.locator("input[name=_save]").click()
    one.wait_for_load_state()
    one.goto(address)
    assert one.locator("#id_title").input_value() == "My title"
    assert one.locator("#id_summary").input_value() == "Their summary."
