"""`manage.py setup`: tables, shipped content, static files; everything but serving.

Reading canon and framework files is the work of the commands it calls."""

import hashlib
import io
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.setup_lock import SetUpWaitError, only_set_up
from config.static_files import COLLECTED

# What ships: where it lies, the command that loads it, and the table that shows whether anything is
# there already.
SHIPPED = (
    ("fixtures/canon", "canon", "taxonomy.Function"),
    ("fixtures/frameworks", "frameworks", "frameworks.Framework"),
)


class Command(BaseCommand):
    help = "Prepare all but serving: tables, content for an empty catalogue, static files."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with only_set_up(self.stdout.write):
                self._set_up(options["verbosity"])
        except SetUpWaitError as error:
            raise CommandError(str(error)) from None

    def _set_up(self, verbosity: int) -> None:
        call_command("migrate", interactive=False, verbosity=verbosity - 1)
        for folder, command, label in SHIPPED:
            self._load(settings.BASE_DIR / folder, command, label)
        self._first_release()
        self._collect_static()

    def _load(self, folder: Path, command: str, label: str) -> None:
        """Load into an empty table only: what editors wrote is never touched."""
        if not any(folder.rglob("*.yaml")):
            return
        name = folder.relative_to(settings.BASE_DIR)
        if not apps.get_model(label).objects.exists():
            self.stdout.write(f"Loading {name} into the empty catalogue …")
            said = io.StringIO()
            call_command(command, "load", str(folder), stdout=said)
            self.stdout.write(said.getvalue().strip().rpartition("\n")[2])  # its sum

    def _first_release(self) -> None:
        """What ships is release 1; an older catalogue has none until somebody cuts one."""
        from editions.releases import cut_first  # models are loaded by now

        if made := cut_first():
            self.stdout.write(f"{made} is the catalogue as it ships.")

    def _collect_static(self) -> None:
        """Hash and compress again only when a file changed: it takes seconds, and most starts
        change nothing.
        """
        state = _state_of_static_files()
        if COLLECTED.exists() and COLLECTED.read_text() == state:
            return
        COLLECTED.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, clear=True, stdout=io.StringIO())
        COLLECTED.write_text(state)


def _state_of_static_files() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
