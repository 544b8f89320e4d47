"""Mixes of fields: their order, how many roles they are believed to have, which include which."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.search.field_scores import MixStep, blurred, mix_levels, widest

RARE = [MixStep(0.5, "'Tweir'", 10), MixStep(0.2, "'Bweir'", 30), MixStep(0.1, "'weir'", 100)]
COMMON = [
    MixStep(0.25, "'Tkeeper'", 200),
    MixStep(0.1, "'Bkeeper'", 200),
    MixStep(0.05, "'keeper'", 500),
]

mixes = st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=40)


def includes(wide, mix):
    return all(a >= b for a, b in zip(wide, mix, strict=True))


def test_every_mix_stands_once_the_best_first():
    found = mix_levels([RARE, COMMON], 1000, 1000)
    worths = [level.worth for level in found]
    assert worths == sorted(set(worths), reverse=True)
    assert sorted(mix for level in found for mix in level.mixes) == sorted(
        product(range(3), repeat=2)
    )
    for level in found:
        for rare, common in level.mixes:
            assert level.worth == pytest.approx(RARE[rare].worth + COMMON[common].worth)


def test_mixes_worth_the_same_are_one_level():
    [*_, last] = mix_levels([RARE, RARE], 1000, 1000)
    assert last.mixes == [(2, 2)]
    assert [sorted(level.mixes) for level in mix_levels([RARE, RARE], 1000, 1000)][1] == [
        (0, 1),
        (1, 0),
    ]


def test_all_levels_together_have_what_has_every_word():
    found = mix_levels([RARE, COMMON], 1000, 1000)
    assert sum(level.roles for level in found) == pytest.approx(1000 * 0.1 * 0.5)
    assert found[0].roles == pytest.approx(1000 * 0.01 * 0.2)
    # Where a better field has as many, nothing is left for the worse one.
    assert next(level for level in found if level.mixes == [(0, 1)]).roles == 0


def test_of_a_part_of_the_entries_a_part_is_expected():
    whole, part = mix_levels([RARE, COMMON], 1000, 1000), mix_levels([RARE, COMMON], 1000, 100)
    for one, other in zip(whole, part, strict=True):
        assert other.roles == pytest.approx(one.roles / 10)


def test_numbers_that_cannot_be_are_borne():
    wrong = [MixStep(0.5, "'Ta'", 7000), MixStep(0.2, "'a'", 10)]
    assert all(level.roles >= 0 for level in mix_levels([wrong, RARE], 0, 0))


@given(mixes)
def test_the_widest_include_all_and_none_another(given_mixes):
    kept = widest(given_mixes)
    assert set(kept) <= set(given_mixes)
    for mix in given_mixes:
        assert any(includes(wide, mix) for wide in kept)
    for one, other in product(kept, repeat=2):
        assert one == other or not includes(one, other)


def test_fields_that_hardly_differ_are_asked_for_together():
    title = [
        MixStep(4, "'T'", 99),
        MixStep(3, "'A'", 100),
        MixStep(2, "'C'", 101),
        MixStep(1, "''", 1000),
    ]
    assert blurred([title, COMMON], [(0, 0), (1, 2), (3, 1)]) == {(2, 1), (2, 2), (3, 1)}


@given(mixes, st.lists(st.integers(0, 1000), min_size=4, max_size=4))
def test_blurred_mixes_miss_nothing(given_mixes, entries):
    steps = [MixStep(1.0, "'x'", number) for number in entries]
    wide = blurred([steps] * 3, given_mixes)
    for mix in given_mixes:
        assert any(includes(each, mix) for each in wide)
