"""Checks what was written against the rest of the canon, in the database, while this process reads
on.

Which rows may exist beside each other is said by the tables' foreign keys; nothing here says it.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import psycopg
from django.db import connection

# Foreign keys are checked at commit or when asked. Asked once for all rows, that is a fifth of the
# time of a large load, and the database would keep a note of each row until then.
CHECK = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


OnConnection = Callable[[psycopg.Connection], None]


class Checks:
    """Asks in a thread of its own, which does little but wait for answers."""

    def __enter__(self) -> "Checks":
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="checks")
        self._asked: Future | None = None
        return self

    def __exit__(self, *raised: object) -> None:
        try:
            self.wait()
        finally:
            self._thread.shutdown()

    def ask(self, first: OnConnection = lambda held: None) -> None:
        """Has the work done that came up, and all that this transaction wrote so far checked;
        returns at once. The work gets the connection, which nobody else uses until `wait`.
        """
        self._asked = self._thread.submit(self._do, first, connection.connection)

    @staticmethod
    def _do(first: OnConnection, held: psycopg.Connection) -> None:
        first(held)
        held.execute(CHECK)

    def wait(self) -> None:
        """Returns when what was asked is answered; raises IntegrityError for a row that may not
        be.
        """
        asked, self._asked = self._asked, None
        if asked is not None:
            with connection.wrap_database_errors:
                asked.result()
