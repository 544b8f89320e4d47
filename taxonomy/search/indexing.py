"""Keeping search entries true: a bulk load postpones them and catches up, an operator checks them.

Every other change writes its entries at commit, by itself (`taxonomy/sql/functions/`).
"""

from collections.abc import Callable

from django.db import connection, transaction

from taxonomy.models import Revision, SearchEntry, SearchQueue
from taxonomy.search.pending_list import gathering, hold_back, sort_in

CHUNK = 1000  # notes of the queue in one transaction: editors wait no longer than for these
MANY = 2000  # notes for which it is worth to gather words

# A load touches a role once a list, each time with a note: one of them is enough. The table was
# never analysed, so the plan must not depend on what is known of it.
ONCE = """
DELETE FROM taxonomy_searchqueue WHERE id = ANY (ARRAY(
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY kind, key ORDER BY id) AS nth
        FROM taxonomy_searchqueue
    ) AS numbered WHERE nth > 1
))
"""
EVERYTHING = """
INSERT INTO taxonomy_searchqueue (kind, key)
SELECT 'function', code FROM taxonomy_function
UNION ALL SELECT 'focus', function.code || '.' || focus.code FROM taxonomy_focus focus
    JOIN taxonomy_function function ON function.id = focus.function_id
UNION ALL SELECT 'level', code FROM taxonomy_level
UNION ALL SELECT 'skill', slug FROM taxonomy_skill
UNION ALL SELECT 'profile', key FROM taxonomy_profile
UNION SELECT kind, key FROM taxonomy_searchentry
"""
STALE = """
SELECT coalesce(entry.key, source.key)
FROM taxonomy_search_source(%s, ARRAY(SELECT {key} FROM {rows})) source
FULL JOIN (SELECT * FROM taxonomy_searchentry WHERE kind = %s) entry ON entry.key = source.key
WHERE entry.words IS DISTINCT FROM taxonomy_search_words(
        %s, source.standing, source.slot, source.names,
        source.code, source.places, source.applied, source.prose, source.requires)
    OR (entry.status, entry.paid, entry.schemes, entry.requires, entry.standing)
        IS DISTINCT FROM
        (source.status, source.paid, source.schemes, source.requires, source.standing)
ORDER BY 1
"""
SOURCES = {
    "profile": ("key::text", "taxonomy_profile"),
    "function": ("code::text", "taxonomy_function"),
    "focus": (
        "function.code || '.' || focus.code",
        "taxonomy_focus focus JOIN taxonomy_function function ON function.id = focus.function_id",
    ),
    "level": ("code::text", "taxonomy_level"),
    "skill": ("slug::text", "taxonomy_skill"),
}


def postpone() -> None:
    """Until this transaction ends, changes are noted and not written. Call `catch_up` after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('taxonomy.search', 'later', true)")


def catch_up(progress: Callable[[int], None] | None = None) -> int:
    """Writes what waits, chunk by chunk; returns how many notes that were."""
    with transaction.atomic(), connection.cursor() as cursor:
        Revision.objects.wait_for_turn()  # as every writer does, so that none locks another out
        cursor.execute(ONCE)
    waiting = SearchQueue.objects.count()
    written = 0
    with gathering(waiting >= MANY) as gathered:
        while count := _write_portion(gathered):
            written += count
            if progress:
                progress(max(waiting - written, 0))
    return written


def write_noted() -> None:
    """The first of what waits, for a look at pages inside a transaction that is taken back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT taxonomy_search_drain(%s)", [CHUNK])


def _write_portion(gathered: bool) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        if gathered:
            hold_back()
        cursor.execute("SELECT taxonomy_search_drain(%s)", [CHUNK])
        (count,) = cursor.fetchone()
        if gathered:
            sort_in()
    return count


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Writes every entry anew, whatever is there."""
    with transaction.atomic(), connection.cursor() as cursor:
        postpone()
        cursor.execute(EVERYTHING)
    return catch_up(progress)


def stale() -> dict[str, list[str]]:
    """Kind → keys whose entry is not what the canon says; reads everything, for tests and alarm."""
    found = {}
    with connection.cursor() as cursor:
        for kind in SearchEntry.Kind.values:
            key, rows = SOURCES[kind]
            cursor.execute(STALE.format(key=key, rows=rows), [kind, kind, kind])
            found[kind] = [key for (key,) in cursor.fetchall()]
    return {kind: keys for kind, keys in found.items() if keys}
