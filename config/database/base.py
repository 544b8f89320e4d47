"""Django's database backend of the web workers: waits for a connection where fewer are allowed than
wanted, and stops waiting for a server that does not answer.

The server itself is that of the alias "default": config.embedded's or any other PostgreSQL.
"""

import random
import time
from typing import Any

import psycopg
from django.conf import settings
from django.db.utils import load_backend
from psycopg_pool import PoolClosed, PoolTimeout

from config.database import refusals, watch

WAIT_SECONDS = 30  # for one of the connections that the server allows
PAUSE = 0.2  # seconds between two tries, about

parent: Any = load_backend(settings.DATABASES["default"]["ENGINE"]).DatabaseWrapper


class DatabaseWrapper(parent):
    """Takes its connection from a pool, as Django does; while the server refuses some, it opens one
    for each request and closes it, so that none is idle in one worker and missing in another.
    """

    is_pooled = True

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if _is_away():
            raise psycopg.OperationalError("the database is away")
        ends = time.monotonic() + WAIT_SECONDS
        self.is_pooled = not refusals.lately()
        if self.is_pooled:
            try:
                return super().get_new_connection(conn_params)
            except (PoolTimeout, PoolClosed):
                if _is_away():
                    raise
                self.is_pooled = False
        drop_pools()
        return self._opened(conn_params, ends)

    def _opened(self, conn_params: dict[str, Any], ends: float) -> Any:
        connection_class = self.settings_dict["OPTIONS"]["pool"]["connection_class"]
        while True:
            try:
                connection = connection_class.connect(**conn_params, autocommit=True)
            except psycopg.OperationalError:
                refusals.note()
                if _is_away() or time.monotonic() > ends:
                    raise
                time.sleep(PAUSE * random.uniform(0.5, 1.5))
            else:
                self._configure_connection(connection)
                return connection

    def _close(self) -> None:
        if self.is_pooled or self.connection is None:
            super()._close()
            return
        with self.wrap_database_errors:
            self.connection.close()


def _is_away() -> bool:
    return watch.current is not None and watch.current.state.problem == watch.AWAY


def drop_pools() -> None:
    """Close the idle connections of this process; those at work are closed when they are done."""
    pools = DatabaseWrapper._connection_pools
    for alias in ("public", "editing"):
        if pool := pools.pop(alias, None):
            pool.close(timeout=0)
