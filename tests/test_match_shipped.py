"""Titles that a reader brought, and what the answers from the shipped canon must say of them."""

import pytest

from bench.matching.canon import shipped_index
from taxonomy.matching.decision import Matcher, MatchState


@pytest.fixture(scope="module")
def matcher():
    return Matcher(shipped_index())


@pytest.mark.parametrize(
    ("title", "department", "exact"),
    [
        ("Senior Financial Analyst", "Finance", "Senior Financial Analyst"),
        ("Senior Financial Analyst", "FP&A", "Senior Financial Analyst"),
        ("Financial Analyst", "FP&A", "Financial Analyst"),
        ("VP Eng", "Engineering", "Vice President of Engineering"),
        ("Eng Manager", "Engineering", "Engineering Manager"),
    ],
)
def test_a_right_department_confirms_an_exact_title(matcher, title, department, exact):
    found = matcher.match(title, department)
    assert found.state is MatchState.CONFIDENT, found
    assert found.candidates[0].title == exact
    assert found.candidates[0].evidence[0].startswith("exact ")
    assert found.candidates[0].score == 1


def test_a_department_of_another_function_objects_to_an_exact_title(matcher):
    found = matcher.match("Senior Financial Analyst", "Information Security")
    assert found.state is MatchState.NEEDS_REVIEW
    assert found.candidates[0].title == "Senior Financial Analyst"
    assert "department ‘Information Security’" in found.reason


def levels(found):
    return [each.level for each in found.candidates]


@pytest.mark.parametrize(
    ("title", "first"),
    [
        *((title, "P3") for title in ("Legal Counsel", "Counsel", "Lawyer", "Attorney")),
        *((title, "P3") for title in ("Systems Engineer", "Security Engineer")),
        ("Senior Attorney", "P4"),
        ("Marketing Intern", "P1"),
        ("Software Engineering Intern", "P1"),
        ("Finance Manager", "M2"),
        ("IT Helpdesk (L1)", "S2"),
    ],
)
def test_the_first_candidate_has_a_plausible_level(matcher, title, first):
    found = matcher.match(title)
    assert found.state is MatchState.NEEDS_REVIEW
    assert levels(found)[0] == first, found.candidates


@pytest.mark.parametrize(
    ("title", "far"),
    [
        ("Marketing Intern", "E3 E4 E5 M4"),
        ("Software Engineering Intern", "E2 E3 E4 M4"),
        ("Finance Manager", "E3 E4 E5 E6"),
        ("Systems Engineer", "P7"),
        ("Security Engineer", "P6"),
        ("Legal Counsel", "E4 E6"),
        ("Nursing Assistant", "M4"),
    ],
)
def test_no_candidate_is_several_steps_away(matcher, title, far):
    assert not set(levels(matcher.match(title))) & set(far.split())


def test_a_name_of_another_level_is_said_to_be_one_and_leaves_it_to_a_person(matcher):
    found = matcher.match("Senior Legal Counsel")
    assert (found.state, levels(found)[0]) == (MatchState.NEEDS_REVIEW, "P4")
    alias = "the word of the alias ‘Junior Counsel’ of P2, another level of the ladder"
    assert found.candidates[0].evidence[0] == alias
    assert "‘Junior Counsel’ is the name of Associate Commercial Counsel" in found.reason


@pytest.mark.parametrize(
    ("title", "level"), [("Compliance Analyst II", "P2"), ("Customer Service Rep 2", "S2")]
)
def test_a_number_that_is_the_rank_is_counted_so_and_left_to_a_person(matcher, title, level):
    found = matcher.match(title)
    assert found.reason == "no name in this ladder says ‘II’"
    assert f"‘II’ is the rank of {level}" in found.candidates[0].evidence
    assert found.candidates[0].score == 0.93


def test_a_reason_names_both_functions(matcher):
    found = matcher.match("Product Manager", "Executive")
    role, other = "the role is in Product & Design", "department ‘Executive’ means"
    assert found.reason == f"{role}, and {other} General Management"
    near = matcher.match("Forklift Operator", "Manufacturing").candidates[0].evidence
    both = "which belongs to Operations as Supply Chain does"
    assert f"department ‘Manufacturing’ means Manufacturing, {both}" in near


def test_what_is_read_as_another_word_is_said(matcher):
    driver = matcher.match("Forklift Driver").candidates[0].evidence
    assert "‘driver’ read as ‘operator’: one kind of work" in driver
    doubts = matcher.match("CNC Programmer").candidates[0].evidence
    assert any("no name: ‘programmer’ read as software engineer" in doubt for doubt in doubts)


def test_no_match_names_the_nearest_role_by_what_its_focus_says(matcher):
    found = matcher.match("Machine Learning Engineer", "Data")
    assert found.state is MatchState.NO_MATCH
    nearest = "nearest is Data Scientist: areas or skills of its focus say ‘machine learning’"
    assert found.reason.endswith(nearest)
    assert "nearest" not in matcher.match("Chef de Partie").reason
