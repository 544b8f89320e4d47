"""Repeat visits: 304 until the canon changes, for everybody but people with a session."""

import pytest

from taxonomy.models import Focus, Revision
from tests import factories

PUBLIC = [
    "/",
    "/functions/",
    "/functions/WATERD/",
    "/levels/",
    "/levels/P3/",
    "/skills/",
    "/skills/pressure-logging/",
    "{profile}",
    "{focus}",
    "{json}",
]


@pytest.fixture
def address(db):
    profile = factories.ladder()[1]
    known = {
        "{profile}": profile.get_absolute_url(),
        "{focus}": profile.focus.get_absolute_url(),
        "{json}": profile.get_absolute_url().rstrip("/") + ".json",
    }
    return lambda path: known.get(path, path)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_repeat_visit_answers_304_with_one_query(
    client, address, path, django_assert_max_num_queries
):
    first = client.get(address(path))
    assert first.status_code == 200
    assert first["Cache-Control"] == "public, no-cache"
    with django_assert_max_num_queries(1):
        second = client.get(address(path), headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 304
    assert second.content == b""
    assert second["ETag"] == first["ETag"]
    assert second["Vary"] == first["Vary"] == "HX-Request, HX-Target"


@pytest.mark.parametrize("path", PUBLIC)
def test_no_cookie_is_set_or_asked_about(client, address, path):
    response = client.get(address(path))
    assert not response.cookies
    assert "Cookie" not in response["Vary"]


@pytest.mark.parametrize("path", ["/", "{profile}", "{focus}"])
def test_an_edit_shows_at_once(client, transactional_db, address, path):
    """Real transactions: the revision rises once a committed change."""
    first = client.get(address(path))
    before = Revision.objects.current().number
    Focus.objects.update(summary="Listens at night, when the town is quiet.")
    assert Revision.objects.current().number > before
    second = client.get(address(path), headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]


def test_addresses_and_fragments_have_their_own_validators(client, address):
    asked = [
        client.get("/skills/"),
        client.get("/skills/?kind=tool"),
        client.get("/skills/", headers={"HX-Request": "true", "HX-Target": "results"}),
        client.get("/levels/"),
    ]
    assert len({response["ETag"] for response in asked}) == len(asked)


def test_a_visitor_with_a_session_never_shares(client, address, settings):
    first = client.get("/")
    client.cookies[settings.SESSION_COOKIE_NAME] = "anything"
    own = client.get("/", headers={"If-None-Match": first["ETag"]})
    assert own.status_code == 200
    assert "ETag" not in own
    assert "private" in own["Cache-Control"]


def test_a_missing_page_has_no_validator(client, address):
    response = client.get("/profiles/WATERD.NOTHING.P3/")
    assert response.status_code == 404
    assert "ETag" not in response


def test_an_empty_catalogue_has_pages_too(client, db):
    for path in ("/", "/functions/", "/levels/", "/skills/"):
        assert client.get(path).status_code == 200
    assert "empty" in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_page_that_reads_parameters_tells_caches_which(client):
    headers = {
        path: client.get(path).headers.get("No-Vary-Search") for path in ("/skills/", "/levels/")
    }
    assert headers == {"/skills/": 'params, except=("letter" "kind" "page")', "/levels/": None}
