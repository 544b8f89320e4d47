"""Rows on their way into a table by COPY, from whatever thread: this process goes on while the
database takes them in.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import psycopg
from django.db import connection
from django.db.models import Model
from psycopg import sql
from psycopg.copy import Writer


class Copying(NamedTuple):
    table: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[Any, ...]]

    def formatted(self) -> "Formatted":
        """The rows as the database reads them; it is not asked for that."""
        text = _Kept()
        copy = psycopg.Copy(connection.connection.cursor(), binary=False, writer=text)
        for row in self.rows:
            copy.write_row(row)
        copy.finish(None)
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(self.table), sql.SQL(", ").join(map(sql.Identifier, self.columns))
        )
        return Formatted(statement, b"".join(text.pieces))

    def write(self) -> None:
        self.formatted().write_on(connection.connection)


class Formatted(NamedTuple):
    statement: sql.Composed
    text: bytes

    def write_on(self, database: psycopg.Connection) -> None:
        """All at once: sent by the row, each piece would wait until the thread that reads on lets
        Python go.
        """
        with database.cursor() as cursor, cursor.copy(self.statement) as copy:
            copy.write(self.text)


class _Kept(Writer):
    def __init__(self) -> None:
        self.pieces: list[Any] = []

    def write(self, data: Any) -> None:
        self.pieces.append(data)


def new_rows(model: type[Model], rows: Sequence[Model]) -> Copying:
    """Rows that the database has not yet, with numbers of their own from now on: what hangs on them
    need not wait until they are written. Their texts are those of documents, normalised before.
    """
    _number(model, [row for row in rows if row.pk is None])
    fields = model._meta.concrete_fields
    values = (tuple([field.pre_save(row, add=True) for field in fields]) for row in rows)
    return Copying(model._meta.db_table, tuple(str(field.column) for field in fields), values)


def _number(model: type[Model], rows: Sequence[Model]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, len(rows)],
        )
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
