"""Loading a canon from JSON Lines, beside raw COPY of the very same rows into the same live tables.

Both write to the same indexes, constraints and triggers beside the same reader, and leave search
entries for afterwards; the load also reads, checks, plans and writes the editions of all things.
The entries are timed apart. Seconds of the processor, of this process and of the database's for its
connection, say more than the clock's where others use the machine.
"""

import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.data import write_json_lines
from bench.place import folder, number, use
from bench.processor import Spent, spent
from bench.table import Table, judge, ms, targets, write

# Parents before children.
MODELS = (
    *("level", "function", "focus", "skill", "profile", "focusskill", "source"),
    *("provenancescore", "responsibility", "guideline", "payband", "titlealias"),
    "classificationmapping",
)
SEARCH = ("searchentry", "searchword", "searchqueue")
# A catalogue that is empty has none of these either.
EDITIONS = ("editions_touched", "editions_edition", "editions_code", "editions_changeset")


def main() -> None:
    profiles, rounds = number("LOAD", 20_000), number("ROUNDS", 3)
    place = use("load")
    small, large = place / "small.jsonl", place / "large.jsonl"
    write_json_lines(small, profiles // 10)
    write_json_lines(large, profiles)
    _load(small)
    memory = {f"{profiles // 10:,}": _peak()}
    loads, copies, repeats, entries, waits = [], [], [], [], []
    for _ in range(rounds):
        with _reader() as looks:
            rows, took, catching_up = _load(large)
        waits += looks
        loads.append(took)
        entries.append(catching_up)
        repeats.append(spent(lambda: _again(large)))
        with _reader():
            copies.append(_copy_back(rows))
    memory[f"{profiles:,}"] = _peak()
    table = _table(profiles, rows, loads, copies, repeats)
    share = _seconds(copies) / _seconds(loads)
    judged = targets()
    judge(judged, "load against raw COPY", "at least 50%", f"{share:.0%}", share >= 0.5)
    least, most = memory.values()
    shown = ", ".join(f"{mb} MB for {size}" for size, mb in memory.items())
    judge(judged, "memory of the load, at its peak", "bounded", shown, most < 2 * least)
    judge(judged, "readers' longest wait meanwhile", "not blocked", f"{ms(max(waits))} ms",
          max(waits) < 1)  # fmt: skip
    table.notes.append(
        f"Search entries of {profiles:,} roles and all that they hang from, after the load: "
        f"{median(entries):.0f} s, in portions that let editors in between."
    )
    write("load", [table, judged])


def _table(profiles: int, rows: int, loads: list, copies: list, repeats: list) -> Table:
    table = Table(
        f"Loading {profiles:,} roles, {rows:,} rows: medians of {len(loads)} rounds",
        ["what", "seconds", "rows/s", "of raw COPY", "processor s", "of raw COPY's"],
    )
    for what, rounds in (
        ("raw COPY", copies),
        ("canon load into an empty catalogue", loads),
        ("canon load again, nothing to change", repeats),
    ):
        seconds, work = _seconds(rounds), _work(rounds)
        shares = f"{_seconds(copies) / seconds:.0%}", f"{_work(copies) / work:.0%}"
        table.add(
            what, f"{seconds:.1f}", f"{rows / seconds:,.0f}", shares[0], f"{work:.1f}", shares[1]
        )
    return table


def _seconds(rounds: list[Spent]) -> float:
    return median(each.seconds for each in rounds)


def _work(rounds: list[Spent]) -> float:
    return median(each.processor for each in rounds)


def _load(file: Path) -> tuple[int, Spent, float]:
    """Rows, what the load took, seconds of its search entries."""
    from taxonomy.canon.load import load
    from taxonomy.canon.reader import read
    from taxonomy.search import indexing

    _empty()
    write_entries = indexing.catch_up
    indexing.catch_up = lambda progress: None
    try:
        took = spent(lambda: load(read([file])))
    finally:
        indexing.catch_up = write_entries
    return _rows(), took, _timed(indexing.catch_up)


def _again(file: Path) -> None:
    from taxonomy.canon.load import load
    from taxonomy.canon.reader import read

    load(read([file]))


def _copy_back(rows: int) -> Spent:
    dumps = _dump(folder("load/rows"))
    _empty()
    took = spent(lambda: _copy(dumps))
    if _rows() != rows:
        raise RuntimeError("COPY did not bring back every row")
    return took


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _tables(names: tuple[str, ...] = MODELS) -> list[str]:
    return [f"taxonomy_{name}" for name in names]


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # nothing to note for search
        tables = [*_tables(MODELS + SEARCH), *EDITIONS]
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("CHECKPOINT")  # what was written before is not written meanwhile


def _rows() -> int:
    from django.db import connection

    counts = " + ".join(f"(SELECT count(*) FROM {table})" for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return cursor.fetchone()[0]


def _dump(place: Path) -> dict[str, Path]:
    from django.db import connection

    files = {}
    with connection.cursor() as cursor:
        for table in _tables():
            files[table] = place / table
            with files[table].open("wb") as stream, cursor.copy(f"COPY {table} TO STDOUT") as copy:
                for block in copy:
                    stream.write(block)
    return files


def _copy(files: dict[str, Path]) -> None:
    from django.db import connection, transaction

    from taxonomy.search.indexing import postpone

    with transaction.atomic(), connection.cursor() as cursor:
        postpone()
        # Of a set, and with nothing to note of lists, as the load does.
        cursor.execute("SET LOCAL editions.change_set = 'raw COPY'")
        cursor.execute("SET LOCAL editions.parents_written = 'yes'")
        cursor.execute("SET LOCAL enable_seqscan = off")  # for foreign keys, as the load does
        for table, path in files.items():
            with path.open("rb") as stream, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                while block := stream.read(1 << 16):
                    copy.write(block)


@contextmanager
def _reader() -> Iterator[list[float]]:
    """Somebody who reads and searches all the while; the seconds that each look took."""
    from django.contrib.postgres.search import SearchQuery
    from django.db import connection

    from taxonomy.models import Profile, SearchEntry

    waits: list[float] = []
    over = threading.Event()
    looked_up = SearchEntry.objects.filter(words=SearchQuery("valv", search_type="raw"))

    def look() -> None:
        while not over.wait(0.05):
            waits.append(_timed(lambda: list(Profile.objects.select_related("function")[:5])))
            waits.append(_timed(lambda: list(looked_up.values_list("key")[:5])))
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield waits
    finally:
        over.set()
        thread.join()


if __name__ == "__main__":
    main()
