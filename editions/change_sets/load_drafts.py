"""What a load would change as drafts of an open set: nothing of it is live before the set is
reviewed and published.

The load writes as ever, in a savepoint that is taken back; what things are then becomes drafts.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from editions.change_sets.saving import in_the_way
from editions.documents.kinds import KINDS, live_documents
from editions.documents.row_keys import numbers_of
from editions.history.notes import take_touched
from editions.history.recording import TAKEN_BACK, not_recording, record_outside
from editions.models import ChangeSet, Draft, Edition, ProposedSuccession, Succession
from taxonomy.canon.change_sets import NotRecorded, Origin, Recording
from taxonomy.exchange.problems import LoadError, Problem
from taxonomy.models import Revision

NOTHING = "Nothing would change: no set is made."


@contextmanager
def drafted(origin: Origin) -> Iterator[Recording]:
    """What is written inside becomes drafts of a new open set, and is taken back.

    LoadError names what has an open draft already. Inside a transaction.
    """
    Revision.objects.wait_for_turn()
    record_outside()
    recording = NotRecorded()
    with transaction.atomic(), not_recording():
        yield recording
        found = [draft for kind, keys in take_touched().items() for draft in _drafts(kind, keys)]
        follow = list(_successors())
        transaction.set_rollback(True)
    _refuse_second_drafts(found)
    recording.notes.append(_saved(origin, found, follow) if found or follow else NOTHING)


def _drafts(kind: str, keys: Collection[str]) -> Iterator[Draft]:
    """Of things that are otherwise now than published; those without a document are gone."""
    current = {each.key: each for each in Edition.objects.current().filter(kind=kind, key__in=keys)}
    now = dict(live_documents(KINDS[kind], keys))
    numbers = numbers_of(kind, now.keys() - current.keys())
    for key in sorted(current.keys() | now.keys()):
        base, document = current.get(key), json.loads(now[key]) if key in now else None
        if (base.document if base else None) != document:
            yield Draft(kind=kind, key=key, base=base, document=document, row=numbers.get(key))


def _successors() -> Iterator[ProposedSuccession]:
    """What was written of what follows what, in the set that is taken back."""
    is_taken_back = Q(change_set__origin=TAKEN_BACK)
    for each in Succession.objects.filter(is_taken_back | Q(ended_in__origin=TAKEN_BACK)):
        yield ProposedSuccession(
            kind=each.kind,
            from_key=each.from_key,
            to_key=each.to_key,
            relation=each.relation,
            why=each.why,
            ends=each.until_revision is not None,
        )


def _refuse_second_drafts(found: list[Draft]) -> None:
    wanted = {(draft.kind, draft.key) for draft in found}
    drafts = Draft.objects.filter(is_open=True, kind__in={kind for kind, _ in wanted})
    problems = [
        Problem("", "", f"{in_the_way(draft)} {_address(draft.change_set_id)}")
        for draft in drafts.select_related("change_set")
        if (draft.kind, draft.key) in wanted
    ]
    if problems:
        raise LoadError(problems)


def _address(change_set_id: int) -> str:
    return reverse("admin:change_set", args=[change_set_id])


def _saved(origin: Origin, drafts: list[Draft], follow: list[ProposedSuccession]) -> str:
    made = ChangeSet.objects.create_titled(
        origin.title, origin=origin.way, opened_by_id=origin.user_id
    )
    for draft in drafts:
        draft.change_set, draft.saved_by_id = made, origin.user_id
    Draft.objects.bulk_create(drafts, batch_size=500)
    new = {(each.kind, each.from_key, each.to_key) for each in follow if not each.ends}
    for each in follow:
        each.change_set = made
    ProposedSuccession.objects.bulk_create(
        each
        for each in follow
        if not (each.ends and (each.kind, each.from_key, each.to_key) in new)
    )
    count = "1 draft" if len(drafts) == 1 else f"{len(drafts):,} drafts"
    said = f"{count}{_count_of(new)} in the open set “{made}”"
    return f"{said}, nothing published: {_address(made.pk)}"


def _count_of(new: set[tuple[str, str, str]]) -> str:
    return f" and what follows {len({key for _, key, _ in new}):,}" if new else ""
