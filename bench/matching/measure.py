"""Measures of the matcher on labelled titles: precision, coverage, recall, abstention.

Two sets, each in two halves: thresholds may be tuned on the tuning half and not on the held-out
one. `tuning` and `held out` are the names of roles in other words and dress; `postings` are titles
as they are advertised, most of which are no name of any role. near_misses.csv has titles close to
a role that are none, other_trades.csv titles of trades that the canon lacks. What must be true is
in tests/test_match_bench.py.
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
    "postings tuning": HERE / "postings_tuning.csv",
    "postings held out": HERE / "postings_held_out.csv",
    "other trades": HERE / "other_trades.csv",
}


@dataclass(frozen=True)
class Labelled:
    """A title and its right key, or none. `kind`: role, undecidable or outside. Where the title
    leaves open which of several levels is meant, `answer` has the key of each. `trade` are the
    functions whose roles are near to a title outside the canon.
    """

    title: str
    department: str
    level: str
    kind: str
    answer: str
    comment: str = ""
    trade: str = ""

    @property
    def answers(self) -> frozenset[str]:
        return frozenset(self.answer.split())


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
    led_astray: list[tuple[Labelled, Decision]] = field(default_factory=list)
    unoffered: list[tuple[Labelled, Decision]] = field(default_factory=list)

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
        """Answered plainly that there is no match, among those without an answer."""
        return self.refused / self.unanswerable if self.unanswerable else 1.0

    @property
    def honesty(self) -> float:
        """No match, or a review that begins with a role of the same trade, among those without an
        answer. It is measured where trades are labelled.
        """
        return 1 - len(self.led_astray) / self.unanswerable if self.unanswerable else 1.0

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
    if asked.answer:
        _count_answerable(measures, asked, found)
    else:
        _count_unanswerable(measures, asked, found)


def _count_answerable(measures: Measures, asked: Labelled, found: Decision) -> None:
    measures.answerable += 1
    if any(each.key in asked.answers for each in found.candidates):
        measures.offered += 1
    else:
        measures.unoffered.append((asked, found))
    if found.state is not MatchState.CONFIDENT:
        measures.missed.append((asked, found))
    elif found.candidates[0].key in asked.answers:
        measures.right += 1
    else:
        measures.wrong.append((asked, found))


def _count_unanswerable(measures: Measures, asked: Labelled, found: Decision) -> None:
    measures.unanswerable += 1
    measures.refused += found.state is MatchState.NO_MATCH
    if found.state is MatchState.CONFIDENT:
        measures.answered.append((asked, found))
    if found.candidates and found.candidates[0].key.split(".")[0] not in asked.trade.split():
        measures.led_astray.append((asked, found))
