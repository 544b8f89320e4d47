"""A canon of a million profiles, written straight into the tables, with its search entries.

Rows and entries are what the canon's own commands would write, which a sample proves; going through
those commands is what bench/load.py measures.
"""

import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from django.apps import apps
from django.conf import settings
from django.db import connection

from bench.data import PLACES, TRADES, word
from bench.words import Speaker, vocabulary
from taxonomy.reference_levels import TRACKS, place_of

LADDERS = (("P", range(1, 7)), ("P", range(2, 8)), ("M", range(1, 7)), ("E", range(1, 7)))
RUNGS = 6  # levels a focus
FOCUSES_A_FUNCTION = 25
SENTENCES = 20_000
SKILLS_A_FOCUS = 4
CHUNK = 20_000

NOW = "2026-01-01 00:00:00+00"


def build(profiles: int) -> None:
    """Fills the database of this process; one that was filled whole before stays as it is."""
    mark = settings.VAR_DIR / f"built-{profiles}"
    if mark.exists():
        return
    _write_rows(profiles)
    _write_entries()
    mark.touch()


def _write_rows(profiles: int) -> None:
    with connection.cursor() as cursor:
        # Rows come with everything that triggers would add, editions apart, which no page here asks
        # for; foreign keys are right by construction.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE taxonomy_track, taxonomy_function, taxonomy_skill CASCADE")
        chance = random.Random(7)
        speaker = Speaker(vocabulary(), chance)
        sentences = [" ".join(speaker.say(12)) for _ in range(SENTENCES)]
        skills = [f"{word(n)} {' '.join(speaker.say(1))} {n}" for n in range(5_000)]
        _copy("track", ((code, name, n) for n, (code, name) in enumerate(TRACKS.items(), 1)))
        _copy("level", _levels())
        focuses = max(1, profiles // RUNGS)
        functions = -(-focuses // FOCUSES_A_FUNCTION)
        _copy("function", _functions(functions))
        _copy("skill", ((n, n, name, "skill", "") for n, name in enumerate(skills, 1)))
        names = [" ".join(speaker.say(2)).title() for _ in range(focuses)]
        _copy("focus", _focuses(names, functions, sentences, chance))
        _copy("focusskill", _applied(focuses, len(skills), chance))
        _copy("profile", _profiles(names, functions, sentences, chance))
        for table in ("function", "focus", "skill", "focusskill", "profile"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('taxonomy_{table}', 'id'), max(id))"
                f" FROM taxonomy_{table}"
            )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


COLUMNS = {
    "track": 'code, name, "order"',
    "level": "code, track_id, rank, step, label, name, equivalent, description, scope, autonomy,"
    " complexity, impact, decision_rights, leadership",
    "function": "id, code, name, summary, super_function, family",
    "skill": "id, slug, name, kind, description",
    "focus": "id, function_id, code, name, summary, differential, updated_at",
    "focusskill": 'focus_id, skill_id, "order", text',
    "profile": "id, key, function_id, focus_id, level_id, title, summary, status, scope,"
    " updated_at",
}


def _copy(table: str, rows: Iterable[tuple]) -> None:
    """Rows of these columns, each with what is made from its names and stored beside them."""
    from taxonomy.models.name_keys import keys_of

    columns = COLUMNS[table].split(", ")
    keys = list(keys_of(apps.get_model("taxonomy", table), columns))
    of = [(key.make, columns.index(key.of)) for key in keys]
    names = ", ".join([*columns, *(key.column for key in keys)])
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY taxonomy_{table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row((*row, *(make(row[place]) for make, place in of)))


def _levels() -> Iterator[tuple]:
    for code in (f"{track}{rank}" for track in TRACKS for rank in range(1, 9)):
        yield (code, *place_of(code), "", f"Rung {code}", *[""] * 8)


def _functions(count: int) -> Iterator[tuple]:
    for n in range(1, count + 1):
        family = "" if n % 13 == 0 else f"Family {n // 6}"
        wide = "" if n % 17 == 0 else f"Division {n // 30}"
        yield (n, f"F{n}", f"{word(n).title()} {PLACES[n % 9].title()} {n}", "", wide, family)


def _focuses(names: list[str], functions: int, sentences: list[str], chance) -> Iterator[tuple]:
    for n, name in enumerate(names, 1):
        summary = chance.choice(sentences)
        yield (n, 1 + n % functions, f"X{n}", f"{name} {n}", summary, "", NOW)


def _applied(focuses: int, skills: int, chance: random.Random) -> Iterator[tuple]:
    for focus in range(1, focuses + 1):
        first = chance.randrange(skills - SKILLS_A_FOCUS)
        for place in range(1, SKILLS_A_FOCUS + 1):
            yield (focus, first + place, place, "")


def _profiles(names: list[str], functions: int, sentences: list[str], chance) -> Iterator[tuple]:
    number = 0
    for focus, name in enumerate(names, 1):
        function, trade = 1 + focus % functions, chance.choice(TRADES)
        track, ranks = LADDERS[focus % len(LADDERS)]
        for rank in ranks:
            number += 1
            level = f"{track}{rank}"
            said = f"{chance.choice(sentences)} {chance.choice(sentences)}"
            status = "retired" if number % 29 == 0 else "approved"
            key = f"F{function}.X{focus}.{level}"
            title = f"{name} {trade}"
            yield (number, key, function, focus, level, title, said, status, "", NOW)


INDEX = """
CREATE INDEX search_entry_words ON taxonomy_searchentry USING gin (words) WITH (fastupdate = off)
"""
ENTRIES = """
INSERT INTO taxonomy_searchentry
    (kind, key, function, level, status, paid, schemes, requires, standing, slot, words)
SELECT 'profile', key, function, level, status, paid, schemes, requires, standing, slot,
    taxonomy_search_words('profile', standing, slot, names, code, places, applied, prose, requires)
FROM taxonomy_search_source('profile', ARRAY(
    SELECT key::text FROM taxonomy_profile WHERE id > %s AND id <= %s))
"""
WORDS = """
INSERT INTO taxonomy_searchword (word, lexeme, entries)
SELECT used.word, stem, counted.ndoc
FROM (SELECT word, (ts_lexize('taxonomy_stem', word))[1] AS stem FROM (
    SELECT DISTINCT unnest(taxonomy_surfaces(concat_ws(' ', key, title, summary))) AS word
        FROM taxonomy_profile WHERE id %% 50 = 0
    UNION SELECT unnest(taxonomy_surfaces(name)) FROM taxonomy_focus
    UNION SELECT unnest(taxonomy_surfaces(name)) FROM taxonomy_function
    UNION SELECT unnest(taxonomy_surfaces(name)) FROM taxonomy_skill
    UNION SELECT unnest(taxonomy_surfaces(given)) FROM unnest(%s::text[]) given
) each WHERE length(word) <= 60) used
JOIN counted ON counted.word = used.stem
ON CONFLICT DO NOTHING
"""


def _write_entries() -> None:
    """As the queue would, chunk by chunk, but into tables without indexes, in two connections."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE taxonomy_searchentry, taxonomy_searchword")
        cursor.execute("DROP INDEX IF EXISTS search_entry_words")
        cursor.execute("SELECT max(id) FROM taxonomy_profile")
        (last,) = cursor.fetchone()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(_write_chunk, range(0, last, CHUNK)))
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(INDEX)
        cursor.execute(
            "CREATE TEMP TABLE counted AS SELECT word, ndoc FROM ts_stat("
            "'SELECT words FROM taxonomy_searchentry WHERE id % 20 = 0') WHERE word ~ '^[a-z0-9]'"
        )
        cursor.execute("UPDATE counted SET ndoc = ndoc * 20")
        cursor.execute("CREATE INDEX ON counted (word)")
        cursor.execute(WORDS, [vocabulary()])
        cursor.execute("TRUNCATE taxonomy_searchqueue")
        cursor.execute("VACUUM (ANALYZE) taxonomy_searchentry, taxonomy_searchword")


def _write_chunk(start: int) -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
        cursor.execute(ENTRIES, [start, start + CHUNK])
    connection.close()
