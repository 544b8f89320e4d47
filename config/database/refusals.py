"""Whether the database has lately refused a connection because it allows no more.

All web workers of a machine know it by the time of a file: then none keeps an idle connection that
another waits for.
"""

import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

SECONDS = 30  # after the last refusal, all is taken to be as before


def _file() -> Path:
    return settings.VAR_DIR / "connections-refused"


def note() -> None:
    with suppress(OSError):
        _file().touch()


def lately() -> bool:
    try:
        return time.time() - _file().stat().st_mtime < SECONDS
    except OSError:
        return False
