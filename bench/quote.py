"""`python -m bench.quote`: puts the tables of the last two runs into docs/performance.md.

Between its two marks only; the words around them are written by hand.
"""

import json
from datetime import datetime
from pathlib import Path

from bench.place import ROOT
from bench.table import RESULTS, Table

PAGE = ROOT / "docs" / "performance.md"
MARKS = "<!-- what bench.quote wrote -->", "<!-- until here -->"
PARTS = ("pages", "search", "adjacent", "growth", "load", "soak")


def main() -> None:
    text = PAGE.read_text()
    before, rest = text.split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    quoted = "\n".join(part for name in PARTS if (part := _part(name)))
    PAGE.write_text(f"{before}{MARKS[0]}\n\n{quoted}\n{MARKS[1]}{after}")


def _part(name: str) -> str:
    """The last run's tables, its targets with what the run before measured beside."""
    files = sorted(RESULTS.glob(f"*-{name}.json"))[-2:]
    runs = [json.loads(file.read_text()) for file in files]
    if not runs:
        return ""
    last = [Table(**table) for table in runs[-1]["tables"]]
    shown = [table for table in last if table.title != "Targets"]
    if len(shown) < len(last):
        shown.append(_judged([_targets(run) for run in runs]))
    loads = " and ".join(str(run["machine"]["load before"]) for run in runs)
    facts = {n: v for n, v in runs[-1]["machine"].items() if n != "load before"}
    told = ", ".join(f"{what} {value}" for what, value in facts.items())
    said = f"{_dates(files)} ({told}; load of others before: {loads})."
    return "\n".join([*(table.markdown() for table in shown), said, ""])


def _targets(run: dict) -> dict[str, list[str]]:
    [rows] = [table["rows"] for table in run["tables"] if table["title"] == "Targets"]
    return {row[0]: row for row in rows}


def _judged(runs: list[dict[str, list[str]]]) -> Table:
    table = Table("Targets", ["what", "wanted", "measured", "run before", "met, last run"])
    for what, (_, wanted, measured, met) in runs[-1].items():
        before = runs[0][what][2] if len(runs) > 1 and what in runs[0] else ""
        table.add(what, wanted, measured, before, met)
    return table


def _dates(files: list[Path]) -> str:
    times = [datetime.strptime(file.stem[:15], "%Y-%m-%dT%H%M") for file in files]
    return "Runs of " + " and ".join(f"{time:%Y-%m-%d %H:%M}" for time in times)


if __name__ == "__main__":
    main()
