"""The search page: addresses, fragments, safety against any input, and what a browser does."""

import re
from unittest import mock
from urllib.parse import quote

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taxonomy.models import Focus, Synonym
from taxonomy.search import indexing
from taxonomy.search import results as results_module
from tests.factories import SkillFactory, TitleAliasFactory, catalogue, ladder

HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "results"}


@pytest.fixture
def rungs(db):
    Synonym.objects.create(term="tech", meaning="technician")
    rungs = ladder()
    TitleAliasFactory(profile=rungs[1], title="Mains <b>Listener</b>")
    indexing.catch_up()  # what a commit would do
    return rungs


def get(client, text, **more):
    return client.get("/search/", {"q": text, **more})


class TestSearch:
    def test_a_hit_is_a_link_with_marked_words(self, client, rungs):
        page = get(client, "leakage tech").content.decode()
        assert f'href="{rungs[0].get_absolute_url()}"' in page
        assert "<mark>Leakage</mark> <mark>Technician</mark>" in page

    @pytest.mark.parametrize("change", [str, str.lower])
    def test_a_whole_key_leads_to_the_profile(self, client, rungs, change):
        answer = get(client, f" {change(rungs[2].key)} ")
        assert answer.status_code == 302
        assert answer["Location"] == rungs[2].get_absolute_url()

    def test_who_is_typing_stays_on_the_page(self, client, rungs):
        answer = client.get("/search/", {"q": rungs[2].key}, **HTMX)
        assert answer.status_code == 200
        assert rungs[2].get_absolute_url() in answer.content.decode()

    def test_the_fragment_is_the_results_alone(self, client, rungs):
        answer = client.get("/search/", {"q": "leakage"}, **HTMX)
        text = answer.content.decode()
        assert text.count('id="results"') == 1
        assert "<html" not in text
        assert {"HX-Request", "HX-Target"} <= set(answer["Vary"].split(", "))

    def test_stored_text_is_escaped(self, client, rungs):
        page = get(client, "mains listener").content.decode()
        assert "<b>" not in page
        assert "<mark>Mains</mark> &lt;b&gt;<mark>Listener</mark>&lt;/b&gt;" in page

    def test_no_cookie_and_a_repeat_is_304(self, client, rungs):
        first = get(client, "leakage")
        assert not first.cookies
        again = client.get("/search/?q=leakage", HTTP_IF_NONE_MATCH=first["ETag"])
        assert again.status_code == 304

    def test_pages_end(self, client, db):
        catalogue(200)
        indexing.catch_up()
        first, far = get(client, "district"), get(client, "district", page="999999")
        assert "Next" in first.content.decode()
        assert far.status_code == 200
        assert "Next" not in re.sub(r"\s+", " ", far.content.decode())
        assert get(client, "district", page="x").status_code == 200

    def test_a_search_that_takes_too_long_is_stopped(self, client, rungs):
        def slow(*args):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 50; SELECT pg_sleep(5)")

        with mock.patch.object(results_module, "read_query", slow):
            answer = get(client, "leakage")
        assert answer.status_code == 503
        assert "took too long" in answer.content.decode()


class TestNamed:
    """What is named just as was typed comes above the roles that have the words."""

    QUESTIONS = 34

    @pytest.mark.parametrize(
        ("change", "text"),
        [
            (lambda rung: None, "P2"),
            (lambda rung: SkillFactory(name="Leakage"), "leakage"),
            (lambda rung: Focus.objects.update(name="Leakage"), "leakage"),
        ],
    )
    def test_it_is_above_the_roles(
        self, client, rungs, change, text, django_assert_max_num_queries
    ):
        change(rungs[0])
        indexing.catch_up()
        with django_assert_max_num_queries(self.QUESTIONS):
            page = get(client, text).text
        assert page.index("named so") < page.index('id="roles"')

    def test_a_role_of_just_this_title_stays_first(self, client, rungs):
        SkillFactory(name=rungs[0].title)
        indexing.catch_up()
        page = get(client, rungs[0].title).text
        assert page.index('id="roles"') < page.index("Skills named so")

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("how nearness works", "/coordinates/"),
            ("accessibility", "/about/"),
            ("match", "/match/"),
        ],
    )
    def test_pages_of_help_are_found(self, client, rungs, text, place):
        assert f'href="{place}"' in get(client, text).text.partition('id="pages"')[2][:400]

    def test_my_title_is_missing_leads_to_titles_and_to_the_editors(self, client, rungs, settings):
        settings.SUGGESTIONS = "hr@example.org"
        for text in ("leakage", "zzyzzyq"):
            missing = get(client, text).text.partition('id="title-missing"')[2][:400]
            assert 'href="/titles/"' in missing
            assert 'href="mailto:hr@example.org"' in missing
        settings.SUGGESTIONS = ""
        assert "mailto:" not in get(client, "leakage").text.partition('id="title-missing"')[2][:400]


class TestAnyInput:
    @pytest.mark.parametrize(
        "text",
        [
            "' OR 1=1 --",
            "a & | ! ( ) <-> :* \\",
            '"unclosed',
            "\\'\\\\",
            "%_%",
            "\0",
            "x" * 10_000,
            "word " * 2_000,
            "🚰🚰 leak",
            "مدير العقود",
            "\u202eleak\u202c",
            "leak\u0301age",
            "@profile =a Tleak",
            "<script>alert(1)</script>",
        ],
    )
    def test_hostile_and_odd_texts(self, client, rungs, text):
        answer = get(client, text, function=text, level=text, page=text)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert get(client, text).status_code == 200

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=st.text(max_size=300), track=st.text(max_size=5))
    def test_any_text(self, client, rungs, text, track):
        for path in (f"/search/?q={quote(text)}", f"/search/?q={quote(text)}&track={quote(track)}"):
            answer = client.get(path)
            assert answer.status_code in {200, 302, 400}
            if answer.status_code == 200:
                assert 'id="search-box"' in answer.content.decode()


class TestCost:
    QUESTIONS = 32  # the most: nothing is known yet of the words of so many new roles

    def test_questions_do_not_grow(self, client, db, django_assert_max_num_queries):
        ladder()
        catalogue(10)
        indexing.catch_up()
        with django_assert_max_num_queries(self.QUESTIONS):
            assert "10 roles" in get(client, "district keeper").content.decode()
        ten_thousand_more()
        with django_assert_max_num_queries(self.QUESTIONS):
            assert "10000 roles" in get(client, "district keeper").content.decode()


def ten_thousand_more():
    """As many entries and profiles as a large canon has, made by the database itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('taxonomy.search', 'later', true)")
        cursor.execute(
            "INSERT INTO taxonomy_focus (function_id, code, name, folded_name, name_key, summary,"
            " differential, updated_at) SELECT (SELECT min(id) FROM taxonomy_function),"
            " 'MANY' || n, 'District ' || n, 'district ' || n, 'district ' || n, '', '', now()"
            " FROM generate_series(1, 2000) n"
        )
        cursor.execute(
            "INSERT INTO taxonomy_profile (focus_id, level_id, title, folded_title, title_key,"
            " summary, status, scope, updated_at) SELECT focus.id, level.code,"
            " focus.name || ' Keeper', focus.folded_name || ' keeper',"
            " focus.name_key || ' keeper', '', 'approved', '', now()"
            " FROM taxonomy_focus focus, taxonomy_level level"
            " WHERE focus.code LIKE 'MANY%' AND level.code IN ('P1', 'P2', 'P3', 'P4', 'P5')"
        )
        cursor.execute("SELECT taxonomy_search_drain(1000000)")
