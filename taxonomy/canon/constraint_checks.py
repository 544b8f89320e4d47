"""Sends rows to the database and has them checked against the rest of the canon, while this process
reads on.

Which rows may exist beside each other is said by the tables' foreign keys; nothing here says it.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

import psycopg
from django.db import connection

from taxonomy.canon.change_sets import Recording
from taxonomy.canon.copying import Copying

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

    def send(self, rows: Iterable[Copying], recording: Recording) -> None:
        """Formats the rows of one table while those of the table before are sent, and what there is
        to record while their keys are checked.
        """
        for each in rows:
            self.ask(each.formatted().write_on)
        self.ask()
        recording.prepare()
        self.ask(recording.write_on)

    def wait(self) -> None:
        """Returns when all that was asked is answered; raises IntegrityError for a row that may
        not be.
        """
        asked, self._asked = self._asked, []
        with connection.wrap_database_errors:
            for each in asked:
                each.result()
