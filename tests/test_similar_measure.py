"""The floor under similar work: related occupations of an official list, on the shipped canon."""

import pytest

from bench.similar.measure import measure, roles_in_use, shipped_relations

EVERY = 4


@pytest.fixture(scope="module")
def recalls(shipped, django_db_blocker):
    with django_db_blocker.unblock():
        return measure(shipped_relations(), roles_in_use()[::EVERY])


def test_the_floor_holds(recalls):
    assert len(recalls.work) > 80
    assert recalls.mean("work") >= 0.55
    assert recalls.mean("both") >= 0.6


def test_work_finds_more_than_structure_and_than_chance(recalls):
    assert recalls.mean("work") > recalls.mean("structure") > 2 * recalls.mean("chance")


def test_what_pages_show_is_some_of_it(recalls):
    assert 0.3 <= recalls.mean("shown") <= recalls.mean("work")
