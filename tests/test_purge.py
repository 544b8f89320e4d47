"""A purge takes what editions said away for good, and leaves a tombstone that readers see."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from editions import releases
from editions.change_sets import publishing
from editions.change_sets.saving import NotPossibleError
from editions.history.recording import recorded
from editions.history.verifying import deviations
from editions.models import ChangeSet, Draft, Edition, ProposedSuccession, Purge, Succession
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Profile, Revision, Synonym
from tests.test_editions import CANON, load_text
from tests.test_releases import next_transaction

pytestmark = pytest.mark.django_db

KEY = "WATER.LEAKS.P3"
SECRET = "Finds leaks with Mrs Doe."


def purge(*words):
    output = io.StringIO()
    call_command("purge", *words, "--why", "Names a person", "--by", "The lawyer", stdout=output)
    return output.getvalue()


@pytest.fixture
def mended(db):
    """A role whose first edition names somebody, in release 1; the second does not, release 2."""
    load_text(CANON.replace("Finds leaks.", SECRET))
    releases.cut(title="First")
    next_transaction()
    load_text(CANON)
    second = releases.cut(title="Second")
    next_transaction()
    return second


def document_texts():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(document::text, ''), '') FROM"
            " (SELECT document FROM editions_edition UNION ALL SELECT document FROM editions_draft)"
        )
        return cursor.fetchone()[0]


def test_what_a_live_role_said_before_goes_and_a_tombstone_stays(mended):
    assert SECRET in document_texts()
    digests = list(Edition.objects.values_list("digest", flat=True))
    said = purge("profile", KEY, "--but-current")
    assert f"profile {KEY}: Edition 1 was purged on" in said
    assert SECRET not in document_texts()
    tombstone = Purge.objects.get()
    assert (tombstone.numbers, tombstone.why, tombstone.by) == ([1], "Names a person", "The lawyer")
    assert list(Edition.objects.values_list("digest", flat=True)) == digests
    assert publishing.current("profile", KEY).document["title"] == "Leak Finder"
    assert deviations() == [], "the digests of releases verify as before"


def test_pages_of_history_and_releases_say_so(mended, client):
    before = Revision.objects.current().number
    purge("profile", KEY, "--but-current")
    said = "Edition 1 was purged on"
    change = client.get(mended.address_of("profile", KEY)).content.decode()
    for each in (said, "Names a person", "What it said was purged."):
        assert each in change
    assert client.get(f"/releases/{mended.number}/").status_code == 200
    gone = client.get(f"/profiles/{KEY}/?release=1")
    assert gone.status_code == 404
    assert said in gone.content.decode()
    beside = client.get("/profiles/WATER.LEAKS.P4/?release=1")
    assert beside.status_code == 200
    assert SECRET not in beside.content.decode()
    assert client.get(f"/profiles/{KEY}/?release=2").status_code == 200
    client.force_login(User.objects.create_superuser("chief"))
    history = client.get(reverse("admin:thing", args=["profile", KEY])).content.decode()
    assert said in history
    assert "The lawyer" in history
    assert "Restore edition 1" not in history
    assert "there is nothing to compare" in history
    assert before <= Revision.objects.current().number


def test_the_difference_over_several_releases_leaves_it_out(mended, client):
    load_text(CANON.replace("low: 10", "low: 11"))
    third = releases.cut()
    next_transaction()
    purge("profile", KEY, "--but-current")
    page = client.get(f"/releases/{third.number}/?since=1")
    assert page.status_code == 200
    assert KEY in page.content.decode()
    assert client.get(f"{third.address_of('profile', KEY)}?since=1").status_code == 200


def test_what_is_gone_is_purged_whole_and_what_is_live_is_refused(mended):
    with pytest.raises(CommandError, match=r"profile .* is live: .* --but-current"):
        purge("profile", KEY)
    with pytest.raises(CommandError, match="is live: take it out and publish that"):
        purge("synonym", "sr → senior")
    with recorded(Origin("Out", "test")):
        Synonym.objects.all().delete()
    assert "Edition 1 was purged" in purge("synonym", "sr → senior")
    assert not Edition.objects.filter(kind="synonym", document__isnull=False).exists()
    with pytest.raises(CommandError, match=r"No edition .* has a document"):
        purge("synonym", "sr → senior")
    assert deviations() == []


@pytest.mark.parametrize("words", [("profile", "NOT.THERE.P3"), ("skill", "none")])
def test_what_never_was_is_refused(mended, words):
    with pytest.raises(CommandError, match="There is no history of"):
        purge(*words)


def test_an_open_draft_is_in_the_way_and_finished_ones_are_emptied(mended):
    editor = User.objects.create_user("editor")
    first = Edition.objects.get(key=KEY, number=1)
    made = publishing.restore(first, editor)
    with pytest.raises(CommandError, match=r"There is a draft of .* in the set “Restore"):
        purge("profile", KEY, "--but-current")
    publishing.drop(made)
    assert SECRET in document_texts()
    purge("profile", KEY, "--but-current")
    assert SECRET not in document_texts()
    assert Draft.objects.get().document is None


def test_reasons_of_successors_go_too(mended, client):
    def said(ended):
        return Succession.objects.create(
            kind="profile", from_key=KEY, to_key="WATER.LEAKS.P4", relation="replaced", why=SECRET,
            change_set=ChangeSet.objects.first(), until_revision=0 if ended else None,
        )  # fmt: skip

    former, current = said(ended=True), said(ended=False)
    done = ChangeSet.objects.create(title="Dropped", origin="admin", state="dropped")
    proposed = {"from_key": KEY, "to_key": "WATER.LEAKS.P4", "relation": "replaced", "why": SECRET}
    ProposedSuccession.objects.create(change_set=done, kind="profile", **proposed)
    told = "Edition 1 and what was said of its successors were purged on"
    assert told in purge("profile", KEY, "--but-current")
    former.refresh_from_db(), current.refresh_from_db()
    assert (former.why, current.why) == ("", SECRET)  # the second is what readers are shown now
    assert ProposedSuccession.objects.get().why == ""
    Succession.objects.filter(pk=current.pk).update(until_revision=0)
    told = "What was said of its successors was purged on"
    assert told in purge("profile", KEY, "--but-current")
    assert not Succession.objects.exclude(why="").exists()
    with pytest.raises(CommandError, match=r"No edition .* has a document"):
        purge("profile", KEY, "--but-current")
    assert deviations() == []


def test_what_was_purged_is_neither_restored_nor_undone(mended):
    purge("profile", KEY, "--but-current")
    editor = User.objects.create_user("editor")
    with pytest.raises(NotPossibleError, match="was purged on"):
        publishing.restore(Edition.objects.get(key=KEY, number=1), editor)
    with pytest.raises(NotPossibleError, match="was purged on"):
        publishing.undo(ChangeSet.objects.filter(editions__key=KEY).latest("pk"), editor)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM editions_edition",
        "UPDATE editions_edition SET document = NULL",  # current ones too
        "UPDATE editions_edition SET document = NULL, digest = '' WHERE until_revision IS NOT NULL",
        "UPDATE editions_edition SET document = '{}' WHERE until_revision IS NOT NULL",
    ],
)
def test_the_database_lets_a_purge_empty_ended_editions_and_nothing_else(mended, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL editions.purge = 'yes'")
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            cursor.execute(statement)


def test_a_tombstone_stays(mended):
    purge("profile", KEY, "--but-current")
    with pytest.raises(IntegrityError, match="a purge never changes"), transaction.atomic():
        Purge.objects.all().delete()


def test_verify_names_a_document_that_went_without_a_tombstone(mended):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL editions.purge = 'yes'")
        cursor.execute(
            "UPDATE editions_edition SET document = NULL WHERE key = %s AND number = 1", [KEY]
        )
    assert [str(each) for each in deviations()] == [
        f"profile {KEY}: edition 1 has lost its document, and no purge says why"
    ]
    assert Profile.objects.filter(key=KEY).exists()
