"""Codes that were published and are gone, which no file brings back. Another app knows them."""

from collections.abc import Callable, Collection

from taxonomy.slots import Slot

GoneCode = tuple[str, str]  # kind of thing, key

published_codes: Slot[Callable[[], Collection[GoneCode]]] = Slot(tuple)


def gone_codes() -> frozenset[GoneCode]:
    return frozenset(published_codes.get()())
