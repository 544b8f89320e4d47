"""Lighthouse on a running site: its phone with a slowed processor and network, medians of runs.

Needs Node.js 18 or newer; `npx` fetches Lighthouse, or LIGHTHOUSE names an installed one. A page
opens in a new process of the browser, and now and then the recording lacks its beginning:
Lighthouse then has no score (NO_NAVSTART). Such a run is made again, and the table counts it.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from statistics import median
from typing import Any, NamedTuple

from bench import servers
from bench.place import number, use
from bench.table import Table, judge, targets, write

VERSION = "12.8.2"
KEY = "ITOPER.ITOUTSOU493C.P3"
PAGES = {
    "profile": f"/profiles/{KEY}/",
    "next": f"/profiles/{KEY}/next/",
    "goals": f"/profiles/{KEY}/goals/",
    "compare": f"/compare/?keys={KEY},ITOPER.ITOUTSOU493C.P4",
}
CATEGORIES = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 95}
CHROMIUM = "--headless=new --no-sandbox --disable-gpu --disable-quic"
TRIES = 4  # of one run
QUIET = 2.5  # with a higher load before it, a run says little of performance


def main() -> None:
    place, runs = use("pages"), number("ROUNDS", 3)
    columns = ["page", *CATEGORIES, "all runs' speed", "load before each", "runs lost"]
    table = Table(f"Lighthouse {VERSION}: medians of {runs} runs", columns)
    judged = targets()
    with servers.rolebook("Rolebook", place) as site:
        for name, path in PAGES.items():
            site.get(path)
            found = [_run(site.address + path) for _ in range(runs)]
            scores = {each: median(run.scores[each] for run in found) for each in CATEGORIES}
            speeds = ", ".join(str(run.scores["performance"]) for run in found)
            loads = ", ".join(f"{run.load:.1f}" for run in found)
            table.add(name, *scores.values(), speeds, loads, sum(run.lost for run in found))
            for each, least in CATEGORIES.items():
                wanted = "100" if least == 100 else f"at least {least}"
                judge(judged, f"{name}, {each}", wanted, str(scores[each]), scores[each] >= least)
    write("lighthouse", [table, judged])


class Run(NamedTuple):
    scores: dict[str, int]
    load: float
    lost: int  # tries without a score before it


def _run(address: str) -> Run:
    faults = []
    for lost in range(TRIES):
        load = _quiet()
        report = _report(address)
        if isinstance(report, str):
            faults.append(report)
            print(f"  {address}: no score, {report}", flush=True)
            continue
        for audit in report["audits"].values():
            if audit["score"] is not None and audit["score"] < 0.9:
                print(f"  {address}: {audit['id']} {audit.get('displayValue', '')}", flush=True)
        found = report["categories"]
        return Run({each: round(100 * found[each]["score"]) for each in CATEGORIES}, load, lost)
    sys.exit(f"Lighthouse gave no score of {address}: {'; '.join(faults)}")


def _quiet() -> float:
    """The load before a run, once it is low or WAIT seconds have passed."""
    deadline = time.monotonic() + number("WAIT", 60)
    while (load := os.getloadavg()[0]) > QUIET and time.monotonic() < deadline:
        time.sleep(5)
    return load


def _report(address: str) -> dict[str, Any] | str:
    """Lighthouse's report, or why it has no score of a category."""
    chromium = shutil.which(os.environ.get("CHROMIUM") or "chromium") or ""
    options = [
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={CHROMIUM}",
        *("--output=json", "--quiet"),
    ]
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run(
        [*_program(), address, *options], env=environment, capture_output=True, text=True
    )
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return done.stderr[-2000:].strip() or f"exit code {done.returncode}"
    if all(report["categories"].get(each, {}).get("score") is not None for each in CATEGORIES):
        return report
    failed = {
        audit["errorMessage"] for audit in report["audits"].values() if "errorMessage" in audit
    }
    fault = report.get("runtimeError", {}).get("code")
    return ", ".join(sorted({*failed, *([fault] if fault else [])})) or "a category without a score"


def _program() -> list[str]:
    if installed := os.environ.get("LIGHTHOUSE"):
        return shlex.split(installed)
    if shutil.which("npx") is None:
        sys.exit("Lighthouse needs Node.js: install it, or name an installed one in LIGHTHOUSE.")
    return ["npx", "--yes", f"lighthouse@{VERSION}"]


if __name__ == "__main__":
    main()
