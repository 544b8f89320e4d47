"""Database connections beside the pool: for the page cache, for locks, and for asking what is wrong
when the pool gets none."""

import copy

import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


def unpooled(**options: object) -> BaseDatabaseWrapper:
    """A connection of its own to the default database, not opened yet; `options` are psycopg's."""
    connection = connections.create_connection("default")
    connection.settings_dict = copy.deepcopy(connection.settings_dict)
    connection.settings_dict["OPTIONS"].pop("pool", None)
    connection.settings_dict["OPTIONS"].update(options)
    return connection


def plain_connection() -> psycopg.Connection:
    """psycopg's own connection to the default database, opened, each statement by itself."""
    parameters = unpooled().get_connection_params()
    for django_only in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(django_only, None)
    return psycopg.connect(**parameters, autocommit=True)
