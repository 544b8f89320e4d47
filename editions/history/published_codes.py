"""Which codes were published and are gone: what the trigger `editions_code_returns` refuses, asked
before a load writes.
"""

from django.db import connection

GONE = """
SELECT kind, key FROM editions_code c
WHERE current_setting('editions.restores', true) IS DISTINCT FROM 'yes'
    AND kind IN ('track', 'level', 'function', 'focus', 'profile') AND NOT EXISTS (
        SELECT FROM editions_edition e
        WHERE e.kind = c.kind AND e.key = c.key AND e.until_revision IS NULL)
"""


def published_and_gone() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(GONE)
        return cursor.fetchall()
