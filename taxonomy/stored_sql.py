"""Stored functions and triggers: their current text is in `<app>/sql/`, installed after migrations.

A migration that changes columns which functions or triggers use starts with `DropStored()`; the
current files are installed when the last migration has run. `manage.py sql dump` writes the files
exactly as PostgreSQL prints them, so that a system check can compare both as text.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Warning
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from taxonomy.pending_migrations import migrations_are_pending

STORED_FUNCTIONS = r"""
SELECT proname, pg_get_functiondef(pg_proc.oid), pg_proc.oid::regprocedure::text
FROM pg_proc WHERE proname LIKE ANY (%s) AND pronamespace = current_schema()::regnamespace
ORDER BY proname, pg_proc.oid::regprocedure::text
"""
STORED_TRIGGERS = r"""
SELECT relname, pg_get_triggerdef(pg_trigger.oid), tgname
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relname LIKE ANY (%s)
    AND relnamespace = current_schema()::regnamespace
ORDER BY relname, tgname
"""


class Stored(NamedTuple):
    """Texts by the path of their file below the apps' folders: `taxonomy/sql/functions/….sql`."""

    functions: dict[str, str]
    triggers: dict[str, str]

    def all(self) -> dict[str, str]:
        return {**self.functions, **self.triggers}


class Difference(NamedTuple):
    path: str
    word: str  # missing, extra or different, seen from the database


def folders() -> dict[str, Path]:
    """App label → its folder of SQL files, for each app that has one."""
    found = {config.label: Path(config.path) / "sql" for config in apps.get_app_configs()}
    return {label: folder for label, folder in found.items() if folder.is_dir()}


def in_files() -> Stored:
    """What the files state."""
    stored = Stored({}, {})
    for label, folder in folders().items():
        for kind, texts in stored._asdict().items():
            for path in sorted((folder / kind).glob("*.sql")):
                texts[f"{label}/sql/{kind}/{path.name}"] = path.read_text(encoding="utf-8")
    return stored


def in_database(connection: BaseDatabaseWrapper) -> Stored:
    """What the database has, in the form of the files. Reads catalogues alone and locks nothing."""
    stored = Stored({}, {})
    prefixes = [rf"{label}\_%" for label in folders()]
    with connection.cursor() as cursor:
        cursor.execute(STORED_FUNCTIONS, [prefixes])
        for name, text, _ in cursor.fetchall():
            path = f"{_app_of(name)}/sql/functions/{name}.sql"
            stored.functions[path] = stored.functions.get(path, "") + _statement(text)
        cursor.execute(STORED_TRIGGERS, [prefixes])
        for table, text, name in cursor.fetchall():
            # An app's trigger on a table of another app has the app's name before its own.
            owner = _app_of(name) if _app_of(name) in folders() else _app_of(table)
            path = f"{owner}/sql/triggers/{table}.sql"
            stored.triggers[path] = stored.triggers.get(path, "") + _statement(text)
    return stored


def _app_of(name: str) -> str:
    return name.partition("_")[0]


def _statement(text: str) -> str:
    # Both are printed with the schema, which differs from database to database.
    head, body, rest = text.rstrip().partition("$function$")
    return re.sub(r"\b(FUNCTION|ON) \w+\.(?=\w)", r"\1 ", head) + body + rest + ";\n"


def differences(connection: BaseDatabaseWrapper) -> list[Difference]:
    """Where the database has something else than the files state."""
    wanted, stored = in_files().all(), in_database(connection).all()
    words = {path: "missing" for path in wanted.keys() - stored.keys()}
    words |= {path: "extra" for path in stored.keys() - wanted.keys()}
    words |= {
        path: "different" for path in wanted.keys() & stored.keys() if wanted[path] != stored[path]
    }
    return [Difference(path, words[path]) for path in sorted(words)]


def install(connection: BaseDatabaseWrapper) -> list[Difference]:
    """Brings the database to what the files state, in one transaction; returns what differed."""
    found = differences(connection)
    if not found:
        return []
    stored = in_files()
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        _drop_all(cursor)
        # Functions may call each other in any order: bodies are read when they run.
        cursor.execute("SET LOCAL check_function_bodies = off")
        for text in (*stored.functions.values(), *stored.triggers.values()):
            cursor.execute(text)
        # Kept pages were made by the functions of before.
        cursor.execute("UPDATE taxonomy_revision SET number = number + 1, changed_at = now()")
    return found


def _drop_all(cursor: Any) -> None:
    prefixes = [rf"{label}\_%" for label in folders()]
    cursor.execute(STORED_TRIGGERS, [prefixes])
    for table, _, name in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
    cursor.execute(STORED_FUNCTIONS, [prefixes])
    for _, _, signature in cursor.fetchall():
        cursor.execute(f"DROP FUNCTION {signature}")


def write_files(connection: BaseDatabaseWrapper) -> list[str]:
    """Writes what the database has into the files; returns the paths that changed or went."""
    stored, wanted, changed = in_database(connection).all(), in_files().all(), []
    roots = {label: folder.parent.parent for label, folder in folders().items()}
    for path in sorted(stored.keys() | wanted.keys()):
        file = roots[path.partition("/")[0]] / path
        if path not in stored:
            file.unlink()
        elif stored[path] != wanted.get(path):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(stored[path], encoding="utf-8")
        else:
            continue
        changed.append(path)
    return changed


class DropStored(Operation):
    """Drops all stored functions and triggers of the apps that keep SQL files, in a migration.

    The current files come back when the last migration has run (`install_after_migrations`).
    """

    reduces_to_sql = False
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        with schema_editor.connection.cursor() as cursor:
            # Deferred checks of rows that earlier migrations wrote would block the tables.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _drop_all(cursor)

    database_backwards = database_forwards

    def describe(self) -> str:
        return "Drop stored functions and triggers until the last migration has run"


def install_after_migrations(
    app_config: AppConfig, using: str, plan: Iterable[Any] = (), **kwargs: Any
) -> None:
    """For `post_migrate`: the last app that keeps SQL files installs those of all of them."""
    last = [config.label for config in apps.get_app_configs() if config.label in folders()][-1]
    connection = connections[using]
    if app_config.label != last or connection.vendor != "postgresql":
        return
    if waits_for_migrations(connection):
        return
    if changed_search(install(connection)):
        from taxonomy.search.indexing import rebuild  # models are loaded by now

        rebuild()


def changed_search(found: Iterable[Difference]) -> bool:
    """Whether entries of search are made by other functions than before, so must be made anew."""
    words = ("taxonomy_search_", "taxonomy_plain", "taxonomy_surfaces", "taxonomy_lexemes")
    return any(Path(path).name.startswith(words) for path, _ in found)


def waits_for_migrations(connection: BaseDatabaseWrapper) -> bool:
    """Whether a migration of these apps has not run: the files belong to the last one."""
    return migrations_are_pending(connection, folders())


def check_stored_sql(
    app_configs: Any = None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """System check: names each function or trigger that is missing, extra or different.

    A warning, so that `migrate`, which mends it, still runs.
    """
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor != "postgresql" or waits_for_migrations(connection):
            continue
        found += [
            Warning(
                f"{path} is {word} in the database {alias!r}.",
                hint="manage.py migrate installs the files; manage.py sql dump writes them.",
                id="taxonomy.W001",
            )
            for path, word in differences(connection)
        ]
    return found
