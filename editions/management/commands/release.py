"""`manage.py release`: cuts a release of the canon as it is now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from editions.management.arguments import a_line_of
from editions.releases import cut


class Command(BaseCommand):
    help = "Cut a release: a numbered point in the history that readers see."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--title", default="", type=a_line_of(200), help="a few words beside its number"
        )
        parser.add_argument("--notes", default="", help="what readers should know")

    def handle(self, title: str, notes: str, **options: Any) -> None:
        made = cut(notes, title)
        self.stdout.write(f"{made} of revision {made.revision}, digest {made.digest[:16]}")
