"""A table of results: printed as Markdown, kept as JSON with what the machine was.

Nothing is measured here.
"""

import json
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median as median

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
        lines += ["", *self.notes] if self.notes else []
        return "\n".join(lines) + "\n"


def _line(cells) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


def machine() -> dict[str, object]:
    """What a reader needs to know of the machine; nothing that names it."""
    import os

    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [
            li.split(":")[1].strip() for li in info.read_text().splitlines() if "model name" in li
        ]
        processor = models[0] if models else processor
    return {
        "processor": processor,
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def write(name: str, tables: list[Table]) -> Path:
    """bench/results/<date>-<name>.json and .md; returns the Markdown file."""
    RESULTS.mkdir(exist_ok=True)
    stem = f"{datetime.now(UTC):%Y-%m-%dT%H%M}-{name}"
    facts = machine()
    (RESULTS / f"{stem}.json").write_text(
        json.dumps({"machine": facts, "tables": [vars(t) for t in tables]}, indent=1, default=str)
    )
    page = RESULTS / f"{stem}.md"
    head = "Machine: " + ", ".join(f"{name} {value}" for name, value in facts.items()) + ".\n\n"
    page.write_text(head + "\n".join(table.markdown() for table in tables))
    return page
