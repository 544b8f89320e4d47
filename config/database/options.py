"""What Django is told of the database: of the one that comes along or of the one that DATABASE_URL
names, as commands use it and as the threads of a web worker do.
"""

import sys
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from config.database.deadline import DeadlineConnection

Options = dict[str, Any]


def database(url: str, pool_size: int, test_name: str) -> Options:
    """For commands, whose loads and migrations take their time."""
    shared = {
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": "_".join(filter(None, ["test_rolebook", test_name]))},
    }
    options = {
        "pool": {"min_size": 0, "max_size": pool_size, "timeout": 3, "reconnect_timeout": 3},
        "connect_timeout": 3,
    }
    if not url:
        return {"ENGINE": "config.embedded", "NAME": "rolebook", "OPTIONS": options, **shared}
    parts = _parts(url)
    named = {key: parts.pop(key, "") for key in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": named["dbname"],
        "USER": named["user"],
        "PASSWORD": named["password"],
        "HOST": named["host"],
        "PORT": named["port"],
        "OPTIONS": {**options, **parts},
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
    common: Options, size: int, connection_class: type[DeadlineConnection], **milliseconds: int
) -> Options:
    """The same database with a connection for each of `size` threads, and with bounds on what a
    statement may wait for. Options that DATABASE_URL names come after them and win.
    """
    options = dict(common["OPTIONS"])
    bounds = [f"-c {name}={value}" for name, value in milliseconds.items()]
    options["options"] = " ".join([*bounds, str(options.get("options", ""))]).strip()
    options["connect_timeout"] = 2
    options["pool"] = options["pool"] | {"max_size": size, "connection_class": connection_class}
    test = {**common["TEST"], "MIRROR": "default"}
    return {**common, "ENGINE": "config.database", "OPTIONS": options, "TEST": test}
