"""The form of a ladder: what it began with, what was typed, and what its buttons do to it before
anything is saved.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from editions.change_sets.saving import NotPossibleError
from editions.documents.merge import Clash
from editions.ladder.cells import AreaRow, LadderCells
from editions.ladder.documents import FocusLadders, Rung
from editions.ladder.pasting import new_row, put_into_rows
from taxonomy.canon.dump import Plain
from taxonomy.text import folded, one_line

ROW_ID = re.compile(r"[an]\d{1,4}|none")
ROLE_PARTS = ("responsibilities", "guideline")
MOST_ROWS = 300


@dataclass
class LadderParts:
    """Of the documents what a ladder's form edits."""

    areas: list[Plain]
    profiles: dict[str, Plain]  # level → responsibilities and guideline

    @classmethod
    def of(cls, areas: list[Plain], rungs: list[Rung]) -> "LadderParts":
        return cls(areas, {rung.code: role_parts(rung.role.document) for rung in rungs})

    @classmethod
    def parsed(cls, text: str) -> "LadderParts":
        try:
            found = cls(**json.loads(text))
            LadderCells.of(found.areas, found.profiles)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            reason = "This form does not say what it began with: open it again."
            raise NotPossibleError(reason) from None
        return found

    def __str__(self) -> str:
        return json.dumps({"areas": self.areas, "profiles": self.profiles}, ensure_ascii=False)

    def cells(self) -> LadderCells:
        return LadderCells.of(self.areas, self.profiles)


def role_parts(document: Plain) -> Plain:
    return {name: document[name] for name in ROLE_PARTS}


@dataclass
class LadderForm:
    ladders: FocusLadders
    rungs: list[Rung]
    opened: LadderParts
    cells: LadderCells
    faults: dict[str, list[str]] = field(default_factory=dict)  # name of a field → sentences
    clashes: list[tuple[str, Clash, str]] = field(default_factory=list)  # thing, clash, who saved
    is_changed: bool = False  # shows what is saved nowhere

    @classmethod
    def shown(cls, ladders: FocusLadders, track: str) -> "LadderForm":
        rungs = ladders.rungs(track)
        assert ladders.focus is not None
        opened = LadderParts.of(ladders.focus.document["areas"], rungs)
        return cls(ladders, rungs, opened, opened.cells())

    @classmethod
    def sent(cls, ladders: FocusLadders, track: str, post: QueryDict) -> "LadderForm":
        opened = LadderParts.parsed(post.get("opened", ""))
        rungs = [rung for rung in ladders.rungs(track) if rung.code in opened.profiles]
        return cls(ladders, rungs, opened, sent_cells(opened.cells(), post), is_changed=True)

    @property
    def levels(self) -> list[str]:
        return [rung.code for rung in self.rungs]

    def fault(self, name: str, sentence: str) -> None:
        self.faults.setdefault(name, []).append(sentence)

    def row(self, row_id: str) -> AreaRow | None:
        return next((row for row in self.cells.rows if row.id == row_id), None)

    def row_named(self, name: str) -> AreaRow | None:
        rows = self.cells.rows
        return next((row for row in rows if folded(one_line(row.name)) == folded(name)), None)


def sent_cells(opened: LadderCells, post: QueryDict) -> LadderCells:
    """Rows in the order in which they were sent, which is that of the page."""
    was = {row.id: row.was for row in opened.rows}
    rows = []
    for row_id in dict.fromkeys(post.getlist("row")[:MOST_ROWS]):
        if ROW_ID.fullmatch(row_id) and (row_id in was or row_id.startswith("n")):
            texts = _by_level(post, f"cell-{row_id}-")
            rows.append(
                AreaRow(row_id, was.get(row_id, ""), post.get(f"row-{row_id}-name", ""), texts)
            )
    guideline = {cell: _by_level(post, f"guideline-{cell}-") for cell in opened.guideline}
    return LadderCells(rows, guideline)


def _by_level(post: QueryDict, before: str) -> dict[str, str]:
    names = (name for name in post if name.startswith(before))
    return {name.removeprefix(before): post.get(name, "") for name in names}


def _copy(form: LadderForm, row_id: str, level: str = "") -> None:
    """The text of the level below, whatever the cell has: the browser's own undo brings it back."""
    levels = form.levels
    place = levels.index(level) if level in levels else 0
    texts: Mapping[str, str] | None = form.cells.guideline.get(row_id)
    if row := form.row(row_id):
        texts = row.cells
    if place and isinstance(texts, dict):
        texts[level] = texts.get(levels[place - 1], "")


def _move(by: int) -> Callable[..., None]:
    def move(form: LadderForm, row_id: str, *rest: str) -> None:
        rows, row = form.cells.rows, form.row(row_id)
        if row is not None:
            place = rows.index(row)
            rows.insert(max(0, place + by), rows.pop(place))

    return move


def _add(form: LadderForm, *rest: str) -> None:
    if len(form.cells.rows) < MOST_ROWS:
        new_row(form.cells.rows, "", form.levels)


FORM_ACTIONS: dict[str, Callable[..., None]] = {
    "copy": _copy,
    "up": _move(-1),
    "down": _move(1),
    "add": _add,
}


def press(form: LadderForm, action: str, post: QueryDict) -> str:
    """What a button does to the form; nothing is saved by it. What is said afterwards."""
    name, *about = action.split(":")
    if name == "paste":
        count = put_into_rows(form.cells.rows, post.get("pasted", ""), form.levels)
        return f"{count} row{'' if count == 1 else 's'} added to the form below, not saved yet."
    if name in FORM_ACTIONS and len(about) <= 2:
        FORM_ACTIONS[name](form, *about)
    return ""
