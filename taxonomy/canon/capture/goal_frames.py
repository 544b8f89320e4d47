"""The fixed sentences that goal pages wrap around facts, and how a fact comes out of each.

Both places are covered: the rows of a section and the block of text below it that people copy.
"""

import re
from collections.abc import Iterator

from taxonomy.canon.capture.figures import DASH, LEVEL
from taxonomy.canon.capture.lines import PageLine
from taxonomy.canon.capture.saved_page import SavedPage, comparable
from taxonomy.models import DIMENSIONS
from taxonomy.text import straight_quotes

_Q = '["“”]'
_FIELD = re.compile(
    r"(?:Specific|Measurable|Achievable|Relevant|Time-bound|Standard|KR\d+)[:.]?\s+"
)
_REPEATED = re.compile(rf"(?:Deliver:|From .{{1,60}}{DASH} tied to:)\s*{_Q}(.*){_Q}")
_BAR = re.compile(
    rf"(?:Evidence at this level['’]s|Meets the) ([a-z ]{{3,20}}) bar:\s*{_Q}(.*){_Q}.*"
)
_RUBRIC = re.compile(
    r"(?:Scoped to|Consistent with) this level['’]s "
    rf"(jfm [a-z/-]+ rubric|complexity|decision rights):\s*{_Q}(.*){_Q}"
)
_RELEVANT = re.compile(rf"Advances the (.+) mandate for an? ({LEVEL}) {DASH} (.+)\.")
_MEASURE = re.compile(rf"{_Q}(.*){_Q}\s*→?\s*⟨target⟩ by ⟨date⟩.*")
_AREA_END = re.compile(r"\s*⟨target⟩\s*⟨date⟩$")
_STANDARD = re.compile(r"Consistent with this level['’]s ")
_FIELDS = {label.lower(): name for name, label in DIMENSIONS.items()}
_RUBRICS = {
    "jfm complexity/problem-solving rubric": ("profiles", "guideline", "complexity"),
    "jfm knowledge-application rubric": ("profiles", "guideline", "knowledge"),
    "complexity": ("levels", "complexity"),
    "decision rights": ("levels", "decision_rights"),
}
# Opening and closing of every frame in a block, whose fact is between the two.
_IN_BLOCK = (
    ("Scoped to this level's ", '" Relevant:'),
    ("Consistent with this level's ", '" Target:'),
    ("Evidence at this level's ", '" — ⟨target⟩'),
    ("Meets the ", '" →'),
)


def state(page: SavedPage, level: str, line: PageLine) -> str | None:
    """States the fact inside a frame; returns the responsibility where a frame repeats one."""
    text = _FIELD.sub("", line.text, count=1) if _FIELD.match(line.text) else line.text
    if match := _REPEATED.fullmatch(text):
        return match[1]
    if match := _BAR.fullmatch(text):
        field = _FIELDS.get(match[1])
        if field:
            page.state(("levels", level, field), match[2], line.number)
        else:
            page.problem(match[1], "is not a dimension of levels", line.number)
    elif match := _RUBRIC.fullmatch(text):
        where = _RUBRICS.get(match[1])
        if where:
            page.state((where[0], level, *where[1:]), match[2], line.number)
        else:
            page.problem(match[1], "is not a rubric that goal pages quote", line.number)
    elif match := _RELEVANT.fullmatch(text):
        _check_relevant(page, level, match, line)
    return None


def _check_relevant(page: SavedPage, level: str, match: re.Match[str], line: PageLine) -> None:
    place = f"{page.says('function', 'name')} · {page.says('focus', 'name')}"
    head = (place, level, page.says("levels", level, "name"))
    if tuple(map(comparable, match.groups())) != tuple(map(comparable, head)):
        reason = f"{match[1]}, {match[2]} — {match[3]} contradicts the head of the page"
        page.problem("Relevant", reason, line.number)


def dimension_of(text: str) -> str | None:
    match = _BAR.fullmatch(text)
    return _FIELDS.get(match[1]) if match else None


def area(line: PageLine) -> tuple[str, str] | None:
    """Text and standard of a row of MBO areas, in a table or run together; None for no row."""
    if line.cells:
        filled = [*line.cells, "", ""]
        return None if line.is_header or not filled[0] else (filled[0], filled[1])
    whole = _AREA_END.search(line.text)
    if not whole:
        return None
    text = line.text[: whole.start()]
    standard = _STANDARD.search(text)
    if not standard:
        return text, ""
    return text[: standard.start()].strip(), text[standard.start() :]


def quoted_measure(line: PageLine) -> str | None:
    """The responsibility that a row of the scorecard's internal process quotes."""
    match = _MEASURE.fullmatch(line.text)
    return match[1] if match else None


def rows_in_block(section: str, text: str) -> list[tuple[str, str]]:
    """(responsibility, source) of every whole row of a block that was folded into one line."""
    text = straight_quotes(text)
    rows: list[tuple[str, str]] = []
    start = 0
    for opening, closing in _row_borders(section):
        begin = text.find(opening, start)
        found = _between(text, begin, opening, " [source: ")
        if begin < 0 or found is None:
            return rows
        quoted, at = found
        source = text[at : text.find("]", at)] if "]" in text[at:] else ""
        end = text.find(closing, at)
        if not source or end < 0:
            return rows
        rows.append((_unquoted(quoted) if section == "Scorecard" else quoted, source))
        start = end
    return rows


def _row_borders(section: str) -> Iterator[tuple[str, str]]:
    """What opens the n-th row of a block, and what must follow further on for it to be whole."""
    number = 0
    while True:
        number += 1
        yield {
            "SMART goals": (f"{number}. ", "Time-bound: ⟨date⟩"),
            "OKRs": (f"Objective {number}: ", "KR1. "),
            "MBO areas": (f"{number}. Area: ", "Due: ⟨date⟩"),
            "Scorecard": ('- "', "]"),
        }[section]


def _unquoted(measure_and_target: str) -> str:
    return measure_and_target.rpartition('" → ')[0]


def facts_in_block(text: str) -> Iterator[str]:
    """Each frame that quotes a fact, cut out of a folded block."""
    text = straight_quotes(text)
    for opening, closing in _IN_BLOCK:
        begin = text.find(opening)
        while begin >= 0 and (found := _between(text, begin, opening, closing)):
            quoted, after = found
            yield f'{opening}{quoted}"'
            begin = text.find(opening, after)


def _between(text: str, begin: int, opening: str, closing: str) -> tuple[str, int] | None:
    """What is between the two from `begin` on, and where the closing ends."""
    end = text.find(closing, begin + len(opening)) if begin >= 0 else -1
    if end < 0:
        return None
    return text[begin + len(opening) : end], end + len(closing)
