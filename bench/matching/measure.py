"""Measures of the matcher on the labelled titles: precision, coverage, abstention.

The titles are in tuning.csv, which thresholds may be tuned on, and held_out.csv, which they may
not; near_misses.csv has titles close to a role that are none. What must hold is in
tests/test_match_bench.py.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from taxonomy.matching.decision import Decision, Matcher, MatchState

HERE = Path(__file__).parent
PARTS = {
    "tuning": HERE / "tuning.csv",
    "held out": HERE / "held_out.csv",
    "near misses": HERE / "near_misses.csv",
}


@dataclass(frozen=True)
class Labelled:
    """A title and its one right key, or none. `kind`: role, undecidable or outside."""

    title: str
    department: str
    level: str
    kind: str
    answer: str
    comment: str = ""


@dataclass
class Measures:
    """Counts over one part, and the mistakes themselves."""

    answerable: int = 0
    right: int = 0
    offered: int = 0
    wrong: list[tuple[Labelled, Decision]] = field(default_factory=list)
    missed: list[tuple[Labelled, Decision]] = field(default_factory=list)
    unanswerable: int = 0
    answered: list[tuple[Labelled, Decision]] = field(default_factory=list)
    refused: int = 0

    @property
    def precision(self) -> float:
        """Right answers among the confident ones, on all titles."""
        confident = self.right + len(self.wrong) + len(self.answered)
        return self.right / confident if confident else 1.0

    @property
    def coverage(self) -> float:
        """Confidently and rightly answered among those that have an answer."""
        return self.right / self.answerable if self.answerable else 0.0

    @property
    def abstention(self) -> float:
        """Not answered confidently among those without an answer."""
        return 1 - len(self.answered) / self.unanswerable if self.unanswerable else 1.0

    @property
    def refusal(self) -> float:
        """Told plainly that there is no match, among those without an answer."""
        return self.refused / self.unanswerable if self.unanswerable else 1.0

    @property
    def recall(self) -> float:
        """The right role is confident or among the candidates, of those with an answer."""
        return self.offered / self.answerable if self.answerable else 0.0


def labelled(part: str) -> list[Labelled]:
    with PARTS[part].open(newline="", encoding="utf-8") as file:
        return [Labelled(**row) for row in csv.DictReader(file)]


def measure(matcher: Matcher, titles: list[Labelled]) -> Measures:
    measures = Measures()
    for asked in titles:
        found = matcher.match(asked.title, asked.department, asked.level)
        _count(measures, asked, found)
    return measures


def _count(measures: Measures, asked: Labelled, found: Decision) -> None:
    confident = found.state is MatchState.CONFIDENT
    if not asked.answer:
        measures.unanswerable += 1
        measures.refused += found.state is MatchState.NO_MATCH
        if confident:
            measures.answered.append((asked, found))
        return
    measures.answerable += 1
    measures.offered += any(each.key == asked.answer for each in found.candidates)
    if not confident:
        measures.missed.append((asked, found))
    elif found.candidates[0].key == asked.answer:
        measures.right += 1
    else:
        measures.wrong.append((asked, found))
