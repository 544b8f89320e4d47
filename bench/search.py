"""Search among a million roles, beside SQLite's FTS5 with bm25 over the very same texts.

Both are asked for the best twenty keys, in turn and warm; the texts are those of bench/canon.py.
"""

import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.canon import build
from bench.data import TRADES
from bench.place import number, use
from bench.table import Table, at, judge, ms, targets, write
from bench.words import vocabulary

TOP = 20
BM25 = "SELECT key FROM entry WHERE entry MATCH ? ORDER BY bm25(entry, 0, 9, 4, 2, 1) LIMIT ?"
TEXTS = """
SELECT profile.id, profile.key, profile.title || ' ' || profile.key,
    focus.name || ' ' || function.name, skills.names, profile.summary || ' ' || focus.summary
FROM taxonomy_profile profile JOIN taxonomy_focus focus ON focus.id = profile.focus_id
JOIN taxonomy_function function ON function.id = profile.function_id
JOIN (SELECT tie.focus_id, string_agg(skill.name, ' ') AS names FROM taxonomy_focusskill tie
    JOIN taxonomy_skill skill ON skill.id = tie.skill_id GROUP BY tie.focus_id) skills
    ON skills.focus_id = focus.id
"""
# bench/canon.py knows the words of a twentieth of its entries, enough for pages. Here every word
# that a role has must be known, as the database's own writer knows it: it is no slip.
EVERY_WORD = """
INSERT INTO taxonomy_searchword (word, lexeme, entries)
SELECT used.word, used.stem, counted.ndoc
FROM (
    SELECT DISTINCT word, (ts_lexize('taxonomy_stem', word))[1] AS stem
    FROM (
        SELECT concat_ws(' ', code, name) AS texts FROM taxonomy_function
        UNION ALL SELECT concat_ws(' ', code, name) FROM taxonomy_focus
        UNION ALL SELECT name FROM taxonomy_skill
        UNION ALL SELECT code FROM taxonomy_level
        UNION ALL SELECT unnest(%s::text[])
    ) AS said, unnest(taxonomy_surfaces(texts)) word
    WHERE length(word) <= 60
) used
JOIN ts_stat('SELECT words FROM taxonomy_searchentry') counted ON counted.word = used.stem
ON CONFLICT (word) DO UPDATE SET entries = excluded.entries
"""


def main() -> None:
    profiles, asked = number("PROFILES", 1_000_000), number("QUERIES", 150)
    place = use(f"canon-{profiles}")
    build(profiles)
    _know_every_word(place / "words-known")
    chance = random.Random()
    with closing(_sqlite(place / "fts.db")) as lite:
        compared = Table(
            f"Search among {profiles:,} roles: the best {TOP}",
            ["words", "queries", "p50 ms", "p99 ms", "FTS5 p50 ms", "FTS5 p99 ms", "of FTS5's p99"],
        )
        judged = targets()
        for words in (1, 2, 3):
            _compare(words, _queries(words, asked, chance), lite, compared, judged)
        compared.notes.append(f"FTS5's file: {(place / 'fts.db').stat().st_size >> 20:,} MB.")
    sample = [query for words in (1, 2, 3) for query in _queries(words, asked // 8, chance)]
    ranked = _overlap(sample, judged)
    words = _words(chance, number("WORDS", 400), judged)
    write("search", [compared, ranked, words, _whole_page(sample), judged])


def _know_every_word(mark: Path) -> None:
    from django.db import connection

    if mark.exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(EVERY_WORD, [[*vocabulary(), *TRADES]])
        cursor.execute("VACUUM (ANALYZE) taxonomy_searchword")
    mark.touch()


def _sqlite(file: Path) -> sqlite3.Connection:
    """The texts in FTS5 with Porter stems, made once."""
    made = file.exists()
    lite = sqlite3.connect(file)
    lite.execute("PRAGMA cache_size = -262144")
    lite.execute("PRAGMA mmap_size = 8589934592")
    if made:
        return lite
    from django.db import connection

    lite.execute("PRAGMA synchronous = OFF")
    lite.execute(
        "CREATE VIRTUAL TABLE entry USING fts5(key UNINDEXED, names, places, applied, prose,"
        " tokenize = 'porter unicode61')"
    )
    with connection.cursor() as cursor, lite:
        step = 50_000
        cursor.execute("SELECT max(id) FROM taxonomy_profile")
        for start in range(0, cursor.fetchone()[0], step):
            span = [start, start + step]
            cursor.execute(f"{TEXTS} WHERE profile.id > %s AND profile.id <= %s", span)
            lite.executemany(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?)", (row[1:] for row in cursor)
            )
        lite.execute("INSERT INTO entry (entry) VALUES ('optimize')")
    return lite


def _queries(words: int, count: int, chance: random.Random) -> list[str]:
    """Words that occur together in some role: of its title, focus, skills, and of its prose."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM taxonomy_profile")
        (last,) = cursor.fetchone()
        chosen = [chance.randint(1, last) for _ in range(count)]
        cursor.execute(f"{TEXTS} WHERE profile.id = ANY (%s)", [chosen])
        rows = cursor.fetchall()
    queries = []
    for _, _, names, places, applied, prose in rows:
        title = names.split()[:-1]
        if words == 1:
            queries.append(chance.choice([*title, *places.split()[:2], *prose.split()]))
        else:
            others = [*title, *places.split()[:2], *applied.split()[:2], *prose.split()]
            queries.append(
                " ".join(dict.fromkeys([chance.choice(title), *chance.sample(others, words - 1)]))
            )
    return [query.lower() for query in queries]


def _ours(text: str) -> list[str]:
    from taxonomy.search import ranking
    from taxonomy.search.filters import Filters
    from taxonomy.search.query import read_query
    from taxonomy.search.results import within_bounds

    with within_bounds():
        return [hit.key for hit in ranking.best(read_query(text), Filters(), TOP)]


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _compare(
    words: int, queries: list[str], lite: sqlite3.Connection, compared: Table, judged: Table
) -> None:
    def theirs(text: str) -> list:
        asked = " ".join(f'"{word}"' for word in text.split())
        return lite.execute(BM25, [asked, TOP]).fetchall()

    for text in queries[:10]:
        _ours(text), theirs(text)
    ours_took, theirs_took = [], []
    for text in queries:
        ours_took.append(_timed(lambda text=text: _ours(text)))
        theirs_took.append(_timed(lambda text=text: theirs(text)))
    ours, fts = at(0.99, ours_took), at(0.99, theirs_took)
    compared.add(
        words, len(queries), ms(at(0.5, ours_took)), ms(ours),
        ms(at(0.5, theirs_took)), ms(fts), f"{ours / fts:.0%}",
    )  # fmt: skip
    noun = "word" if words == 1 else "words"
    judge(
        judged, f"p99 of {words} {noun}", "at most FTS5's", f"{ours / fts:.0%} of it", ours <= fts
    )


def _overlap(queries: list[str], judged: Table) -> Table:
    """How many of the twenty best by scoring every match are among the twenty given."""
    from django.db import connection

    from bench.every_match import every_match_scored
    from taxonomy.search.filters import Filters
    from taxonomy.search.query import read_query
    from taxonomy.search.results import within_bounds

    shares, same = [], 0
    for text in queries:
        with within_bounds(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            query = read_query(text)
            whole = [hit.key for hit in every_match_scored(query, Filters(), TOP)]
        given = _ours(text)
        same += whole == given
        shares.append(len(set(whole) & set(given)) / len(whole) if whole else 1.0)
    mean = sum(shares) / len(shares)
    judge(judged, f"top {TOP} of the full ranking", "at least 90%", f"{mean:.1%}", mean >= 0.9)
    table = Table(
        "Beside scoring every match", ["queries", f"of the top {TOP}", "in the same order"]
    )
    table.add(len(queries), f"{mean:.1%}", f"{same / len(queries):.0%}")
    return table


def _words(chance: random.Random, count: int, judged: Table) -> Table:
    """Beginnings and slips of the finger, against the words in use."""
    from django.db import connection

    from taxonomy.search import word_lookup
    from taxonomy.search.results import within_bounds

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM taxonomy_searchword WHERE word ~ '^[a-z]{4,14}$' AND entries > 0"
        )
        words = [word for (word,) in cursor.fetchall()]
        cursor.execute("SELECT count(*) FROM taxonomy_searchword")
        (size,) = cursor.fetchone()
    chosen = chance.choices(words, k=count)
    beginnings = [word[: chance.randint(2, len(word) - 1)] for word in chosen]
    typos = [_slip(word, chance) for word in chosen]
    table = Table(f"Words: {size:,} in use", ["what", "asked", "p50 ms", "p99 ms"])
    for what, ask, texts in (
        ("a beginning", word_lookup.beginning_with, beginnings),
        ("did you mean", word_lookup.spelled_like, typos),
    ):
        with within_bounds():
            for text in texts[:20]:
                ask(text)
            took = [_timed(lambda ask=ask, text=text: ask(text)) for text in texts]
        table.add(what, count, ms(at(0.5, took)), ms(at(0.99, took)))
        judge(
            judged,
            f"p99 of {what}",
            "under 5 ms",
            f"{ms(at(0.99, took))} ms",
            at(0.99, took) < 0.005,
        )
    return table


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    changed = [
        word[:place] + word[place + 1 :],
        word[:place] + chance.choice("aeionrst") + word[place:],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ]
    return chance.choice(changed)


def _whole_page(queries: list[str]) -> Table:
    """Everything the search page gathers: hits with reasons, ladders, facets, other kinds."""
    from taxonomy.search.filters import Filters
    from taxonomy.search.results import search_canon

    took = [_timed(lambda text=text: search_canon(text, Filters())) for text in queries]
    table = Table("All that the search page shows", ["queries", "p50 ms", "p99 ms"])
    table.add(len(queries), ms(at(0.5, took)), ms(at(0.99, took)))
    return table


if __name__ == "__main__":
    main()
