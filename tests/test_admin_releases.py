"""Releases in the admin: cut by whoever may, with what they would say, once."""

import pytest
from django.test import Client

from editions.history.recording import recorded
from editions.models import Release
from editions.releases import cut
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Profile, Revision
from tests import factories
from tests.test_admin_permissions import people  # noqa: F401
from tests.test_releases import next_transaction

pytestmark = pytest.mark.django_db
PAGE = "/admin/releases/"


@pytest.fixture
def role():
    with recorded(Origin("First", "canon load")):
        rungs = factories.ladder(levels=("P2", "P3"))
    cut(title="As it ships")
    return rungs[1]


def edit(role, **fields):
    next_transaction()
    with recorded(Origin("Edit", "admin")):
        Profile.objects.filter(pk=role.pk).update(**fields)


def sent(after=1, **fields):
    return {"title": "Pay 2027", "notes": "", "after": after, **fields}


def test_a_publisher_cuts_one_and_readers_see_its_number(people, role):  # noqa: F811
    publisher = people["Publisher"]
    assert "nothing has changed" in publisher.get(PAGE).text
    edit(role, title="Lead Tinker")
    page = publisher.get(PAGE).text
    assert "1 thing changed" in page
    before = Revision.objects.current()
    answer = publisher.post(PAGE, sent(), follow=True)
    assert "Release 2 is cut" in answer.text
    made = Release.objects.first()
    assert (made.number, made.title, made.by.username) == (2, "Pay 2027", "publisher")
    assert Revision.objects.current() != before
    assert ">2</span>" in Client().get("/about/").text


def test_two_who_press_at_once_cut_one(people, role):  # noqa: F811
    edit(role, title="Lead Tinker")
    for _ in range(2):
        last = people["Publisher"].post(PAGE, sent())
    assert "Release 2 was cut after you had opened this page." in last.text
    assert Release.objects.count() == 2


def test_none_is_cut_of_what_has_not_changed(people, role):  # noqa: F811
    assert "Nothing has changed since Release 1." in people["Publisher"].post(PAGE, sent()).text
    assert "Cut the release" not in people["Editor"].get(PAGE).text
    assert Release.objects.count() == 1


def test_a_title_that_is_too_long_is_named(people, role):  # noqa: F811
    edit(role, title="Lead Tinker")
    answer = people["Publisher"].post(PAGE, sent(title="x" * 201))
    assert "at most 200 characters (it has 201)" in answer.text
    assert Release.objects.count() == 1


def test_others_may_look_or_not_at_all(people, role):  # noqa: F811
    edit(role, title="Lead Tinker")
    for name in ("Editor", "Reviewer"):
        page = people[name].get(PAGE)
        assert page.status_code == 200
        assert "Cut the release" not in page.text
        assert people[name].post(PAGE, sent()).status_code == 403
    assert people["stranger"].get(PAGE).status_code == 403
    assert people["visitor"].get(PAGE).status_code == 302
