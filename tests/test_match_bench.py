"""The floor under the matcher: measured on labelled titles, half of them never tuned on."""

import pytest

from bench.matching.canon import shipped_index
from bench.matching.measure import PARTS, labelled, measure
from taxonomy.matching.decision import Matcher


@pytest.fixture(scope="module")
def matcher():
    return Matcher(shipped_index())


def test_the_set_is_large_and_a_third_has_no_answer():
    titles = [title for part in PARTS for title in labelled(part)]
    assert len(titles) >= 400
    unanswerable = [title for title in titles if not title.answer]
    assert len(unanswerable) * 3 >= len(titles)
    assert {title.kind for title in unanswerable} == {"outside", "undecidable"}
    asked = [(title.title, title.department, title.level) for title in titles]
    assert len(set(asked)) == len(asked)


def test_every_answer_is_a_role_of_the_shipped_canon(matcher):
    known = {role.key for role in matcher.index.roles}
    answers = {title.answer for part in PARTS for title in labelled(part)} - {""}
    assert answers <= known
    assert len(answers) > len(known) * 0.75


@pytest.mark.parametrize("part", PARTS)
def test_the_floor_holds(matcher, part):
    found = measure(matcher, labelled(part))
    assert found.abstention >= 0.95, [(a.title, d.candidates) for a, d in found.answered]
    if found.answerable:
        assert found.precision >= 0.97, found.wrong
        assert found.coverage >= 0.90, [(a.title, d.reason) for a, d in found.missed]
        assert found.refusal >= 0.65


def test_the_floor_holds_over_all_titles(matcher):
    found = measure(matcher, [title for part in PARTS for title in labelled(part)])
    assert found.precision >= 0.97, (found.wrong, found.answered)
    assert found.abstention >= 0.95
