"""A profile as it was at a release, made of the documents of its editions."""

import re

import pytest

from editions.history.recording import recorded
from editions.past_profile import profile_at
from editions.releases import cut
from frameworks.models import CanonLink, Entry
from taxonomy.canon.change_sets import Origin
from taxonomy.ladders import ladders
from taxonomy.models import PayBand, Profile, Skill
from taxonomy.profile.as_json import facts
from taxonomy.profile.page import ProfilePage
from tests import factories
from tests.framework_samples import load_wells
from tests.test_pages_profile import section
from tests.test_published import text_of
from tests.test_releases import next_transaction

pytestmark = pytest.mark.django_db


@pytest.fixture
def rungs():
    with recorded(Origin("First", "canon load")):
        made = factories.ladder(levels=("P2", "P3", "P4"))
    return made


def changed(rungs):
    next_transaction()
    with recorded(Origin("Second", "canon load")):
        Profile.objects.filter(pk=rungs[1].pk).update(title="Another title", status="retired")
        rungs[1].responsibilities.all().delete()
        PayBand.objects.all().delete()
        Skill.objects.update(kind="tool")
        rungs[2].aliases.all().delete()
        Profile.objects.filter(pk=rungs[0].pk).update(replaced_by=rungs[1])


def page_of(profile):
    return ProfilePage(profile, ladders(profile.focus.profiles))


def test_a_profile_of_documents_has_the_facts_of_the_rows(rungs):
    release = cut()
    for rung in rungs:
        today = facts(ProfilePage.of(rung.key))
        assert facts(page_of(profile_at(release, rung.key))) == today


def test_the_page_shows_what_was_and_says_so(client, rungs):
    cut()
    before = client.get(rungs[1].get_absolute_url())
    changed(rungs)
    page = client.get(f"{rungs[1].get_absolute_url()}?release=1")
    assert page.status_code == 200
    assert "as it was in release 1" in text_of(page)
    assert rungs[1].title in section(page, "head")
    assert "Another title" not in page.content.decode()
    assert "is retired" not in page.content.decode()
    for name in ("skills", "pay"):
        assert section(page, name) == section(before, name)
    links = re.findall(rf'href="({rungs[2].get_absolute_url()}[^"]*)"', page.content.decode())
    assert links == [f"{rungs[2].get_absolute_url()}?release=1"]
    today = client.get(rungs[1].get_absolute_url())
    assert "Another title" in section(today, "head")


def test_links_to_frameworks_are_those_of_then(client, rungs, tmp_path):
    """Its own and its focus's; one that was made since is not there, one that is gone is."""
    load_wells(tmp_path)
    role = rungs[1]
    with recorded(Origin("Links", "test")):
        for target, code in (({"profile": role}, "dig01"), ({"focus": role.focus}, "kee01")):
            entry = Entry.objects.get(code=code)
            CanonLink.objects.create(entry=entry, kind="close", note=f"Then {code}.", **target)
    next_transaction()
    cut()
    next_transaction()
    with recorded(Origin("Later", "test")):
        CanonLink.objects.filter(profile=role).delete()
        CanonLink.objects.create(entry=Entry.objects.get(code="kee02"), profile=role)
    then = section(client.get(f"{role.get_absolute_url()}?release=1"), "framework_links")
    assert "Then dig01." in then
    assert "Then kee01." in then
    assert "kee02" not in then
    other = section(client.get(f"{rungs[0].get_absolute_url()}?release=1"), "framework_links")
    assert "Then kee01." in other
    assert "Then dig01." not in other


def test_it_is_kept_by_its_etag_and_out_of_indexes(client, rungs, django_assert_max_num_queries):
    cut()
    address = f"{rungs[1].get_absolute_url()}?release=1"
    with django_assert_max_num_queries(10):
        page = client.get(address)
    assert page["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert not page.cookies
    assert "release" in page["No-Vary-Search"]
    again = client.get(address, headers={"if-none-match": page["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("2", "There is no release"),
        ("", "There is no release"),
        ("x", "There is no release"),
        ("9" * 30, "There is no release"),
    ],
)
def test_a_release_that_is_not_there_is_not_found(client, rungs, asked, words):
    cut()
    answer = client.get(f"{rungs[1].get_absolute_url()}?release={asked}")
    assert answer.status_code == 404
    assert words in text_of(answer)


def test_a_role_that_the_release_has_not_is_not_found(client, rungs):
    cut()
    next_transaction()
    with recorded(Origin("Second", "canon load")):
        late = factories.ProfileFactory(
            focus=rungs[0].focus, level=factories.LevelFactory(code="P6")
        )
    answer = client.get(f"{late.get_absolute_url()}?release=1")
    assert answer.status_code == 404
    assert f"Release 1 has no profile {late.key}." in text_of(answer)


def test_a_replacement_is_named_as_it_was(client, rungs):
    retired, successor, _ = rungs
    next_transaction()
    with recorded(Origin("Second", "canon load")):
        Profile.objects.filter(pk=retired.pk).update(status="retired", replaced_by=successor)
    cut()
    next_transaction()
    with recorded(Origin("Third", "canon load")):
        Profile.objects.filter(pk=successor.pk).update(title="Another title")
    banner = section(client.get(f"{retired.get_absolute_url()}?release=1"), "head")
    assert "is retired" in banner
    assert f'href="{successor.get_absolute_url()}?release=1"' in banner
    assert successor.title in banner
