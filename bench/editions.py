"""What editions cost: a load with and without them, turn by turn, and over HTTP the matrix of a
release in which every role changed. BENCH_ROUNDS=0 measures the matrices alone.

Without: nothing records the load, and the triggers that note what is written are off. Seconds of
the processor, of this process and of the database's for its connection, decide: the clock's are
others' too, where others use the machine.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.data import write_json_lines
from bench.place import number, use
from bench.processor import Spent, spent
from bench.servers import Server, rolebook
from bench.table import Table, judge, ms, targets, write

WARMING, ASKED = 10, 21
WITHOUT, WITH = "without editions", "with editions"


def main() -> None:
    profiles, rounds = number("LOAD", 20_000), number("ROUNDS", 3)
    place = use("editions")
    file = place / "canon.jsonl"
    write_json_lines(file, profiles)
    tables, judged = [], targets()
    if rounds:
        tables.append(_loads(file, profiles, rounds, judged))
    if _editions() == 0:
        _load(file, recorded=True)
    for what, seconds in _matrices(place).items():
        limit, took = "under 200 ms", f"{ms(seconds)} ms"
        judge(judged, f"release matrix, {what}", limit, took, seconds < 0.2)
    write("editions", [*tables, judged])


def _loads(file: Path, profiles: int, rounds: int, judged: Table) -> Table:
    took: dict[str, list[Spent]] = {WITHOUT: [], WITH: []}
    for turn in range(rounds):
        for way in (WITHOUT, WITH) if turn % 2 else (WITH, WITHOUT):
            took[way].append(_load(file, way == WITH))
    table = Table(
        f"A load of {profiles:,} roles: {rounds} rounds",
        ["what", "seconds", "rounds", "processor s", "rounds' processor s"],
    )
    for way, each in took.items():
        clock, work = [one.seconds for one in each], [one.processor for one in each]
        table.add(way, *_shown(clock), *_shown(work))
    ratios = [
        median(one[place] for one in took[WITH]) / median(one[place] for one in took[WITHOUT])
        for place in (0, 1)
    ]
    judge(judged, "load with editions against without, by the clock", "at most 1.20",
          f"{ratios[0]:.2f}", ratios[0] <= 1.2)  # fmt: skip
    judge(judged, "the same, by the processor", "at most 1.20", f"{ratios[1]:.2f}",
          ratios[1] <= 1.2)  # fmt: skip
    return table


def _shown(rounds: list[float]) -> tuple[str, str]:
    return f"{median(rounds):.1f}", ", ".join(f"{each:.1f}" for each in rounds)


def _load(file: Path, recorded: bool) -> Spent:
    """What it takes, without search entries, which come after the load: none are written."""
    from taxonomy.canon.load import indexing, load
    from taxonomy.canon.reader import read

    _empty()
    catch_up, indexing.catch_up = indexing.catch_up, lambda progress: None
    try:
        with _as_it_is() if recorded else _unrecorded():
            return spent(lambda: load(read([file])))
    finally:
        indexing.catch_up = catch_up


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


@contextmanager
def _unrecorded() -> Iterator[None]:
    from taxonomy.canon import change_sets

    recorded = change_sets.recorder.get()
    change_sets.recorder.fill(change_sets.recorder.default)
    _triggers("DISABLE")
    try:
        yield
    finally:
        _triggers("ENABLE")
        change_sets.recorder.fill(recorded)


def _triggers(action: str) -> None:
    _run(
        f"""DO $$ DECLARE found record; BEGIN
        FOR found IN SELECT tgname, tgrelid::regclass AS place FROM pg_trigger
            WHERE tgname LIKE 'editions_%' LOOP
            EXECUTE format('ALTER TABLE %s {action} TRIGGER %I', found.place, found.tgname);
        END LOOP; END $$"""
    )


def _matrices(place: Path) -> dict[str, float]:
    """Seconds of the page of a release in which every role changed, and in which one did, over
    HTTP from a site that keeps no page.
    """
    from editions.releases import cut
    from taxonomy.models import Profile

    cut()
    _change(Profile.objects.all())
    every = cut()
    _change(Profile.objects.filter(pk=Profile.objects.earliest("pk").pk))
    pages = {f"every one of {Profile.objects.count():,} roles changed": every}
    pages["one role changed"] = cut()
    with rolebook("without store", place, PAGE_STORE_MB="0") as site:
        return {what: _page(site, made.get_absolute_url()) for what, made in pages.items()}


def _change(roles) -> None:
    from django.db import transaction
    from django.db.models import F

    from editions.history.recording import recorded
    from editions.models import Release
    from taxonomy.canon.change_sets import Origin

    with transaction.atomic(), recorded(Origin("Another scope", "load")):
        roles.update(scope=f"here after {Release.objects.count()}")  # another in each run
        roles.first().pay_bands.update(high=F("high") + 1)


def _page(site: Server, address: str) -> float:
    def ask() -> None:
        status, _, _ = site.get(address, {"Accept-Encoding": "gzip"})
        if status != 200:
            raise RuntimeError(f"{address} answered {status}")

    for _ in range(WARMING):  # each worker
        ask()
    return median(_timed(ask) for _ in range(ASKED))


def _editions() -> int:
    from editions.models import Edition

    return Edition.objects.count()


def _empty() -> None:
    from django.apps import apps

    models = [*apps.get_app_config("taxonomy").models.values()]
    models += apps.get_app_config("editions").models.values()
    tables = [model._meta.db_table for model in models if model.__name__ != "Revision"]
    _run("SET session_replication_role = replica")  # nothing to note for search
    _run(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
    _run("SET session_replication_role = DEFAULT")
    _run("CHECKPOINT")  # what was written before is not written meanwhile


def _run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
