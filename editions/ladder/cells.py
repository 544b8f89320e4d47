"""Cells of the ladder's form and the documents that they are made of.

A row is an area of the focus, a cell what one level answers for in it: a sentence a line.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from editions.documents.line_lists import sentences_as_text, sentences_of
from taxonomy.canon.dump import Plain
from taxonomy.canon.tables import GUIDELINE
from taxonomy.text import folded, normalised, one_line

NO_AREA = "none"  # the row of sentences that name no area


@dataclass
class AreaRow:
    """`was` is the area's name when the form was opened, empty for a new row."""

    id: str
    was: str
    name: str
    cells: dict[str, str] = field(default_factory=dict)  # level → text

    @property
    def is_new(self) -> bool:
        return not self.was and self.id != NO_AREA

    @property
    def is_empty(self) -> bool:
        return not any(text.strip() for text in self.cells.values())


@dataclass
class LadderCells:
    """What the form shows or sent: rows of areas, then the four guideline cells."""

    rows: list[AreaRow]
    guideline: dict[str, dict[str, str]]  # cell → level → text

    @classmethod
    def of(cls, areas: list[Plain], profiles: dict[str, Plain]) -> "LadderCells":
        """`profiles` are documents by level."""
        rows = [AreaRow(f"a{n}", area["name"], area["name"]) for n, area in enumerate(areas)]
        known = {folded(row.name) for row in rows}
        for name in _areas_named(profiles.values()):
            if folded(name) not in known:  # by a draft, before the draft of its focus has it
                rows.append(AreaRow(f"a{len(rows)}", name, name))
                known.add(folded(name))
        if any(_of_area(each["responsibilities"], "") for each in profiles.values()):
            rows.append(AreaRow(NO_AREA, "", ""))
        for row in rows:
            row.cells = {
                level: sentences_as_text(_of_area(document["responsibilities"], row.was))
                for level, document in profiles.items()
            }
        guideline = {
            cell: {level: document["guideline"][cell] for level, document in profiles.items()}
            for cell in GUIDELINE
        }
        return cls(rows, guideline)


def _areas_named(documents: Iterable[Plain]) -> dict[str, None]:
    listed = (each["area"] for document in documents for each in document["responsibilities"])
    return dict.fromkeys(area for area in listed if area)


def _of_area(entries: list[Plain], area: str) -> list[Plain]:
    return [each for each in entries if folded(each["area"] or "") == folded(area)]


def typed_areas(areas: list[Plain], rows: list[AreaRow]) -> list[Plain]:
    """The areas of the focus in the order of the rows; one whose name was emptied goes."""
    stored = {folded(area["name"]): area for area in areas}
    return [
        stored.get(folded(row.was), {"description": ""}) | {"name": one_line(row.name)}
        for row in rows
        if row.id != NO_AREA and one_line(row.name)
    ]


def typed_sentences(entries: list[Plain], rows: list[AreaRow], level: str) -> list[Plain]:
    """The level's sentences with what was typed in its cells, each area where it was among them."""
    typed = {folded(row.was): _typed(entries, row, level) for row in rows if not row.is_new}
    return _with_new(in_places(typed, entries), entries, rows, level)


def sentences_by_area(entries: list[Plain]) -> dict[str, list[Plain]]:
    """Folded name of an area, empty for none → its sentences."""
    found: dict[str, list[Plain]] = {}
    for each in entries:
        found.setdefault(folded(each["area"] or ""), []).append(each)
    return found


def in_places(areas: dict[str, list[Plain]], entries: list[Plain]) -> list[Plain]:
    """The sentences of each area where those of it are among `entries`; one that has none there is
    left out.
    """
    waiting = dict(areas)
    left = {name: len(stored) for name, stored in sentences_by_area(entries).items()}
    placed: list[Plain] = []
    for name in (folded(entry["area"] or "") for entry in entries):
        left[name] -= 1
        count = 1 if left[name] else len(waiting.get(name, []))
        placed += waiting.get(name, [])[:count]
        waiting[name] = waiting.get(name, [])[count:]
    return placed


def _with_new(
    placed: list[Plain], entries: list[Plain], rows: list[AreaRow], level: str
) -> list[Plain]:
    """Sentences of areas that the level had none in come after those of the rows above."""
    above: set[str] = set()
    for row in rows:
        name = folded(one_line(row.name))
        if row.is_new or not _of_area(entries, row.was):
            places = [n for n, each in enumerate(placed, 1) if folded(each["area"] or "") in above]
            at = max(places, default=0)
            placed[at:at] = _typed(entries, row, level)
        above.add(name)
    return placed


def _typed(entries: list[Plain], row: AreaRow, level: str) -> list[Plain]:
    """What is in one cell; a text that nobody touched is the very sentences that it was made of."""
    stored = [] if row.is_new else _of_area(entries, row.was)
    area = (one_line(row.name) or row.was or None) if row.id != NO_AREA else None
    text = row.cells.get(level, "").replace("\r\n", "\n")
    if text == sentences_as_text(stored):
        renamed = one_line(row.name) != row.was and row.id != NO_AREA
        return [each | {"area": area} for each in stored] if renamed else stored
    return sentences_of(area, normalised(text))


def renamed_areas(rows: list[AreaRow]) -> dict[str, str]:
    """Folded name of before → name of now, of rows that were renamed."""
    return {
        folded(row.was): one_line(row.name)
        for row in rows
        if row.was and one_line(row.name) not in ("", row.was)
    }
