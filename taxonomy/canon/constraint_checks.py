"""Checks what was written against the rest of the canon, in the database, while this process reads
on.

Which rows may exist beside each other is said by the tables' foreign keys; nothing here says it.
"""

from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connection

# Foreign keys are checked at commit or when asked. Asked once for all rows, that is a fifth of the
# time of a large load, and the database would keep a note of each row until then.
CHECK = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


class Checks:
    """Asks in a thread of its own, which does nothing but wait for the answer."""

    def __enter__(self) -> "Checks":
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="checks")
        self._asked: Future | None = None
        return self

    def __exit__(self, *raised: object) -> None:
        try:
            self.wait()
        finally:
            self._thread.shutdown()

    def ask(self) -> None:
        """Has all that this transaction wrote so far checked; returns at once."""
        self._asked = self._thread.submit(connection.connection.execute, CHECK)

    def wait(self) -> None:
        """Returns when what was asked is answered; raises IntegrityError for a row that may not
        be.
        """
        asked, self._asked = self._asked, None
        if asked is not None:
            with connection.wrap_database_errors:
                asked.result()
