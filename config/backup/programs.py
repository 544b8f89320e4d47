"""Which pg_dump and pg_restore to use: those of the wheel, or newer ones of the system."""

import shutil
from pathlib import Path

import psycopg

from config.backup.errors import BackupError
from config.embedded.errors import ServerError
from config.embedded.programs import Programs

# Where Debian, Red Hat and Homebrew keep several versions side by side.
PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")


def of_system(name: str) -> list[Programs]:
    """The system's folders that have this program, newest first."""
    folders = {folder.resolve() for place in PLACES for folder in Path("/").glob(place)}
    if path := shutil.which(name):
        folders.add(Path(path).resolve().parent)
    found = [Programs(folder) for folder in folders if (folder / name).exists()]
    return sorted(found, key=lambda programs: programs.major, reverse=True)


def for_server(connection: psycopg.Connection) -> Programs:
    """Those that can dump this server: no older than it, and with TLS where the server asks for it,
    which those of the wheel are built without.
    """
    needed = connection.info.server_version // 10_000
    candidates = of_system("pg_dump")
    if not connection.pgconn.ssl_in_use:
        candidates.insert(0, Programs.installed())
    for programs in candidates:
        if programs.major >= needed:
            return programs
    raise BackupError(
        f"The database is of PostgreSQL {needed}: install its client programs (pg_dump), that "
        "version or newer."
    )


def for_archive(path: Path) -> Programs:
    """The first that can read this archive: a newer pg_dump may have written it."""
    said = ""
    for programs in (Programs.installed(), *of_system("pg_restore")):
        try:
            with programs.output("pg_restore", "--list", str(path)) as listed:
                listed.read()
            return programs
        except ServerError as error:
            said = said or str(error)
    raise BackupError(f"{path} is no backup that can be read: {said.partition(': ')[2]}.")
