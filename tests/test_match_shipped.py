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
    assert found.candidates[0].evidence[0] == f"exact title ‘{exact}’"
    assert found.candidates[0].score == 1


def test_a_department_of_another_function_objects_to_an_exact_title(matcher):
    found = matcher.match("Senior Financial Analyst", "Information Security")
    assert found.state is MatchState.NEEDS_REVIEW
    assert found.candidates[0].title == "Senior Financial Analyst"
    assert "department ‘Information Security’" in found.reason
