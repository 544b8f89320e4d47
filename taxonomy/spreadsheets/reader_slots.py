"""Lets so many readers run at a time on the machine, whatever the number of worker processes.

A slot is a lock on a small file. The kernel gives it back when its holder ends, however it ends.
"""

import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from taxonomy.spreadsheets.limits import READERS, RETRY_AFTER, WAIT_SECONDS

PAUSE = 0.05  # seconds between two looks at the slots


class ReadersBusyError(Exception):
    """All readers of this machine are at work; `retry_after` seconds later one may be free."""

    retry_after = RETRY_AFTER


@contextmanager
def slot(wait: float = WAIT_SECONDS) -> Iterator[int]:
    """The file descriptor of a locked slot, for the child process to inherit."""
    deadline = time.monotonic() + wait
    while (taken := _take()) is None:
        if time.monotonic() >= deadline:
            raise ReadersBusyError(
                f"{READERS} other files are being read, which is as many as this site reads at a "
                f"time. Send the file again in {RETRY_AFTER} seconds."
            )
        time.sleep(PAUSE)
    try:
        yield taken
    finally:
        os.close(taken)


def _take() -> int | None:
    folder = _folder()
    for number in range(READERS):
        descriptor = os.open(folder / str(number), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
        else:
            return descriptor
    return None


def _folder() -> Path:
    """One for each user of the machine, and nobody else's."""
    folder = Path(tempfile.gettempdir()) / f"rolebook-readers-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or not stat.S_ISDIR(found.st_mode):
        raise PermissionError(f"{folder} is not a folder of this user.")
    return folder
