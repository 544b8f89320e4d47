"""An editorial life in a real browser, by three accounts: a draft is returned, mended, approved,
published and released, then undone, restored, the role retired and another split.
"""

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction

from editions import releases
from editions.history.recording import recorded
from editions.history.verifying import deviations
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
        for code in ("P4", "P5"):
            factories.LevelFactory(code=code)
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


def open_action(page, live_server, role, words):
    """From the role's form, as an editor finds it."""
    page.goto(f"{live_server.url}/admin/taxonomy/profile/{role.pk}/change/")
    page.locator(".thing-actions").get_by_role("link", name=words, exact=True).click()
    page.wait_for_load_state()


def save_action(page):
    page.select_option("#id__set", "new")
    page.get_by_role("button", name="Save as drafts").click()
    page.wait_for_load_state()
    assert "Saved as drafts in the set" in page.locator(".messagelist").inner_text()


def retire(page, live_server, role, successor):
    """The successor is searched by typing; saying nothing is refused first."""
    open_action(page, live_server, role, "Retire")
    page.get_by_role("button", name="Save as drafts").click()
    page.wait_for_load_state()
    assert "say that nothing does" in page.locator("#content").inner_text()
    page.locator("#id_successor + .select2").click()
    page.locator(".select2-search__field").fill(successor.key)
    page.locator(".select2-results__option", has_text=successor.key).click()
    page.fill("#id_why", "One role reads the tides.")
    save_action(page)


def split(page, live_server, role, **titles):
    open_action(page, live_server, role, "Split")
    for n, (level, title) in enumerate(titles.items(), 1):
        page.fill(f"#id_part{n}_title", title)
        page.select_option(f"#id_part{n}_level", level)
    page.select_option("#id_sentence0", "1")
    save_action(page)


def follow_banner(page, live_server, role, words, titles):
    """Each link of the retired page leads to a role in use."""
    for title in titles:
        page.goto(f"{live_server.url}{role.get_absolute_url()}")
        banner = page.locator("#head .banner")
        assert words in banner.inner_text()
        banner.get_by_role("link", name=title).click()
        page.wait_for_load_state()
        assert page.locator("h1").inner_text() == title
        assert page.locator("#head .banner").count() == 0


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

    lower = Profile.objects.get(key=role.key.replace("P3", "P2"))
    retire(editor, live_server, role, lower)
    published(pages, live_server, f"Retire {role.key}")
    follow_banner(page, live_server, role, "It was replaced by", [lower.title])
    split(editor, live_server, lower, P4="Tide Reader", P5="Tide Keeper")
    published(pages, live_server, f"Split {lower.key}")
    follow_banner(page, live_server, lower, "It was split into", ["Tide Reader", "Tide Keeper"])
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
