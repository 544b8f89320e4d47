"""Database connections beside the pool: for the page cache, for locks, and for asking what is wrong
when the pool gets none; and the server that comes along, where it is used.
"""

import copy
from typing import TYPE_CHECKING, Any, cast

import psycopg
from django.conf import settings
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.database.options import EMBEDDED

if TYPE_CHECKING:
    from config.embedded.server import Server


def unpooled(**options: object) -> BaseDatabaseWrapper:
    """A connection of its own to the default database, not opened yet; `options` are psycopg's."""
    own = connections.create_connection("default")
    own.settings_dict = copy.deepcopy(own.settings_dict)
    own.settings_dict["OPTIONS"].pop("pool", None)
    own.settings_dict["OPTIONS"].update(options)
    return own


def close_connections() -> None:
    """The process's own connection and those of its pool."""
    connection.close()
    cast(Any, connection).close_pool()


def embedded_server() -> "Server | None":
    """The server that comes along; None where DATABASE_URL names another."""
    if settings.DATABASES["default"]["ENGINE"] != EMBEDDED:
        return None
    from config.embedded.base import server  # asks for programs that production may leave out

    return server()


def plain_connection() -> psycopg.Connection:
    """psycopg's own connection to the default database, opened, each statement by itself."""
    parameters = unpooled().get_connection_params()
    for django_only in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(django_only, None)
    return psycopg.connect(**parameters, autocommit=True)
