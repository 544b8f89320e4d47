"""`python -m bench.attack.uploads`: what hostile and large spreadsheets cost to read or refuse.

Each file is read as an upload is. Printed: computing seconds and memory of the reading process, and
what came of it; the exit code says whether every bound was kept.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.attack.workbooks import hostile, roster
from taxonomy.spreadsheets.book import Question, SpreadsheetError
from taxonomy.spreadsheets.limits import CPU_SECONDS, MEMORY
from taxonomy.spreadsheets.reader import read_spreadsheet

QUESTION = Question(headers=("title",))
SLACK = 0.3  # seconds: a process is stopped at the next tick after its limit
HONEST_SECONDS = 15


@dataclass(frozen=True)
class Cost:
    words: str
    outcome: str
    cpu: float
    wall: float
    megabytes: int

    @property
    def is_kept(self) -> bool:
        return self.cpu <= CPU_SECONDS + SLACK and self.megabytes <= MEMORY >> 20


def measured(words: str, content: bytes) -> Cost:
    """Reads in a fresh process: the highest memory of children is only ever counted up."""
    code = "from bench.attack.uploads import _report; _report()"
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code], input=content, stdout=subprocess.PIPE, check=True
    )
    wall = time.perf_counter() - started
    cpu, megabytes, outcome = done.stdout.decode().split(" ", 2)
    return Cost(words, outcome, float(cpu), wall, int(megabytes))


def _report() -> None:
    content = sys.stdin.buffer.read()
    try:
        outcome = f"read: {len(read_spreadsheet(content, QUESTION, wait=60).sheet.rows):,} rows"
    except SpreadsheetError as error:
        outcome = str(error)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{used.ru_utime + used.ru_stime:.2f}", used.ru_maxrss // 1024, outcome, end="")


def costs() -> Iterator[Cost]:
    for words, content in hostile():
        yield measured(words, content)
    for columns in (8, 25):
        yield measured(
            f"an honest roster of 50,000 rows, {columns} columns", roster(50_000, columns)
        )


def main() -> int:
    os.environ.setdefault("PYTHONUTF8", "1")
    broken = 0
    print("  CPU s  wall s   MB")
    for cost in costs():
        mark = "  " if cost.is_kept else "! "
        broken += not cost.is_kept
        figures = f"{mark}{cost.cpu:5.2f}  {cost.wall:6.2f}  {cost.megabytes:3}"
        print(f"{figures}  {cost.words}: {cost.outcome}", flush=True)
    bounds = f"{CPU_SECONDS} s of computing and {MEMORY >> 20} MB"
    print(f"{broken} files cost more than {bounds}." if broken else f"Kept: {bounds} a file.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
