"""What each worker knows of the database: its revision, and whether it answers, looked at twice a
second over a connection and in a thread of its own, so that no request waits for the answer.

The revision itself is kept by the database (taxonomy/models/revision.py).
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple

import psycopg
from django.db import Error, connections
from psycopg import errors, pq

from config.database import refusals
from config.database.deadline import DeadlineConnection, DeadlinePassedError
from taxonomy.models.revision import CURRENT
from taxonomy.pending_migrations import APPLIED, some_are_pending

INTERVAL = 0.5  # seconds between two looks

logger = logging.getLogger("config.database")

AWAY, BUSY = "away", "busy"


class DatabaseState(NamedTuple):
    """The last look. `revision` and `seen_at` are those of the last one that succeeded."""

    revision: object = None
    seen_at: float = float("-inf")
    problem: str = ""  # AWAY: it does not answer; BUSY: it answers, but allows no connection more
    is_migrated: bool = False


class Watch:
    """Looks at the database by itself once started; `state` is replaced whole, never changed."""

    def __init__(self, drop_idle: Callable[[], None] = lambda: None) -> None:
        self.state = DatabaseState()
        self.drop_idle = drop_idle  # connections of this process
        self._said = ""
        self.next_look: Future[None] = Future()
        self._wake = threading.Event()
        self._connection: DeadlineConnection | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        self.look()
        threading.Thread(target=self._run, name="database-watch", daemon=True).start()

    def look(self) -> DatabaseState:
        with self._lock:
            began = time.monotonic()
            try:
                revision, is_migrated = self._read()
            except Exception as error:  # whatever it is, the last revision is the best known
                problem = BUSY if self._is_full(error) else AWAY
                self._note(problem, " ".join(str(error).split())[:300])
                self.state = self.state._replace(problem=problem)
            else:
                self._note("", "")
                if revision == self.state.revision:
                    revision = self.state.revision  # the same object is compared at once
                self.state = DatabaseState(revision, began, is_migrated=is_migrated)
            self._make_space()
            return self.state

    def _make_space(self) -> None:
        """Keep nothing idle while the database refuses connections, here or in another worker."""
        if self.state.problem == BUSY:
            refusals.note()
        if refusals.lately():
            self.close()
            self.drop_idle()

    def _note(self, problem: str, reason: str) -> None:
        """Log a change once; connections that are few come and go, which is one change."""
        if not problem and refusals.lately():
            return
        if problem and problem != self._said:
            logger.warning("The database is %s: %s", problem, reason)
        elif self._said and not problem:
            logger.warning("The database answers again.")
        self._said = problem

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def look_now(self) -> Future[None]:
        """Done after the next look that begins; for who needs the truth of this moment."""
        self._wake.set()
        return self.next_look

    def _run(self) -> None:
        while True:
            self._wake.wait(INTERVAL)
            self._wake.clear()
            looking, self.next_look = self.next_look, Future()
            self.look()
            looking.set_result(None)

    def _read(self) -> tuple[object, bool]:
        """The committed revision and the identity of its database; over a new connection where the
        open one was ended.
        """
        is_new = self._connection is None
        try:
            return self._ask()
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            self.close()
            if is_new or isinstance(error, DeadlinePassedError):
                raise
            return self._ask()

    def _ask(self) -> tuple[object, bool]:
        if self._connection is None:
            self._connection = DeadlineConnection.connect(**self._parameters(), autocommit=True)
        try:
            row = self._connection.execute(CURRENT).fetchone()
        except (errors.UndefinedTable, errors.UndefinedColumn):
            return None, False
        return row, self.state.is_migrated or self._is_migrated()

    def _is_migrated(self) -> bool:
        """Asked until it is so once."""
        assert self._connection
        return not some_are_pending(self._connection.execute(APPLIED).fetchall())

    def _parameters(self) -> dict[str, Any]:
        parameters = connections.create_connection("public").get_connection_params()
        # Django's own ways of reading values are for its connections.
        return {n: v for n, v in parameters.items() if n not in ("context", "cursor_factory")}

    def _is_full(self, error: Exception) -> bool:
        """Whether the server is up and merely refused this connection, as it does when it has as
        many as it allows. Its words may be in any language, so it is asked.
        """
        if self._connection is not None or not isinstance(error, psycopg.OperationalError):
            return False
        if isinstance(error, errors.ConnectionTimeout | DeadlinePassedError):
            return False
        try:
            conninfo = psycopg.conninfo.make_conninfo(**self._parameters())
        except Error:  # config.embedded has nothing to connect to
            return False
        return pq.PGconn.ping(conninfo.encode()) == pq.Ping.OK


current: Watch | None = None  # of this process, where it serves
