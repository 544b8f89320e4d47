"""What was typed into a ladder's form, thing by thing, and merged with what others saved since."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from pydantic import ValidationError

from editions.documents.kinds import KINDS
from editions.documents.merge import Merged, merge
from editions.ladder.cells import (
    LadderCells,
    in_places,
    renamed_areas,
    sentences_by_area,
    typed_areas,
    typed_sentences,
)
from editions.ladder.documents import Known
from editions.ladder.form import LadderForm, LadderParts, role_parts
from taxonomy.canon.dump import Plain
from taxonomy.text import folded


class LadderChange(NamedTuple):
    """One thing that is to become different: what its form began with and what was typed."""

    known: Known
    opened: Plain
    mine: Plain


def changes_of(form: LadderForm) -> list[LadderChange]:
    typed = [*_of_focus(form), *_of_roles(form), *_of_other_roles(form)]
    changes = [each._replace(mine=_normalised(each.known.kind, each.mine)) for each in typed]
    return [each for each in changes if each.mine != each.opened]


def _normalised(kind: str, document: Plain) -> Plain:
    """As it would be saved; what is wrong in it stays as it was typed."""
    try:
        return json.loads(KINDS[kind].text(KINDS[kind].document(document)))
    except ValidationError:
        return document


def _of_focus(form: LadderForm) -> Iterator[LadderChange]:
    focus, areas = form.ladders.focus, form.opened.areas
    typed = typed_areas(areas, form.cells.rows)
    if focus and typed != areas:
        yield LadderChange(
            focus, focus.document | {"areas": areas}, focus.document | {"areas": typed}
        )


def _of_roles(form: LadderForm) -> Iterator[LadderChange]:
    for rung in form.rungs:
        opened = form.opened.profiles[rung.code]
        typed = {
            "responsibilities": typed_sentences(
                opened["responsibilities"], form.cells.rows, rung.code
            ),
            "guideline": _typed_guideline(form.cells, opened["guideline"], rung.code),
        }
        if typed != opened:
            document = rung.role.document
            yield LadderChange(rung.role, document | opened, document | typed)


def _typed_guideline(cells: LadderCells, opened: Plain, level: str) -> Plain:
    """A cell that nobody touched stays as it is, whatever browsers make of its line ends."""
    typed = {name: texts.get(level, "") for name, texts in cells.guideline.items()}
    return opened | {
        name: text
        for name, text in typed.items()
        if text.replace("\r\n", "\n") != opened[name].replace("\r\n", "\n")
    }


def _of_other_roles(form: LadderForm) -> Iterator[LadderChange]:
    """Roles of the focus that the form does not show name a renamed area too."""
    renamed = renamed_areas(form.cells.rows)
    shown = {rung.role.key for rung in form.rungs}
    for rung in form.ladders.roles if renamed else ():
        document = rung.role.document
        if rung.role.key not in shown:
            entries = [
                each | {"area": renamed.get(folded(each["area"] or ""), each["area"])}
                for each in document["responsibilities"]
            ]
            if entries != document["responsibilities"]:
                yield LadderChange(rung.role, document, document | {"responsibilities": entries})


def merged(change: LadderChange) -> Merged:
    """With what is saved now. Sentences merge area by area: two who type in different cells of one
    level never meet.
    """
    opened, mine, saved = change.opened, change.mine, change.known.document
    if saved == opened:
        return Merged(mine, [])
    if change.known.kind != "profile":
        return merge(opened, mine, saved)
    both = merge(*map(_with_areas, (opened, mine, saved)))
    listed = _listed(both.document["responsibilities"], mine["responsibilities"])
    return Merged(both.document | {"responsibilities": listed}, both.clashes)


def _with_areas(document: Plain) -> Plain:
    return document | {"responsibilities": sentences_by_area(document["responsibilities"])}


def _listed(areas: dict[str, list[Plain]], mine: list[Plain]) -> list[Plain]:
    """In the order of my sentences; areas that only the other has come after them."""
    others = [name for name in areas if name not in sentences_by_area(mine)]
    return in_places(areas, mine) + [each for name in others for each in areas[name]]


def merged_form(form: LadderForm, changes: list[LadderChange]) -> LadderForm | None:
    """With what others saved since the form was opened; None where nothing of it clashes."""
    after: dict[tuple[str, str], Plain] = {}
    clashes = []
    for change in changes:
        both = merged(change)
        after[change.known.thing] = both.document
        clashes += [(change.known.key, clash, _saver(change.known)) for clash in both.clashes]
    if not clashes:
        return None
    fresh = LadderForm.shown(form.ladders, form.rungs[0].level.track_id)
    areas = after.get(("focus", form.ladders.key), {}).get("areas", fresh.opened.areas)
    profiles = {
        rung.code: role_parts(after.get(rung.role.thing, rung.role.document))
        for rung in fresh.rungs
    }
    cells = _with_rows_of(fresh.opened, LadderCells.of(areas, profiles), form)
    return replace(fresh, cells=cells, clashes=clashes, is_changed=True)


def _with_rows_of(opened: LadderParts, cells: LadderCells, form: LadderForm) -> LadderCells:
    """Rows as the next save is to know them: by the areas that are saved now."""
    before = {folded(name): was for was, name in renamed_areas(form.cells.rows).items()}
    ids = {folded(row.was): row for row in opened.cells().rows}
    for place, row in enumerate(cells.rows):
        stored = ids.get(before.get(folded(row.name), folded(row.name)))
        row.id, row.was = (stored.id, stored.was) if stored else (f"n{place}", "")
    return cells


def _saver(known: Known) -> str:
    if known.draft:
        return known.draft.saver
    return str(known.edition.change_set.published_by or "a load") if known.edition else ""
