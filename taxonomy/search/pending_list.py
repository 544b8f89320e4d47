"""How the index of words takes new words: each by itself, or gathered while many entries are
written.

Gathered words cost a quarter of the work, but every search looks through those that wait. So this
is for the time of a long write only; which entries are written is decided in
`taxonomy/search/indexing.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

from django.db import OperationalError, connection, transaction

INDEX = "search_entry_words"
SETTING = """
SELECT coalesce('fastupdate=on' = ANY (reloptions), false), pg_has_role(relowner, 'USAGE')
FROM pg_class WHERE oid = %s::regclass
"""
# A change of the index's setting waits for the searches that run, and others wait behind it: so
# never for long.
PATIENCE = "200ms"
TRIES = 5


@contextmanager
def gathering(wanted: bool) -> Iterator[bool]:
    """Whether the index gathers meanwhile: only its owner may switch that, outside a transaction.

    An index that still gathers, because whoever switched that on was killed, is switched back.
    """
    with connection.cursor() as cursor:
        cursor.execute(SETTING, [INDEX])
        gathers, may_switch = cursor.fetchone()
    if connection.in_atomic_block or not may_switch:
        yield False
        return
    if gathers != wanted and _switch(wanted):
        gathers = wanted
    try:
        yield gathers
    finally:
        if gathers and _switch(False):
            sort_in()


def hold_back() -> None:
    """Lets all that this transaction writes wait until `sort_in`."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL gin_pending_list_limit = '64MB'")


def sort_in() -> None:
    """Puts what was gathered where it belongs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [INDEX])


def _switch(gather: bool) -> bool:
    """Whether the index could be switched; not when searches kept it busy all the while."""
    for _ in range(TRIES):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                how = "on" if gather else "off"
                cursor.execute(f"ALTER INDEX {INDEX} SET (fastupdate = {how})")
        except OperationalError:
            sleep(0.1)
        else:
            return True
    return False
