"""Searching by what roles require: a skill, and the proficiency at which they require it."""

import re

import pytest

from taxonomy.models import ProfileSkill, SearchEntry, Skill
from taxonomy.search import indexing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def rungs():
    """P2 and P3 require three skills at working, P4 and P5 at practitioner, P6 at expert."""
    rungs = factories.ladder()
    indexing.catch_up()
    return rungs


def get(client, **query):
    return client.get("/search/", query)


def found(response):
    rungs = [rung for hit in response.context["results"].hits for rung in hit.rungs]
    return [rung.role.key.rpartition(".")[2] for rung in rungs if rung.is_found]


def facet(response, name):
    facets = response.context["results"].facets
    return {
        choice.value: (choice.label, choice.count)
        for each in facets
        if each.name == name
        for choice in each.choices
    }


def test_skills_that_the_matches_require_are_counted(client, rungs):
    ProfileSkill.objects.get(profile=rungs[4], skill__name="Pressure logging").delete()
    indexing.catch_up()
    response = get(client, q="leakage")
    assert facet(response, "skill") == {
        "acoustic-listening": ("Acoustic listening", 5),
        "night-flow-analysis": ("Night-flow analysis", 5),
        "pressure-logging": ("Pressure logging", 4),
    }
    assert facet(response, "proficiency") == {}


def test_a_skill_and_its_proficiency_narrow_the_matches(client, rungs):
    response = get(client, q="leakage", skill="pressure-logging")
    assert found(response) == ["P2", "P3", "P4", "P5", "P6"]
    assert facet(response, "proficiency") == {
        "working": ("Working", 2),
        "practitioner": ("Practitioner", 2),
        "expert": ("Expert", 1),
    }
    assert list(facet(response, "proficiency")) == ["working", "practitioner", "expert"]
    response = get(client, q="leakage", skill="pressure-logging", proficiency="practitioner")
    assert found(response) == ["P4", "P5"]
    assert response.context["results"].total == 2


def test_filters_alone_are_a_search(client, rungs):
    assert found(get(client, skill="pressure-logging", proficiency="expert")) == ["P6"]
    assert found(get(client, skill="nobody-knows-it")) == []


def test_a_proficiency_without_a_skill_means_nothing(client, rungs):
    response = get(client, q="leakage", proficiency="expert")
    assert response.context["results"].total == 5


def test_taking_the_skill_away_takes_the_proficiency_away(client, rungs):
    response = get(client, q="leakage", skill="pressure-logging", proficiency="expert")
    addresses = {name: address for name, _, address in response.context["removable"]}
    assert addresses == {
        "skill": "?q=leakage",
        "proficiency": "?q=leakage&skill=pressure-logging",
    }
    assert re.search(r"Pressure logging", response.content.decode())


def test_a_change_of_requirement_name_or_address_is_found_at_once(client, rungs):
    skill = Skill.objects.get(name="Pressure logging")
    ProfileSkill.objects.filter(profile=rungs[0], skill=skill).update(proficiency="expert")
    Skill.objects.filter(pk=skill.pk).update(slug="pressure")
    indexing.catch_up()
    assert found(get(client, skill="pressure", proficiency="expert")) == ["P2", "P6"]
    assert indexing.stale() == {}


def test_a_description_of_a_skill_finds_it(client, rungs):
    Skill.objects.filter(name="Pressure logging").update(description="Tells of manometers.")
    indexing.catch_up()
    entry = SearchEntry.objects.get(kind="skill", key="pressure-logging")
    assert "manomet" in entry.words


def test_no_facet_where_nothing_is_required(client, rungs):
    ProfileSkill.objects.all().delete()
    indexing.catch_up()
    assert facet(get(client, q="leakage"), "skill") == {}
