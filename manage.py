#!/usr/bin/env python3
"""The command line's door. Commands live in each app's management/commands."""

import os
import signal
import sys
from pathlib import Path


def main() -> None:
    # A polite end runs the exit handlers, and those stop the database when nobody else uses it.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import dotenv

    dotenv.read(Path(__file__).resolve().with_name(".env"))
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
