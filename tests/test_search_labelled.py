"""The floor under search: labelled queries and what a reader expects first."""

from bench.queries.measure import Labelled, is_right, labelled, wrong
from taxonomy.search.filters import Filters
from taxonomy.search.results import search_canon


def test_the_set_is_large_and_of_every_kind():
    asked = labelled()
    assert len(asked) >= 150
    assert len({each.query.casefold() for each in asked}) == len(asked)
    kinds = {each.kind for each in asked}
    assert kinds >= {"outside", "title", "alias", "typo", "spelling", "code", "other", "nonsense"}
    assert sum(each.answer == "none" for each in asked) >= 25


def test_a_wrong_first_hit_counts_as_wrong(shipped, db):
    assert is_right(Labelled("registered nurse", "title", "CLINIC.REGISTER058F.P2"))
    assert not is_right(Labelled("registered nurse", "title", "CLINIC.REGISTER058F.P1"))
    assert not is_right(Labelled("registered nurse", "title", "none"))
    assert is_right(Labelled("beekeeper", "nonsense", "none"))


def test_the_floor_holds(shipped, db):
    asked = labelled()
    found = wrong(asked)
    assert 1 - len(found) / len(asked) >= 0.95, found


def test_no_code_and_no_nonsense_finds_anything_else(shipped, db):
    exact = [each for each in labelled() if each.kind in {"code", "nonsense"}]
    assert wrong(exact) == []


def test_after_software_engineers_come_engineers_of_software(shipped, db):
    hits = search_canon("software engineer", Filters()).hits
    assert "Software Engineer" in hits[0].profile.title
    assert all("Engineer" in hit.profile.title.split() for hit in hits[:3])


def test_an_abbreviation_of_a_role_that_is_missing_finds_no_role_by_its_words(shipped, db):
    for text in ("dpo", "dba"):
        assert search_canon(text, Filters()).hits == []


def test_devops_does_not_mean_operations(shipped, db):
    titles = [hit.profile.title for hit in search_canon("devops", Filters()).hits]
    assert titles
    assert all("DevOps" in title for title in titles[:2])
