"""`manage.py new_database`: make a new embedded database where one was lost.

How a lost one is distinguished from one that never was is in config/embedded/datadir.py."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.connections import embedded_server
from config.embedded import datadir


class Command(BaseCommand):
    help = "Make a new, empty database in VAR_DIR although one that was there is gone."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        new = embedded_server()
        if new is None:
            raise CommandError("DATABASE_URL names the database: make it there.")
        if datadir.is_there(new.data):
            raise CommandError(f"There is a database in {new.data}: move it away first.")
        datadir.unmark(new.given)
        new.share()
        self.stdout.write(f"A new database is in {new.data}. `make serve` fills and serves it.")
