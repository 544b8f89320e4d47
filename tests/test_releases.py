"""Releases for readers: what changed from one to the next, by function, and what it affects."""

import pytest
from django.db import connection

from editions.history.recording import recorded
from editions.models import Release
from editions.releases import changes, cut, cut_first, digest_at
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Level, PayBand, Profile, Revision, Synonym
from tests import factories
from tests.factories import ladder

pytestmark = pytest.mark.django_db


def next_transaction():
    """Each transaction raises the revision once, and a test is a single one."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE taxonomy_revision SET number = number + 1")


@pytest.fixture
def two():
    """Two releases with every kind of change between them."""
    with recorded(Origin("First", "canon load")):
        rungs = ladder(levels=("P2", "P3", "P4", "P5"))
        Synonym.objects.create(term="sr", meaning="senior")
    cut("Begin.", "First")
    next_transaction()
    paid, levelled, retired, renamed = rungs
    with recorded(Origin("Second", "canon load")):
        PayBand.objects.filter(profile=paid).update(low=1)
        levelled.responsibilities.filter(order=1).update(text="Finds every leak of the county.")
        Profile.objects.filter(pk=retired.pk).update(status="retired")
    next_transaction()
    with recorded(Origin("Third", "canon load")):
        Profile.objects.filter(pk=renamed.pk).update(title="For a moment")
        Level.objects.filter(code="P2").update(name="Apprentice")
        Synonym.objects.all().delete()
        factories.ProfileFactory(focus=paid.focus, level=factories.LevelFactory(code="P6"))
    next_transaction()
    with recorded(Origin("Fourth", "canon load")):
        Profile.objects.filter(pk=renamed.pk).update(title=renamed.title)
    cut("Then.")
    return rungs


def test_what_changed_is_told_with_what_it_affects(two):
    paid, levelled, retired, _ = two
    old, new = Release.objects.order_by("number")
    found = {(each.kind, each.key): each for each in changes(old, new).shown}
    assert {key: each.state for key, each in found.items()} == {
        ("profile", paid.key): "changed",
        ("profile", levelled.key): "changed",
        ("profile", retired.key): "retired",
        ("profile", paid.key.replace("P2", "P6")): "new",
        ("level", "P2"): "changed",
        ("level", "P6"): "new",
        ("synonym", "sr → senior"): "gone",
    }
    assert found["profile", paid.key].affects_pay
    assert not found["profile", paid.key].affects_levelling
    assert found["profile", levelled.key].affects_levelling
    assert not found["profile", levelled.key].affects_pay


def test_a_release_has_the_digest_of_its_editions(two):
    old, new = Release.objects.order_by("number")
    assert digest_at(old.revision) == old.digest != new.digest == digest_at(new.revision)


@pytest.mark.django_db(transaction=True)
def test_cutting_a_release_makes_pages_anew():
    Level.objects.exists()
    cut()
    before = Revision.objects.current().number
    cut()
    assert Revision.objects.current().number > before


def test_only_a_catalogue_as_it_ships_gets_its_first_release_by_itself():
    assert cut_first() is None
    with recorded(Origin("First", "canon load")):
        ladder()
    assert cut_first().number == 1
    assert cut_first() is None


def test_an_edited_catalogue_gets_none_by_itself():
    with recorded(Origin("First", "admin")):
        ladder()
    assert cut_first() is None


def test_pages_of_releases(client, two):
    levelled = two[1]
    assert "First" in client.get("/releases/").content.decode()
    page = client.get("/releases/2/").content.decode()
    assert levelled.key in page
    assert levelled.title in page
    assert "sr → senior" in page
    function = levelled.function.code
    of_one = client.get(f"/releases/2/?function={function}").content.decode()
    assert levelled.key in of_one
    assert "sr → senior" not in of_one
    assert "first release" in client.get("/releases/1/").content.decode()
    difference = client.get(f"/releases/2/profile/{levelled.key}/").content.decode()
    assert "Finds every leak of the county." in difference.replace("<ins>", "").replace(
        "</ins>", ""
    )


@pytest.mark.parametrize(
    "address",
    [
        "3/",
        "2/?since=2",
        "2/?since=9",
        "2/?function=NONE",
        "2/profile/NO.SUCH.P3/",
        "2/nonsense/X/",
    ],
)
def test_what_is_not_there_is_not_found(client, two, address):
    assert client.get(f"/releases/{address}").status_code == 404


def test_pages_ask_few_queries_and_set_no_cookie(client, two, django_assert_max_num_queries):
    key = two[1].key
    for address in ("", "2/", f"2/profile/{key}/"):
        with django_assert_max_num_queries(9):
            response = client.get(f"/releases/{address}")
        assert not response.cookies
        assert response["ETag"]
        again = client.get(f"/releases/{address}", headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304


def test_without_a_release_the_page_says_so(client):
    assert "No release" in client.get("/releases/").content.decode()
