"""The slot for whoever knows what follows a thing that is retired. `config` fills it; without,
nothing is known. A retired profile's page has them with its own rows.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from django.db.models import QuerySet


class SuccessorOf(NamedTuple):
    """What follows a focus that is retired, with the reason."""

    relation: str
    name: str
    address: str
    why: str


Keys = Collection[str] | QuerySet

_known: list[Callable[[str, str], list[SuccessorOf]]] = []
_stated: list[Callable[[str], Keys]] = []


def successors_by(
    ask: Callable[[str, str], list[SuccessorOf]], stated: Callable[[str], Keys]
) -> None:
    _known[:], _stated[:] = [ask], [stated]


def successors_of(kind: str, key: str) -> list[SuccessorOf]:
    return _known[0](kind, key) if _known else []


def keys_with_successors_stated(kind: str) -> Keys:
    """Of things of which is said what follows them, or why nothing does."""
    return _stated[0](kind) if _stated else ()
