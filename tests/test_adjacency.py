"""The distance between two roles, as properties that any two coordinates must have."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.adjacency import distance
from taxonomy.adjacency.distance import Coordinates, MoveKind, Tier, band_of, distance_between
from taxonomy.models import Function, Level, Profile, Track
from taxonomy.reference_levels import TRACKS, place_of

NAMES = st.sampled_from(["", "Alpha", "Beta"])
CODES = st.sampled_from(["ONE", "TWO", "TWO2"])


@st.composite
def canons(draw):
    """Coordinates of two roles: a function has one super-function and one family, as in a canon."""
    tiers = {code: (draw(NAMES), draw(NAMES)) for code in ("ONE", "TWO", "TWO2")}

    def role():
        function = draw(CODES)
        track, step = draw(st.sampled_from(["IC", "M", "SES"])), draw(st.integers(1, 99))
        return Coordinates(*tiers[function], function, draw(CODES), track, step)

    return role(), role()


def role(focus="LEAKS", level="P3", function="WATER", family="Pipes", super_function="Works"):
    place = place_of(level)
    words = TRACKS[place.track].lower()
    return Coordinates(super_function, family, function, focus, place.track, place.step, words)


class TestDistance:
    @given(canons())
    def test_is_the_same_both_ways(self, pair):
        a, b = pair
        assert distance_between(a, b).total == distance_between(b, a).total

    @given(canons())
    def test_is_zero_on_itself_and_only_there(self, pair):
        a, b = pair
        assert distance_between(a, a).total == 0
        same_place = shared_focus(a, b) and (a.track, a.step) == (b.track, b.step)
        assert (distance_between(a, b).total == 0) == same_place

    @given(canons())
    def test_lies_between_0_and_1_and_is_the_sum_of_its_parts(self, pair):
        found = distance_between(*pair)
        assert 0 <= found.total <= 1
        assert found.total == sum(part.amount for part in found.parts)
        assert found.band in {distance.CLOSE, distance.LESS_CLOSE, distance.FAR}

    @given(canons(), st.integers(1, 20))
    def test_never_shrinks_when_the_gap_between_levels_grows(self, pair, more):
        a, b = pair
        farther = b._replace(step=b.step + more)
        if abs(farther.step - a.step) < abs(b.step - a.step):
            b, farther = farther, b
        assert distance_between(a, b).total <= distance_between(a, farther).total

    @pytest.mark.parametrize("tier", list(Tier))
    def test_grows_with_every_level_until_it_reaches_1(self, tier):
        a = role()
        others = [stand_in(tier, f"P{rank}") for rank in range(3, 40)]
        totals = [distance_between(a, other).total for other in others]
        assert all(low < high or low == high == 1 for low, high in pairwise(totals))

    @given(canons())
    def test_another_track_alone_costs_the_penalty(self, pair):
        a = pair[0]._replace(track="P")
        assert distance_between(a, a._replace(track="S")).total == distance.TRACK

    def test_is_told_in_words(self):
        assert distance_between(role(), role(level="P4")).words == "same focus, one level up"
        assert distance_between(role(), role(level="P4")).total == Decimal("0.05")
        assert (
            distance_between(role(level="P4"), role(level="P2")).words
            == "same focus, two levels down"
        )
        sideways = distance_between(role(), role(level="M1", focus="DAMS"))
        assert sideways.words == "other focus of the function, same level, management track"

    def test_a_far_one_says_that_it_stops_at_1(self):
        far = distance_between(
            role(), role(level="P30", function="HATS", family="", super_function="")
        )
        assert far.total == 1
        assert far.parts[-1].words == "no farther than 1"

    def test_one_of_exactly_1_is_not_cut(self):
        unrelated = role(level="P10", function="HATS", family="", super_function="")
        exact = distance_between(role(), unrelated)
        assert exact.total == 1
        assert exact.words == "unrelated function, seven levels up"


class TestKind:
    @pytest.mark.parametrize(
        ("other", "kind"),
        [
            (role(level="P4"), MoveKind.ADVANCE),
            (role(level="M2"), MoveKind.ADVANCE),
            (role(level="P4", focus="DAMS"), MoveKind.LATERAL_ADVANCE),
            (role(level="M1"), MoveKind.SIMILAR),
            (role(level="P2"), MoveKind.SIMILAR),
            (role(focus="DAMS"), MoveKind.LATERAL),
            (role(function="ROADS", focus="DAMS"), MoveKind.LATERAL),
        ],
    )
    def test_says_what_the_move_would_be(self, other, kind):
        assert distance_between(role(), other).kind == kind


class TestTier:
    def test_an_empty_family_is_shared_by_nobody(self):
        other = role(function="ROADS", family="")
        assert distance.shared_tier(role(family=""), other) == Tier.SUPER_FUNCTION

    def test_an_empty_super_function_is_shared_by_nobody(self):
        here, other = role(super_function=""), role(function="ROADS", super_function="")
        assert distance.shared_tier(here, other) == Tier.NONE
        assert distance.shared_tier(here, role(super_function="", focus="DAMS")) == Tier.FUNCTION

    def test_equal_focus_codes_of_two_functions_are_two_focuses(self):
        assert distance.shared_tier(role(), role(function="ROADS")) == Tier.FAMILY


class TestWeights:
    def test_keep_their_order(self):
        t, a = distance.TRACK, distance.LEVEL
        _, f, g, s, h = (distance.TIERS[tier] for tier in Tier)
        assert 0 < t < a
        assert a < f < 2 * a
        assert 2 * a + t < g < 3 * a
        assert s > 4 * a + t
        assert s > g + 2 * a + t
        assert h > s + 2 * a
        assert all(holds for _, _, holds in distance.order_rules())

    @settings(max_examples=1000)
    @given(st.tuples(*[st.integers(1, 30)] * 6))
    def test_a_rule_is_true_where_its_formula_is(self, weights):
        """The page of coordinates shows both, whatever weights a later edition has."""
        letters = dict(zip("tafgsh", map(Decimal, weights), strict=True))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(distance, "TRACK", letters["t"])
            patch.setattr(distance, "LEVEL", letters["a"])
            tiers = (Decimal(0), *(letters[letter] for letter in "fgsh"))
            patch.setattr(distance, "TIERS", dict(zip(Tier, tiers, strict=True)))
            rules = distance.order_rules()
        for _, formula, is_true in rules:
            written = re.sub(r"(\d)(?=[a-z])", r"\1*", formula)
            assert eval(written, {}, letters) == is_true, formula

    def test_the_edges_of_the_bands_belong_to_the_nearer_band(self, settings):
        settings.ADJACENT_CONFIDENT, settings.ADJACENT_NEEDS_REVIEW = Decimal("0.2"), Decimal("0.4")
        assert [band_of(Decimal(edge)) for edge in ("0.2", "0.21", "0.4", "0.41")] == [
            "close in structure",
            "less close in structure",
            "less close in structure",
            "far in structure",
        ]

    def test_an_unrelated_role_never_matches(self):
        other = role(function="HATS", family="Heads", super_function="Clothes")
        assert distance_between(role(), other).band == "far in structure"

    def test_tracks_meet_where_typical_years_do(self):
        pairs = [("M2", "P4"), ("M3", "P5"), ("S3", "P3"), ("E1", "P6"), ("M4", "E1"), ("M6", "E3")]
        for one, other in pairs:
            assert role(level=one).step == role(level=other).step


def test_coordinates_come_from_the_key_the_function_and_the_level():
    function = Function(code="WATER", super_function="Works", family="Pipes")
    level = Level(code="G7", track=Track(code="IC", name="Individual contributor"), rank=2, step=5)
    profile = Profile(key="WATER.LEAKS.G7", function=function, level=level)
    expected = ("Works", "Pipes", "WATER", "LEAKS", "IC", 5, "individual contributor")
    assert Coordinates.of(profile) == expected


def shared_focus(a, b):
    return (a.function, a.focus) == (b.function, b.focus)


def stand_in(tier, level):
    """A role that shares exactly this tier with `role()`."""
    return {
        Tier.FOCUS: role(level=level),
        Tier.FUNCTION: role("DAMS", level),
        Tier.FAMILY: role("DAMS", level, "ROADS"),
        Tier.SUPER_FUNCTION: role("DAMS", level, "ROADS", "Streets"),
        Tier.NONE: role("DAMS", level, "HATS", "Heads", "Clothes"),
    }[tier]
