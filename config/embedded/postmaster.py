"""The process of a running server, remembered so that it can be ended once no file names it."""

import signal
from contextlib import suppress
from pathlib import Path

import psutil

ENDINGS = (
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGKILL,
)  # PostgreSQL's fast, immediate; last resort
PATIENCE = 5  # seconds for each


class Postmaster:
    def __init__(self) -> None:
        self._process: psutil.Process | None = None

    def remember(self, data: Path) -> None:
        """Take the number from the data directory; psutil notices when it is used again."""
        with suppress(OSError, ValueError, IndexError, psutil.Error):
            pid = int((data / "postmaster.pid").read_bytes().split()[0])
            if self._process is None or self._process.pid != pid:
                self._process = psutil.Process(pid)

    def end_elsewhere(self, data: Path) -> None:
        """End the remembered server if it works in another directory: this one was moved away, and
        whatever it wrote from now on would be lost.
        """
        process, self._process = self._process, None
        with suppress(psutil.Error):
            if process is None or not process.is_running() or process.cwd() == str(data):
                return
            for ending in ENDINGS:
                process.send_signal(ending)
                with suppress(psutil.TimeoutExpired):
                    process.wait(PATIENCE)
                    return
