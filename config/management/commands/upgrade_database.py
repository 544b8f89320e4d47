"""`manage.py upgrade_database`: take the embedded database to the installed PostgreSQL."""

from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup.errors import BackupError
from config.connections import embedded_server
from config.embedded import datadir, upgrade
from config.embedded.programs import Programs, answer_in_one_line
from config.embedded.server import Server


class Command(BaseCommand):
    help = "Dump the database with the PostgreSQL that made it, load it with the installed one."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--programs",
            type=Path,
            help="folder of the old version's programs (postgres, pg_ctl), if they are not found",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        server = _server()
        old, new = datadir.version(server.data), server.programs.major
        if old == new:
            self.stdout.write(f"The database is of PostgreSQL {new} already.")
            return
        if old > new:
            raise CommandError(f"The database is of PostgreSQL {old}: {new} is older.")
        if server.is_running():
            raise CommandError("The database is in use: stop the site first.")
        try:
            programs = _programs(options["programs"], old, server)
            contained, kept = upgrade.upgrade(server, programs)
            server.share()
        except BackupError as error:
            raise CommandError(str(error)) from None
        except psycopg.Error as error:
            raise CommandError(f"The database is unchanged: {answer_in_one_line(error)}.") from None
        except OSError as error:
            said = f"{error.filename}: {error.strerror}"
            raise CommandError(f"The database is unchanged: {said}.") from None
        self.stdout.write(
            f"PostgreSQL {old} → {new}: {contained.rows} rows, canon {contained.canon()}, the same "
            f"in both. The old database is kept in {kept}; remove it when all is well."
        )


def _server() -> Server:
    server = embedded_server()
    if server is None:
        raise CommandError("DATABASE_URL names the database: its own server is upgraded.")
    if datadir.is_lost(server.given) or not datadir.is_there(server.data):
        raise CommandError(f"There is no database in {server.data}.")
    return server


def _programs(folder: Path | None, major: int, server: Server) -> Programs:
    if folder is None:
        return upgrade.programs_of(major, server.data)
    programs = Programs(folder.absolute())
    if programs.major != major:
        raise CommandError(f"{folder} has PostgreSQL {programs.major}; {major} is needed.")
    return programs
