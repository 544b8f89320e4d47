"""`manage.py backup`: the whole database as one file, which `manage.py restore` takes back."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.backup import archive
from config.backup.errors import BackupError
from config.connections import plain_connection
from config.embedded.errors import ServerError


class Command(BaseCommand):
    help = "Write the whole database into a file, in PostgreSQL's custom format."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            help="where to; without it, a new file below VAR_DIR/backups",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"] or _new_path()
        try:
            contained = archive.make(path, plain_connection())
        except BackupError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
        except ServerError as error:
            raise CommandError(f"No backup was made: {error}.") from None
        size = path.stat().st_size / 1e6
        self.stdout.write(
            f"{path}: {contained.rows} rows, {size:.1f} MB, canon {contained.canon()}; "
            "read back, the same as the database."
        )


def _new_path() -> Path:
    folder = settings.VAR_DIR / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"rolebook-{timezone.now():%Y-%m-%d-%H%M%S}.dump"
