"""What an attack must not do, and what was seen."""

import http.client
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.table import Table, at, ms

# On a machine that is busy with something else all may take so many times as long.
PACE = float(os.environ.get("BENCH_PACE", "1"))


@dataclass(frozen=True)
class Bound:
    what: str
    wanted: str
    seen: str
    kept: bool


def quick(what: str, seconds: list[float], most: float) -> Bound:
    """95 of 100 within `most` seconds; what the others took is shown."""
    most *= PACE
    usual, worst = at(0.95, seconds), max(seconds)
    seen = f"{ms(usual)} ms, the slowest {ms(worst)} ms"
    return Bound(what, f"95 of 100 under {most * 1000:.0f} ms", seen, usual < most)


def table(title: str, bounds: list[Bound]) -> Table:
    made = Table(title, ["what", "wanted", "seen", "kept"])
    for bound in bounds:
        made.add(bound.what, bound.wanted, bound.seen, "yes" if bound.kept else "**no**")
    return made


def ask(
    address: str, path: str, headers: dict[str, str] | None = None, method: str = "GET",
    body: bytes | None = None, timeout: float = 60,
) -> tuple[int, dict[str, str], bytes]:  # fmt: skip
    """One request over a connection of its own; status 0 where there is no answer."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=timeout)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        fields = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, fields, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, {}, b""
    finally:
        connection.close()


def timed(address: str, path: str, times: int = 60, pause: float = 0.02) -> list[float]:
    """Seconds of each request; one without a good answer counts as a minute."""
    found = []
    for _ in range(times):
        began = time.monotonic()
        status = ask(address, path)[0]
        found.append(time.monotonic() - began if status == 200 else 60.0)
        time.sleep(pause)
    return found


def wait_for(true: Callable[[], bool], seconds: float) -> float:
    """How long it took to become true; infinite where it did not in this time."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            return float("inf")
        time.sleep(0.1)
    return time.monotonic() - began
