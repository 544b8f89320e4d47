"""What was written and is not recorded yet: triggers note kind, key and the name of the set."""

from django.db import connection

from editions.models import Touched


def is_touched(kind: str, key: str) -> bool:
    """Whether this was written and is not recorded yet."""
    return Touched.objects.filter(kind=kind, key=key).exists()


def take_touched(name: str | None = None) -> dict[str, list[str]]:
    """Kind → keys of what was written, in all sets or that of a name; the notes are gone
    afterwards.
    """
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM editions_touched WHERE %(name)s::text IS NULL"
            " OR coalesce(change_set, '') = %(name)s RETURNING kind, key",
            {"name": name},
        )
        for kind, key in cursor.fetchall():
            found.setdefault(kind, []).append(key)
    return found


def names_waiting() -> list[str]:
    """Of sets whose notes are not recorded yet, in the order in which they were written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(change_set, '') FROM editions_touched GROUP BY 1 ORDER BY min(id)"
        )
        return [name for (name,) in cursor.fetchall()]
