"""The setting of a transaction that names its change set: the database refuses writes without one.

What is written under a name of its own, by SQL for instance, is recorded under that name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

SETTING = "editions.change_set"
MIGRATIONS = "Migrations"


@contextmanager
def named(title: str) -> Iterator[None]:
    """The set that this transaction writes in; afterwards the one of before, or none."""
    before = set_named(title)
    yield
    set_named(before)  # not after an error, which undoes the setting with all else


def set_named(title: str, for_transaction: bool = True, using: str = "default") -> str:
    """Returns the name of before, empty for none."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting(%s, true), ''), set_config(%s, %s, %s)",
            [SETTING, SETTING, title, for_transaction],
        )
        return cursor.fetchone()[0]


_before_migrations: dict[str, str] = {}


def name_migrations(using: str = "default", **kwargs: Any) -> None:
    """Migrations of data write rows too: what they write is recorded under their name."""
    if connections[using].vendor == "postgresql" and using not in _before_migrations:
        _before_migrations[using] = set_named(MIGRATIONS, for_transaction=False, using=using)


def name_after_migrations(using: str = "default", **kwargs: Any) -> None:
    if using in _before_migrations:
        set_named(_before_migrations.pop(using), for_transaction=False, using=using)
