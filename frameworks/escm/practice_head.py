"""The head of a practice: title, statement, sidebars and description.

Which practice it is was found out before; its activities are read in `activities`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from frameworks.escm.appendices import PracticeRow
from frameworks.escm.document_sections import Block
from frameworks.escm.errata import Errata
from frameworks.escm.lines import BookLine, is_finished, joined_lines
from frameworks.escm.model import OTHER, TYPES
from frameworks.escm.paragraphs import split
from frameworks.escm.reading_report import DamagedTextError, ReadingReport
from frameworks.escm.running_heads import is_running_head

LEVEL = re.compile(r"Level ([1-5])")
ACTIVITIES = "Activities"


@dataclass(frozen=True)
class Head:
    """What is above the activities; `description` is still lines."""

    lifecycle: str
    level: int
    practice_type: str
    statement: str
    description: Sequence[BookLine]
    activities: Sequence[BookLine]
    late_sidebars: int


def read_practice_head(block: Block, row: PracticeRow, report: ReadingReport) -> Head:
    """Take a practice's head apart; DamagedTextError where it contradicts itself or has no end."""
    texts = [line.text for line in block.body]
    if ACTIVITIES not in texts:
        raise DamagedTextError(block.place, "the practice has no activities")
    end = texts.index(ACTIVITIES)
    lines = [line for line in block.body[1:end] if line and not is_running_head(line.text)]
    sidebars = {line.text for line in lines if LEVEL.fullmatch(line.text) or line.text in TYPES}
    statement, early = _statement(block)
    below = lines[1:]
    first = next((at for at, line in enumerate(below) if line.text not in sidebars), len(below))
    late = sum(line.text in sidebars for line in below[first:])
    late += (1 + len(sidebars)) * bool(early)
    return Head(
        lifecycle=lines[0].text,
        level=_level(block, sidebars, row, report),
        practice_type=_type(block, sidebars, row, report),
        statement=statement,
        description=[*early, *(line for line in below if line.text not in sidebars)],
        activities=block.body[end + 1 :],
        late_sidebars=late,
    )


def _level(block: Block, sidebars: set[str], row: PracticeRow, report: ReadingReport) -> int:
    found = sorted(text for text in sidebars if LEVEL.fullmatch(text))
    if len(found) > 1:
        raise DamagedTextError(block.place, f"the page shows {' and '.join(found)}")
    if not found:
        report.repaired("Appendix B", row.code, f"level {row.level} taken from there")
        return row.level
    return int(found[0].removeprefix("Level "))


def _type(block: Block, sidebars: set[str], row: PracticeRow, report: ReadingReport) -> str:
    found = sorted(text for text in sidebars if text in TYPES)
    if len(found) > 1:
        raise DamagedTextError(block.place, f"the page shows the types {' and '.join(found)}")
    if not found and row.practice_type:
        report.repaired("Appendix B", row.code, f"type {row.practice_type} taken from there")
    return found[0] if found else row.practice_type or OTHER


def _statement(block: Block) -> tuple[str, Sequence[BookLine]]:
    """The statement under the title: one sentence; what follows it opens the description."""
    lines = block.heading[1:]
    ends = (at for at, line in enumerate(lines, start=1) if is_finished(line.text))
    end = next(ends, len(lines))
    return joined_lines(line.text for line in lines[:end]), lines[end:]


def read_description(
    code: str, head: Head, full: float, errata: Errata, report: ReadingReport
) -> tuple[str, ...]:
    """The paragraphs of the description, with the errata's help where a line says nothing."""
    breaks: set[str] = set()
    for entry in errata.paragraphs(code):
        named = [line.text for line in head.description if entry.line.names(line.text)]
        if named:
            breaks.update(named)
            report.repaired(entry.name, code, f"paragraph opened at “{entry.line.hint}…”")
        else:
            report.doubted(code, f"erratum {entry.name}: no such line in the description")
    if head.late_sidebars:
        what = f"{head.late_sidebars} sidebar lines taken out of the description"
        report.repaired("sidebar", code, what)
    return tuple(joined_lines(lines) for lines in split(head.description, full, breaks))
