"""What is ticked in a list of the admin is added to a change set as it is."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Permission, User
from django.test import Client

from editions.change_sets import publishing
from editions.documents.row_keys import KIND_OF, key_of
from editions.history.recording import recorded
from editions.models import ChangeSet, Draft
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Focus, Function, Level, Profile, Revision, Skill
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def rungs():
    with recorded(Origin("First", "test")):
        return factories.ladder(levels=("P2", "P3", "P4"))


def ticked(client, rows, follow=True, **fields):
    sent = {"action": "add_to_set", ACTION_CHECKBOX_NAME: [row.pk for row in rows]} | fields
    address = f"/admin/taxonomy/{type(rows[0])._meta.model_name}/"
    return client.post(address, sent, follow=follow)


def messages_of(answer):
    return [str(message) for message in answer.context["messages"]]


def test_ticked_roles_become_drafts_of_a_new_set_and_nothing_changes(ann, rungs, client):
    before = Revision.objects.current().number
    asks = ticked(ann, rungs[:2])
    page = asks.content.decode()
    assert "Add 2 profiles to a change set" in page
    assert all(str(role) in page for role in rungs[:2])
    assert not ChangeSet.objects.unfinished().exists()
    answer = ticked(ann, rungs[:2], _set="new", _set_title="Leaks of May")
    assert messages_of(answer) == [
        "2 drafts are in the set “Leaks of May”, as they are: nothing changed."
    ]
    made = ChangeSet.objects.unfinished().get()
    assert {draft.key for draft in made.drafts.all()} == {role.key for role in rungs[:2]}
    for draft in made.drafts.all():
        assert draft.document == publishing.current("profile", draft.key).document
    assert Revision.objects.current().number == before
    form = ann.get(f"/admin/taxonomy/profile/{rungs[0].pk}/change/").content.decode()
    assert "Leaks of May" in form


def test_what_has_a_draft_elsewhere_is_named_and_the_others_are_added(ann, rungs):
    ticked(ann, rungs[:1], _set="new", _set_title="First")
    answer = ticked(ann, rungs, _set="new", _set_title="Second")
    reason = f"There is a draft of profile {rungs[0].key} in the set “First”"
    assert any(said.startswith(reason) for said in messages_of(answer))
    second = ChangeSet.objects.get(title="Second")
    assert {draft.key for draft in second.drafts.all()} == {role.key for role in rungs[1:]}
    again = ticked(ann, rungs[:1], _set="new", _set_title="Third")
    assert [said.startswith(reason) for said in messages_of(again)] == [True]
    assert not ChangeSet.objects.filter(title="Third").exists()


def test_what_is_in_the_set_already_stays_as_it_is_drafted(ann, rungs):
    ticked(ann, rungs[:1], _set="new")
    made = ChangeSet.objects.unfinished().get()
    document = Draft.objects.get().document | {"title": "Another"}
    publishing.save_draft(made, "profile", rungs[0].key, document, None)
    ticked(ann, rungs, _set=str(made.pk))
    assert made.drafts.count() == 3
    assert made.drafts.get(key=rungs[0].key).document["title"] == "Another"


@pytest.mark.parametrize("model", [Focus, Function, Skill, Level])
def test_other_lists_have_it_too(ann, rungs, model):
    row = model.objects.first()
    ticked(ann, [row], _set="new")
    draft = Draft.objects.get()
    assert (draft.kind, draft.key) == (KIND_OF[model], key_of(row))


def test_whoever_may_not_change_them_is_not_offered_it(rungs):
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_profile"))
    client = Client()
    client.force_login(viewer)
    assert "add_to_set" not in client.get("/admin/taxonomy/profile/").content.decode()
    ticked(client, rungs, _set="new")
    assert not Draft.objects.exists()


def test_it_takes_as_many_queries_for_many_as_for_few(ann, rungs, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        ticked(ann, rungs, follow=False, _set="new")
    assert Profile.objects.count() == Draft.objects.count()
