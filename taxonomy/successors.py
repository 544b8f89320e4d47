"""The slots for whoever knows what follows a thing that is retired; where they are empty, nothing
is known. A retired profile's page has them with its own rows.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from django.db.models import QuerySet

from taxonomy.slots import Slot


class SuccessorOf(NamedTuple):
    """What follows a focus that is retired, with the reason."""

    relation: str
    name: str
    address: str
    why: str


Keys = Collection[str] | QuerySet

successors: Slot[Callable[[str, str], list[SuccessorOf]]] = Slot(lambda kind, key: [])
stated_keys: Slot[Callable[[str], Keys]] = Slot(lambda kind: ())


def successors_of(kind: str, key: str) -> list[SuccessorOf]:
    return successors.get()(kind, key)


def keys_with_successors_stated(kind: str) -> Keys:
    """Of things of which is said what follows them, or why nothing does."""
    return stated_keys.get()(kind)
