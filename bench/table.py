"""A table of results: printed as Markdown, kept as JSON with what the machine was.

Nothing is measured here.
"""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass
class Table:
    title: str
    columns: list[str]
    rows: list[list[object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        self.rows.append(list(cells))

    def markdown(self) -> str:
        lines = [f"### {self.title}", "", _line(self.columns), _line("---" for _ in self.columns)]
        lines += [_line(row) for row in self.rows]
        for note in self.notes:
            lines += ["", note]
        return "\n".join(lines) + "\n"


def targets() -> Table:
    """What was to be reached beside what was measured; fill it with `judge`."""
    return Table("Targets", ["what", "wanted", "measured", "met"])


def judge(table: Table, what: str, wanted: str, measured: str, met: bool) -> None:
    table.add(what, wanted, measured, "yes" if met else "**no**")


def at(share: float, values: Sequence[float]) -> float:
    """The value that this share of them does not exceed; all of them sorted or not."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def ms(seconds: float) -> str:
    """Milliseconds with as many digits as mean something."""
    size = seconds * 1000
    return f"{size:.3f}" if size < 1 else f"{size:.2f}" if size < 10 else f"{size:.0f}"


def _line(cells: Iterable[object]) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


def machine() -> dict[str, object]:
    """What a reader needs to know of the machine; nothing that names it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    models = [line.split(":")[1].strip() for line in lines if "model name" in line]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "memory": f"{memory:.0f} GB",
        "system": platform.system(),
        "python": platform.python_version(),
        "load before": f"{STARTED_WITH:.1f}",
    }


STARTED_WITH = os.getloadavg()[0]


def write(name: str, tables: list[Table]) -> None:
    """Prints the tables and keeps them as bench/results/<time>-<name>.json and .md."""
    page = "\n".join(table.markdown() for table in tables)
    facts = machine()
    RESULTS.mkdir(exist_ok=True)
    stem = RESULTS / f"{datetime.now(UTC):%Y-%m-%dT%H%M}-{name}"
    data = {"machine": facts, "tables": [asdict(table) for table in tables]}
    stem.with_suffix(".json").write_text(json.dumps(data, indent=1, default=str) + "\n")
    head = "Machine: " + ", ".join(f"{what} {value}" for what, value in facts.items()) + ".\n\n"
    stem.with_suffix(".md").write_text(head + page)
    print(head + page, flush=True)
