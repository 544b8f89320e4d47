"""What hostile and large spreadsheets cost to read or refuse: computing seconds and memory of the
process that reads them, and whether pages wait meanwhile.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.attack.bounds import PACE, Bound, ask, quick, timed
from bench.attack.instance import Instance
from bench.attack.workbooks import hostile, many, roster
from taxonomy.spreadsheets.book import Question, SpreadsheetError
from taxonomy.spreadsheets.limits import CPU_SECONDS, MEMORY
from taxonomy.spreadsheets.reader import read_spreadsheet

QUESTION = Question(headers=("title",))
SLACK = 0.3  # seconds: a process is stopped at the next tick after its limit
BOUNDS = f"{CPU_SECONDS} s of computing, {MEMORY >> 20} MB"
PAGE = "/functions/"
DEAREST = "15 million formats"
AT_ONCE = 8
UPLOAD_SECONDS = 40  # two readers take turns, 3 s of computing each; who waits too long gets 503


@dataclass(frozen=True)
class Cost:
    words: str
    outcome: str
    cpu: float
    wall: float
    megabytes: int

    @property
    def bound(self) -> Bound:
        seen = f"{self.cpu:.2f} s, {self.wall:.1f} s waited, {self.megabytes} MB: {self.outcome}"
        return Bound(self.words, BOUNDS, seen, self.is_kept)

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


def run(site: Instance) -> list[Bound]:
    """What each file costs, then several of the dearest at once against the site."""
    bounds = [cost.bound for cost in costs()]
    return [*bounds, *_at_once(site.address)]


def _at_once(address: str) -> list[Bound]:
    content = dict(many())[DEAREST]
    for _ in range(20):
        ask(address, PAGE)
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        sent = [crowd.submit(_upload, address, content) for _ in range(AT_ONCE)]
        time.sleep(0.3)
        pages, health = timed(address, PAGE), timed(address, "/healthz")
        answers = [each.result() for each in sent]
    said = f"{AT_ONCE} uploads at once, {DEAREST}"
    statuses = sorted({status for status, _ in answers})
    slowest = max(seconds for _, seconds in answers)
    return [
        quick(f"a kept page, {said}", pages, 0.1),
        quick(f"/healthz, {said}", health, 0.1),
        Bound(
            said,
            f"an answer or 503 within {UPLOAD_SECONDS * PACE:.0f} s",
            f"{', '.join(map(str, statuses))}, the slowest after {slowest:.1f} s",
            set(statuses) <= {200, 503} and slowest < UPLOAD_SECONDS * PACE,
        ),
    ]


def _upload(address: str, content: bytes) -> tuple[int, float]:
    """The status of its answer, and how many seconds that took."""
    head = b'--x\r\nContent-Disposition: form-data; name="roster"; filename="roster.xlsx"\r\n\r\n'
    body = head + content + b"\r\n--x--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    began = time.monotonic()
    status = ask(address, "/match/roster/", kind, "POST", body)[0]
    return status, time.monotonic() - began
