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


OnConnection = Callable[[psycopg.Connection], object]


def _check(connection: psycopg.Connection) -> None:
    connection.execute(CHECK)


class Checks:
    """Asks in a thread of its own, which does little but wait for answers."""

    def __enter__(self) -> "Checks":
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="checks")
        self._asked: list[Future] = []
        return self

    def __exit__(self, *raised: object) -> None:
        try:
            self.wait()
        finally:
            self._thread.shutdown()

    def ask(self, work: OnConnection = _check) -> None:
        """Has all that this transaction wrote so far checked, or some other work done, after what
        was asked before; returns at once. Nobody else uses the connection until `wait`.
        """
        self._asked.append(self._thread.submit(work, connection.connection))

    def ask_both(self, prepare: Callable[[], None], work: OnConnection) -> None:
        """Prepares some work while what was written so far is checked, then has it done."""
        self.ask()
        prepare()
        self.ask(work)

    def wait(self) -> None:
        """Returns when all that was asked is answered; raises IntegrityError for a row that may
        not be.
        """
        asked, self._asked = self._asked, []
        with connection.wrap_database_errors:
            for each in asked:
                each.result()
