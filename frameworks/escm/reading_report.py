"""What a reading reports: repairs made, doubts left, and the errors that end it.

The rules that make the repairs are beside the text they repair; this module only keeps the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


class ReadingError(Exception):
    """The text cannot be read into a model; nothing was returned."""


class WrongDocumentError(ReadingError):
    """The text is something else than Part 2 of the eSCM-SP."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"not Part 2 of the eSCM-SP: {reason}")
        self.reason = reason


class DamagedTextError(ReadingError):
    """The text is the right document but lacks what a complete model needs."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


@dataclass(frozen=True)
class Repair:
    """One thing put right: the rule (or the erratum's name), the place, and what was done."""

    rule: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} [{self.rule}]"


@dataclass(frozen=True)
class Doubt:
    """One thing that the text leaves open; somebody should look at it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class ReadingReport:
    """Everything that one reading noted, in the order in which it happened."""

    repairs: list[Repair] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def repaired(self, rule: str, where: str, what: str) -> None:
        self.repairs.append(Repair(rule, where, what))

    def doubted(self, where: str, what: str) -> None:
        doubt = Doubt(where, what)
        if doubt not in self.doubts:
            self.doubts.append(doubt)

    def lines(self) -> Iterator[str]:
        yield f"Repairs: {len(self.repairs)}"
        yield from (f"  {repair}" for repair in self.repairs)
        yield f"Doubts: {len(self.doubts)}"
        yield from (f"  {doubt}" for doubt in self.doubts)

    def __str__(self) -> str:
        return "\n".join(self.lines())
