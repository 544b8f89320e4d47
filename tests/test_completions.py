"""What a search box offers while somebody types: kinds, order, cost, and the page without htmx."""

import pytest
from django.db import OperationalError
from psycopg.errors import QueryCanceled

from taxonomy.models import ClassificationMapping, Skill, Synonym
from taxonomy.search import completions as completions_module
from taxonomy.search import indexing
from taxonomy.search.completions import MOST, completions
from tests.factories import FocusFactory, SkillFactory, ladder

HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "completions"}


@pytest.fixture
def rungs(db):
    Synonym.objects.create(term="tech", meaning="technician")
    rungs = ladder()
    SkillFactory(name="Leakage")
    indexing.catch_up()
    return rungs


def offered(text):
    return [(each.name, each.what) for each in completions(text)]


def test_roles_come_with_their_level_and_function(rungs):
    name, what = offered("leakage tech")[0]
    assert name == rungs[0].title
    assert what == f"role, {rungs[0].level.code}, {rungs[0].function.name}"
    assert completions("leakage tech")[0].place == rungs[0].get_absolute_url()


def test_what_is_named_so_comes_above_roles_and_says_what_it_is(rungs):
    assert offered("leakage")[0] == ("Leakage", "skill")
    level = rungs[2].level
    assert offered(level.code.lower())[0] == (level.name or str(level), f"level, {level.code}")
    function = rungs[0].function
    assert (function.name, "function") in offered(function.code)


def test_a_whole_title_is_its_role_before_anything_else(rungs):
    SkillFactory(name=f"{rungs[0].title} advanced")
    indexing.catch_up()
    assert offered(rungs[0].title)[0][0] == rungs[0].title


def test_pages_of_the_catalogue_itself_are_offered_last(rungs):
    page = "page of this catalogue"
    assert offered("how nearness works") == [("How nearness works", page)]
    assert offered("skills")[-1] == ("Skills from A to Z", page)


def test_a_whole_key_is_its_role(rungs):
    assert completions(rungs[1].key.lower())[0].place == rungs[1].get_absolute_url()


def test_a_code_is_shown_as_a_code_and_an_unmapped_one_offers_nothing(rungs):
    mapping = rungs[0].mappings.create(scheme="SOC", code="47-2152")
    assert isinstance(mapping, ClassificationMapping)
    indexing.catch_up()
    assert offered("47-2152")[0] == ("47-2152", "code: the roles mapped to it")
    assert rungs[0].get_absolute_url() in [each.place for each in completions("47-2152")]
    assert offered("13-1021") == []


def test_the_beginning_of_a_word_is_enough_and_one_letter_is_not(rungs):
    assert rungs[0].title in [name for name, _ in offered("leak")]
    assert offered("l") == offered(" ") == []


def test_nothing_is_offered_for_words_that_nothing_has(rungs):
    assert offered("zzqx leakage") == []


def test_few_are_offered(rungs):
    for number in range(20):
        SkillFactory(name=f"Leakage survey {number}")
    indexing.catch_up()
    assert Skill.objects.count() > 20
    assert len(offered("leakage")) <= MOST


class TestAddress:
    """The address is that of the search: htmx asks for the list alone."""

    def get(self, client, text="leakage", **headers):
        return client.get("/search/", {"q": text}, **headers)

    def test_the_list_alone_for_htmx_and_the_page_for_everybody_else(self, client, rungs):
        part = self.get(client, **HTMX)
        assert part.content.decode().lstrip().startswith('<div id="completions"')
        assert "HX-Target" in part["Vary"]
        assert "<h1>Search</h1>" in self.get(client).content.decode()

    def test_no_cookie_and_the_same_list_is_not_sent_twice(self, client, rungs):
        part = self.get(client, **HTMX)
        assert not part.cookies
        assert "public" in part["Cache-Control"]
        again = self.get(client, HTTP_IF_NONE_MATCH=part["ETag"], **HTMX)
        assert again.status_code == 304
        assert self.get(client, HTTP_IF_NONE_MATCH=part["ETag"]).status_code == 200

    def test_a_fixed_number_of_questions(self, client, rungs, django_assert_max_num_queries):
        ladder(FocusFactory(name="Leakage"), levels=("P2", "P3"))
        indexing.catch_up()
        for text in ("leakage", "leakage tech", "47-2152", rungs[0].key, "leakgae technicain p3"):
            with django_assert_max_num_queries(24):
                self.get(client, text, **HTMX)

    def test_text_is_escaped(self, client, rungs):
        SkillFactory(name="Leakage <b>")
        indexing.catch_up()
        assert "Leakage &lt;b&gt;" in self.get(client, **HTMX).content.decode()

    def test_what_took_too_long_is_no_list(self, client, rungs, monkeypatch):
        def slow(text):
            raise OperationalError from QueryCanceled()

        monkeypatch.setattr("taxonomy.views.search.completions", slow)
        assert self.get(client, **HTMX).status_code == 503
        assert completions_module.TIMEOUT < 1000
