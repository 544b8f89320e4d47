"""At 200,000 entries every question of a search is answered from an index."""

import json
import re

import pytest
from django.db import connection

from bench.every_match import every_match_scored
from taxonomy.search import facet_counts, ranking, word_lookup
from taxonomy.search.filters import Filters
from taxonomy.search.query import read_query
from taxonomy.search.results import within_bounds

# Words of very different use: `every` in all titles, `common<n>` in one of 20, `rare<n>` in one of
# 20,000. The vectors are written as the database's own function would, with what the tests ask for.
MANY = """
INSERT INTO taxonomy_searchentry
    (kind, key, function, level, status, paid, schemes, requires, standing, slot, words)
SELECT 'profile', 'F' || n % 40 || '.X' || n / 5 || '.P' || 1 + n % 5, 'F' || n % 40,
    'P' || 1 + n % 5, 'approved', n % 3 = 0, '{}', '{}', 3, n / 5 % 64,
    array_to_tsvector(ARRAY['@profile', '#3', '#3.' || n / 5 % 64] || ARRAY(
        SELECT field || word FROM unnest(ARRAY['T', 'A', 'B', 'C', '']) field,
            unnest(ARRAY['everi', 'common' || n % 20, 'rare' || n % 20000]) word)
        || ARRAY['Af' || n % 40, 'Ap' || 1 + n % 5])
FROM generate_series(1, 200000) n
"""
WORDS = """
INSERT INTO taxonomy_searchword (word, lexeme, entries)
SELECT 'everi', 'everi', 200000
UNION ALL SELECT 'common' || n, 'common' || n, 10000 FROM generate_series(0, 19) n
UNION ALL SELECT 'rare' || n, 'rare' || n, 10 FROM generate_series(0, 19999) n
"""


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # Built after the rows, as a restore does: ten times faster.
        cursor.execute("DROP INDEX search_entry_words")
        cursor.execute(MANY)
        cursor.execute(
            "CREATE INDEX search_entry_words ON taxonomy_searchentry USING gin (words)"
            " WITH (fastupdate = off)"
        )
        cursor.execute(WORDS)
        cursor.execute("ANALYZE taxonomy_searchentry")
        cursor.execute("ANALYZE taxonomy_searchword")
        yield
        cursor.execute("TRUNCATE taxonomy_searchentry, taxonomy_searchword, taxonomy_searchqueue")


@pytest.fixture
def plans(many, db):
    """Runs a question and returns the plan of each of its statements."""

    def explain(question):
        found = []

        def look(execute, sql, params, many, context):
            if sql.lstrip().upper().startswith(("SELECT", "WITH")) and "set_config" not in sql:
                with connection.cursor() as cursor:
                    cursor.cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
                    found.append(json.dumps(cursor.fetchone()[0]))
            return execute(sql, params, many, context)

        with within_bounds(), connection.execute_wrapper(look):
            question()
        return found

    return explain


@pytest.mark.parametrize("text", ["everi", "common7", "rare4711", "everi common3", "common3 rare3"])
def test_ranking_and_counting_use_the_index_of_words(plans, text):
    def question():
        query = read_query(text)
        assert ranking.best(query, Filters(), 40)
        assert facet_counts.count(query, Filters(status="approved")).total

    on_entries = [plan for plan in plans(question) if "taxonomy_searchentry" in plan]
    assert on_entries
    for plan in on_entries:
        assert "search_entry_words" in plan
        assert "Seq Scan" not in plan


def test_each_word_is_a_condition_of_its_own(many, db, plans):
    with within_bounds():
        query = read_query("everi common3 rare3")

    def question():
        assert facet_counts.count(query, Filters()).total

    [plan] = [plan for plan in plans(question) if "taxonomy_searchentry" in plan]
    [condition] = re.findall(r'"Index Cond": "([^"]*)"', plan)
    assert condition.count("words @@") == 3


@pytest.mark.parametrize("filters", [Filters(function="F7"), Filters(level="P3")])
def test_the_roles_of_a_function_or_level_are_found_by_index(plans, filters):
    def question():
        query = read_query("everi")
        assert every_match_scored(query, filters, 40)
        assert facet_counts.count(query, filters).total

    asked = [plan for plan in plans(question) if "search_entry_words" in plan]
    assert len(asked) == 2
    for plan in asked:
        [condition] = re.findall(r'"Index Cond": "([^"]*)"', plan)
        assert condition.count("words @@") == 2


def test_very_many_are_counted_in_a_few_slots(plans, monkeypatch):
    monkeypatch.setattr(facet_counts, "MOST_COUNTED", 1000)

    def question():
        counts = facet_counts.count(read_query("everi"), Filters())
        assert (counts.total, counts.is_more) == (1000, True)
        # One rung in five, one role in three, in any part of the whole.
        assert 150 < counts.by_facet["level"]["P1"] < 250
        assert 250 < counts.by_facet["pay"]["yes"] < 400

    [plan] = [plan for plan in plans(question) if "search_entry_words" in plan]
    [condition] = re.findall(r'"Index Cond": "([^"]*)"', plan)
    assert condition.count("words @@") == 2


def test_too_few_in_the_slots_are_counted_in_all(many, db, monkeypatch):
    monkeypatch.setattr(facet_counts, "MOST_COUNTED", 400)
    monkeypatch.setattr(facet_counts, "estimated", lambda words, filters: (200_000, 1e9, []))
    with within_bounds():
        counts = facet_counts.count(read_query("common7"), Filters())  # none in the first slot
    assert (counts.total, counts.is_more) == (400, True)


def test_spellings_and_beginnings_use_theirs(plans):
    by_name, by_trigrams = plans(lambda: word_lookup.spelled_like("rzzqxy"))
    # By the key or by its twin for patterns.
    assert re.search(r'"taxonomy_searchword_(pkey|word)', by_name)
    assert '"Index Cond": "(word = ANY' in by_name
    assert "search_word_trigrams" in by_trigrams
    *_, plan = plans(lambda: word_lookup.spelled_like("commonx"))
    assert "search_word_trigrams" in plan
    [plan] = plans(lambda: word_lookup.beginning_with("rare12"))
    # From the first such word to the last, by either index.
    assert re.search(r"\(word ~?>=~? 'rare12'::text\) AND \(word ~?<~? 'rare13'::text\)", plan)
    assert "Seq Scan" not in plan


def test_many_and_few_agree_at_this_size(many, db):
    with within_bounds():
        for text in ("common7", "everi common3"):
            query = read_query(text)
            best = [hit.key for hit in ranking.best(query, Filters(), 40)]
            assert best == [hit.key for hit in every_match_scored(query, Filters(), 40)]
