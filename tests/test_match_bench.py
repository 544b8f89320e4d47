"""The floor under the matcher: measured on labelled titles, half of them never tuned on."""

import pytest

from bench.matching.canon import shipped_index
from bench.matching.measure import PARTS, labelled, measure
from taxonomy.matching.decision import Matcher
from taxonomy.matching.memory import Kept


@pytest.fixture(scope="module")
def matcher():
    return Matcher(shipped_index())


NAMES = ("tuning", "held out", "near misses")
POSTINGS = ("postings tuning", "postings held out")


def test_the_sets_are_large_and_a_quarter_has_no_answer():
    titles = [title for part in PARTS for title in labelled(part)]
    assert len(titles) >= 1_800
    assert sum(len(labelled(part)) for part in POSTINGS) >= 800
    unanswerable = [title for title in titles if not title.answer]
    assert len(unanswerable) * 4 >= len(titles)
    assert {title.kind for title in unanswerable} == {"outside", "undecidable"}
    asked = [(title.title, title.department, title.level) for title in titles]
    assert len(set(asked)) == len(asked)


def test_every_answer_is_a_role_of_the_shipped_canon(matcher):
    known = {role.key for role in matcher.index.roles}
    answers = {key for part in PARTS for title in labelled(part) for key in title.answers}
    assert answers <= known
    assert len(answers) > len(known) * 0.75


@pytest.mark.parametrize("part", NAMES)
def test_the_floor_holds(matcher, part):
    found = measure(matcher, labelled(part))
    assert found.abstention >= 0.95, [(a.title, d.candidates) for a, d in found.answered]
    if found.answerable:
        assert found.precision >= 0.99, found.wrong
        assert found.coverage >= 0.90
        assert found.refusal >= 0.65


@pytest.mark.parametrize("part", POSTINGS)
def test_the_floor_holds_for_titles_as_advertised(matcher, part):
    """Failures name no title: whoever mends one must not see the held-out half."""
    found = measure(matcher, labelled(part))
    assert found.precision >= 0.99
    assert found.coverage >= 0.60
    assert found.recall >= 0.95
    assert found.abstention == 1
    assert found.honesty >= 0.90


def test_a_trade_that_no_role_has_leads_nowhere_else(matcher):
    found = measure(matcher, labelled("other trades"))
    assert found.unanswerable >= 100
    assert found.abstention == 1
    assert found.refusal >= 0.90
    assert found.honesty >= 0.95, [(a.title, d.candidates[:1]) for a, d in found.led_astray]


def test_the_floor_holds_over_all_titles(matcher):
    found = measure(matcher, [title for part in PARTS for title in labelled(part)])
    assert found.precision >= 0.99
    assert found.abstention >= 0.99


def test_no_score_is_more_than_one(matcher):
    """The title, words related to its own and the department all say security."""
    found = matcher.match("Cyber Security Analyst - Night shift", "Information Security", "P3")
    assert 0.9 < found.candidates[0].score <= 1


def test_what_is_kept_of_a_title_changes_no_answer():
    """Words that come again with another level or department are answered as if asked first."""
    index = shipped_index()
    used = Matcher(index)
    rows = [
        (f"{before}{title}{behind}", department, level)
        for title in ("Accountant", "Product Developer", "Warehouse Worker", "Nurse - ICU")
        for before, behind, level in (("", "", ""), ("Senior ", "", "L4"), ("", " II", "P3"))
        for department in ("", "Finance", "Information Security", "Customer Support")
    ]
    answers = {row: used.match(*row) for row in rows}
    for row in rows[::-3]:
        index.titles, index.fits = Kept(index.titles.most), {}
        assert Matcher(index).match(*row) == answers[row]
