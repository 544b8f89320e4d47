"""One set-up at a time, on however many machines: an advisory lock of the database that they share.

What a set-up does is in config/management/commands/setup.py."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from config.connections import unpooled

KEY = 0x726F6C65  # any number, the same for all versions of Rolebook
PATIENCE = 1800  # seconds; a first load of a very large canon takes minutes


class SetUpWaitError(Exception):
    """Another set-up did not end in time."""


@contextmanager
def only_set_up(say: Callable[[str], object]) -> Iterator[None]:
    """Wait for a set-up under way elsewhere, and make others wait for this one."""
    connection = unpooled()
    try:
        with connection.cursor() as cursor:
            deadline, waits = time.monotonic() + PATIENCE, False
            while not _acquire(cursor):
                if not waits:
                    say("Another set-up is under way; waiting for it …")
                    waits = True
                if time.monotonic() > deadline:
                    raise SetUpWaitError("The other set-up takes too long: end it and try again.")
                time.sleep(0.5)
        yield
    finally:
        connection.close()  # which releases the lock


def _acquire(cursor: Any) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [KEY])
    return cursor.fetchone()[0]
