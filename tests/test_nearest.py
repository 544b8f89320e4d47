"""The nearest roles as the database finds them: as in a full scan, from short index ranges."""

import random
from functools import cache
from heapq import nsmallest

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from taxonomy.adjacency.distance import Coordinates, distance_between
from taxonomy.adjacency.nearest_query import nearest_to
from taxonomy.models import Profile
from taxonomy.reference_levels import place_of
from tests.factories import FocusFactory, FunctionFactory, LevelFactory, ProfileFactory, ladder
from tests.large_canon import generate

LEVELS = ["P1", "P2", "P3", "P4", "P12", "M1", "M2", "E1", "S1", "S3"]
NAMES = st.sampled_from(["", "Alpha", "Beta"])


def full_scan(subject, count=8):
    """The nearest roles by looking at every one; equal coordinates are measured once."""
    here = Coordinates.of(subject)
    measure = cache(lambda *coordinates: distance_between(here, Coordinates(*coordinates)).total)
    others = Profile.objects.exclude(pk=subject.pk).exclude(status="retired")
    rows = others.values_list("key", "function__super_function", "function__family")
    measured = []
    for key, *tiers in rows.iterator():
        function, focus, level = key.split(".")
        focus = focus if function == here.function and focus == here.focus else "OTHER"
        place = place_of(level)
        measured.append((measure(*tiers, function, focus, place.track, place.step), key))
    return nsmallest(count, measured)


def found(subject, count=8):
    nearest = nearest_to(subject, count)
    return [(adjacent.distance.total, adjacent.profile.key) for adjacent in nearest]


class TestNearestOfAnyCanon(TestCase):
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_equals_a_full_scan(self, data):
        functions = [
            FunctionFactory(
                code=code, name=code, super_function=data.draw(NAMES), family=data.draw(NAMES)
            )
            for code in ("ONE", "ONE1", "ONEA", "TWO")
        ]
        places = data.draw(
            st.sets(
                st.tuples(
                    st.sampled_from(functions),
                    st.sampled_from(["AA", "A", "A1", "Z9"]),
                    st.sampled_from(LEVELS),
                    st.booleans(),
                ),
                min_size=1,
                max_size=30,
            )
        )
        for function, code, level, retired in sorted(places, key=str):
            focus = FocusFactory(function=function, code=code, name=code)
            status = "retired" if retired else "approved"
            ProfileFactory(focus=focus, level=LevelFactory(code=level), status=status)
        count = data.draw(st.integers(1, 12))
        for subject in Profile.objects.with_coordinates():
            assert found(subject, count) == full_scan(subject, count)


@pytest.mark.django_db
class TestNearest:
    def test_comes_with_everything_a_line_needs_in_one_query(self, django_assert_num_queries):
        subject, *_ = ladder(levels=("P2", "P3", "M1"))
        ProfileFactory(focus=FocusFactory(name="Sewer Survey"))
        subject = Profile.objects.with_coordinates().get(pk=subject.pk)
        with django_assert_num_queries(1):
            nearest = nearest_to(subject)
            shown = [
                (
                    each.profile.title,
                    each.profile.function.name,
                    each.profile.focus.function.code,
                    each.profile.focus.name,
                    each.profile.level_id,
                    each.distance.words,
                )
                for each in nearest
            ]
        assert len(shown) == 3
        assert shown[0] == (
            nearest[0].profile.title,
            "Water & Drainage",
            subject.function.code,
            "Leak Detection",
            "P3",
            "same focus, one level up",
        )

    def test_a_retired_role_is_nobodys_neighbour_but_has_neighbours(self):
        lower, upper = ladder(levels=("P2", "P3"))
        upper.status = Profile.Status.RETIRED
        upper.save()
        assert nearest_to(lower) == []
        assert [each.profile for each in nearest_to(upper)] == [lower]

    def test_alone_in_the_canon(self):
        assert nearest_to(ProfileFactory()) == []


@pytest.mark.django_db
class TestNearestInALargeCanon:
    def test_equals_a_full_scan_and_reads_few_rows_by_index(self, django_assert_num_queries):
        generate(functions=400, focuses=200_000 // 6)
        assert Profile.objects.count() > 199_000
        chosen = random.Random(4).sample(range(1, 200_000 // 6), 3)
        subjects = Profile.objects.filter(focus__in=chosen).with_coordinates()
        for subject in subjects.order_by("focus", "key").distinct("focus"):
            before = reads()
            with django_assert_num_queries(1):
                nearest = found(subject)
            after = reads()
            assert after["seq_scan"] == before["seq_scan"]
            assert 8 <= after["idx_tup_fetch"] - before["idx_tup_fetch"] < 400
            assert nearest == full_scan(subject)

    def test_a_lonely_function_among_thousands_reads_few_rows_too(self):
        generate(functions=3_000, focuses=3_000)
        subject = Profile.objects.filter(level="E6").with_coordinates()[0]
        before = reads()
        nearest = found(subject)
        after = reads()
        assert after["seq_scan"] == before["seq_scan"]
        assert after["idx_tup_fetch"] - before["idx_tup_fetch"] < 400
        assert nearest == full_scan(subject)


def reads():
    """How this transaction has read the table of profiles so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_scan, idx_tup_fetch FROM pg_stat_xact_user_tables "
            "WHERE relname = 'taxonomy_profile'"
        )
        return dict(zip(("seq_scan", "idx_tup_fetch"), cursor.fetchone(), strict=True))
