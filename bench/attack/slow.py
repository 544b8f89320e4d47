"""Silent and slow connections: bodies that do not come, heads that do not end, answers that nobody
takes. Meanwhile pages and the health check must answer as ever.
"""

import time
from itertools import cycle, islice

from bench.attack import connections
from bench.attack.bounds import PACE, Bound, ask, quick, timed
from bench.attack.instance import Instance

PAGE = "/functions/"
BODY_SECONDS = 10
UNREAD_SECONDS = 30
UPLOAD = "/match/roster/"
PIECE = b"x" * 1_000_000
MOST_UNDER_WAY = 64_000_000


def run(site: Instance, size: int = 1000, whole: bool = True) -> list[Bound]:
    """`whole` waits for the time limit of answers that nobody reads, too."""
    address = site.address
    connections.room_for(size + 200)
    for _ in range(20):
        ask(address, PAGE)
    bounds = [*_silent(address, size), *_refused_early(address), *_many_bodies(address)]
    return [*bounds, *_unread(address)] if whole else bounds


def _silent(address: str, size: int) -> list[Bound]:
    kinds = cycle(
        (
            lambda: connections.silent(address, UPLOAD),
            lambda: connections.silent(address, "/admin/login/", "csrftoken=" + "a" * 32),
            lambda: connections.unfinished(address),
            lambda: connections.unread(address, PAGE),
        )
    )
    began = time.monotonic()
    opened = [make() for make in islice(kinds, size)]
    time.sleep(1)  # the pages that nobody reads are sent once
    said = f"with {size:,} silent connections"
    bounds = [
        quick(f"a kept page {said}", timed(address, PAGE), 0.1),
        quick(f"/healthz {said}", timed(address, "/healthz"), 0.1),
        quick(f"a page that nobody kept {said}", _first_visits(address), 1),
    ]
    bodies = [each for number, each in enumerate(opened) if number % 4 < 2]
    time.sleep(max(0, began + BODY_SECONDS + 4 - time.monotonic()))
    late = [answer.startswith(b"HTTP/1.1 408") for answer in connections.answers(bodies).values()]
    bounds.append(
        Bound(
            f"bodies that do not come within {BODY_SECONDS} s",
            "408 for each",
            f"{sum(late):,} of {len(bodies):,}",
            sum(late) == len(bodies),
        )
    )
    connections.close(opened)
    return bounds


def _first_visits(address: str) -> list[float]:
    return [seconds for n in range(20) for seconds in timed(address, f"/search/?q=zz{n}", 1)]


def _refused_early(address: str) -> list[Bound]:
    """A body of 1 GB is announced; the answer must come before any of it."""
    found = []
    length = {"Content-Length": "1000000000"}
    for path, status in (("/", 405), (PAGE, 405), (UPLOAD, 413), ("/admin/login/", 413)):
        began = time.monotonic()
        seen, headers, _ = ask(address, path, length, "POST", timeout=5)
        took = time.monotonic() - began
        is_named = status != 405 or "GET" in headers.get("allow", "")
        kept = seen == status and took < PACE and is_named
        what = f"1 GB announced to {path}"
        found.append(Bound(what, f"{status} at once", f"{seen} in {took * 1000:.0f} ms", kept))
    return found


def _many_bodies(address: str) -> list[Bound]:
    """Uploads that stop short of their end: more than a worker may have under way."""
    half = []
    head = (
        f"POST {UPLOAD} HTTP/1.1\r\nHost: {address.split('//')[1]}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 11000000\r\n\r\n"
    ).encode()
    for _ in range(40):
        try:
            each = connections.opened(address, head)
            half.append(each)
            each.setblocking(True)
            for _ in range(10):
                each.sendall(PIECE)
            each.setblocking(False)
        except OSError:
            pass
    time.sleep(1)
    answers = connections.answers(half)
    refused = sum(answer.startswith(b"HTTP/1.1 503") or not answer for answer in answers.values())
    bounds = [
        Bound(
            "40 unfinished uploads of 10 MB each",
            "503 beyond 64 MB a worker",
            f"{refused} refused",
            refused > 0,
        ),
        quick("a kept page meanwhile", timed(address, PAGE, 20), 0.1),
    ]
    connections.close(half)
    return bounds


def _unread(address: str) -> list[Bound]:
    unread = [connections.unread(address, PAGE) for _ in range(20)]
    time.sleep(UNREAD_SECONDS + 15)
    dropped = sum(_is_dropped(each) for each in unread)
    connections.close(unread)
    return [
        Bound(
            f"answers that nobody takes for {UNREAD_SECONDS} s",
            "dropped",
            f"{dropped} of {len(unread)}",
            dropped == len(unread),
        )
    ]


def _is_dropped(connection) -> bool:
    """The kernel of the other side has forgotten it: what is sent now is answered by a reset."""
    try:
        connection.setblocking(True)
        connection.settimeout(2)
        while connection.recv(1 << 20):
            pass
        return True
    except ConnectionResetError:
        return True
    except OSError:
        return False
