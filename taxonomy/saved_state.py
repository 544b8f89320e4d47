"""What is saved of a row and of the lists that hang on it, as short digests by part: two states
show whether, and where, somebody else has written between them, by whatever way.

The admin compares the state when a form was opened with the one when it is sent
(taxonomy/admin/guard.py)."""

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple, Self

from django.db import models

LENGTH = 12  # of a digest: parts are compared with their own former state alone


class ListPart(NamedTuple):
    """A list below a row: what it is called, and its rows."""

    name: str
    rows: models.QuerySet


class SavedState(dict[str, str]):
    """Part → digest. A part is a field, or a list with all its rows."""

    @classmethod
    def of(cls, row: models.Model, lists: Iterable[ListPart] = ()) -> Self:
        """As it is in the database now, whatever the instance says."""
        names = fields_of(type(row))
        values = type(row)._base_manager.filter(pk=row.pk).values_list(*names).first()
        state = cls(zip(names, map(_digest, values), strict=True)) if values else cls()
        for part in lists:
            rows = part.rows.order_by("pk").values_list(*fields_of(part.rows.model))
            state[part.name] = _digest(list(rows))
        return state

    @classmethod
    def parsed(cls, text: str) -> Self | None:
        """A state that was written into a form; None where there is none."""
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return cls(found) if isinstance(found, dict) else None

    def __str__(self) -> str:
        return json.dumps(self, separators=(",", ":"))

    def changed(self, now: Self) -> list[str]:
        """The parts that differ. Who sees fewer lists than before does not learn of the others."""
        return [name for name in now if now[name] != self.get(name)]


def fields_of(model: type[models.Model]) -> list[str]:
    """The columns that somebody decides: no clock that each save sets."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if not getattr(field, "auto_now", False)
    ]


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:LENGTH]
