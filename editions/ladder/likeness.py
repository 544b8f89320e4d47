"""Sentences that two neighbouring levels have nearly alike: a reader could not say which level
asks more.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from editions.documents.line_lists import sentences_of
from editions.ladder.cells import LadderCells
from taxonomy.profile.word_changes import alike_marked, partners
from taxonomy.text import normalised

# Of their words; the most alike pair of the shipped canon has 0.70.
READS_ALIKE = 0.8
MOST_PAIRS = 12  # shown at once


class AlikePair(NamedTuple):
    area: str
    lower: str  # label of a level
    higher: str
    before: Markup  # with the words marked that differ
    after: Markup
    is_same: bool


def alike_pairs(cells: LadderCells, levels: Sequence[tuple[str, str]]) -> list[AlikePair]:
    """`levels` are codes and labels from the lowest up."""
    found = [
        pair
        for row in cells.rows
        for lower, higher in pairwise(levels)
        for pair in _of_row(row.name, row.cells, lower, higher)
    ]
    return found[:MOST_PAIRS]


def _of_row(
    area: str, texts: dict[str, str], lower: tuple[str, str], higher: tuple[str, str]
) -> Iterator[AlikePair]:
    before, after = (_sentences(texts.get(code, "")) for code, _ in (lower, higher))
    for new, old in sorted(partners(before, after, READS_ALIKE)):
        marked = alike_marked(before[old], after[new])
        is_same = before[old] == after[new]
        yield AlikePair(area, lower[1], higher[1], *marked, is_same)


def _sentences(text: str) -> list[str]:
    return [each["text"] for each in sentences_of(None, normalised(text))]
