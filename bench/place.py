"""Where the benchmark keeps its data, and Django set up to work there.

Every part has a database of its own below var/bench, made once and used again by the next run.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("BENCH_DIR", ROOT / "var" / "bench"))


def number(name: str, default: int) -> int:
    """A size that the environment may change: BENCH_ROUNDS=7."""
    return int(os.environ.get(f"BENCH_{name}", default))


def folder(name: str) -> Path:
    path = DATA / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def warm(*tables: str) -> None:
    """Reads tables and their indexes once, so that a probe waits for no disk."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        cursor.execute(
            "SELECT pg_prewarm(oid, 'read') FROM pg_class WHERE oid = ANY (%s::regclass[])"
            " OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = ANY (%s::regclass[]))",
            [list(tables), list(tables)],
        )


def use(name: str) -> Path:
    """Sets up Django in this process with a database of that name; returns its folder."""
    path = folder(name)
    os.environ["VAR_DIR"] = str(path)
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return path
