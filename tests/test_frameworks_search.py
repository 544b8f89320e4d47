"""Framework entries among the answers of the site's search, shown to whoever may see them."""

import pytest

from frameworks.choices import Visibility
from frameworks.models import Framework
from tests.framework_samples import hold_wells

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wells(tmp_path):
    hold_wells(tmp_path)


def found(client, text):
    _, _, hits = client.get("/search/", {"q": text}).text.partition('id="framework_hits"')
    return hits.partition("</section>")[0]


@pytest.mark.parametrize("text", ["choose place", "DIG01", "water lies"])
def test_an_entry_is_found_by_title_code_or_statement(client, text):
    assert 'href="/frameworks/wells-1/dig01/"' in found(client, text)
    assert "Choose a Place" in found(client, text)


@pytest.mark.parametrize("text", ["wells-1", "dig01", "choose a place"])
def test_what_is_called_just_this_stands_above_the_roles(client, admin_client, text):
    page = client.get("/search/", {"q": text}).text
    called = page.partition('id="frameworks_called"')[2]
    assert 'href="/frameworks/wells-1/' in called[:300]
    Framework.objects.update(visibility=Visibility.SIGNED_IN)
    assert "frameworks_called" not in client.get("/search/", {"q": text}).text
    assert "frameworks_called" in admin_client.get("/search/", {"q": text}).text


@pytest.mark.parametrize("text", ["", "choose banana", "100% _", "\\", "a\0b" * 400])
def test_what_fits_no_entry_shows_no_group(client, text):
    assert found(client, text) == ""


def test_a_framework_for_members_is_found_by_members_alone(client, admin_client):
    Framework.objects.update(visibility=Visibility.SIGNED_IN)
    assert found(client, "choose place") == ""
    assert "Choose a Place" in found(admin_client, "choose place")


def test_a_page_that_is_not_there_says_why(client):
    assert "wells-9" in client.get("/frameworks/wells-9/").text
    answer = client.get("/skills/", {"letter": "?!"})
    assert answer.status_code == 404
    assert "?!" in answer.text
