"""Search entries that a killed load left: it had committed and not yet written them."""

from django.db import connection

from config.connections import close_connections, unpooled
from taxonomy.search.indexing import catch_up

FIRST = "SELECT min(id) FROM taxonomy_searchqueue"


class Leftovers:
    """Looks at what waits. A load takes the first notes first, and quickly: where the first note is
    still the same at the next look, nobody writes it.
    """

    def __init__(self) -> None:
        self._first: int | None = None

    def look(self) -> int:
        """How many notes it wrote. No connection stays open."""
        seen, self._first = self._first, _first_note()
        if self._first is None or self._first != seen:
            return 0
        try:
            return catch_up()
        finally:
            if not connection.in_atomic_block:
                close_connections()


def _first_note() -> int | None:
    own = unpooled()
    try:
        with own.cursor() as cursor:
            cursor.execute(FIRST)
            return cursor.fetchone()[0]
    finally:
        own.close()
