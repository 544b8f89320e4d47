"""Lighthouse on a running site: its phone with a slowed processor and network, medians of runs.

Needs Node.js 18 or newer; `npx` fetches Lighthouse, or LIGHTHOUSE names an installed one.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from statistics import median

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


def main() -> None:
    place, runs = use("pages"), number("ROUNDS", 3)
    table = Table(
        f"Lighthouse {VERSION}: medians of {runs} runs", ["page", *CATEGORIES, "all runs' speed"]
    )
    judged = targets()
    with servers.rolebook("Rolebook", place) as site:
        for name, path in PAGES.items():
            site.get(path)
            found = [_scores(site.address + path) for _ in range(runs)]
            scores = {each: median(run[each] for run in found) for each in CATEGORIES}
            speeds = ", ".join(str(run["performance"]) for run in found)
            table.add(name, *scores.values(), speeds)
            for each, least in CATEGORIES.items():
                wanted = "100" if least == 100 else f"at least {least}"
                judge(judged, f"{name}, {each}", wanted, str(scores[each]), scores[each] >= least)
    write("lighthouse", [table, judged])


def _scores(address: str) -> dict[str, int]:
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
    if done.returncode:
        sys.exit(f"Lighthouse: {done.stderr[-2000:]}")
    report = json.loads(done.stdout)
    for audit in report["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9:
            print(f"  {address}: {audit['id']} {audit.get('displayValue', '')}", flush=True)
    return {each: round(100 * report["categories"][each]["score"]) for each in CATEGORIES}


def _program() -> list[str]:
    if installed := os.environ.get("LIGHTHOUSE"):
        return shlex.split(installed)
    if shutil.which("npx") is None:
        sys.exit("Lighthouse needs Node.js: install it, or name an installed one in LIGHTHOUSE.")
    return ["npx", "--yes", f"lighthouse@{VERSION}"]


if __name__ == "__main__":
    main()
