"""Connections whose every wait for the server ends: at a deadline of the client's own.

PostgreSQL's statement_timeout and lock_timeout are kept by the server, so a server that is frozen,
or a network that swallows packets, keeps neither. Such a connection is closed here instead.
"""

from typing import Any, ClassVar

import psycopg
from psycopg import errors


class DeadlinePassedError(psycopg.OperationalError):
    """The server said nothing in time; it may be frozen, or its answer is lost on the way."""


class DeadlineConnection(psycopg.Connection[Any]):
    """Raises DeadlinePassedError and is closed when the server says nothing for `seconds`."""

    seconds: ClassVar[float] = 2.0

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.seconds)
        except errors._WaitTimeout:
            self.pgconn.finish()
            said = f"the database did not answer within {self.seconds:g} s"
            raise DeadlinePassedError(said) from None


class EditingConnection(DeadlineConnection):
    """For the admin, whose statements may take their time and wait for a load."""

    seconds = 30.0
