"""Reads a saved SFIA 9 skill page (plain text) into the shape of a framework file.

Only what belongs to the skill is taken; the page's general advice never enters. Workbooks are read
in `workbook`.
"""

import re
from collections.abc import Iterator
from typing import Any

from frameworks.escm.reading_report import ReadingError, ReadingReport
from frameworks.sfia.framework_head import HIGHEST, head
from frameworks.sfia.paragraphs import BULLET, in_paragraphs

HEADING = re.compile(r"(?P<title>[A-Z].{1,120}?)\s+(?P<code>[A-Z]{4})")
MARK = re.compile(r"\((?P<mark>[a-z][a-z ]{2,38})\)")
DEFINED = re.compile(r"Defined at these levels?:\s*(?P<numbers>[\d ,]+)")
LEVEL_LINE = re.compile(r"(?:.*: )?Level (?P<number>\d)")
ESSENCE = re.compile(
    r"Level (?P<number>\d)\s*[-–]\s*(?P<label>[^:]{2,80}): Essence of the level:\s*(?P<essence>.+)"
)
SENTENCE_ENDS = (".", "!", "?", ":", ";", ")", "”")
# Headings that close the description or the guidance: what follows speaks of SFIA in general.
GENERAL = ("Understanding the responsibility levels of this skill", "Levels")
NOTICE = re.compile(r"SFIA \d+ (is in development|beta|planned)|The global skills and competency")


class DamagedPageError(ReadingError):
    """The page is a skill page but lacks what a whole skill needs."""


def is_skill_page(text: str) -> bool:
    """Whether a text is a saved SFIA skill page, whole or damaged."""
    return "Essence of the level" in text and DEFINED.search(text) is not None


def read_skill_page(text: str, report: ReadingReport) -> dict[str, Any]:
    """The skill of one page, with the level scale that every page repeats."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    start, heading = _heading(lines)
    levels = _essences(lines)
    entry: dict[str, Any] = {"code": heading["code"], "title": heading["title"], "levels": []}
    top = next((n for n, line in enumerate(lines) if DEFINED.match(line)), None)
    if top is None:
        raise DamagedPageError("no line says at which levels the skill is defined")
    entry |= _description(lines[start + 1 : top], report)
    entry["levels"] = list(_defined(lines[top:], heading["title"], levels, report))
    return {"framework": head(), "levels": list(levels.values()), "entries": [entry]}


def _heading(lines: list[str]) -> tuple[int, re.Match[str]]:
    for n, line in enumerate(lines):
        if DEFINED.match(line):
            break
        if (match := HEADING.fullmatch(line)) and not NOTICE.match(line):
            return n, match
    raise DamagedPageError("no heading with the skill's name and its four-letter code was found")


def _description(lines: list[str], report: ReadingReport) -> dict[str, Any]:
    """The overall description and the guidance, each with its change mark."""
    guidance_at = lines.index("Guidance notes") if "Guidance notes" in lines else len(lines)
    end = next((n for n, line in enumerate(lines) if line in GENERAL), len(lines))
    if end < guidance_at:
        guidance_at = end
    found: dict[str, Any] = {}
    mark, words = _marked(lines[:guidance_at])
    words = [line for line in words if not _is_notice(line)]
    if len(words) != 1:
        report.doubted("description", f"one paragraph was expected, {len(words)} were found")
    if not words:
        raise DamagedPageError("the overall description is missing")
    found |= {"statement": " ".join(words)} | ({"change": mark} if mark else {})
    mark, words = _marked(lines[guidance_at + 1 : end])
    if words:
        found |= {"guidance": list(in_paragraphs(words))}
        found |= {"guidance_change": mark} if mark else {}
    else:
        report.doubted("guidance", "the page has no guidance notes")
    return found


def _is_notice(line: str) -> bool:
    return bool(NOTICE.match(BULLET.sub("", line)))


def _marked(lines: list[str]) -> tuple[str, list[str]]:
    if lines and (match := MARK.fullmatch(lines[0])):
        return match["mark"], lines[1:]
    return "", lines


def _essences(lines: list[str]) -> dict[int, dict[str, Any]]:
    """The seven levels of responsibility with label and essence."""
    levels: dict[int, dict[str, Any]] = {}
    for line in lines:
        if match := ESSENCE.match(line):
            number = int(match["number"])
            level = {"number": number, "label": match["label"], "essence": match["essence"]}
            if levels.setdefault(number, level) != level:
                raise DamagedPageError(f"the essence of level {number} is there twice, differently")
    missing = [number for number in range(1, HIGHEST + 1) if number not in levels]
    if missing:
        listed = ", ".join(map(str, missing))
        raise DamagedPageError(f"the essence is missing at level {listed}")
    return dict(sorted(levels.items()))


def _defined(
    lines: list[str], title: str, levels: dict[int, Any], report: ReadingReport
) -> Iterator[dict[str, Any]]:
    defined = DEFINED.match(lines[0])
    numbers = [int(digit) for digit in re.findall(r"\d", defined["numbers"] if defined else "")]
    sections = _sections(lines[1:])
    for number in sections:
        if number not in numbers and _skill_words(sections[number], number, report):
            reason = f"level {number} has a text, but the page says it is not defined"
            raise DamagedPageError(reason)
    for number in numbers:
        if number not in levels:
            raise DamagedPageError(f"level {number} is not one of the seven levels")
        mark, words = _marked(sections.get(number, []))
        words = _skill_words(words, number, report)
        if not words:
            raise DamagedPageError(f"{title} is defined at level {number}, but its text is missing")
        about = {"number": number, "text": list(in_paragraphs(words))}
        yield about | ({"change": mark} if mark else {})


def _sections(lines: list[str]) -> dict[int, list[str]]:
    """What is under each level's heading, its essence left out."""
    sections: dict[int, list[str]] = {}
    here: list[str] | None = None
    for line in lines:
        if match := LEVEL_LINE.fullmatch(line):
            number = int(match["number"])
            if number in sections:
                raise DamagedPageError(f"level {number} is there twice")
            here = sections[number] = []
        elif here is not None and not ESSENCE.match(line):
            here.append(line)
    return sections


def _skill_words(words: list[str], number: int, report: ReadingReport) -> list[str]:
    """Up to the first line that is no sentence: there the page's footer begins."""
    for n, line in enumerate(words):
        if not BULLET.match(line) and not line.endswith(SENTENCE_ENDS):
            report.doubted(f"level {number}", f"{len(words) - n} lines after the text are left out")
            return words[:n]
    return words
