"""`manage.py restore FILE`: put a backup in the place of what the database contains."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from config.backup import restore
from config.backup.archive import Archive
from config.backup.digest import Digests
from config.backup.errors import BackupError
from config.connections import close_connections, embedded_server, plain_connection
from config.embedded import datadir
from config.setup_lock import SetUpWaitError, only_set_up
from taxonomy.models import Revision


class Command(BaseCommand):
    help = "Replace everything in the database by what a backup contains, in one transaction."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path} is no file.")
        try:
            contained = self._restore(Archive(path))
        except (BackupError, SetUpWaitError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{path}: {contained.rows} rows restored, canon {contained.canon()}; "
            "the database has the same."
        )

    def _restore(self, archive: Archive) -> Digests:
        restore.check_archive(archive)
        with _database_made_where_it_was_lost(), only_set_up(self.stdout.write):
            self._keep_what_is_there()
            contained = restore.load_archive(archive, plain_connection())
            call_command("migrate", interactive=False, verbosity=0)
            Revision.objects.renew()
        return contained

    def _keep_what_is_there(self) -> None:
        """A wrong file, or a wrong database, must not cost the right one."""
        if Revision._meta.db_table in connection.introspection.table_names():
            call_command("backup", stdout=self.stdout)


@contextmanager
def _database_made_where_it_was_lost() -> Iterator[None]:
    """A restore is how a lost embedded database comes back; a failed one leaves it lost."""
    embedded = embedded_server()
    if embedded is None or not datadir.is_lost(embedded.given):
        yield
        return
    datadir.unmark(embedded.given)
    try:
        yield
    except BaseException:
        close_connections()
        embedded.discard()
        raise
