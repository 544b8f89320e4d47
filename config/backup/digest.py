"""A digest of what tables contain: the same for the same rows, in whatever order they are stored.

It is taken of rows as PostgreSQL copies them out, so a database and an archive of it compare. How
an archive is made and read is in archive.py."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Self

from django.apps import apps
from django.conf import settings

MODULUS = 1 << 128
# Counts changes, follows from the rest, or says who made it so and when.
NOT_CANON = ("taxonomy_revision", "taxonomy_searchentry", "taxonomy_searchqueue", "editions_")


class TableDigest(NamedTuple):
    rows: int = 0
    total: int = 0  # of the rows' hashes: addition does not mind the order

    @classmethod
    def of(cls, lines: Iterable[bytes]) -> Self:
        rows, total = 0, 0
        for line in lines:
            rows += 1
            total += int.from_bytes(hashlib.sha256(line).digest()[:16])
        return cls(rows, total % MODULUS)


def _own_tables() -> tuple[str, ...]:
    """How the tables of the apps in this checkout begin."""
    own = (app for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR)
    return tuple(f"{app.label}_" for app in own)


class Digests(dict[str, TableDigest]):
    """Table → its digest."""

    @property
    def rows(self) -> int:
        return sum(digest.rows for digest in self.values())

    def canon(self) -> str:
        """One short text for the catalogue's own tables; it differs when one row differs."""
        lines = [
            f"{table} {digest.rows} {digest.total:032x}\n"
            for table, digest in sorted(self.items())
            if table.startswith(_own_tables()) and not table.startswith(NOT_CANON)
        ]
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]

    def differing(self, others: Self) -> list[str]:
        """The tables that differ, each with its numbers of rows here and there."""
        return [
            f"{table} ({self.get(table, TableDigest()).rows} rows, {others[table].rows} rows)"
            if table in others
            else table
            for table in sorted(self.keys() | others.keys())
            if self.get(table) != others.get(table)
        ]
