"""Many readers for a minute on mixed pages; then the database is killed and comes back.

Readers are connections that never rest; memory is that of the site's workers.
"""

import os
import random
import re
import signal
import threading
import time
from pathlib import Path

from bench import servers, wrk
from bench.place import number, use
from bench.servers import Server
from bench.table import Table, judge, ms, targets, write

PATIENCE = 30  # seconds for the database to come back


def main() -> None:
    place = use("soak")
    readers, seconds = number("READERS", 256), number("SOAK_SECONDS", 60)
    with servers.rolebook("Rolebook", place) as site:
        paths = _paths(site)
        script = wrk.script_of(paths, place / "paths.lua")
        _warm(site, paths)
        wrk.load(site.address, readers, 5, {"Accept-Encoding": "gzip"}, script)
        before = _memory(place)
        found = wrk.load(site.address, readers, seconds, {"Accept-Encoding": "gzip"}, script)
        after = _memory(place)
        table = Table(
            f"{readers} connections for {seconds} s on {len(paths):,} pages",
            ["requests", "req/s", "errors", "p50 ms", "p99 ms", "workers MB before", "after"],
        )
        table.add(f"{found.requests:,}", f"{found.per_second:,.0f}", found.errors, ms(found.p50),
                  ms(found.p99), before, after)  # fmt: skip
        judged = targets()
        judge(judged, "errors", "none", str(found.errors), not found.errors)
        times = found.p99 / found.p50
        judge(judged, "p99", "under 20 times p50", f"{times:.1f} times", times < 20)
        growth = after / before - 1
        judge(judged, "memory", "flat", f"{growth:+.1%}", growth < 0.05)
        outage = _outage(site, place, paths, judged)
    write("soak", [table, outage, judged])


def _paths(site: Server) -> list[str]:
    """Profiles with their goals, functions, focuses, levels, comparisons and searches."""
    from taxonomy.models import Focus, Function, Level, Profile

    keys = list(Profile.objects.values_list("key", flat=True).order_by("key"))
    paths = ["/", "/functions/", "/levels/", "/coordinates/"]
    for key in keys:
        paths += [f"/profiles/{key}/", f"/profiles/{key}/goals/"]
    paths += [f"/compare/?keys={a},{b}" for a, b in zip(keys[::5], keys[1::5], strict=False)]
    for rows in (Function, Focus.objects.select_related("function"), Level):
        every = rows.objects.all() if isinstance(rows, type) else rows
        paths += [row.get_absolute_url() for row in every]
    words = {w for t in Profile.objects.values_list("title", flat=True) for w in t.lower().split()}
    paths += [f"/search/?q={word}" for word in sorted(words) if re.fullmatch(r"[a-z]+", word)][:50]
    random.Random(1).shuffle(paths)
    return paths


def _warm(site: Server, paths: list[str]) -> None:
    """Every worker has kept every page; each connection meets one worker."""
    for path in paths:
        for _ in range(2 * int(servers.WORKERS)):
            status = site.get(path)[0]
            if status != 200:
                raise wrk.SpoiledRunError(f"{path} answers {status}")


def _memory(var: Path) -> int:
    """Megabytes of all processes of the site but its database."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            variables = (process / "environ").read_bytes()
            name = (process / "comm").read_text()
            if f"VAR_DIR={var}\0".encode() in variables and "postgres" not in name:
                status = (process / "status").read_text()
                total += int(re.search(r"VmRSS:\s+(\d+)", status)[1])
        except (OSError, TypeError):
            continue
    return total // 1024


def _outage(site: Server, var: Path, paths: list[str], judged: Table) -> Table:
    """Kills the database under half the readers; what do kept and other pages answer?"""
    kept, other = paths[0], "/levels/?never=asked"
    script = wrk.script_of(paths, var / "paths.lua")
    meanwhile: list[wrk.Load] = []
    readers = threading.Thread(
        target=lambda: meanwhile.append(
            wrk.load(site.address, 128, 12, {"Accept-Encoding": "gzip"}, script)
        )
    )
    readers.start()
    time.sleep(2)
    os.kill(site.process.pid, signal.SIGSTOP)  # it would bring the database back at once
    note = var / "postgres" / "postmaster.pid"
    os.kill(int(note.read_text().splitlines()[0]), signal.SIGKILL)
    time.sleep(0.5)
    statuses = {site.get(kept)[0] for _ in range(20)}
    status, headers, _ = site.get(other)
    time.sleep(2)
    os.kill(site.process.pid, signal.SIGCONT)
    began = time.monotonic()
    while site.get(other)[0] != 200 and time.monotonic() < began + PATIENCE:
        time.sleep(0.05)
    recovery = time.monotonic() - began
    readers.join()
    table = Table("The database killed, and brought back", ["what", "seen"])
    table.add("a kept page meanwhile", f"{', '.join(map(str, sorted(statuses)))}")
    table.add("another page meanwhile", f"{status}, Retry-After: {headers.get('Retry-After')}")
    table.add("128 readers of kept pages all the while",
              f"{meanwhile[0].errors} errors in {meanwhile[0].requests:,}")  # fmt: skip
    table.add("until other pages come again, s", f"{recovery:.1f}")
    judge(judged, "kept pages without a database", "go on", str(statuses), statuses == {200})
    says = status == 503 and bool(headers.get("Retry-After"))
    judge(judged, "other pages without a database", "503 with Retry-After", str(status), says)
    judge(judged, "recovery", "within seconds", f"{recovery:.1f} s", recovery < 10)
    return table


if __name__ == "__main__":
    main()
