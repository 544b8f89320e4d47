"""The page of a set, and what leads to it: what a reviewer and an editor read there is whole and
true, and nothing typed is lost to one press of a button.
"""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from editions.change_sets import publishing
from editions.history.recording import recorded
from editions.models import ChangeSet, Draft
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Profile
from tests import factories
from tests.published import publish_drafts
from tests.test_admin import form_of
from tests.test_admin_drafts import save
from tests.test_admin_permissions import make_groups
from tests.test_published import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    with recorded(Origin("First", "canon load")):
        rungs = factories.ladder(levels=("P2", "P3"))
        factories.LevelFactory(code="P4")
    return Profile.objects.get(pk=rungs[1].pk)


@pytest.fixture
def tides(ann, role):
    save(ann, role, title="Keeper of Tides", _set="new", _set_title="Tides")
    return ChangeSet.objects.unfinished().get()


def said_by(answer):
    return [str(each) for each in get_messages(answer.wsgi_request)]


def page_of(client, change_set):
    return text_of(client.get(reverse("admin:change_set", args=[change_set.pk])))


def press(client, change_set, button, **sent):
    return client.post(reverse("admin:change_set_do", args=[change_set.pk]), {"do": button, **sent})


def duplicate(client, role):
    action = reverse("admin:duplicate", args=["profile", role.key])
    answer = client.post(action, {"to_title": "Tide Reader", "to_level": "P4", "_set": "new"})
    assert answer.status_code == 302


def member_of(group):
    make_groups()
    user = User.objects.create_user(group.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


class TestAReviewer:
    def test_returns_a_set_with_a_reason_alone(self, ann, bob, tides):
        press(ann, tides, "submit")
        seen = publishing.drafts_digest(tides)
        answer = press(bob, tides, "return", digest=seen, comment="  ")
        assert "Say in the comment what is to be mended" in said_by(answer)[0]
        tides.refresh_from_db()
        assert tides.state == ChangeSet.State.IN_REVIEW
        press(bob, tides, "return", digest=seen, comment="Tides have an i.")
        assert "Tides have an i." in page_of(ann, tides)

    def test_keeps_the_comment_where_a_draft_was_saved_meanwhile(self, ann, bob, role, tides):
        press(ann, tides, "submit")
        seen = publishing.drafts_digest(tides)
        save(ann, role, title="Keeper of all Tides")
        answer = press(bob, tides, "return", digest=seen, comment="Half an hour of words.")
        assert "look again" in text_of(answer)
        assert ">Half an hour of words.</textarea>" in answer.text

    def test_sees_what_a_thing_is_called_and_what_names_it(self, ann, role, tides):
        save(ann, role.focus, summary="Of tides.", _set=str(tides.pk))
        page = page_of(ann, tides)
        assert f"Profile Keeper of Tides {role.key}" in page
        assert f"Focus {role.focus.name}" in page
        assert "Named by 2 roles." in page

    def test_reads_a_new_role_in_the_order_of_its_page(self, ann, role):
        duplicate(ann, role)
        made = ChangeSet.objects.unfinished().get()
        page = ann.get(reverse("admin:change_set", args=[made.pk])).text
        assert "Adds 1 role." in text_of(ann.get(reverse("admin:change_set", args=[made.pk])))
        rows = re.findall(r'<tr><th scope="row">(.*?)</th>', page)
        assert rows[:3] == ["level", "title", "summary"]
        assert "pay" not in rows, "it has none, and had none"

    def test_sees_how_many_roles_are_retired(self, ann, role):
        action = reverse("admin:retire", args=["profile", role.key])
        ann.post(action, {"nothing": "on", "why": "No tides.", "_set": "new"})
        made = ChangeSet.objects.unfinished().get()
        page = page_of(ann, made)
        assert "Retires 1 role. Changes neither levelling nor pay of others." in page
        assert f"{role.key} is replaced by nothing: No tides." in page
        publish_drafts()
        assert "Retires 1 role." in page_of(ann, made)

    def test_is_not_led_to_what_only_editors_may_do(self, ann, tides):
        desk = text_of(member_of("Reviewer").get("/admin/"))
        assert "Nothing waits for you." in desk
        assert "Saving a form below" not in desk
        assert "Find and replace" not in desk
        assert "Find and replace" in text_of(ann.get("/admin/"))


class TestAnEditor:
    def test_still_reads_what_a_dropped_set_had(self, ann, tides):
        press(ann, tides, "drop")
        assert "Keeper of Tides" in page_of(ann, tides)

    def test_finds_a_draft_from_the_history_of_its_thing(self, ann, role, tides):
        page = text_of(ann.get(reverse("admin:thing", args=["profile", role.key])))
        assert "A draft is in the set Tides (open), last saved by ann" in page
        assert "Difference from edition" not in page, "there is one edition"

    def test_follows_the_link_of_a_thing_that_is_new(self, ann, role):
        duplicate(ann, role)
        key = Draft.objects.get().key
        answer = ann.get(reverse("admin:thing", args=["profile", key]))
        assert answer.status_code == 200
        assert "It is new: nothing of it was published yet." in text_of(answer)
        assert ann.get(reverse("admin:thing", args=["profile", "A.B.P9"])).status_code == 404

    def test_reads_how_many_drafts_a_set_has_in_the_history(self, ann, tides):
        assert "<td>ann</td><td>1</td>" in ann.get("/admin/history/").text


class TestARetiredRole:
    def test_wants_a_successor_as_soon_as_its_form_is_saved(self, ann, role):
        said = said_by(save(ann, role, status="retired", _set="new"))
        assert f"{role.key} is retired without a successor" in said[-1]
        page = re.search(r'href="([^"]+)"', said[-1])[1]
        answer = ann.post(page, {"nothing": "on", "why": "No tides."})
        assert answer.status_code == 302
        again = save(ann, role, summary="Read the tides.")
        assert not any("without a successor" in each for each in said_by(again))

    def test_wants_none_where_one_is_chosen(self, ann, role):
        lower = Profile.objects.get(key=role.key.replace("P3", "P2"))
        said = said_by(save(ann, role, status="retired", replaced_by=lower.pk, _set="new"))
        assert not any("without a successor" in each for each in said)


def test_a_title_makes_a_new_set_whatever_is_chosen_beside_it(ann, role, tides):
    lower = Profile.objects.get(key=role.key.replace("P3", "P2"))
    save(ann, lower, title="Tide Reader", _set=str(tides.pk), _set_title="Readers")
    made = ChangeSet.objects.unfinished().latest("pk")
    assert (made.title, made.drafts.get().key) == ("Readers", lower.key)


class TestWithoutAScript:
    ADD = "/admin/taxonomy/profile/add/"

    def added(self, client, **typed):
        return client.post(self.ADD, form_of(client.get(self.ADD)) | {"title": "Tides"} | typed)

    def test_a_role_is_added_by_the_keys_of_its_focus_and_level(self, ann, role):
        key = role.key.rpartition(".")[0]
        assert 'or its key or name <input name="focus-typed"' in ann.get(self.ADD).text
        typed = {"focus-typed": key.lower(), "level-typed": "p4"}
        assert self.added(ann, **typed).status_code == 302
        assert Draft.objects.get().key == f"{key}.P4"

    def test_a_focus_is_found_by_its_name(self, ann, role):
        typed = {"focus-typed": role.focus.name.upper(), "level-typed": "P4"}
        assert self.added(ann, **typed).status_code == 302

    def test_what_there_is_not_is_refused_beside_its_field(self, ann, role):
        answer = self.added(ann, **{"focus-typed": "Sewers", "level-typed": "P4"})
        assert "Select a valid choice" in answer.text
        assert 'name="focus-typed" value="Sewers"' in answer.text
        assert not Draft.objects.exists()
