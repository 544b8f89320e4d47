"""Reads the graded parts of a profile page: responsibilities by level and the guideline table.

A table saved without its borders is taken apart only where one way to do so exists.
"""

import re
from itertools import pairwise

from taxonomy.canon.capture.figures import LEVEL
from taxonomy.canon.capture.lines import PageLine, flat
from taxonomy.canon.capture.saved_page import PageSection, SavedPage, shown
from taxonomy.models import GUIDELINE_CELLS

_RUNG = re.compile(
    rf"(?P<level>{LEVEL})(?:\s*[·:‐‑–—-]\s*(?P<name>[^.]*?))?"
    r"\s*[(\[·]?\s*(?P<this>this profile)?\s*[)\]]?",
    re.IGNORECASE,
)
_ROW = re.compile(rf"({LEVEL})(?:\s+(.*)|(?=[^\d\s])(.*)|)")
# A sentence that ends where the next one starts without a space: two cells met there.
_SEAM = re.compile(r"(?<=[.!?])(?=[\"“‘(\[]?[A-Z0-9])|(?<=[.!?][)\"”’\]])(?=[\"“‘(\[]?[A-Z0-9])")
# A full stop inside a number (2.5 years) or an abbreviation (Ph.D.) is no seam.
_INSIDE = re.compile(r"\d\.(?=\d)|\b(?:[A-Za-z]|Ph|Ed|Sc)\.")


def read_responsibilities(page: SavedPage, section: PageSection, level: str) -> None:
    """Each level of the ladder with its sentences, in order."""
    rungs: dict[str, list[PageLine]] = {}
    current, marked = "", False
    for line in flat(section.lines):
        rung = None if line.marked else _RUNG.fullmatch(line.text)
        if rung:
            current = rung["level"].upper()
            _open_rung(page, rungs, current, rung["this"], level, line)
        elif current:
            marked = marked or line.marked
            if marked and not line.marked:
                reason = f"{shown(line.text)} is neither a level nor an item of {current}"
                page.problem(section.name, reason, line.number)
            rungs[current].append(line)
    if section.ends_page:
        page.cut(section)
    for code, lines in rungs.items():
        if not lines:
            page.problem(section.name, f"there is nothing below {code}", section.last_line)
        path = ("profiles", code)
        page.state(("levels", code, "code"), code, section.line)
        page.state((*path, "level"), code, section.line)
        texts = [("jfm", line.text) for line in lines]
        page.state((*path, "responsibilities"), texts, lines[0].number if lines else section.line)
    if rungs and level not in rungs:
        page.problem(section.name, f"has no {level}, the page's own level", section.line)


def _open_rung(
    page: SavedPage,
    rungs: dict[str, list[PageLine]],
    code: str,
    this: str | None,
    level: str,
    line: PageLine,
) -> None:
    if code in rungs:
        page.problem("Responsibilities by level", f"{code} is there twice", line.number)
    if this and code != level:
        reason = f"{code} is called this profile on a page of level {level}"
        page.problem("Responsibilities by level", reason, line.number)
    rungs.setdefault(code, [])


def read_guidelines(page: SavedPage, section: PageSection, level: str) -> None:
    """The rubric row of each level, its four cells in a table, glued together, or a line each."""
    order = tuple(GUIDELINE_CELLS)
    levels: list[str] = []
    lines = list(section.lines)
    while lines:
        line = lines.pop(0)
        if line.is_header:
            order = _order_of(line.cells) or order
            continue
        row = _ROW.fullmatch(line.cells[0] if line.cells else line.text)
        if not row:
            _check_above_rows(page, section, line, bool(levels))
            continue
        cells = _cells_of(line, row, lines)
        levels.append(row[1])
        _state_row(page, section, row[1], dict(zip(order, cells, strict=False)), cells, line)
    _check_whole(page, section, levels)


def _order_of(header: tuple[str, ...]) -> tuple[str, ...]:
    """The cells in the order of a table's header, or nothing when it names others."""
    fields = {label.lower(): name for name, label in GUIDELINE_CELLS.items()}
    named = tuple(fields.get(cell.lower().replace(" and ", " & "), "") for cell in header[1:])
    return named if set(named) == set(GUIDELINE_CELLS) else ()


def _cells_of(line: PageLine, row: re.Match[str], following: list[PageLine]) -> list[str]:
    if line.cells:
        return list(line.cells[1:])
    glued = row[2] or row[3] or ""
    if glued:
        return _split(glued)
    cells: list[str] = []
    while following and len(cells) < len(GUIDELINE_CELLS) and not _is_row(following[0]):
        cells.append(following.pop(0).text)
    return cells


def _is_row(line: PageLine) -> bool:
    return bool(_ROW.fullmatch(line.cells[0] if line.cells else line.text))


def _split(glued: str) -> list[str]:
    inside = {found.end() for found in _INSIDE.finditer(glued)}
    seams = [found.start() for found in _SEAM.finditer(glued) if found.start() not in inside]
    edges = [0, *seams, len(glued)]
    return [glued[a:b].strip() for a, b in pairwise(edges)]


def _state_row(
    page: SavedPage,
    section: PageSection,
    code: str,
    cells: dict[str, str],
    found: list[str],
    line: PageLine,
) -> None:
    where = f"{section.name} {code}"
    if len(found) != len(GUIDELINE_CELLS):
        reason = f"the row has {len(found)} cells, not {len(GUIDELINE_CELLS)}"
        if not line.cells:
            reason += ": its cells run together; put | between them"
        page.problem(where, reason, line.number)
        return
    if not line.cells and not re.search(r"[.!?][)\"”’\]]?$", found[-1]):
        page.problem(where, "the row's last cell has no end: it may be cut there", line.number)
        return
    page.state(("levels", code, "code"), code, line.number)
    page.state(("profiles", code, "level"), code, line.number)
    for name, text in cells.items():
        if text not in ("—", "–", "-"):
            page.state(("profiles", code, "guideline", name), text, line.number)


def _check_above_rows(
    page: SavedPage, section: PageSection, line: PageLine, is_below_a_row: bool
) -> None:
    """Only the section's own words and the table's header may be there, above all rows."""
    if is_below_a_row:
        reason = f"{shown(line.text)} is not a row that starts with a level"
        page.problem(section.name, reason, line.number)


def _check_whole(page: SavedPage, section: PageSection, levels: list[str]) -> None:
    for code in {code for code in levels if levels.count(code) > 1}:
        page.problem(section.name, f"{code} is there twice", section.line)
    ladder = {path[1] for path in page.facts if path[2:] == ("responsibilities",)}
    if section.ends_page and not (ladder and ladder <= set(levels)):
        page.cut(section)
