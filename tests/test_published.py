"""What readers see of publishing: published and retired roles alone, their edition and release."""

import re

import pytest

from editions.change_sets import publishing
from editions.history.recording import recorded
from editions.models import ChangeSet, Edition, Release, Succession
from editions.releases import cut
from taxonomy.canon.change_sets import Origin
from taxonomy.canon.documents import shape_of
from taxonomy.canon.load import load
from taxonomy.exchange.parser import parse_yaml
from taxonomy.models import Profile, Revision
from tests.factories import ladder
from tests.test_pages_profile import section
from tests.test_releases import next_transaction

pytestmark = pytest.mark.django_db

STATED = """
tracks: [{code: P, name: Professional}]
levels: [{code: P2, name: Junior}, {code: P3, name: Middle}, {code: P4, name: Senior}]
---
function: {code: WATER, name: Water}
focus: {code: LEAKS, name: Leaks}
profiles:
- {level: P2, title: Drafted, status: draft}
- {level: P3, title: In Review, status: in_review, version: 7}
- {level: P4, title: Gone, status: retired, replaced_by: WATER.LEAKS.P3}
"""


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def changed(role, title):
    next_transaction()
    with recorded(Origin("Another title", "admin")):
        Profile.objects.filter(pk=role.pk).update(title=title)


def test_whatever_status_a_file_states_it_is_published_but_retired(client):
    report = load(parse_yaml(STATED, "canon.yaml", shape_of))
    assert report.notes == [
        "2 roles are draft or in review in the files: a load publishes them.",
        "version: is not kept; a role's version is the number of its edition.",
    ]
    assert dict(Profile.objects.values_list("title", "status")) == {
        "Drafted": "approved",
        "In Review": "approved",
        "Gone": "retired",
    }
    for level in ("P2", "P3", "P4"):
        assert client.get(f"/profiles/WATER.LEAKS.{level}/").status_code == 200
    documents = Edition.objects.filter(kind="profile").values_list("document", flat=True)
    assert {document["status"] for document in documents} == {"approved", "retired"}
    again = load(parse_yaml(STATED, "canon.yaml", shape_of))
    assert again.is_empty


def test_a_role_that_is_a_draft_alone_is_not_found(client, admin_client, admin_user):
    role = ladder()[0]
    key = f"{role.function.code}.{role.focus.code}.P9"
    document = {"level": "P9", "title": "Nowhere yet", "status": "approved"}
    publishing.save_draft(
        ChangeSet.objects.create(title="A new role"), "profile", key, document, admin_user
    )
    for visitor in (client, admin_client):
        answer = visitor.get(f"/profiles/{key}/")
        assert answer.status_code == 404
        assert "Nowhere yet" not in answer.content.decode()
    assert key not in client.get("/search/?q=Nowhere+yet").content.decode()


def test_the_version_is_the_edition_with_the_release_it_changed_in(client):
    with recorded(Origin("First", "canon load")):
        role = ladder()[0]
    address = role.get_absolute_url()
    assert "Approved, version 1, last changed" in text_of(client.get(address))
    cut()
    assert "version 1 (new in release 1)" in text_of(client.get(address))
    changed(role, "Another title")
    assert "version 2 (changed since release 1)" in text_of(client.get(address))
    cut()
    cut()
    assert "version 2 (changed in release 2)" in text_of(client.get(address))
    assert client.get(f"/profiles/{role.key}.json").json()["version"] == 2


@pytest.mark.parametrize(
    ("relation", "words"),
    [("split", "It was split into"), ("merged", "It was merged into"), ("replaced", "replaced by")],
)
def test_a_retired_role_names_what_follows_it(client, admin_user, relation, words):
    with recorded(Origin("First", "canon load")):
        gone, *following = ladder(levels=("P2", "P3", "P4"))
        Profile.objects.filter(pk=gone.pk).update(status="retired")
    made = ChangeSet.objects.create(title="Another cut")
    for role in following:
        Succession.objects.create(
            kind="profile", from_key=gone.key, to_key=role.key, relation=relation, change_set=made
        )
    banner = section(client.get(gone.get_absolute_url()), "head")
    assert words in banner
    for role in following:
        assert role.get_absolute_url() in banner
        assert role.title in banner
    assert "Nothing replaces it" not in banner
    followed = client.get(f"/profiles/{gone.key}.json").json()["successors"]
    assert [(each["relation"], each["key"], each["title"]) for each in followed] == [
        (relation, role.key, role.title) for role in following
    ]


def test_every_page_and_sheet_names_the_release_and_publishing_one_renews_pages(client):
    ladder()
    first = client.get("/levels/")
    assert "release 1" not in first.content.decode()
    Revision.objects.update(changed_in="before")  # a later transaction
    before = Revision.objects.current()
    release = cut()
    assert Revision.objects.current().number > before.number
    for address in ("/levels/", "/about/"):
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 200
        assert "· release 1" in re.search(r'data-origin="([^"]*)"', again.content.decode())[1]
        assert release.get_absolute_url() in again.content.decode()
    assert "since release 1," in text_of(client.get("/about/"))
    assert Release.objects.get().number == Revision.objects.current().release
