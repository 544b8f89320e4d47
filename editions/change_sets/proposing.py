"""Several drafts that belong together, with what they say of successors: tried on the canon and
saved into one change set, all of them or none.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import transaction
from pydantic import ValidationError

from editions.change_sets.saving import NotPossibleError, Opened, current, in_the_way, save_draft
from editions.change_sets.trials import Thing, applied, documents_of, tried
from editions.documents.canon_documents import Fault, faults_of
from editions.documents.kinds import KINDS
from editions.documents.row_keys import MODELS, row_of
from editions.documents.skill_names import Documents, with_renamed_skills
from editions.models import ChangeSet, Draft
from editions.succession.successions import Follows, propose


class Proposal(NamedTuple):
    documents: Documents
    successions: tuple[Follows, ...] = ()
    words: str = ""  # the title of a set that is made for it

    @property
    def new(self) -> Iterator[Thing]:
        return (thing for thing in self.documents if current(*thing) is None)


def open_draft(kind: str, key: str) -> Draft | None:
    drafts = Draft.objects.open_of(kind, key)
    return drafts.select_related("change_set", "saved_by").first()


def document_now(kind: str, key: str) -> dict | None:
    """As its draft has it, or as it is published; None where it is neither, or is to go."""
    if draft := open_draft(kind, key):
        return draft.document
    edition = current(kind, key)
    return edition.document if edition else documents_of([(kind, key)]).get((kind, key))


def save_together(change_set: ChangeSet, proposal: Proposal, by: Any) -> list[Draft]:
    """NotPossibleError, with the faults, where the canon refuses one of them."""
    for reason in _in_other_sets(change_set, proposal):
        raise NotPossibleError(reason)
    documents = _in_full(proposal.documents)
    proposal = proposal._replace(documents=_with_skills(change_set, documents))
    rows = _tried(change_set, proposal)
    with transaction.atomic():
        drafts = [
            save_draft(change_set, *thing, document, by, _opened(thing), rows.get(thing))
            for thing, document in proposal.documents.items()
        ]
        propose(change_set, proposal.successions)
    return drafts


def _in_other_sets(change_set: ChangeSet, proposal: Proposal) -> Iterator[str]:
    keys = [key for _, key in proposal.documents]
    found = Draft.objects.filter(key__in=keys, is_open=True).exclude(change_set=change_set)
    for draft in found.select_related("change_set"):
        if (draft.kind, draft.key) in proposal.documents:
            yield in_the_way(draft)


def _with_skills(change_set: ChangeSet, documents: Documents) -> Documents:
    keys = [key for kind, key in documents if kind == "skill"]
    former = {key: document for key in keys if (document := document_now("skill", key))}
    return with_renamed_skills(documents, former, change_set.drafts.all()) if keys else documents


def _in_full(documents: Documents) -> Documents:
    """As a file that states them would be read: texts normalised, limits kept."""
    made: Documents = {}
    faults: list[Fault] = []
    for (kind, key), document in documents.items():
        try:
            text = document and KINDS[kind].text(KINDS[kind].document(document))
        except ValidationError as error:
            faults += faults_of(error, kind, key)
        else:
            made[kind, key] = json.loads(text) if text else None
    if faults:
        raise NotPossibleError("This cannot be proposed.", faults)
    return made


def _opened(thing: Thing) -> Opened:
    return Opened(document_now(*thing))


def _tried(change_set: ChangeSet, proposal: Proposal) -> dict[Thing, int]:
    """The numbers of the rows that new things will have; their forms have them as addresses."""
    new = list(proposal.new)
    with tried():
        faults = _faults(list(change_set.drafts.all()), proposal)
        if faults:
            raise NotPossibleError("This cannot be proposed.", faults)
        found = {thing: row_of(MODELS[thing[0]], thing[1]) for thing in new}
        return {thing: row.pk for thing, row in found.items() if row and isinstance(row.pk, int)}


def _faults(drafts: list[Draft], proposal: Proposal) -> list[Fault]:
    """Something else in the set that does not fit yet is no reason."""
    faults = applied(drafts, proposal.documents)
    own = [each for each in faults if (each.kind, each.key) in proposal.documents or not each.kind]
    return own or (applied([], proposal.documents) if faults else [])
