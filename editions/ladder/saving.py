"""Saves what was typed into a ladder's form as drafts: of each role that changed, and of the focus
where its areas did.

All or nothing: a fault or a clash comes back in the form, with all that was typed.
"""

from django.db import transaction
from django.http import HttpRequest
from pydantic import ValidationError

from editions.admin.chosen_set import ChosenSet
from editions.change_sets.saving import Opened, save_draft
from editions.change_sets.trials import applied, tried
from editions.documents.canon_documents import Fault, faults_of
from editions.documents.kinds import KINDS
from editions.ladder.cells import NO_AREA
from editions.ladder.changes import LadderChange, merged
from editions.ladder.documents import FocusLadders
from editions.ladder.form import LadderForm
from editions.models import ChangeSet, Draft
from taxonomy.canon.dump import Plain
from taxonomy.text import folded, one_line, unprintable


def note_faults(form: LadderForm) -> None:
    """What is wrong with the names of rows, and what control characters are in a cell."""
    seen: set[str] = set()
    for row in form.cells.rows:
        name = one_line(row.name)
        if row.id != NO_AREA and not name and not row.is_empty:
            form.fault(f"row-{row.id}-name", "Name the area of these sentences.")
        if name and folded(name) in seen:
            form.fault(f"row-{row.id}-name", "Another row has this name.")
        seen.add(folded(name))
        if row.was and not name and (others := _still_in(form, row.was)):
            said = f"Sentences of it are at {others}: the area stays."
            form.fault(f"row-{row.id}-name", said)
        for level, text in row.cells.items():
            if wrong := unprintable(text.replace("\x0b", "\n").replace("\x0c", "\n")):
                form.fault(f"cell-{row.id}-{level}", f"This text {wrong}.")


def _still_in(form: LadderForm, area: str) -> str:
    shown = {rung.code for rung in form.rungs}
    return ", ".join(
        rung.label
        for rung in form.ladders.roles
        if rung.code not in shown
        and any(folded(each["area"] or "") == folded(area) for each in
                rung.role.document["responsibilities"])
    )  # fmt: skip


def faults_in(form: LadderForm, changes: list[LadderChange]) -> bool:
    """Whether something is wrong; each sentence is then beside its cell."""
    note_faults(form)
    if form.faults:
        return True
    documents = {}
    for change in changes:
        kind = KINDS[change.known.kind]
        document = merged(change).document
        try:
            kind.document(document)
            documents[change.known.thing] = document
        except ValidationError as error:
            for fault in faults_of(error, *change.known.thing):
                _show(form, document, fault)
    if not form.faults:
        for fault in _tried(form.ladders, documents):
            _show(form, documents.get((fault.kind, fault.key), {}), fault)
    return bool(form.faults)


def _tried(ladders: FocusLadders, documents: dict[tuple[str, str], Plain]) -> list[Fault]:
    drafts = Draft.objects.filter(change_set__in=ladders.change_sets, is_open=True)
    with tried():
        return applied(list(drafts), documents)


def _show(form: LadderForm, document: Plain, fault: Fault) -> None:
    """Beside the cell that the fault's path means, or above all."""
    steps = fault.path.replace("[", ".").replace("]", "").split(".")
    level = fault.key.rpartition(".")[2] if fault.kind == "profile" else ""
    name = ""
    if level in form.levels and steps[0] == "guideline" and len(steps) > 1:
        name = f"guideline-{steps[1]}-{level}"
    elif steps[0] in ("responsibilities", "areas") and len(steps) > 1 and steps[1].isdecimal():
        entry = document[steps[0]][int(steps[1])]
        row = form.row_named(entry.get("name") or entry.get("area") or "")
        cell = f"cell-{row.id}-{level}" if row else ""
        name = cell if level in form.levels else f"row-{row.id}-name" if row else ""
    form.fault(name, fault.reason if name else str(fault))


@transaction.atomic
def save(changes: list[LadderChange], request: HttpRequest, title: str) -> list[Draft]:
    """Each into the set that has its draft already, or into the chosen one."""
    chosen = ChosenSet.sent(request)
    made: ChangeSet | None = chosen.change_set
    drafts = []
    for change in changes:
        into = change.known.draft.change_set if change.known.draft else made
        if into is None:
            into = made = chosen.made(request, title)
        document, opened = merged(change).document, Opened(change.known.document)
        draft = save_draft(into, *change.known.thing, document, request.user, opened)
        drafts.append(draft)
    return drafts
