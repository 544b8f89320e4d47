"""Where a paragraph ends in a description that was printed without blank lines or indents.

Only widths and openings are weighed here; sidebars are gone before, joining comes after.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from frameworks.escm.lines import BookLine, is_finished, opens_low

# Widths of a common book face in thousandths of its size; the measure itself comes from the text.
WIDTHS = {
    278: "ijlt:;/",
    333: "fr!()-[]",
    250: " ,.",
    389: "sJ",
    444: "acez?“”",
    556: "FPS",
    611: "ELTZ",
    667: "BCR",
    722: "mwADGHKNOQUVXYw&",
    889: "M",
    944: "W",
    1000: "—…",
}
WIDTH = {sign: width for width, signs in WIDTHS.items() for sign in signs} | {"m": 778, "I": 333}
# Full lines vary by this much around the measure, for they are stretched to one length.
RAGGED = 0.09
RELATES = re.compile(r"This [Pp]ractice (?:is|expands|builds|establishes|focuses) ")


def _width(text: str) -> int:
    return sum(WIDTH.get(sign, 500) for sign in text)


def line_width(lines: Sequence[BookLine]) -> float:
    """The width of a full line: the middle one among lines that stop inside a sentence."""
    full = [_width(line.text) for line in lines if line and not is_finished(line.text)]
    return median(full) if full else 0.0


def split(lines: Sequence[BookLine], full: float, breaks: set[str]) -> list[list[str]]:
    """The lines of each paragraph.

    A paragraph ends with a sentence whose line leaves space for the word that follows, or before
    a line that opens the relations to other practices, or before a line named in `breaks`.
    """
    paragraphs: list[list[str]] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is None or line.text in breaks or _breaks(before.text, line.text, full):
            paragraphs.append([])
        paragraphs[-1].append(line.text)
    return paragraphs


def _breaks(before: str, line: str, full: float) -> bool:
    if not is_finished(before) or opens_low(line):
        return False
    if RELATES.match(line):
        return True
    width: float = _width(before)
    # Two printed lines joined at a divided word count as one; only the last one matters.
    while width > full * (1 + RAGGED + 0.03):
        width -= full
    next_word = _width(" " + line.split()[0])
    return width + next_word < full or width < full * (1 - RAGGED)
