"""Repeat visits: 304 until the canon changes, for everybody but people with a session."""

import re

import pytest
from django.http import QueryDict
from django.urls import resolve
from django_htmx.middleware import HtmxDetails

from taxonomy.models import Focus, Revision
from tests import factories
from tests.framework_samples import load_ferries, load_wells

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


@pytest.mark.parametrize("value", ["anything", "a" * 32, "a" * 40])
def test_a_made_up_session_is_nobodys(client, address, settings, value):
    first = client.get("/")
    client.cookies[settings.SESSION_COOKIE_NAME] = value
    assert client.get("/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_visitor_with_a_session_never_shares(client, address, django_user_model):
    first = client.get("/")
    client.force_login(django_user_model.objects.create_superuser("editor"))
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
@pytest.mark.parametrize(
    ("path", "header"),
    [("/skills/", 'params, except=("letter" "kind" "page")'), ("/levels/", "params")],
)
def test_a_page_tells_caches_which_parameters_it_reads(client, path, header):
    assert client.get(path)["No-Vary-Search"] == header


class Noted(QueryDict):
    """A query that keeps the names that somebody asked for."""

    def __init__(self, *args, **kwargs):
        self.asked = set()
        super().__init__(*args, **kwargs)
        self.asked.clear()

    def __contains__(self, name):
        self.asked.add(name)
        return super().__contains__(name)

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.asked.add(name)
        return super().get(name, default)

    def getlist(self, name, default=None):
        self.asked.add(name)
        return super().getlist(name, default)


# One for each view that a reader can ask with parameters.
ASKED = [
    "/?q=water",
    "/functions/?page=1",
    "/functions/WATERD/?page=1",
    "/levels/?function=WATERD",
    "/levels/P3/?function=WATERD&page=1",
    "/skills/?letter=P&kind=skill",
    "/skills/pressure-logging/?page=1",
    "/search/?q=water&function=WATERD",
    "/compare/?keys={key}&only=differences",
    "/coordinates/?a={key}&b={key}",
    "/match/?title=Leak+finder",
    "/profiles/{key}/?page=2",
    "/profiles/{key}/goals/?page=2",
    "/frameworks/?q=a",
    "/frameworks/wells-1/?q=a",
    "/frameworks/sfia-9/?q=a",
    "/frameworks/wells-1/check/?have=&area=",
    "/frameworks/wells-1/check/?ticked=practices&t=x",
    "/frameworks/wells-1/check.csv?have=",
]


@pytest.fixture
def loaded(db, tmp_path):
    load_wells(tmp_path)
    load_ferries(tmp_path)


@pytest.mark.parametrize("path", ASKED)
def test_caches_are_told_of_every_parameter_that_a_page_reads(address, loaded, rf, path):
    path = path.format(key=address("{json}").split("/")[-1].removesuffix(".json"))
    request = rf.get(path)
    request.htmx = HtmxDetails(request)
    request.GET = Noted(request.META["QUERY_STRING"])
    view, args, kwargs = resolve(request.path)
    response = view(request, *args, **kwargs)
    assert response.status_code in (200, 302)
    named = set(re.findall(r'"([^"]*)"', response["No-Vary-Search"]))
    assert request.GET.asked <= named
