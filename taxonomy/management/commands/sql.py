"""`manage.py sql`: compares, installs or writes the files of stored functions and triggers.

The work is in `taxonomy/stored_sql.py`.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from taxonomy import stored_sql


class Command(BaseCommand):
    help = "Stored functions and triggers: check or install the files, or dump the database's."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["check", "install", "dump"])

    def handle(self, action: str, **options: Any) -> None:
        if action == "dump":
            for path in stored_sql.write_files(connection):
                self.stdout.write(path)
            return
        act = stored_sql.differences if action == "check" else stored_sql.install
        found = act(connection)
        for path, word in found:
            self.stdout.write(f"{path}: {word} in the database")
        if found and action == "check":
            raise CommandError(f"{len(found)} differ: manage.py sql install")
