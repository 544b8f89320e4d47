"""Pages: Rolebook beside constant bytes, a static file, Datasette and Wagtail, in shuffled turn.

Every target shows the same role and is warm; a round with any error stops the part. The pages of
Wagtail are made from ours of the same run, so that they say the same.
"""

import json
import random
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench import servers, wrk
from bench.peers import datasette, wagtail
from bench.place import folder, number, use
from bench.servers import Server
from bench.table import Table, judge, ms, targets, write

KEY = "ITOPER.ITOUTSOU493C.P3"
PROFILE = f"/profiles/{KEY}/"
OTHERS = {
    "goals": f"/profiles/{KEY}/goals/",
    "compare": f"/compare/?keys={KEY},ITOPER.ITOUTSOU493C.P4",
    "function": "/functions/ITOPER/",
    "search": "/search/?q=service",
}
ALSO_WAGTAIL = ("goals", "compare", "function")
CODING = {"Accept-Encoding": "gzip"}
MANY = 16


class Target(NamedTuple):
    name: str
    address: str
    headers: dict[str, str]
    bytes: int


class Figures(NamedTuple):
    p50: float
    per_second: float


def main() -> None:
    place = use("pages")
    rounds, seconds = number("ROUNDS", 5), number("SECONDS", 2)
    with ExitStack() as running:
        found = _start(place, running)
        measured = _measure(found, rounds, seconds)
    write("pages", [_table(found, measured, rounds, seconds), _judged(measured)])


def _start(place: Path, running: ExitStack) -> list[Target]:
    site = running.enter_context(servers.rolebook("Rolebook", place))
    bare = running.enter_context(
        servers.rolebook("Rolebook without store", place, PAGE_STORE_MB="0")
    )
    _, headers, body = site.get(PROFILE, CODING)
    etag = {"If-None-Match": headers["ETag"]}
    targets = [
        _target("kept page", site, PROFILE),
        _target("kept page, 304", site, PROFILE, etag),
        _target("first visit: profile", bare, PROFILE),
        *(_target(f"first visit: {name}", bare, path) for name, path in OTHERS.items()),
    ]
    for peer in _peers(place, site, body, list(headers.items()), running):
        targets.append(peer)
    return targets


def _target(name: str, server: Server, path: str, more: dict[str, str] | None = None) -> Target:
    headers = CODING | (more or {})
    for _ in range(20):  # every worker has answered it
        status, _, body = server.get(path, headers)
        if status not in (200, 304):
            raise wrk.SpoiledRunError(f"{name}: {server.address}{path} answers {status}")
    return Target(name, server.address + path, headers, len(body))


def _peers(place: Path, site: Server, body: bytes, headers: list, running: ExitStack):
    """The same page by other means; whole text for those that make it, bytes for those that do
    not."""
    page = folder("pages/static") / "page.html"
    page.write_bytes(body)
    # What the server itself says is not the application's; `connection` would close each one.
    kept = [(n, v) for n, v in headers if n.lower() not in ("date", "server", "connection")]
    page.with_suffix(".json").write_text(json.dumps(kept))
    python = str(servers.ROOT / ".venv" / "bin" / "python")
    for name, application in (("constant bytes", "application"), ("constant 304", "not_modified")):
        entry = f"bench.peers.constant:{application}"
        server = servers.under_granian(name, python, entry, page.parent, PAGE=str(page))
        server.ready = 200 if application == "application" else 304
        yield _target(name, running.enter_context(server), "/")
    if nginx := servers.nginx(page.parent):
        yield _target("nginx, static file", running.enter_context(nginx), "/page.html")
    canon = folder("pages/datasette") / "canon.db"
    datasette.write(canon)
    yield _target("Datasette, row page", running.enter_context(datasette.server(canon)), _row())
    at = folder("pages/wagtail")
    ours = {"profile": PROFILE, **{name: OTHERS[name] for name in ALSO_WAGTAIL}}
    pages = {name: site.get(path)[2].decode() for name, path in ours.items()}
    made = wagtail.make(at, pages, place / "postgres", "rolebook")
    for name, cache in (("Wagtail, site cache warm", True), ("Wagtail, uncached", False)):
        server = running.enter_context(wagtail.server(name, at, made, cache))
        yield _target(name, server, "/profile/")
    for page in ALSO_WAGTAIL:
        yield _target(f"Wagtail, uncached: {page}", server, f"/{page}/")


def _row() -> str:
    from taxonomy.models import Profile

    return f"/canon/taxonomy_profile/{Profile.objects.get(key=KEY).pk}"


def _measure(found: list[Target], rounds: int, seconds: float) -> dict[str, Figures]:
    alone: dict[str, list[float]] = {target.name: [] for target in found}
    crowd: dict[str, list[float]] = {target.name: [] for target in found}
    for turn in range(rounds):
        for target in random.sample(found, len(found)):
            single = wrk.faultless(target.address, 1, seconds, target.headers)
            many = wrk.faultless(target.address, MANY, seconds, target.headers)
            alone[target.name].append(single.p50)
            crowd[target.name].append(many.per_second)
        print(f"round {turn + 1} of {rounds}", flush=True)
    return {name: Figures(median(alone[name]), median(crowd[name])) for name in alone}


def _table(found: list[Target], measured: dict[str, Figures], rounds: int, seconds: int) -> Table:
    table = Table(
        f"Pages: medians of {rounds} rounds of {seconds} s",
        ["what", "bytes", "c=1 p50 ms", f"req/s at {MANY} connections", "of constant bytes"],
    )
    most = measured["constant bytes"].per_second
    for target in sorted(found, key=lambda target: -measured[target.name].per_second):
        p50, rate = measured[target.name]
        table.add(target.name, f"{target.bytes:,}", ms(p50), f"{rate:,.0f}", f"{rate / most:.1%}")
    table.notes.append(
        f"All under {servers.WORKERS} workers of {servers.THREADS} threads, but Datasette (one "
        "process) and nginx. The load generator runs on the same machine. Bytes as sent: kept "
        "pages compressed; Datasette and Wagtail do not compress here, which spares them the time."
    )
    return table


def _judged(measured: dict[str, Figures]) -> Table:
    table = targets()

    def rate(name: str) -> float:
        return measured[name].per_second

    def share(what: str, of: str, least: float, name: str = "kept page") -> None:
        if of in measured:
            value = rate(name) / rate(of)
            wanted = f"at least {least:.0%}" if least < 1 else f"at least {least:.0f} times"
            shown = f"{value:.0%}" if least < 1 else f"{value:.1f} times"
            judge(table, what, wanted, shown, value >= least)

    share("kept page against constant bytes", "constant bytes", 0.7)
    share("kept page against nginx's static file", "nginx, static file", 0.45)
    share("kept page against Wagtail's warm site cache", "Wagtail, site cache warm", 3)
    share("304 against a constant 304", "constant 304", 0.7, "kept page, 304")

    def visit(page: str, peer: str, most: float) -> None:
        value = measured[f"first visit: {page}"].p50 / measured[peer].p50
        what = f"first visit p50, {page}, against {peer}"
        judge(table, what, f"at most {most:.0%}", f"{value:.0%}", value <= most)

    visit("profile", "Datasette, row page", 1.0)
    visit("profile", "Wagtail, uncached", 0.4)
    for page in ALSO_WAGTAIL:
        visit(page, f"Wagtail, uncached: {page}", 0.4)
    return table


if __name__ == "__main__":
    main()
