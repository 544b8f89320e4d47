"""Django's database backend of the web workers: waits for a connection where fewer are allowed than
wanted, and stops waiting for a server that does not answer.

The server itself is that of the alias "default": config.embedded's or any other PostgreSQL.
"""

import time
from typing import Any

from django.conf import settings
from django.db.utils import load_backend
from psycopg_pool import PoolTimeout

from config.database import watch

WAIT_SECONDS = 20  # for one of the connections that the server allows

parent = load_backend(settings.DATABASES["default"]["ENGINE"]).DatabaseWrapper


class DatabaseWrapper(parent):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        ends = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                return super().get_new_connection(conn_params)
            except PoolTimeout:
                # A pool's time is over soon, for when the server is away.
                is_away = watch.current is None or watch.current.state.problem == watch.AWAY
                if is_away or time.monotonic() > ends:
                    raise
