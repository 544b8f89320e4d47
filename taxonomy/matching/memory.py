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

    def __init__(
        self,
        function: Callable[..., Given],
        most: int,
        size_of_answer: Callable[[Given], int] | None = None,
    ) -> None:
        self.function, self.most = function, most
        self.size, self._size_of = 0, size_of_answer or size_of
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
        size = ENTRY + sum(map(getsizeof, texts)) + self._size_of(answer)
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


class Kept(Generic[Given]):
    """What is costly to make, by what it is made of; `most` bounds the sum of the sizes that are
    given, and what was made first goes first.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._made: dict[object, tuple[Given, int]] = {}
        self._lock = Lock()

    def get(self, key: object) -> Given | None:
        found = self._made.get(key)
        return found[0] if found else None

    def keep(self, key: object, made: Given, size: int) -> None:
        with self._lock:
            if key in self._made or size > self.most // 100:
                return
            self._made[key] = made, size
            self.size += size
            while self.size > self.most:
                _, freed = self._made.pop(next(iter(self._made)))
                self.size -= freed


def size_of(value: object) -> int:
    """Bytes of a text or of data made of texts: what it refers to several times counts once."""
    seen: set[int] = set()
    size, left = 0, [value]
    while left:
        each = left.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        kind = type(each)
        if kind in _PLAIN or isinstance(each, _PLAIN_TYPES):
            size += getsizeof(each)
            continue
        size += EACH
        if kind in _MANY or isinstance(each, Iterable):
            left += cast(Iterable[object], each)
        else:
            left += getattr(each, "__dict__", {}).values()
    return size
