"""Pages that answer a question answer it as JSON too, with the same facts."""

import pytest
from django.urls import reverse

from taxonomy.search import indexing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ladder():
    return factories.ladder()


def linked(client, page, ending):
    """What the page's own link to its data answers."""
    html = client.get(page).content.decode()
    address = next(part for part in html.split('"') if ending in part)
    return client.get(address.replace("&amp;", "&"))


def test_goals(client, ladder):
    page = reverse("goals:goals", args=[ladder[1].key])
    data = linked(client, page, "goals.json").json()
    assert data["key"] == ladder[1].key
    texts = [row["text"] for row in data["smart"]]
    assert texts == [duty.text.rstrip(".") for duty in ladder[1].responsibilities.all()]
    assert "⟨target⟩ by ⟨date⟩" in data["internal_process"][0]["target"]
    assert not any(0xE000 <= ord(letter) <= 0xF8FF for letter in str(data))


def test_goals_of_a_step_and_a_format(client, ladder):
    page = reverse("goals:goals", args=[ladder[1].key])
    data = linked(client, f"{page}?toward={ladder[2].key}&format=okrs", "goals.json").json()
    assert (data["from"], data["key"]) == (ladder[1].key, ladder[2].key)
    assert "okrs" in data
    assert "smart" not in data


def test_goals_of_nobody(client):
    assert client.get("/profiles/A.B.P1/goals.json").status_code == 404


def test_search(client, ladder):
    indexing.catch_up()  # what a commit would do
    page = reverse("taxonomy:search") + "?q=leakage+technician"
    data = linked(client, page, "search.json").json()
    assert data["roles"][0]["ladder"] == [role.key for role in ladder]
    assert data["total"] == len(ladder)


def test_a_search_that_finds_nothing(client, ladder):
    data = client.get(reverse("taxonomy:search_json"), {"q": "zyzzyva"}).json()
    assert (data["roles"], data["total"], data["known to no role"]) == ([], 0, ["zyzzyva"])


def test_a_match(client, ladder):
    page = reverse("taxonomy:match") + "?title=Leakage+Technician&level=P3"
    data = linked(client, page, "match.json").json()
    assert data["asked"] == {"title": "Leakage Technician", "department": "", "level": "P3"}
    assert data["candidates"][0]["key"] == ladder[1].key
    assert data["candidates"][0]["evidence"]


def test_a_match_of_nothing_says_what_to_give(client):
    answer = client.get(reverse("taxonomy:match_json"))
    assert answer.status_code == 400
    assert "title" in answer.json()["problem"]


def test_a_distance(client, ladder):
    page = reverse("taxonomy:coordinates") + f"?a={ladder[0].key}&b={ladder[1].key}"
    data = linked(client, page, "coordinates.json").json()
    assert (data["a"], data["key"]) == (ladder[0].key, ladder[1].key)
    assert data["distance"] == pytest.approx(sum(part["amount"] for part in data["parts"]))


def test_a_role_beside_itself_is_at_no_distance(client, ladder):
    asked = {"a": ladder[0].key, "b": ladder[0].key}
    data = client.get(reverse("taxonomy:coordinates_json"), asked).json()
    assert (data["distance"], data["similar_work"]) == (0, None)
    assert client.get(reverse("taxonomy:coordinates"), asked).status_code == 200


@pytest.mark.parametrize(
    ("asked", "status"), [({}, 400), ({"a": "Nobody"}, 400), ({"a": "A.B.P1", "b": "A.B.P2"}, 404)]
)
def test_a_distance_of_whom(client, asked, status):
    answer = client.get(reverse("taxonomy:coordinates_json"), asked)
    assert answer.status_code == status
    assert answer.json()["problem"]
