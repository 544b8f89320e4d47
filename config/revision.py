"""How the page store asks for the canon's revision: over its own connection, and never for long.

The revision itself is kept by the database (taxonomy/models/revision.py).
"""

from config.connections import unpooled
from taxonomy.models.revision import CURRENT

TIMEOUT_MS = 1000  # a database that does not answer within this is away


class RevisionReader:
    """Called, it returns the committed revision; for one thread at a time.

    It does not take a connection of the pool, which may be empty when the site is busy; while the
    database is away it raises what Django raises.
    """

    def __init__(self) -> None:
        self._connection = unpooled(connect_timeout=1, options=f"-c statement_timeout={TIMEOUT_MS}")
        self._connection.inc_thread_sharing()

    def __call__(self) -> tuple[object, ...] | None:
        """The revision with the identity of the database: what validators are made of, too."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(CURRENT)
                return cursor.fetchone()
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        self._connection.close()
