"""Remembers answers up to a number of bytes: rosters repeat themselves, and anybody may ask."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from sys import getsizeof
from threading import Lock
from typing import Generic, TypeVar, cast

Given = TypeVar("Given")

ENTRY = 300  # bytes of an entry beside its texts, about
EACH = 60  # bytes of an object that has attributes or members, about
_PLAIN_TYPES = (str, bytes, int, float, type(None))
_PLAIN = frozenset(_PLAIN_TYPES)
_MANY = frozenset((tuple, list, set, frozenset))  # known without the slow question


class Remembered(Generic[Given]):
    """A function of texts. `most` bounds the bytes of what is remembered: what was not asked for
    longest goes first, and an answer that takes more than a hundredth is not remembered.
    """

    def __init__(self, function: Callable[..., Given], most: int) -> None:
        self.function, self.most = function, most
        self.size = 0
        self._answers: OrderedDict[tuple[str, ...], tuple[Given, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def __call__(self, *texts: str) -> Given:
        with self._lock:
            found = self._answers.get(texts)
            if found is not None:
                self._answers.move_to_end(texts)
                return found[0]
        answer = self.function(*texts)
        size = ENTRY + size_of(texts) + size_of(answer)
        if size <= self.most // 100:
            self._keep(texts, answer, size)
        return answer

    def _keep(self, texts: tuple[str, ...], answer: Given, size: int) -> None:
        with self._lock:
            if texts in self._answers:  # another thread was as fast
                return
            self._answers[texts] = answer, size
            self.size += size
            while self.size > self.most:
                _, (_, freed) = self._answers.popitem(last=False)
                self.size -= freed


def size_of(value: object, seen: set[int] | None = None) -> int:
    """Bytes of a text or of data made of texts: what it refers to several times counts once."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return 0
    seen.add(id(value))
    kind = type(value)
    if kind in _PLAIN or isinstance(value, _PLAIN_TYPES):
        return getsizeof(value)
    is_many = kind in _MANY or isinstance(value, Iterable)
    members: Iterable[object] = (
        cast(Iterable[object], value) if is_many else getattr(value, "__dict__", {}).values()
    )
    size = EACH
    for member in members:
        size += size_of(member, seen)
    return size
