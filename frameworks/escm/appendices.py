"""The appendices: the table of all practices (B) and the statements of both versions (C).

They are the text's second and third word on each practice; comparing happens in
`consistency_checks`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from frameworks.escm.lines import BookLine, is_finished, joined_lines
from frameworks.escm.model import AREAS, CODE, LIFE_CYCLES, TYPES
from frameworks.escm.reading_report import DamagedTextError, ReadingReport
from frameworks.escm.running_heads import is_running_head

PLACE = "Appendix B"
# Headings and side titles are printed in small letters, spaced out: “l i fe - c yc l e”.
HEADINGS = (
    *("ca", "id", "life-cycle", "l", "type", "shortdescription", "practicestatement"),
    *(name.lower().replace(" ", "") for name in AREAS.values()),
)


@dataclass(frozen=True)
class PracticeRow:
    """One practice as Appendix B lists it; the type is empty where its cell fell out."""

    code: str
    lifecycle: str
    level: int
    practice_type: str
    title: str
    statement: str


def _cells(lines: Sequence[BookLine]) -> Iterator[tuple[str, str]]:
    """Kind and text of each cell, in printed order; the table's own headings are left out."""
    words: list[str] = []

    def flush() -> Iterator[tuple[str, str]]:
        text = joined_lines(words)
        words.clear()
        if text:
            yield ("statement" if is_finished(text) else "title"), text

    for line in lines:
        kind = _kind(line.text)
        if kind or line.starts_page:
            yield from flush()
        if kind == "heading":
            continue
        if kind:
            yield kind, line.text
        else:
            words.append(line.text)
    yield from flush()


def _kind(text: str) -> str:
    """What a line is by itself: empty for a part of a title or statement."""
    if not text:
        return "heading"
    if re.fullmatch(CODE, text):
        return "code"
    if re.fullmatch(r"[1-5]", text):
        return "level"
    if text in LIFE_CYCLES:
        return "lifecycle"
    if text in TYPES:
        return "type"
    is_heading = text.islower() or text == "&"
    is_heading = is_heading and any(text.replace(" ", "") in heading for heading in HEADINGS)
    return "heading" if is_heading or is_running_head(text) else ""


def read_rows(lines: Sequence[BookLine], report: ReadingReport) -> dict[str, PracticeRow]:
    """The practices of Appendix B by code.

    Cells can be rows away from their row, but each column keeps its own order: the n-th code,
    life-cycle, level, title and statement make the n-th row. A type is taken only where it is
    printed inside its row.
    """
    cells = list(_cells(lines))
    start = next((at for at, (kind, _) in enumerate(cells) if kind == "code"), None)
    if start is None:
        raise DamagedTextError(PLACE, "the table of practices is missing, so no code can be known")
    cells = cells[start:]
    columns = {
        kind: [text for found, text in cells if found == kind]
        for kind in ("code", "lifecycle", "level", "title", "statement")
    }
    sizes = {kind: len(column) for kind, column in columns.items()}
    if len(set(sizes.values())) > 1:
        counted = ", ".join(f"{size} × {kind}" for kind, size in sizes.items())
        raise DamagedTextError(PLACE, f"the columns differ in length: {counted}")
    twice = [code for code, times in Counter(columns["code"]).items() if times > 1]
    if twice:
        raise DamagedTextError(PLACE, f"listed more than once: {', '.join(twice)}")
    types = _types_in_place(cells)
    rows = {
        code: PracticeRow(code, cycle, int(level), types.get(code, ""), title, statement)
        for code, cycle, level, title, statement in zip(*columns.values(), strict=True)
    }
    _note_fallen_cells(cells, rows, report)
    return rows


def _types_in_place(cells: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The type of each row that is printed whole: code, life-cycle, level, type, title."""
    whole = ["code", "lifecycle", "level", "type", "title"]
    kinds = [kind for kind, _ in cells]
    return {
        cells[at][1]: cells[at + 3][1] for at in range(len(cells)) if kinds[at : at + 5] == whole
    }


def _note_fallen_cells(
    cells: Sequence[tuple[str, str]], rows: dict[str, PracticeRow], report: ReadingReport
) -> None:
    signs = {"code": "C", "lifecycle": "O", "level": "L", "type": "Y", "title": "t"}
    kinds = "".join(signs.get(kind, "s") for kind, _ in cells)
    broken = len(rows) - len(re.findall(r"COLY?ts", kinds))
    if broken:
        report.repaired("table column", PLACE, f"{broken} rows put together column by column")
    loose = kinds.count("Y") - sum(bool(row.practice_type) for row in rows.values())
    if loose:
        report.repaired(
            "table column", PLACE, f"{loose} types printed outside their rows set aside"
        )


def read_statements(lines: Sequence[BookLine]) -> set[str]:
    """Every paragraph of Appendix C; the statements of this version are among them."""
    found: set[str] = set()
    words: list[str] = []
    for line in [*lines, BookLine(0, "")]:
        if words and (not line or line.starts_page):
            found.add(joined_lines(words))
            words = []
        if line:
            words.append(line.text)
    return found
