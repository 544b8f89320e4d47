"""`manage.py purge`: takes the documents of a thing's editions away for good."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editions.change_sets.saving import NotPossibleError
from editions.documents.kinds import KINDS
from editions.history.purging import purge
from editions.management.arguments import a_line_of


class Command(BaseCommand):
    help = (
        "Purge what editions of one thing said, for privacy or the law. It cannot be undone."
        " History and releases show when and why. Backups, titles of change sets and the admin's"
        " log are yours to see to."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=list(KINDS))
        parser.add_argument("key")
        parser.add_argument("--why", required=True, help="readers are shown it")
        parser.add_argument(
            "--by", default="", type=a_line_of(200), help="on whose word; by default who runs this"
        )
        parser.add_argument(
            "--but-current", action="store_true", help="of a live thing: what it said before"
        )

    def handle(self, kind: str, key: str, why: str, by: str, **options: Any) -> None:
        if not why.strip():
            raise CommandError("--why says nothing; nothing is purged")
        try:
            made = purge(
                kind, key, why.strip(), by.strip() or getpass.getuser(), options["but_current"]
            )
        except NotPossibleError as error:
            raise CommandError(f"{error}\nNothing is purged.") from None
        self.stdout.write(f"{kind} {key}: {made}")
