"""Django's options of the database: of the one that comes along or of the one that DATABASE_URL
names, as commands use it and as the threads of a web worker do.
"""

import sys
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from config.database.deadline import DeadlineConnection

Options = dict[str, Any]
EMBEDDED = "config.embedded"  # the backend of the database that comes along


def for_commands(url: str, pool_size: int, test_name: str) -> Options:
    """Loads and migrations take their time, but wait for each other's locks for minutes only."""
    return _database(url, pool_size, test_name, {"lock_timeout": 300_000})


def _database(url: str, pool_size: int, test_name: str, milliseconds: dict[str, int]) -> Options:
    """Options that DATABASE_URL names come after those of here, and win."""
    shared = {
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": "_".join(filter(None, ["test_rolebook", test_name]))},
    }
    bounds = " ".join(f"-c {name}={value}" for name, value in milliseconds.items())
    options = {
        "options": bounds,
        "pool": {"min_size": 0, "max_size": pool_size, "timeout": 3, "reconnect_timeout": 3},
        "connect_timeout": 3,
    }
    if not url:
        return {"ENGINE": EMBEDDED, "NAME": "rolebook", "OPTIONS": options, **shared}
    parts = _parts(url)
    named = {key: parts.pop(key, "") for key in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": named["dbname"],
        "USER": named["user"],
        "PASSWORD": named["password"],
        "HOST": named["host"],
        "PORT": named["port"],
        "OPTIONS": {**options, **parts, "options": f"{bounds} {parts.get('options', '')}".strip()},
        **shared,
    }


def _parts(url: str) -> dict[str, Any]:
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        parts = {}
    port = str(parts.get("port") or "5432")
    is_postgresql = url.startswith(("postgres://", "postgresql://"))
    if not (is_postgresql and parts.get("dbname") and port.isdecimal()):
        # It is not printed: it has a password in it.
        sys.exit("DATABASE_URL cannot be used: give postgresql://user:password@host:5432/name.")
    return parts


def for_threads(
    url: str,
    count: int,
    test_name: str,
    connection_class: type[DeadlineConnection],
    milliseconds: dict[str, int],
) -> Options:
    """A connection for each thread, with bounds on what a statement may wait for."""
    made = _database(url, count, test_name, milliseconds)
    made["ENGINE"] = "config.database"
    made["OPTIONS"]["connect_timeout"] = 2
    made["OPTIONS"]["pool"]["connection_class"] = connection_class
    made["TEST"]["MIRROR"] = "default"
    return made
