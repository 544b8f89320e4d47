"""Whether migrations have not run yet: what depends on the last one waits until they have."""

from collections.abc import Collection, Iterable
from functools import cache

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

APPLIED = "SELECT app, name FROM django_migrations"


def migrations_are_pending(connection: BaseDatabaseWrapper, apps: Collection[str]) -> bool:
    """Of these apps."""
    if "django_migrations" not in connection.introspection.table_names():
        return True
    with connection.cursor() as cursor:
        cursor.execute(APPLIED)
        return some_are_pending(cursor.fetchall(), apps)


def some_are_pending(
    applied: Iterable[tuple[str, str]], apps: Collection[str] | None = None
) -> bool:
    """Whether the last migration of one of the apps, of any where none is named, is not applied."""
    needed = {last for last in _last_migrations() if apps is None or last[0] in apps}
    return not needed <= set(applied)


@cache
def _last_migrations() -> tuple[tuple[str, str], ...]:
    """Read once: a running process grows no migrations."""
    return tuple(MigrationLoader(None).graph.leaf_nodes())
