"""The text as lines: signs made plain, page starts kept, broken lines joined into prose.

What a line means is decided elsewhere; here a line is only clean and knows where it was.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from frameworks.escm.reading_report import ReadingReport

LIGATURES = {"ﬃ": "ffi", "ﬄ": "ffl", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff"}
WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
# The widest printed line has about a hundred signs; a longer one was two lines with a word
# divided between them.
WIDEST = 100
ENDS = re.compile(r"[.?!:][”’)\]]*(?: \[[^\]]+\])?$")
CODES = re.compile(r"\s*\([a-z]{3}\d\d(?:, [a-z]{3}\d\d)*\)$")


@dataclass(frozen=True)
class BookLine:
    """One line: its number in the file, its clean text, and whether a page starts with it."""

    number: int
    text: str
    starts_page: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


def clean(text: str, report: ReadingReport) -> list[BookLine]:
    """The lines of `text` with plain letters; a form feed or a leading space starts a page."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    ligatures = sum(text.count(sign) for sign in LIGATURES)
    text = _spelled_out(text)
    if ligatures:
        report.repaired("ligature", "whole text", f"{ligatures} ligatures written as letters")
    return _restore_hyphens(_lines(text), report)


def _spelled_out(text: str) -> str:
    for sign, letters in LIGATURES.items():
        text = text.replace(sign, letters)
    return text


def _lines(text: str) -> list[BookLine]:
    lines: list[BookLine] = []
    fed = False
    for number, raw in enumerate(text.split("\n"), start=1):
        squeezed = " ".join(raw.split())
        # A form feed may come before its page's first line or on a line of its own.
        fed = fed or "\f" in raw
        lines.append(BookLine(number, squeezed, bool(squeezed) and (fed or raw.startswith(" "))))
        fed = fed and not squeezed
    return lines


def _restore_hyphens(lines: list[BookLine], report: ReadingReport) -> list[BookLine]:
    """Give a word its hyphen back where the end of a printed line swallowed it.

    Only in a line that two printed lines were joined into, and only where the document spells
    the word with its hyphen more often than without.
    """
    words = Counter(word.lower() for line in lines for word in WORD.findall(line.text))
    hyphened = {word.replace("-", ""): word for word in words if "-" in word}

    def mend(line: BookLine) -> BookLine:
        text = line.text
        for word in set(WORD.findall(text)):
            known = hyphened.get(word.lower())
            if "-" in word or not known or words[known] <= words[word.lower()]:
                continue
            cut = known.index("-")
            spelled = f"{word[:cut]}-{word[cut:]}"
            text = re.sub(rf"\b{word}\b", spelled, text)
            report.repaired("lost hyphen", f"line {line.number}", f"“{word}” read as “{spelled}”")
        return replace(line, text=text)

    return [mend(line) if len(line.text) > WIDEST else line for line in lines]


def joined_lines(lines: Iterable[str]) -> str:
    """Lines joined into one text; a word or pair divided at a line's end closes up."""
    text = ""
    for line in lines:
        closes_up = bool(re.search(r"\w[-/]$|—$", text))
        text += line if not text or closes_up else f" {line}"
    return text


def is_finished(text: str) -> bool:
    """Whether a text ends as a sentence does, a list of supporting codes set aside."""
    return bool(ENDS.search(CODES.sub("", text)))


def opens_low(text: str) -> bool:
    """Whether a text starts in the middle of a sentence."""
    return text[:1].islower()


def digest(text: str) -> str:
    """Twelve hexadecimal digits that name a line without quoting it."""
    return hashlib.sha256(" ".join(_spelled_out(text).split()).encode()).hexdigest()[:12]
