"""The numbers of rows that a load makes anew: what was drafted in a form has one before it is in
the canon, so that its address and what was chosen by it stay true.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_NONE: Mapping[tuple[str, str], int] = {}
_numbers: ContextVar[Mapping[tuple[str, str], int]] = ContextVar("row_numbers", default=_NONE)


@contextmanager
def with_row_numbers(numbers: Mapping[tuple[str, str], int]) -> Iterator[None]:
    """(kind, key) → number of the row, for those that are new."""
    token = _numbers.set(numbers)
    try:
        yield
    finally:
        _numbers.reset(token)


def number_of(kind: str, key: str) -> int | None:
    """None lets the database choose."""
    return _numbers.get().get((kind, key))
