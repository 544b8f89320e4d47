"""The slots for whoever records what a write to the canon changed; where they are empty, the canon
is written and nothing is recorded.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple, Protocol

import psycopg

from taxonomy.exchange.document import Document
from taxonomy.slots import Slot


class Origin(NamedTuple):
    """What a set of changes is to be called, by which way it comes in, and who makes it.

    Whoever `announces` says of each new focus and profile what it is, and writes the lists below
    one only together with its row, as a load does: then the database need not note each of them.
    """

    title: str
    way: str
    user_id: int | None = None
    announces: bool = False


def origin_of(paths: Sequence[Path], way: str, title: str = "", announces: bool = False) -> Origin:
    """Of what a command reads: by default it is called after its files."""
    names = ", ".join(path.name or str(path) for path in paths)
    return Origin(title or names, way, announces=announces)


KeyedDocument = tuple[str, Document]


class Recording(Protocol):
    notes: list[str]  # what whoever reads the report of a load should know

    def began(self, kind: str, documents: Iterable[KeyedDocument]) -> None:
        """New rows that are what their documents state and nothing else."""

    def unchanged(self, kind: str, documents: Iterable[KeyedDocument]) -> set[str]:
        """Keys of those that state all that the canon has of them, and nothing else."""

    def prepare(self) -> None:
        """Does what can be done for the documents that `began` was given without the database."""

    def write_on(self, connection: psycopg.Connection) -> None:
        """Writes what was prepared, from whatever thread, while others read on."""

    def called(self, title: str) -> None:
        """A better title, known only when the work is done."""


class NotRecorded:
    def __init__(self) -> None:
        self.notes: list[str] = []

    def began(self, kind: str, documents: Iterable[KeyedDocument]) -> None:
        pass

    def unchanged(self, kind: str, documents: Iterable[KeyedDocument]) -> set[str]:
        return set()

    def prepare(self) -> None:
        pass

    def write_on(self, connection: psycopg.Connection) -> None:
        pass

    def called(self, title: str) -> None:
        pass


Recorder = Callable[[Origin], AbstractContextManager[Recording]]

Verifier = Callable[[], Iterable[object]]  # a line for each difference from what was recorded

TrialScope = Callable[[], AbstractContextManager[None]]


def _no_drafts(origin: Origin) -> AbstractContextManager[Recording]:
    raise RuntimeError("No app keeps drafts for review: the slot `draft_recorder` is empty.")


recorder: Slot[Recorder] = Slot(lambda origin: nullcontext(NotRecorded()))
draft_recorder: Slot[Recorder] = Slot(_no_drafts)
trial_scope: Slot[TrialScope] = Slot(nullcontext)
verifier: Slot[Verifier] = Slot(tuple)


def set_for_review(origin: Origin) -> AbstractContextManager[Recording]:
    """All that is written inside becomes drafts of a set for review, and is taken back. Inside a
    transaction.
    """
    return draft_recorder.get()(origin)


def unrecorded() -> list[str]:
    """What the canon has otherwise than it was recorded."""
    return [str(line) for line in verifier.get()()]


def change_set(origin: Origin) -> AbstractContextManager[Recording]:
    """All that is written inside becomes one published change set. Inside a transaction."""
    return recorder.get()(origin)


@contextmanager
def trial() -> Iterator[Recording]:
    """What is written inside is in no set: the caller takes it back. Inside a transaction."""
    with trial_scope.get()():
        yield NotRecorded()
