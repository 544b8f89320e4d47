"""Says how far a long load is: on one line of a terminal that changes, elsewhere in a line now and
then.

What is said comes from whoever works; nothing is said of work that is soon done.
"""

import time
from collections.abc import Callable

from django.core.management.base import OutputWrapper

ProgressReport = Callable[[str], None]

ON_A_TERMINAL = 0.5  # seconds between two words
IN_A_LOG = 10.0
CLEAR = "\r\x1b[K"


def silent(text: str) -> None:
    """For those whom nobody watches."""


class Progress:
    """Call it with a few words as often as there is news; leaving it takes the line away."""

    def __init__(self, stream: OutputWrapper, pause: float | None = None) -> None:
        self.stream = stream
        self.is_terminal = stream.isatty()
        self.pause = (ON_A_TERMINAL if self.is_terminal else IN_A_LOG) if pause is None else pause
        self.began = self.said_at = time.monotonic()
        self.is_shown = False

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *raised: object) -> None:
        if self.is_shown:
            self._write(CLEAR)

    def __call__(self, text: str) -> None:
        now = time.monotonic()
        if now - self.said_at < self.pause:
            return
        self.said_at = now
        line = f"{now - self.began:.0f} s: {text}"
        self.is_shown = self.is_terminal
        self._write(f"{CLEAR}{line}" if self.is_terminal else f"{line}\n")

    def _write(self, text: str) -> None:
        self.stream.write(text, style_func=str, ending="")
        self.stream.flush()
