"""A database that stalls: locked tables, a frozen server, connections that are ended or refused.

Meanwhile kept pages and the health check answer as ever, other pages fail soon and honestly.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count

import psycopg

from bench.attack.bounds import PACE, Bound, ask, quick, timed, wait_for
from bench.attack.instance import Instance

PAGE = "/functions/"
BACK_SECONDS = 8 * PACE  # for everything to be as before, once the cause is gone
NUMBERS = count(int(time.time()))
# Of the shipped canon.
WORDS = [
    "budget",
    "contract",
    "cost",
    "data",
    "design",
    "market",
    "people",
    "quality",
    "risk",
    "staff",
    "team",
]

Connect = Callable[[], psycopg.Connection]


def fresh() -> str:
    """A page that nobody has kept: it reads roles, levels and the index of words. A word that no
    role has would be answered without that index.
    """
    number = next(NUMBERS)
    words = [WORDS[number // len(WORDS) ** place % len(WORDS)] for place in range(5)]
    return f"/search/?q=manager+{'+'.join(words)}"


def run(site: Instance) -> list[Bound]:
    address, connect = site.address, site.connect
    for _ in range(20):
        ask(address, PAGE)
    return [
        *_locked(address, connect, "taxonomy_searchentry"),
        *_locked(address, connect, "taxonomy_revision"),
        *_frozen(address, site.database_processes()),
        *_ended(address, connect),
        *_few_connections(address, connect),
    ]


def _statuses(address: str, requests: int, at_once: int = 8) -> tuple[list[int], float]:
    """Of pages that nobody has kept, and the slowest one's seconds."""

    def one(path: str) -> tuple[int, float]:
        began = time.monotonic()
        return ask(address, path)[0], time.monotonic() - began

    with ThreadPoolExecutor(at_once) as crowd:
        found = list(crowd.map(one, [fresh() for _ in range(requests)]))
    return [status for status, _ in found], max(seconds for _, seconds in found)


def _meanwhile(address: str, cause: str, most: float) -> list[Bound]:
    """While sixteen visitors ask for what cannot be had."""
    most *= PACE
    with ThreadPoolExecutor(1) as aside:
        asking = aside.submit(_statuses, address, 16, 16)
        time.sleep(0.3)
        kept, health = timed(address, PAGE, 30), [ask(address, "/healthz/live")[0]]
        statuses, slowest = asking.result()
    shown = f"{_counted(statuses)}, the slowest after {slowest:.1f} s"
    return [
        quick(f"kept pages: {cause}", kept, 0.1),
        Bound(f"/healthz/live: {cause}", "200", str(health[0]), health == [200]),
        Bound(
            f"16 pages that need it: {cause}",
            f"503 within {most:.0f} s",
            shown,
            set(statuses) == {503} and slowest < most,
        ),
    ]


def _counted(statuses: list[int]) -> str:
    return ", ".join(f"{statuses.count(each)} × {each}" for each in sorted(set(statuses)))


def _back(address: str, cause: str) -> Bound:
    def is_well() -> bool:
        well = ask(address, "/healthz")[2].startswith(b"ok\n")
        return well and set(_statuses(address, 4)[0]) == {200}

    took = wait_for(is_well, BACK_SECONDS)
    return Bound(f"all is well again: {cause}", f"within {BACK_SECONDS:.0f} s", f"{took:.1f} s",
                 took < BACK_SECONDS)  # fmt: skip


def _locked(address: str, connect: Connect, table: str) -> list[Bound]:
    cause = f"{table} is locked"
    with connect() as connection:
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        bounds = _meanwhile(address, cause, 6)
        connection.rollback()
    return [*bounds, _back(address, f"{table} was locked")]


@contextmanager
def _stopped(processes: list[int]) -> Iterator[None]:
    try:
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def _frozen(address: str, processes: list[int]) -> list[Bound]:
    cause = "PostgreSQL is frozen"
    with _stopped(processes):
        bounds = _meanwhile(address, cause, 6)
        began = time.monotonic()
        status, _, words = ask(address, "/healthz")
        took = time.monotonic() - began
        bounds.append(
            Bound(
                f"/healthz: {cause}",
                f"503 away within {2 * PACE:.0f} s",
                f"{status} {words.decode().partition(':')[0]} in {took:.1f} s",
                status == 503 and words.startswith(b"away") and took < 2 * PACE,
            )
        )
        statuses, slowest = _statuses(address, 16, 16)
        bounds.append(
            Bound(
                "other pages, once it is known",
                f"503 within {PACE:.0f} s",
                f"{_counted(statuses)}, the slowest after {slowest:.1f} s",
                set(statuses) == {503} and slowest < PACE,
            )
        )
        etag = ask(address, PAGE)[1].get("etag", "")
        seen = ask(address, PAGE, {"If-None-Match": etag})[0]
        bounds.append(Bound(f"a kept page asked about: {cause}", "200, no 304", str(seen),
                            seen == 200))  # fmt: skip
    return [*bounds, _back(address, "PostgreSQL was frozen")]


def _ended(address: str, connect: Connect) -> list[Bound]:
    found: list[int] = []
    for _ in range(5):
        found += _statuses(address, 8)[0]  # opens connections
        with connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        found += _statuses(address, 16)[0]
    seen = _counted(found)
    return [Bound("all connections ended, five times", "no 503", seen, set(found) == {200})]


def _few_connections(address: str, connect: Connect) -> list[Bound]:
    """All but three of the connections that the server allows are somebody else's."""
    others: list[psycopg.Connection] = []
    with connect() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    try:
        while True:
            others.append(connect())
    except psycopg.OperationalError:
        pass
    try:
        for each in others[-3:]:
            each.close()
        statuses, slowest = _statuses(address, 64, 16)
        health = ask(address, "/healthz")
    finally:
        for each in others:
            each.close()
    said = health[2].decode().strip()
    return [
        Bound(
            "64 pages, three connections for the whole site",
            "200 for each",
            f"{_counted(statuses)}, the slowest after {slowest:.1f} s",
            set(statuses) == {200},
        ),
        Bound("/healthz meanwhile", "200 ok or busy", f"{health[0]} {said}", health[0] == 200),
        _back(address, "connections were few"),
    ]
