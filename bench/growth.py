"""How cost grows: the same questions to canons of two thousand, twenty thousand and a million.

Pages are made whole, in this process, with nothing kept.
"""

import random
import subprocess
import sys
import time

from bench.canon import build
from bench.place import number, use
from bench.table import Table, at, ms, write

SIZES = (2_000, 20_000, 1_000_000)
QUESTIONS = ("nearest", "search", "profile page", "function page", "focus page")


def main() -> None:
    if len(sys.argv) > 1:
        print(*_measured(int(sys.argv[1])))
        return
    table = Table("Cost by size: p50 ms", ["roles", "on disk MB", *QUESTIONS])
    largest = number("PROFILES", SIZES[-1])
    for size in sorted({min(size, largest) for size in SIZES}):
        command = [sys.executable, "-m", "bench.growth", str(size)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        disk, *took = done.stdout.split()
        table.add(f"{size:,}", f"{int(disk):,}", *took)
    table.notes.append("Pages by the whole of Django, one after the other, with nothing kept.")
    write("growth", [table])


def _measured(size: int) -> list[object]:
    use(f"canon-{size}")
    build(size)
    from django.contrib.staticfiles.storage import StaticFilesStorage
    from django.db import connection
    from django.test import Client

    from taxonomy.adjacency.nearest_query import nearest_to
    from taxonomy.models import Profile
    from taxonomy.search.filters import Filters
    from taxonomy.search.results import search_canon

    _plain_static_files(StaticFilesStorage)
    client, chance = Client(HTTP_HOST="localhost"), random.Random(3)
    chosen = Profile.objects.filter(pk__in=chance.sample(range(1, size - RUNG), 60))
    roles = list(chosen.select_related("function", "focus", "level"))
    questions = {
        "nearest": lambda role: nearest_to(role, 8),
        "search": lambda role: search_canon(role.title.lower(), Filters()),
        "profile page": lambda role: _page(client, role.get_absolute_url()),
        "function page": lambda role: _page(client, role.function.get_absolute_url()),
        "focus page": lambda role: _page(client, role.focus.get_absolute_url()),
    }
    took = [ms(_p50(questions[name], roles)) for name in QUESTIONS]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) >> 20")
        return [*cursor.fetchone(), *took]


RUNG = 10


def _plain_static_files(backend: type) -> None:
    """Addresses of static files need no collecting here."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = f"{backend.__module__}.{backend.__name__}"


def _page(client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")


def _p50(ask, roles: list) -> float:
    took = []
    for role in roles:
        began = time.perf_counter()
        ask(role)
        took.append(time.perf_counter() - began)
    return at(0.5, took[10:])


if __name__ == "__main__":
    main()
