"""Codes are no spelling: a code finds what is mapped to it, or the page says that nothing is."""

import pytest

from taxonomy.models import ClassificationMapping, TitleAlias
from taxonomy.search import indexing
from taxonomy.search.filters import Filters
from taxonomy.search.results import search_canon
from taxonomy.search.word_lookup import resembling, spelled_like
from tests.factories import ladder

pytestmark = pytest.mark.django_db


@pytest.fixture
def rungs():
    rungs = ladder()
    ClassificationMapping.objects.all().delete()
    TitleAlias.objects.all().delete()  # they end in numbers, which are no codes
    for rung, scheme, code in (
        (rungs[0], "SOC 2018", "13-1020"),
        (rungs[1], "SOC 2018", "13-1071"),
        (rungs[1], "SOC 2018", "29-1020"),
        (rungs[2], "ISCO-08", "2512"),
    ):
        ClassificationMapping.objects.create(profile=rung, scheme=scheme, code=code)
    indexing.catch_up()
    return rungs


def found(text):
    hits = search_canon(text, Filters()).hits
    return {rung.role.key for hit in hits for rung in hit.rungs if rung.is_found}


@pytest.mark.parametrize("text", ["13-1020", "131020", "SOC 13-1020", "soc 2018 13-1020"])
def test_a_code_finds_exactly_what_is_mapped(rungs, text):
    """Another rung has both parts of the code, each in a code of its own."""
    assert found(text) == {rungs[0].key}


def test_a_code_stands_beside_words(rungs):
    assert found("13-1020 leakage") == {rungs[0].key}
    assert found("isco 2512") == {rungs[2].key}


def test_of_many_codes_the_first_three_are_asked_for(rungs):
    for code in ("13-1020", "13-1071", "29-1020"):
        ClassificationMapping.objects.get_or_create(profile=rungs[0], scheme="SOC 2018", code=code)
    indexing.catch_up()
    assert found("13-1020 13-1071 29-1020 2512") == {rungs[0].key}
    assert found("13-1020 13-1071 2512 29-1020") == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("13-1021", "13-1021"),
        ("131021", "13-1021"),
        ("2511", "2511"),
        ("13-1021 leakage", "13-1021"),
    ],
)
def test_a_code_without_roles_is_said_and_its_group_offered_apart(client, rungs, text, code):
    page = client.get("/search/", {"q": text}).text
    assert f"No role is mapped to <strong>{code}</strong>." in page
    assert "data-hit" not in page
    group = "13-1020" if "-" in code else "2512"
    assert f'href="?q={group}"' in page


def test_a_code_without_any_group_offers_no_other(client, rungs):
    page = client.get("/search/", {"q": "99-9999"}).text
    assert "No role is mapped to <strong>99-9999</strong>." in page
    assert "No code of the same group" in page


@pytest.mark.parametrize("text", ["1020", "100%", "2021", "251", "130"])
def test_a_part_or_a_slip_of_a_code_finds_nothing(rungs, text):
    results = search_canon(text, Filters())
    assert not results.hits
    assert not results.near
    assert not results.query.spelled


def test_no_word_with_digits_is_taken_for_another(rungs):
    assert spelled_like("2511") == spelled_like("p44") == resembling("13x1020") == []


def test_filters_of_a_code_keep_the_text_alone_in_their_addresses(rungs):
    results = search_canon("13-1020", Filters(track="P"))
    assert results.filters.address("13-1020") == "?q=13-1020&track=P"
    assert results.total == 1
