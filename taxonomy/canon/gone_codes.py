"""Codes that were published and are gone, which no file brings back. Another app knows them;
`config` says which.
"""

from collections.abc import Callable, Collection

GoneCode = tuple[str, str]  # kind of thing, key

_known: list[Callable[[], Collection[GoneCode]]] = []


def gone_codes_by(ask: Callable[[], Collection[GoneCode]]) -> None:
    if ask not in _known:
        _known.append(ask)


def gone_codes() -> frozenset[GoneCode]:
    return frozenset(code for ask in _known for code in ask())
