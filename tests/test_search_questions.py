"""What is asked about a level, and words that no role is called."""

import pytest

from taxonomy.search.filters import Filters
from taxonomy.search.results import search_canon


def found(text):
    return search_canon(text, Filters())


@pytest.mark.parametrize("text", ["what does P4 mean", "What is P4?", "explain P4"])
def test_a_question_about_a_level_leads_to_the_level(shipped, db, text):
    named = [row.code for group in found(text).named for row, _ in group.rows]
    assert named == ["P4"]


@pytest.mark.parametrize("text", ["IC4", "M7", "ic 4", "Level 4", "L5"])
def test_a_code_of_another_scale_leads_to_the_levels(shipped, db, client, text):
    page = client.get("/search/", {"q": text}).content.decode()
    assert '<a\n      href="/levels/">Levels</a>' in page


@pytest.mark.parametrize("text", ["machine learning engineer", "doctor", "truck driver"])
def test_roles_that_only_mention_the_words_are_said_to(shipped, db, client, text):
    page = client.get("/search/", {"q": text}).content.decode()
    assert "No role is called so; mentioned in" in page


@pytest.mark.parametrize("text", ["accountant", "lawyer", "registered nurse", "P4 engineer"])
def test_roles_that_are_called_so_are_not(shipped, db, text):
    assert not found(text).is_mentioned
