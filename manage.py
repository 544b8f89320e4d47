#!/usr/bin/env python3
"""The command line. Commands are in each app's management/commands."""

import os
import signal
import sys
from pathlib import Path


def main() -> None:
    # A polite end runs the exit handlers, and those stop the database when nobody else uses it.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    # A console of another encoding shows what it can of a message, instead of ending the command.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import dotenv

    dotenv.read_dotenv(Path(__file__).resolve().with_name(".env"))
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)
    except (OperationalError, OSError) as error:
        from config.command_failures import in_one_line

        words = in_one_line(error)
        if words is None or "--traceback" in sys.argv:
            raise
        sys.exit(words)


if __name__ == "__main__":
    main()
