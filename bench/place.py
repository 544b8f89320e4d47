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
