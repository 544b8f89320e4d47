"""The admin's first page: sets of one's own, what waits for whom, what needs a look."""

from datetime import timedelta

import pytest
from django.utils import timezone

from editions.change_sets import publishing
from editions.history.recording import recorded
from editions.models import ChangeSet, Draft
from taxonomy.canon.change_sets import Origin
from taxonomy.models import PayBand, Profile, ProvenanceScore
from tests import factories
from tests.test_admin_drafts import save

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    with recorded(Origin("First", "canon load")):
        rungs = factories.ladder(levels=("P2", "P3"))
    return Profile.objects.get(pk=rungs[1].pk)


def desk(client):
    return client.get("/admin/").context["desk"]


def submitted(client, role):
    save(client, role, title="Keeper of Tides", _set="new", _set_title="Tides")
    made = ChangeSet.objects.unfinished().get()
    client.post(f"/admin/history/{made.pk}/do/", {"do": "submit"})
    return made


def test_a_set_is_mine_then_waits_for_another_and_comes_back(ann, bob, role):
    save(ann, role, title="Keeper of Tides", _set="new", _set_title="Tides")
    made = ChangeSet.objects.unfinished().get()
    assert [str(each) for each in desk(ann)["mine"]] == ["Tides"]
    assert desk(bob)["mine"] == []
    do = f"/admin/history/{made.pk}/do/"
    ann.post(do, {"do": "submit"})
    assert [str(each.change_set) for each in desk(bob)["waiting"]] == ["Tides"]
    assert desk(ann)["waiting"] == [], "who wrote a set does not review it"
    bob.post(do, {"do": "return", "digest": publishing.drafts_digest(made), "comment": "Why?"})
    assert [str(each) for each in desk(ann)["returned"]] == ["Tides"]
    assert "None is unfinished but what was returned" in ann.get("/admin/").text
    ann.post(do, {"do": "submit"})
    page = f"/admin/history/{made.pk}/"
    assert "somebody else approves it" in ann.get(page).text
    assert 'value="approve"' not in ann.get(page).text
    assert 'value="approve"' in bob.get(page).text
    bob.post(do, {"do": "approve", "digest": publishing.drafts_digest(made)})
    assert "approved: to be published" in bob.get(page).text
    assert 'value="approve"' not in bob.get(page).text
    assert "to be published" in ann.get("/admin/").content.decode()
    ann.post(do, {"do": "publish"})
    assert desk(ann)["mine"] == desk(bob)["waiting"] == []
    assert "<td>ann</td>" in ann.get(f"/admin/history/profile/{role.key}/").text


def test_old_drafts_are_listed(ann, role):
    save(ann, role, title="Keeper of Tides")
    assert desk(ann)["ageing"].total == 0
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=15))
    assert desk(ann)["ageing"].total == 1
    assert role.key in ann.get("/admin/").content.decode()


def test_what_needs_a_look_is_listed(ann, role):
    PayBand.objects.update(as_of=timezone.localdate())
    factories.FocusFactory(name="Sewer Survey")
    found = desk(ann)
    assert [focus.name for focus in found["below"].rows] == ["Sewer Survey"]
    assert found["stale_pay"].total == 0
    ProvenanceScore.objects.filter(focus=role.focus, criterion="concreteness").update(score=3)
    PayBand.objects.update(as_of=timezone.localdate() - timedelta(days=600))
    found = desk(ann)
    assert found["below"].total == 2
    assert found["stale_pay"].total == PayBand.objects.count()


def test_it_asks_fewer_than_15_queries(ann, bob, role, django_assert_max_num_queries):
    submitted(ann, role)
    for client in (ann, bob):
        client.get("/admin/")
        with django_assert_max_num_queries(14):
            client.get("/admin/")


def test_a_reviewer_reads_what_a_set_changes(ann, bob, role):
    text = {"responsibilities-0-text": "Reads the sea.", "pay_bands-0-low": "1"}
    save(ann, role, _set="new", _set_title="Tides", **text)
    made = ChangeSet.objects.unfinished().get()
    page = " ".join(bob.get(f"/admin/history/{made.pk}/").content.decode().split())
    assert "1 draft. Changes levelling of 1 role, pay of 1." in page
    assert f"/admin/history/profile/{role.key}/form/" in page
    assert bob.get(f"/admin/history/profile/{role.key}/form/")["Location"].endswith("/change/")


def test_a_draft_is_taken_out_of_its_set(ann, role):
    save(ann, role, title="Keeper of Tides")
    made = ChangeSet.objects.unfinished().get()
    draft = made.drafts.get()
    ann.post(f"/admin/history/{made.pk}/do/", {"do": "take_out", "draft": draft.pk})
    assert not made.drafts.exists()
    gone = ann.post(f"/admin/history/{made.pk}/do/", {"do": "take_out", "draft": draft.pk})
    assert gone.status_code == 404
