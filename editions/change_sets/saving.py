"""Saving a draft into a change set, merged with what others saved since its form was opened."""

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction

from editions.documents.canon_documents import Fault
from editions.documents.merge import Merged, merge
from editions.history.notes import is_touched
from editions.models import ChangeSet, Draft, Edition, MintedCode, ProposedSuccession
from editions.succession.successions import forget_proposals

User = Any


class NotPossibleError(Exception):
    """What was asked is not done, and why; nothing was changed."""

    def __init__(self, reason: str, faults: list[Fault] | None = None) -> None:
        self.reason = reason
        self.faults = faults or []
        super().__init__("\n".join((reason, *map(str, self.faults))))


class StaleDraftError(NotPossibleError):
    """Somebody else saved the draft, and both changed the same."""

    def __init__(self, saved: "Saved", merged: Merged) -> None:
        self.saved = saved
        self.document = merged.document  # with mine where both changed the same
        self.clashes = merged.clashes
        super().__init__(f"{saved.by} {saved.how} after you had opened it.")


class Opened(NamedTuple):
    """What a form began with: the draft, or what was published."""

    document: dict | None
    # The edition that was merged into what the form showed, because it was newer than the draft's.
    base: Edition | None = None


class Saved(NamedTuple):
    """What a draft is merged with: who saved it, and by which action."""

    document: dict | None
    by: str
    how: str


def open_set(title: str, by: User, why: str = "", origin: str = "admin") -> ChangeSet:
    return ChangeSet.objects.create_titled(title, why=why, origin=origin, opened_by=by)


def current(kind: str, key: str) -> Edition | None:
    return Edition.objects.current().of(kind, key).first()


def current_of(things: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Edition]:
    """The current editions of several things, in one query."""
    wanted = set(things)
    found = Edition.objects.current().filter(key__in=[key for _, key in wanted])
    listed = {(each.kind, each.key): each for each in found.select_related("change_set")}
    return {thing: edition for thing, edition in listed.items() if thing in wanted}


@transaction.atomic
def save_draft(
    change_set: ChangeSet,
    kind: str,
    key: str,
    document: dict | None,
    by: User,
    opened: Opened | Draft | None = None,
    row: int | None = None,
) -> Draft:
    """Saves what one thing is to be; `opened` is what its form began with.

    What somebody else saved meanwhile is merged; where both changed the same, StaleDraftError names
    both.
    """
    change_set = locked(change_set)
    if change_set.is_finished:
        raise NotPossibleError(f"The set is {change_set.get_state_display()}.")
    draft = Draft.objects.filter(change_set=change_set, kind=kind, key=key).first()
    saved = _saved_meanwhile(draft, kind, key)
    if draft is None:
        refuse_second_draft(kind, key)
        draft = Draft(change_set=change_set, kind=kind, key=key, base=current(kind, key), row=row)
    if opened is not None and saved and opened.document != saved.document:
        merged = merge(opened.document, document, saved.document)
        if merged.clashes:
            raise StaleDraftError(saved, merged)
        document = merged.document
    if isinstance(opened, Opened) and opened.base:
        draft.base = opened.base
    draft.document, draft.saved_by, draft.token = document, by, uuid.uuid4()
    draft.save()
    return draft


def _saved_meanwhile(draft: Draft | None, kind: str, key: str) -> Saved | None:
    """The draft as it is now, or what is published where there is none."""
    if draft is not None:
        return Saved(draft.document, draft.saver, "saved this draft")
    live = current(kind, key)
    if live is None or is_touched(kind, key):
        return None
    by = live.change_set.published_by or f"The set “{live.change_set}”"
    return Saved(live.document, str(by), "published another version of this")


@transaction.atomic
def take_draft_out(draft: Draft) -> None:
    """Of its set: the thing stays as it is published, and a new one is forgotten; so is what the
    set says of its successors.
    """
    change_set = locked(draft.change_set)
    if change_set.is_finished:
        raise NotPossibleError(f"The set is {change_set.get_state_display()}.")
    forget_proposals(change_set, draft.kind, draft.key)
    draft.delete()


@transaction.atomic
def take_proposal_out(proposal: ProposedSuccession) -> None:
    """Of its set: readers see nothing of this successor. Drafts stay as they are."""
    change_set = locked(proposal.change_set)
    if change_set.is_finished:
        raise NotPossibleError(f"The set is {change_set.get_state_display()}.")
    proposal.delete()


def is_drafted_new(kind: str, key: str) -> bool:
    """Whether this is in a set that is not finished, and was never published."""
    drafts = Draft.objects.open_of(kind, key).filter(base=None)
    return drafts.exists() and not was_published(kind, key)


def was_published(kind: str, key: str) -> bool:
    return MintedCode.objects.filter(kind=kind, key=key).exists()


def forget_new(change_set: ChangeSet, kind: str, key: str) -> bool:
    """Takes the draft of a thing that was never published out of its set, if it is one."""
    if not is_drafted_new(kind, key):
        return False
    take_draft_out(change_set.drafts.get(kind=kind, key=key))
    return True


def refuse_second_draft(kind: str, key: str) -> None:
    other = Draft.objects.open_of(kind, key).select_related("change_set").first()
    if other:
        raise NotPossibleError(in_the_way(other))


def in_the_way(draft: Draft) -> str:
    """What to do where one thing would have a second open draft, on whichever way it comes."""
    begin = f"There is a draft of {draft.kind} {draft.key} in the set “{draft.change_set}”"
    return f"{begin}: work in that set, publish it, or take the draft out of it."


def locked(change_set: ChangeSet) -> ChangeSet:
    return ChangeSet.objects.select_for_update().get(pk=change_set.pk)
