"""What some work takes: seconds of the clock, and of the processor in this process and in the
database's process that answers it. Linux says the latter below /proc.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")


class Spent(NamedTuple):
    seconds: float
    processor: float


def spent(work: Callable[[], object]) -> Spent:
    from django.db import connection

    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    before = time.perf_counter(), time.process_time(), _of_process(backend)
    work()
    after = time.perf_counter(), time.process_time(), _of_process(backend)
    clock, own, its = (end - begin for begin, end in zip(before, after, strict=True))
    return Spent(clock, own + its)


def _of_process(number: int) -> float:
    """User and system seconds so far; none where /proc has no such process."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS
