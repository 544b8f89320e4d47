"""`manage.py search`: writes what a load left waiting, checks entries, or writes all anew.

The work is in `taxonomy/search/indexing.py`.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from taxonomy.search import indexing


class Command(BaseCommand):
    help = "Keeps search entries true: refresh what waits, check all, or rebuild all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["refresh", "check", "rebuild"])

    def handle(self, action: str, **options: Any) -> None:
        if action == "check":
            self._check()
            return
        work = indexing.catch_up if action == "refresh" else indexing.rebuild
        count = work(lambda waiting: self.stderr.write(f"{waiting} changes left"))
        self.stdout.write(f"{count} changes written")

    def _check(self) -> None:
        stale = indexing.stale()
        for kind, keys in stale.items():
            for key in keys[:20]:
                self.stderr.write(f"{kind} {key}")
        count = sum(map(len, stale.values()))
        if count:
            raise CommandError(f"{count} entries are stale: manage.py search rebuild")
        self.stdout.write("every search entry is what the canon says")
