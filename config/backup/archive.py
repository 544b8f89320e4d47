"""An archive of the whole database in PostgreSQL's custom format: made, read back, taken apart.

Any pg_restore reads it. Putting it into a database is in restore.py."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import IO

import psycopg

from config.backup import programs
from config.backup.digest import Digests, TableDigest

# What rows look like as text depends on these; pg_dump sets them so, but for the time zone.
AS_TEXT = (
    "SET timezone = 'UTC'",
    "SET datestyle = 'ISO'",
    "SET intervalstyle = 'postgres'",
    "SET extra_float_digits = 3",
)
WITHOUT_OWNERS = ("--no-owner", "--no-privileges", "--no-comments", "--file=-")
END_OF_ROWS = b"\\.\n"


def make(path: Path, connection: psycopg.Connection) -> Digests:
    """Write the archive and compare it with the database, as it was in one instant; gives what it
    contains. Until it is whole, what was at the path stays.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            [(snapshot,)] = connection.execute("SELECT pg_export_snapshot()")
            with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                _dump(connection, snapshot, file)
                os.fsync(file.fileno())
            contained, copies = Archive(draft).contents()
            differing = contained.differing(digests_in_database(connection, copies))
        if differing:
            raise OSError(0, f"the backup differs from the database in {differing[0]}", path)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return contained


def _dump(connection: psycopg.Connection, snapshot: str, file: IO[bytes]) -> None:
    info = connection.info
    where = psycopg.conninfo.make_conninfo(**info.get_parameters())
    secrets = {"PGPASSWORD": info.password} if info.password else {}
    arguments = ("--format=custom", f"--snapshot={snapshot}", f"--dbname={where}")
    environment = {"PGTZ": "UTC", **secrets}
    with programs.for_server(connection).output(
        "pg_dump", *arguments, environment=environment
    ) as output:
        while part := output.read(1 << 20):
            file.write(part)


class Archive:
    """An archive that was made before."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._programs = programs.for_archive(path)

    def sql(self, section: str) -> str:
        """The statements of pre-data (tables) or post-data (indexes, constraints, triggers)."""
        with self._section(section) as lines:
            # psql's own commands, which guard a script against what its data may say.
            return b"".join(line for line in lines if not line.startswith(b"\\")).decode()

    def data(
        self,
        take: Callable[[str, Iterable[bytes]], object],
        execute: Callable[[str], object] = lambda statement: None,
        table: str = "",
    ) -> None:
        """Go through the data of all tables or one: `take` is called with each COPY statement and
        its rows, which it has to read, `execute` with the statements that set sequences.
        """
        with self._section("data", *([f"--table={table}"] if table else [])) as lines:
            for line in lines:
                if line.startswith(b"COPY "):
                    rows = takewhile(lambda row: row != END_OF_ROWS, lines)
                    take(line.decode().rstrip(), rows)
                elif line.startswith(b"SELECT "):
                    execute(line.decode())

    def contents(self) -> tuple[Digests, list[str]]:
        """The digest of each table, and the COPY statements that name its columns."""
        found, copies = Digests(), []

        def take(copy: str, rows: Iterable[bytes]) -> None:
            found[table_of(copy)] = TableDigest.of(rows)
            copies.append(copy)

        self.data(take)
        return found, copies

    def rows(self, table: str) -> list[list[str]]:
        """The rows of one small table, as text; none if there is no such table."""
        found: list[list[str]] = []
        take = lambda copy, rows: found.extend(r.decode()[:-1].split("\t") for r in rows)  # noqa: E731
        self.data(take, table=table)
        return found

    @contextmanager
    def _section(self, name: str, *options: str) -> Iterator[IO[bytes]]:
        arguments = (f"--section={name}", *WITHOUT_OWNERS, *options, str(self.path))
        with self._programs.output("pg_restore", *arguments) as lines:
            yield lines


def table_of(copy: str) -> str:
    """The table's name in a COPY statement of pg_dump, without its schema."""
    return copy.split(" ")[1].rpartition(".")[2].strip('"')


def digests_in_database(connection: psycopg.Connection, copies: Iterable[str]) -> Digests:
    """The digests of the same tables and columns as they are in the database."""
    found = Digests()
    with connection.cursor() as cursor:
        for setting in AS_TEXT:
            cursor.execute(setting)
        for copy in copies:
            out = copy.removesuffix(" FROM stdin;") + " TO STDOUT"
            with cursor.copy(out) as rows:
                found[table_of(copy)] = TableDigest.of(bytes(row) for row in rows)
    return found
