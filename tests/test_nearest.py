"""The nearest roles as the database finds them: as in a full scan, from short index ranges."""

import random
from functools import cache
from heapq import nsmallest

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from taxonomy.adjacency import Coordinates, distance
from taxonomy.models import Level, Profile
from tests.factories import FocusFactory, FunctionFactory, LevelFactory, ProfileFactory, ladder

LEVELS = ["P1", "P2", "P3", "P4", "P12", "M1", "M2", "E1", "S1", "S3"]
NAMES = st.sampled_from(["", "Alpha", "Beta"])


def full_scan(subject, count=8):
    """The nearest roles by looking at every one; equal coordinates are measured once."""
    here = Coordinates.of(subject)
    measure = cache(lambda *coordinates: distance(here, Coordinates(*coordinates)).total)
    others = Profile.objects.exclude(pk=subject.pk).exclude(status="retired")
    rows = others.values_list("key", "function__super_function", "function__family")
    measured = []
    for key, *tiers in rows.iterator():
        function, focus, level = key.split(".")
        focus = focus if function == here.function and focus == here.focus else "OTHER"
        measured.append((measure(*tiers, function, focus, level[0], int(level[1:])), key))
    return nsmallest(count, measured)


def found(subject, count=8):
    nearest = Profile.objects.nearest_to(subject, count)
    return [(adjacent.distance.total, adjacent.profile.key) for adjacent in nearest]


def generate(functions, focuses):
    """A canon of six levels a focus, written by the database itself; every 29th role is retired."""
    codes = [f"{track}{rank}" for track in "PMES" for rank in range(1, 7)]
    Level.objects.bulk_create(
        [Level(code=code, track=code[0], rank=code[1], name=code) for code in codes]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO taxonomy_function (id, code, name, summary, super_function, family)
            SELECT i, upper(substr(md5(i::text), 1, 4)) || i, 'Function ' || i, '',
                CASE WHEN i %% 17 = 0 THEN '' ELSE 'Super ' || i %% 5 END,
                CASE WHEN i %% 13 = 0 THEN '' ELSE 'Family ' || i %% 5 || i %% 3 END
            FROM generate_series(1, %(functions)s) i;
            INSERT INTO taxonomy_focus
                (id, function_id, code, name, summary, differential, updated_at)
            SELECT i, 1 + i %% %(functions)s, upper(substr(md5('x' || i), 1, 4)) || i,
                'Focus ' || i, '', '', now()
            FROM generate_series(1, %(focuses)s) i;
            INSERT INTO taxonomy_profile
                (focus_id, level_id, title, summary, status, scope, version, updated_at)
            SELECT focus.id, level.code, 'Role', '',
                CASE WHEN (focus.id + level.rank) %% 29 = 0 THEN 'retired' ELSE 'approved' END,
                '', 1, now()
            FROM taxonomy_focus focus JOIN taxonomy_level level
                ON level.track = substr('PPPPPPMMES', 1 + focus.id::int %% 10, 1);
            ANALYZE taxonomy_function, taxonomy_focus, taxonomy_profile, taxonomy_level""",
            {"functions": functions, "focuses": focuses},
        )


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
        for subject in Profile.objects.select_related("function"):
            assert found(subject, count) == full_scan(subject, count)


@pytest.mark.django_db
class TestNearest:
    def test_comes_with_everything_a_line_needs_in_one_query(self, django_assert_num_queries):
        subject, *_ = ladder(levels=("P2", "P3", "M1"))
        ProfileFactory(focus=FocusFactory(name="Sewer Survey"))
        subject = Profile.objects.select_related("function").get(pk=subject.pk)
        with django_assert_num_queries(1):
            nearest = Profile.objects.nearest_to(subject)
            told = [
                (
                    each.profile.title,
                    each.profile.function.name,
                    each.profile.focus.function.code,
                    each.profile.focus.name,
                    each.profile.level.name,
                    each.distance.words,
                )
                for each in nearest
            ]
        assert len(told) == 3
        assert told[0] == (
            nearest[0].profile.title,
            "Water & Drainage",
            subject.function.code,
            "Leak Detection",
            "Mid-Level Professional",
            "same focus, one level up",
        )

    def test_a_retired_role_is_nobodys_neighbour_but_has_neighbours(self):
        lower, upper = ladder(levels=("P2", "P3"))
        upper.status = Profile.Status.RETIRED
        upper.save()
        assert Profile.objects.nearest_to(lower) == []
        assert [each.profile for each in Profile.objects.nearest_to(upper)] == [lower]

    def test_alone_in_the_canon(self):
        assert Profile.objects.nearest_to(ProfileFactory()) == []


@pytest.mark.django_db
class TestNearestInALargeCanon:
    def test_equals_a_full_scan_and_reads_few_rows_by_index(self, django_assert_num_queries):
        generate(functions=400, focuses=200_000 // 6)
        assert Profile.objects.count() > 199_000
        chosen = random.Random(4).sample(range(1, 200_000 // 6), 3)
        subjects = Profile.objects.filter(focus__in=chosen).select_related("function")
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
        subject = Profile.objects.filter(level="E6").select_related("function")[0]
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
