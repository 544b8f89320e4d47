"""A draft as the pages that readers would see, for editors alone."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User

from editions.change_sets import publishing
from editions.history.recording import recorded
from editions.history.verifying import deviations
from editions.models import ChangeSet, Edition
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Profile, Revision
from tests.factories import LevelFactory, ladder
from tests.test_pages_profile import section
from tests.test_published import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    with recorded(Origin("First", "canon load")):
        return ladder(levels=("P2", "P3"))[0]


@pytest.fixture
def editor(client):
    import_module("editions.migrations.0002_groups").make_groups(apps, None)
    made = User.objects.create_user("editor", is_staff=True)
    made.groups.add(Group.objects.get(name="Editor"))
    client.force_login(made)
    return made


def drafted(role, editor, **changes):
    document = Edition.objects.current().get(kind="profile", key=role.key).document
    made = ChangeSet.objects.create(title="Another wording", opened_by=editor)
    publishing.save_draft(made, "profile", role.key, document | changes, editor)
    return made


@pytest.mark.parametrize("page", ["", "next/", "goals/"])
def test_the_pages_show_the_draft_and_nothing_stays(client, role, editor, page):
    drafted(role, editor, title="Another title")
    before = Revision.objects.current()
    answer = client.get(f"/admin/preview/{role.key}/{page}")
    assert answer.status_code == 200
    assert "Another title" in answer.content.decode()
    assert "Preview of a draft." in text_of(answer)
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert "ETag" not in answer
    assert Revision.objects.current() == before
    assert Profile.objects.get(pk=role.pk).title == role.title
    assert deviations() == []
    public = client.get(f"{role.get_absolute_url()}{page}").content.decode()
    assert "Another title" not in public
    assert "Preview of a draft" not in public


def test_a_draft_that_is_not_complete_is_shown_all_the_same(client, role, editor):
    empty = dict.fromkeys(("knowledge", "complexity", "collaboration", "experience"), "")
    made = drafted(role, editor, guideline=empty)
    assert publishing.problems(made)
    answer = client.get(f"/admin/preview/{role.key}/")
    assert "Preview of a draft." in text_of(answer)


def test_a_new_role_is_shown_before_it_is_published(client, role, editor):
    focus, _, _ = role.key.rpartition(".")
    LevelFactory(code="P4")
    document = Edition.objects.current().get(kind="profile", key=role.key).document
    made = ChangeSet.objects.create(title="A new role", opened_by=editor)
    new = document | {"level": "P4", "title": "Nowhere yet"}
    publishing.save_draft(made, "profile", f"{focus}.P4", new, editor)
    answer = client.get(f"/admin/preview/{focus}.P4/")
    assert "Nowhere yet" in section(answer, "head")
    assert client.get(f"/profiles/{focus}.P4/").status_code == 404


def test_what_cannot_be_published_says_why(client, role, editor):
    drafted(role, editor, level="P9")
    answer = client.get(f"/admin/preview/{role.key}/")
    assert answer.status_code == 200
    assert "cannot be shown" in text_of(answer)
    assert "P9" in text_of(answer)
    assert Profile.objects.get(pk=role.pk).title == role.title


def test_who_may_not_look_sees_nothing(client, role, editor):
    drafted(role, editor, title="Another title")
    client.force_login(User.objects.create_user("stranger", is_staff=True))
    assert client.get(f"/admin/preview/{role.key}/").status_code == 403
    client.logout()
    answer = client.get(f"/admin/preview/{role.key}/")
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_other_addresses_are_not_found(client, role, editor):
    assert client.get(f"/admin/preview/{role.key}/").status_code == 404
    drafted(role, editor, title="Another title")
    assert client.get(f"/admin/preview/{role.key}/evidences/").status_code == 404
    assert section(client.get(f"/admin/preview/{role.key}/"), "head")
