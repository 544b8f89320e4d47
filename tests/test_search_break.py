"""Where the roles that are called so end and those that only mention a word begin; questions."""

import json
import re

import pytest

from taxonomy.models import Profile
from taxonomy.search.filters import Filters
from taxonomy.search.help_pages import asked_about
from taxonomy.search.results import search_canon


def found(text):
    return search_canon(text, Filters())


def said(page):
    """(roles by name, roles that mention it) as the page says for a lawyer."""
    sentence = (
        r"<strong>(\d+) roles</strong> in \d+ ladders for <q>lawyer</q> by name, focus or function;"
        r" (\d+) more mention it\."
    )
    return tuple(map(int, re.search(sentence, " ".join(page.split())).groups()))


def test_roles_by_name_come_first_and_the_others_are_counted_apart(shipped, client):
    page = client.get("/search/?q=lawyer").content.decode()
    named, mentioning = said(page)
    assert named + mentioning == found("lawyer").total
    assert f"{mentioning} more roles mention it" in page
    counsel = page.index("Commercial <mark>Counsel</mark>")
    assert page.index('id="roles"') < counsel < page.index('id="mentioning"')
    assert page.index('id="mentioning"') < page.index(">Paralegal<")


def test_the_break_is_on_the_page_that_it_falls_on_and_every_later_one_says_so(shipped, client):
    later = client.get("/search/?q=accountant&page=3").content.decode()
    assert "Roles that mention it" in later
    assert "more roles mention it" not in later


def test_nothing_is_broken_where_all_are_called_so_or_none_is(shipped, client):
    for text in ("csm", "python", "13-2011"):
        assert 'id="mentioning"' not in client.get(f"/search/?q={text}").content.decode()


def test_of_several_words_the_last_hits_that_mention_them_are_apart(shipped, client):
    page = client.get("/search/?q=contract+manager").content.decode()
    assert "Roles that mention all the words" in page


def test_data_of_a_search_say_which_roles_only_mention_it(shipped, client):
    answer = json.loads(client.get("/search.json?q=lawyer").content)
    named, mentioning = said(client.get("/search/?q=lawyer").content.decode())
    assert (answer["total"], answer["only mentioned"]) == (named + mentioning, mentioning)
    flags = [role["only mentioned"] for role in answer["roles"]]
    assert flags == sorted(flags)
    assert set(flags) == {False, True}
    assert json.loads(client.get("/search.json?q=python").content)["only mentioned"] is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("what does a data engineer do", "data engineer"),
        ("What does the scrum master do?", "scrum master"),
        ("how much does a software engineer earn", "software engineer"),
        ("how to become a nurse", "nurse"),
        ("senior software engineer salary", "senior software engineer"),
        ("what does P4 mean?", "P4"),
        ("what is a controller", "controller"),
        ("buyer", "buyer"),
        ("do", "do"),
    ],
)
def test_a_question_is_read_as_what_it_asks_about(text, asked):
    assert asked_about(text) == asked


def test_a_question_about_a_role_finds_the_role_by_name(shipped, db):
    results = found("what does a data engineer do")
    assert results.hits[0].profile.title == "Data Engineer"
    assert not results.is_mentioned
    assert not results.query.dropped


def test_a_question_that_a_page_answers_finds_no_role_by_its_other_words(shipped, db):
    results = found("how does nearness work")
    assert [page.title for page in results.pages] == ["How nearness works"]
    assert not results.hits
    assert [page.title for page in found("compare").pages] == ["Compare roles side by side"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("accountants", "General Ledger Accountant"),
        ("softwar engineer", "Software Engineer III"),
        ("fullstack developer", "Software Engineer III"),
        ("back-end developer", "Backend Engineer III"),
    ],
)
def test_another_form_of_a_word_leads_like_the_word_of_the_title(shipped, db, text, first):
    assert found(text).hits[0].profile.title == first


@pytest.mark.parametrize("text", ["csm", "bdr", "ux", "cfo", "hr"])
def test_the_words_of_an_abbreviation_are_not_looked_for_one_here_one_there(shipped, db, text):
    """A managing director with customers and success is no customer success manager."""
    for hit in found(text).hits:
        assert hit.why.reasons or "<mark>" in hit.why.title
        assert hit.profile.title not in {
            "Managing Director",
            "Plant Manager",
            "Account Coordinator",
        }


@pytest.mark.parametrize("dress", ["{}", "the {}", "{} job", "{} job description", "{} salary"])
def test_a_role_s_title_leads_to_it_however_it_is_asked(shipped, db, dress):
    titles = sorted({*Profile.objects.values_list("title", flat=True)})[::6]
    titles += ["Senior Customer Success Manager"]  # has the words of Senior Manager, Customer …
    for title in titles:
        assert found(dress.format(title)).hits[0].profile.title == title
