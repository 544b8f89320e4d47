"""The canon as a SQLite file, for Datasette to show: the same rows, keys and references.

Reads the tables by Django's models, so Django must be set up.
"""

import sqlite3
from pathlib import Path

from django.apps import apps
from django.db import models

from bench.servers import PEERS, Server, free_port

TYPES = {"BigAutoField": "INTEGER", "ForeignKey": "INTEGER", "OneToOneField": "INTEGER"}


def write(file: Path) -> None:
    """Every canon table, its references declared and indexed, as Datasette wants them."""
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as into:
        for model in apps.get_app_config("taxonomy").get_models():
            if not model._meta.object_name.startswith("Search"):
                _copy(model, into)
        into.execute("ANALYZE")


def _copy(model: type[models.Model], into: sqlite3.Connection) -> None:
    fields = [f for f in model._meta.concrete_fields]
    table = model._meta.db_table
    into.execute(f'CREATE TABLE "{table}" ({", ".join(map(_column, fields))})')
    for field in fields:
        if field.remote_field:
            name = f"{table}_{field.column}"
            into.execute(f'CREATE INDEX "{name}" ON "{table}" ("{field.column}")')
    rows = model.objects.values_list(*(f.attname for f in fields))
    marks = ", ".join("?" * len(fields))
    plain = (tuple(map(_plain, row)) for row in rows)
    into.executemany(f'INSERT INTO "{table}" VALUES ({marks})', plain)


def _column(field: models.Field) -> str:
    kind = TYPES.get(field.get_internal_type(), "TEXT")
    if field.remote_field:
        kind = TYPES.get(field.target_field.get_internal_type(), "TEXT")
    column = f'"{field.column}" {kind}{" PRIMARY KEY" if field.primary_key else ""}'
    if field.remote_field:
        related = field.related_model._meta
        column += f' REFERENCES "{related.db_table}" ("{field.target_field.column}")'
    return column


def _plain(value: object) -> object:
    return value if isinstance(value, (int, str, type(None))) else str(value)


def server(file: Path) -> Server:
    """Datasette over the file as one that never changes, which is its fastest way."""
    port = free_port()
    command = [str(PEERS / "datasette"), "serve", "--immutable", str(file), "--port", str(port)]
    return Server("Datasette", command, port, log=file.parent, path="/-/versions.json")
