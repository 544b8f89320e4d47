"""Reads a saved page of goal templates: whose it is, and what its four sections state.

The fixed frames that wrap each fact, and the block of text to copy, are known to `goal_frames`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from taxonomy.canon.capture import goal_frames
from taxonomy.canon.capture.figures import DASH, LEVEL
from taxonomy.canon.capture.lines import PageLine, flat, joined
from taxonomy.canon.capture.saved_page import PageSection, SavedPage, alike, sections_of, shown

HEADINGS = {name: re.compile(name) for name in ("SMART goals", "OKRs", "MBO areas", "Scorecard")}
_TITLE = re.compile(rf"Goal templates\s*{DASH}\s*(.+)")
_PLACE = re.compile(rf"(.+?)\s+·\s+(.+)\s+·\s+({LEVEL})\s*{DASH}\s*(.+)")
_LABEL = re.compile(rf"(?:JFM responsibility \(({LEVEL})\)|responsibility \(component\))")
_COPY = re.compile(r"Copy\b.{0,20}\bas text.*")
_REUSED = re.compile(rf"\s*{DASH}\s*reused\b.*")


@dataclass
class GoalRow:
    """One responsibility as a section states it; `kind` is empty where the section is silent."""

    text: str
    kind: str
    line: int
    quoted: str | None = None  # the text said again inside the row


def is_goal_page(lines: list[PageLine]) -> bool:
    texts = {line.text for line in lines}
    return any(map(_TITLE.fullmatch, texts)) and not texts.isdisjoint(HEADINGS)


def read_goal_page(page: SavedPage, lines: list[PageLine]) -> None:
    """States all that the page says, or its problems."""
    sections = sections_of(page, lines, HEADINGS)
    level = _read_head(page, sections.pop(""))
    if level is None:
        return
    rows: dict[str, list[GoalRow]] = {}
    for name, section in sections.items():
        body, block = _parted(section)
        rows[name] = list(_ROWS[name](page, level, body))
        _check_labels(page, name, level, body)
        for row in rows[name]:
            if row.quoted is None and name in ("SMART goals", "OKRs"):
                page.problem(name, f"the row {shown(row.text)} is not whole", row.line)
            elif row.quoted is not None and not alike(row.quoted, row.text):
                reason = f"{shown(row.quoted)} is in the row {shown(row.text)}"
                page.problem(name, reason, row.line)
        _read_block(page, level, section, rows[name], block)
    _state_responsibilities(page, level, rows)
    _check_calibration(page, level, sections)


def _read_head(page: SavedPage, head: PageSection) -> str | None:
    place = next((m for line in head.lines if (m := _PLACE.fullmatch(line.text))), None)
    if place is None:
        page.problem("head", "no line names function · focus · level — level name", head.last_line)
        return None
    at = next(line.number for line in head.lines if line.text == place[0])
    function, focus, level, name = place.groups()
    title = next((m[1] for line in head.lines if (m := _TITLE.fullmatch(line.text))), "")
    if not title:
        page.problem("head", "no title 'Goal templates — …' above the first section", at)
    if "·" in focus:
        reason = f"{shown(place[0])} has more than one · between function and focus"
        page.problem("head", reason, at)
        return None
    for path, value in (
        (("function", "name"), function),
        (("focus", "name"), focus),
        (("levels", level, "code"), level),
        (("levels", level, "name"), name),
        (("profiles", level, "level"), level),
        (("profiles", level, "title"), title),
    ):
        page.state(path, value, at)
    return level


def _parted(section: PageSection) -> tuple[list[PageLine], list[PageLine] | None]:
    """What the section shows, and its block of text to copy, None where there is none."""
    lines = list(flat(section.lines)) if section.name != "MBO areas" else section.lines
    for place, line in enumerate(lines):
        if _COPY.fullmatch(line.text):
            return lines[:place], lines[place + 1 :]
    return lines, None


def _read_graded(page: SavedPage, level: str, body: list[PageLine]) -> Iterator[GoalRow]:
    """Rows of a label, a sentence and frames below it (SMART goals, OKRs)."""
    row: GoalRow | None = None
    for place, line in enumerate(body):
        label = _LABEL.fullmatch(line.text)
        if label and place + 1 < len(body):
            if row:
                yield row
            row = GoalRow(body[place + 1].text, "jfm" if label[1] else "component", line.number)
        elif row:
            repeated = goal_frames.state(page, level, line)
            row.quoted = row.quoted or repeated
    if row:
        yield row


def _read_areas(page: SavedPage, level: str, body: list[PageLine]) -> Iterator[GoalRow]:
    for line in body:
        area = goal_frames.area(line)
        if area:
            text, standard = area
            goal_frames.state(page, level, PageLine(line.number, standard))
            yield GoalRow(text, "", line.number)


def _read_scorecard(page: SavedPage, level: str, body: list[PageLine]) -> Iterator[GoalRow]:
    for line in body:
        measure = goal_frames.quoted_measure(line)
        if measure is not None:
            yield GoalRow(measure, "jfm", line.number)
        else:
            goal_frames.state(page, level, line)


_ROWS = {
    "SMART goals": _read_graded,
    "OKRs": _read_graded,
    "MBO areas": _read_areas,
    "Scorecard": _read_scorecard,
}


def _check_labels(page: SavedPage, name: str, level: str, body: list[PageLine]) -> None:
    for line in body:
        label = _LABEL.fullmatch(line.text)
        if label and label[1] not in (None, level):
            reason = f"{shown(line.text)} on a page of level {level}"
            page.problem(name, reason, line.number)


def _read_block(
    page: SavedPage,
    level: str,
    section: PageSection,
    rows: list[GoalRow],
    block: list[PageLine] | None,
) -> None:
    """The block to copy must state what the rows state; from it come the kinds of MBO areas."""
    if not block:
        if section.ends_page and section.name != "Scorecard":
            page.cut(section)
        return
    text = joined(block)
    copied = goal_frames.rows_in_block(section.name, text)
    line = block[0].number
    for statement in goal_frames.facts_in_block(text):
        goal_frames.state(page, level, PageLine(line, statement))
    if len(copied) != len(rows):
        reason = f"{len(rows)} rows, but {len(copied)} whole ones in the text to copy"
        page.problem(section.name, reason, section.last_line)
        return
    for row, (text, source) in zip(rows, copied, strict=True):
        if not alike(row.text, text):
            reason = f"{shown(text)} in the text to copy contradicts {shown(row.text)}"
            page.problem(section.name, f"{reason} on line {row.line}", line)
        label = _LABEL.fullmatch(_REUSED.sub("", source))
        if label is None or label[1] not in (None, level):
            page.problem(section.name, f"the source {shown(source)} is not known", line)
        else:
            row.kind = row.kind or ("jfm" if label[1] else "component")


def _state_responsibilities(page: SavedPage, level: str, rows: dict[str, list[GoalRow]]) -> None:
    """All responsibilities in order; every section must state the same graded ones.

    MBO areas list components too; on a page without them the graded ones are all it states.
    """
    graded = [row for row in rows.get("SMART goals", []) if row.kind == "jfm"]
    for name in ("OKRs", "Scorecard"):
        _check_same(page, name, graded, rows.get(name))
    areas = rows.get("MBO areas")
    for row in areas or []:
        is_graded = any(alike(row.text, other.text) for other in graded)
        row.kind = row.kind or ("jfm" if is_graded else "component")
    if areas is not None:
        _check_same(page, "MBO areas", graded, [row for row in areas if row.kind == "jfm"])
    listed = graded if areas is None else areas
    if listed:
        texts = [(row.kind, row.text) for row in listed]
        page.state(("profiles", level, "responsibilities"), texts, listed[0].line)


def _check_same(
    page: SavedPage, name: str, graded: list[GoalRow], others: list[GoalRow] | None
) -> None:
    if others is None:
        return
    if len(others) != len(graded):
        reason = f"{len(others)} graded responsibilities, but {len(graded)} in SMART goals"
        page.problem(name, reason, others[-1].line if others else None)
        return
    for one, other in zip(graded, others, strict=True):
        if not alike(one.text, other.text):
            reason = f"{shown(other.text)} contradicts {shown(one.text)} on line {one.line}"
            page.problem(name, reason, other.line)


def _check_calibration(page: SavedPage, level: str, sections: dict[str, PageSection]) -> None:
    """A scorecard that leaves out a dimension which the OKRs have is not whole."""
    card = sections.get("Scorecard")
    if card is None:
        return
    shown_there = {goal_frames.dimension_of(line.text) for line in flat(card.lines)}
    for section in sections.values():
        for line in flat(section.lines) if section.name == "OKRs" else ():
            dimension = goal_frames.dimension_of(line.text)
            if dimension and dimension not in shown_there:
                reason = (
                    f"has no row for {dimension.replace('_', ' ')}, which line {line.number} has"
                )
                page.problem(card.name, reason, card.last_line)
