"""Loading a canon from JSON Lines, against raw COPY of the very same rows into the same live tables.

Both sides write to the same indexes, constraints and triggers; the load also reads, checks and plans.
"""

import resource
import tempfile
import time
from pathlib import Path

from django.apps import apps
from django.db import connection

from bench.data import write_json_lines
from bench.table import Table, median


def tables() -> list[str]:
    """The canon's tables, parents before children."""
    order = (
        "level function focus skill profile focusskill source provenancescore responsibility "
        "guideline payband titlealias classificationmapping"
    ).split()
    return [apps.get_model("taxonomy", name)._meta.db_table for name in order]


def run(profiles: int = 20_000, rounds: int = 3) -> Table:
    from taxonomy.canon.load import load
    from taxonomy.canon.reading import read

    table = Table(
        f"Load {profiles:,} profiles",
        ["what", "rows", "seconds", "rows/s", "of raw COPY", "peak MB"],
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "canon.jsonl"
        write_json_lines(source, profiles)
        loads, copies = [], []
        rows = 0
        for _ in range(rounds):
            _empty()
            loads.append(_timed(lambda: load(read([source]))))
            rows = _rows()
            dumps = _dump(Path(folder))
            _empty()
            copies.append(_timed(lambda dumps=dumps: _copy(dumps)))
            if _rows() != rows:
                raise RuntimeError("COPY did not bring back every row")
        again = _timed(lambda: load(read([source])))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    fast = median(copies)
    for what, seconds, memory in (
        ("raw COPY", fast, ""),
        ("canon load, empty catalogue", median(loads), peak),
        ("canon load again, nothing to change", again, ""),
    ):
        table.add(
            what,
            f"{rows:,}",
            f"{seconds:.1f}",
            f"{rows / seconds:,.0f}",
            f"{fast / seconds:.0%}",
            memory,
        )
    return table


def _timed(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables())} RESTART IDENTITY CASCADE")


def _rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            " + ".join(f"(SELECT count(*) FROM {t})" for t in tables()).join(["SELECT ", ""])
        )
        return cursor.fetchone()[0]


def _dump(folder: Path) -> dict[str, Path]:
    files = {}
    with connection.cursor() as cursor:
        for table in tables():
            files[table] = folder / table
            with files[table].open("wb") as stream, cursor.copy(f"COPY {table} TO STDOUT") as copy:
                for block in copy:
                    stream.write(block)
    return files


def _copy(files: dict[str, Path]) -> None:
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table, path in files.items():
            with path.open("rb") as stream, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                while block := stream.read(1 << 16):
                    copy.write(block)
