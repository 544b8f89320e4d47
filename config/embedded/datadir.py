"""A data directory of PostgreSQL: whether a database is there, was there or never was, and how a
new one is made.

A marker outside VAR_DIR distinguishes a folder that never had a database from one that lost it:
an unmounted disk must not become a new catalogue. Running the server is in server.py."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

from config.embedded import account
from config.embedded.errors import ServerError
from config.embedded.programs import Programs

CHECKOUT = Path(__file__).resolve().parents[2]


def is_there(data: Path) -> bool:
    try:
        return (data / "PG_VERSION").exists()
    except PermissionError:
        return True  # somebody else's, as `check` says


# The marker ---------------------------------------------------------------------------------------


def _markers(data: Path) -> list[Path]:
    """Where the marker may be, best first: VAR_DIR itself is the first to go with a disk."""
    name = f".rolebook-database-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"
    return [folder / name for folder in (data.parent.parent, CHECKOUT, data.parent)]


def is_marked(data: Path) -> bool:
    return any(marker.exists() for marker in _markers(data))


def mark_data_directory(data: Path) -> None:
    if is_marked(data):
        return
    text = os.fsencode(
        f"Rolebook keeps a database in {data}, first seen on {datetime.now(UTC):%Y-%m-%d}.\n"
        "While this file is here, none is made in its place unless you ask for it.\n"
    )
    for marker in _markers(data):
        try:
            marker.write_bytes(text)
            return
        except OSError:
            continue  # not ours to write; the next place, or no marker


def unmark(data: Path) -> None:
    for marker in _markers(data):
        marker.unlink(missing_ok=True)


def is_lost(data: Path) -> bool:
    """A database was here and is gone. The marker is read first: whoever makes a database moves it
    into place before marking it.
    """
    return is_marked(data) and not is_there(data)


def lost(data: Path) -> ServerError:
    return ServerError(
        f"the database in {data} is gone: put the folder back (is its disk mounted?), restore a "
        "backup with `manage.py restore FILE`, or make a new database with `make new-database`"
    )


# Using and making it ------------------------------------------------------------------------------


def check_data_directory(data: Path, programs: Programs) -> None:
    """Refuse a directory that these programs, or this user, cannot run."""
    account.check_owner(data)
    made_by = version(data)
    if made_by != programs.major:
        raise ServerError(
            f"the database in {data} is of PostgreSQL {made_by}, and PostgreSQL {programs.major} "
            "is installed, which cannot read it: run `manage.py upgrade_database`"
        )


def version(data: Path) -> int:
    text = (data / "PG_VERSION").read_text().strip()
    whole, _, _ = text.partition(".")
    if not whole.isdecimal():
        raise ServerError(f"{data / 'PG_VERSION'} is damaged: restore a backup")
    return int(whole)


def create(data: Path, programs: Programs, role: str, database: str) -> None:
    """Make it beside its place and move it there whole, so that a broken try leaves nothing."""
    draft = data.with_name(f"{data.name}.new")
    account.remove(draft)
    try:
        account.own_directory(draft)
        account.open_path(draft.parent)
        account.open_tree(programs.folder.parent)
        # The built-in C.UTF-8 gives the same order and case rules on every machine.
        programs.run(
            "initdb", "--pgdata", str(draft), "--username", role, "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--locale-provider", "builtin",
            "--builtin-locale", "C.UTF-8", "--no-instructions",
        )  # fmt: skip
        programs.run(
            "postgres", "--single", "-D", str(draft), "postgres",
            say=f'CREATE DATABASE "{database}"\n',
        )  # fmt: skip
    except BaseException:
        account.remove(draft)
        raise
    try:
        draft.rename(data)
    except OSError:
        account.remove(draft)
        raise ServerError(
            f"{data} has something else than a database in it: move it away"
        ) from None
