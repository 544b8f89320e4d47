"""Where things are: the parts of the document, and the lines of each practice.

What the lines of a practice say is read in `practice_head` and `activities`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from frameworks.escm.lines import BookLine
from frameworks.escm.model import AREAS, LIFE_CYCLES
from frameworks.escm.running_heads import is_running_head, opens_area

NAME = re.compile(r"(The eSourcing Capability Model[\w ]*\(eSCM.SP\))(?: (v\d))?")
GLOSSARY = re.compile(r"Glossary")
APPENDIX_B = re.compile(r"Appendix B: Practices by Capability Area.*")
APPENDIX_C = re.compile(r"Appendix C: .*")
# A title and a statement take four lines at most; a first paragraph can be between them and
# the line that names the area.
HEADING_LINES = 12


@dataclass(frozen=True)
class Block:
    """One practice: the lines of its heading, and everything from its area's name to its end."""

    title: str
    area: str
    heading: Sequence[BookLine]
    body: Sequence[BookLine]

    @property
    def place(self) -> str:
        return f"“{self.title}”, line {self.body[0].number}"


def looks_right(lines: Sequence[BookLine]) -> bool:
    """Whether this is the document: its name, and pages of practices."""
    return any(NAME.search(line.text) for line in lines) and bool(_anchors(lines))


def part(lines: Sequence[BookLine], heading: re.Pattern[str]) -> Sequence[BookLine]:
    """The lines under one of the big headings, up to the next one or the next practice."""
    start = next((at for at, line in enumerate(lines) if heading.fullmatch(line.text)), None)
    if start is None:
        return ()
    ends = [*_big_headings(lines), *_anchors(lines), len(lines)]
    return lines[start + 1 : min(end for end in ends if end > start)]


def blocks(lines: Sequence[BookLine], titles: set[str]) -> list[Block]:
    """The practices in printed order; `titles` are the known ones, in small letters."""
    anchors = _anchors(lines)
    starts = [_heading_start(lines, anchor, titles) for anchor in anchors]
    intros = [at for at, line in enumerate(lines) if opens_area(line.text)]
    stops = sorted({*starts, *intros, *_big_headings(lines), len(lines)})
    found = []
    for anchor, start in zip(anchors, starts, strict=True):
        heading = [line for line in lines[start:anchor] if line and not is_running_head(line.text)]
        end = min(stop for stop in stops if stop > anchor)
        title = heading[0].text if heading else ""
        found.append(Block(title, lines[anchor].text, heading, lines[anchor:end]))
    return found


def _anchors(lines: Sequence[BookLine]) -> list[int]:
    """Each place where a practice names its area, with its life-cycle on the next line."""
    names = set(AREAS.values())
    return [
        at
        for at, line in enumerate(lines)
        if line.text in names
        and next((after.text for after in lines[at + 1 : at + 3] if after), "") in LIFE_CYCLES
    ]


def _big_headings(lines: Sequence[BookLine]) -> list[int]:
    patterns = (GLOSSARY, APPENDIX_B, APPENDIX_C)
    return [
        at
        for at, line in enumerate(lines)
        if any(pattern.fullmatch(line.text) for pattern in patterns)
    ]


def _heading_start(lines: Sequence[BookLine], anchor: int, titles: set[str]) -> int:
    """The line of the title of the practice whose area is at `anchor`.

    The known title nearest above; else the first line of the paragraph above.
    """
    above = range(anchor - 1, max(-1, anchor - 1 - HEADING_LINES), -1)
    for at in above:
        if lines[at].text.casefold() in titles:
            return at
    start = anchor
    for at in above:
        text = lines[at].text
        if not text or is_running_head(text):
            if start < anchor:
                break
            continue
        start = at
        if lines[at].starts_page:
            break
    return start
