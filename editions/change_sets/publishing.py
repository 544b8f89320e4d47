"""From drafts to editions: submitting, reviewing, publishing a change set, undoing one.

How a draft is saved is in saving.py, which states follow each other in TRANSITIONS; who may do what
is the views' question.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from editions.change_sets.applying import apply_drafts, restoring
from editions.change_sets.saving import (
    NotPossibleError,
    User,
    current,
    current_of,
    locked,
    open_set,
    refuse_second_draft,
    save_draft,
)
from editions.change_sets.undoing import before
from editions.documents.canon_documents import Fault
from editions.documents.kinds import digest_of
from editions.documents.merge import merge
from editions.history.purging import purged
from editions.history.recording import recorded
from editions.models import ChangeSet, Draft, Edition, SetReview
from editions.succession.successions import (
    bring_about,
    keys_followed,
    propose_undoing,
)
from taxonomy.canon.change_sets import Origin
from taxonomy.canon.gates import lacks_of
from taxonomy.models import Revision
from taxonomy.search import indexing

State = ChangeSet.State
TRANSITIONS = {
    "submit": ((State.OPEN, State.RETURNED), State.IN_REVIEW),
    "return": ((State.IN_REVIEW,), State.RETURNED),
    "publish": ((State.IN_REVIEW,), State.PUBLISHED),
    "drop": (ChangeSet.UNFINISHED, State.DROPPED),
}


def drafts_digest(change_set: ChangeSet) -> str:
    """Of all drafts, and of what the set says of successors, as they are now: an approval counts
    for nothing else.
    """
    drafts = sorted((draft.kind, draft.key, str(draft.token)) for draft in change_set.drafts.all())
    follow = sorted(
        (str(each), each.why, "ends" if each.ends else "")
        for each in change_set.proposed_successions.all()
    )
    return digest_of("\n".join(map(" ".join, (*drafts, *follow))))


def problems(change_set: ChangeSet) -> list[Fault]:
    """What would be wrong if the set were published now. Applies it and takes all of it back."""
    try:
        with transaction.atomic():
            faults = _apply(change_set, is_trial=True)
            transaction.set_rollback(True)
    except NotPossibleError as error:
        return error.faults or [Fault("", "", "", error.reason)]
    return faults


def apply_for_a_look(change_set: ChangeSet) -> list[Fault]:
    """Brings the canon to the drafts, complete or not; the caller takes all of it back."""
    drafts = list(change_set.drafts.select_related("base"))
    faults = list(_merged_with_live(drafts))
    if faults:
        return faults
    with _restoring_of(change_set):
        faults = apply_drafts(drafts, is_trial=True)
    if not faults:
        indexing.write_noted()  # pages of a role show those of similar work
        bring_about(change_set, drafts)  # where it can be said already
    return faults


@transaction.atomic
def submit(change_set: ChangeSet, by: User) -> ChangeSet:
    change_set = _moved(change_set, "submit")
    if not (change_set.drafts.exists() or change_set.proposed_successions.exists()):
        raise NotPossibleError("There is no draft in this set.")
    if faults := problems(change_set):
        raise NotPossibleError("The set cannot be submitted yet.", faults)
    change_set.submitted_at, change_set.submitted_by = timezone.now(), by
    change_set.save()
    return change_set


@transaction.atomic
def review(
    change_set: ChangeSet, by: User, verdict: str, seen: str, comment: str = ""
) -> SetReview:
    """`seen` is the digest of the drafts that the reviewer looked at."""
    change_set = locked(change_set)
    if change_set.state != State.IN_REVIEW:
        raise NotPossibleError("The set is not in review.")
    if verdict == SetReview.Verdict.RETURNED and not comment:
        raise NotPossibleError("Say in the comment what is to be mended: its editors read it.")
    if seen != drafts_digest(change_set):
        raise NotPossibleError("A draft was saved after you had opened this page: look again.")
    if (
        verdict == SetReview.Verdict.APPROVED
        and not settings.REVIEW_ALONE
        and saved_by(change_set, by)
    ):
        raise NotPossibleError("Who saved a draft of a set does not approve it.")
    if verdict == SetReview.Verdict.RETURNED:
        _moved(change_set, "return").save()
    return SetReview.objects.create(
        change_set=change_set, reviewer=by, verdict=verdict, digest=seen, comment=comment
    )


def saved_by(change_set: ChangeSet, by: User) -> bool:
    """Whether the account saved a draft of the set."""
    return change_set.drafts.filter(saved_by=by).exists()


def is_approved(change_set: ChangeSet) -> bool:
    """Whether the last review approved exactly what the drafts are now."""
    last = max(change_set.reviews.all(), key=lambda review: review.pk, default=None)
    return (
        last is not None
        and last.verdict == SetReview.Verdict.APPROVED
        and last.digest == drafts_digest(change_set)
    )


@transaction.atomic
def publish(change_set: ChangeSet, by: User) -> ChangeSet:
    """Applies all drafts at once and makes their editions."""
    Revision.objects.wait_for_turn()
    change_set = _moved(change_set, "publish")
    if not is_approved(change_set):
        raise NotPossibleError("The set is not approved as it is now.")
    change_set.published_at, change_set.published_by = timezone.now(), by
    change_set.save()
    if faults := _apply(change_set):
        raise NotPossibleError("The set cannot be published.", faults)
    change_set.drafts.update(is_open=False)
    return change_set


@transaction.atomic
def drop(change_set: ChangeSet) -> ChangeSet:
    change_set = _moved(change_set, "drop")
    change_set.save()
    change_set.drafts.update(is_open=False)
    return change_set


def _restoring_of(change_set: ChangeSet) -> AbstractContextManager[None]:
    """Sets made of earlier editions may bring back what is gone."""
    return restoring(is_on=change_set.origin in ("undo", "restore"))


def _apply(change_set: ChangeSet, is_trial: bool = False) -> list[Fault]:
    """Brings the canon to the drafts, merged with what was published since they were begun."""
    drafts = list(change_set.drafts.select_related("base"))
    faults = list(_merged_with_live(drafts))
    faults += _gates(change_set, drafts)
    if faults:
        return faults
    origin = Origin(change_set.title, change_set.origin)
    with _restoring_of(change_set), recorded(origin, change_set):
        faults = apply_drafts(drafts, is_trial) or bring_about(change_set, drafts)
        if faults:
            raise NotPossibleError("The set cannot be published.", faults)
    return []


def _gates(change_set: ChangeSet, drafts: list[Draft]) -> Iterator[Fault]:
    followed = keys_followed(change_set)
    for draft in drafts:
        if draft.document is not None:
            for lack in lacks_of(draft.kind, draft.key, draft.document, followed):
                yield Fault(draft.kind, draft.key, *lack)


def _merged_with_live(drafts: Iterable[Draft]) -> Iterator[Fault]:
    live = current_of((each.kind, each.key) for each in drafts)
    for draft in drafts:
        yield from _merged(draft, live.get((draft.kind, draft.key)))


def _merged(draft: Draft, now: Edition | None) -> Iterator[Fault]:
    if now == draft.base:
        return
    base = draft.base.document if draft.base else None
    live = now.document if now else None
    merged = merge(base, draft.document, live)
    for clash in merged.clashes:
        path = ".".join(map(str, clash.path))
        by = f"“{now.change_set}”" if now else "another set, which took it out,"
        reason = f"{by} published another: {clash.theirs!r} there, {clash.mine!r} here"
        yield Fault(draft.kind, draft.key, path, reason)
    draft.document = merged.document


def _moved(change_set: ChangeSet, action: str) -> ChangeSet:
    change_set = locked(change_set)
    allowed, state = TRANSITIONS[action]
    if change_set.state not in allowed:
        raise NotPossibleError(
            f"The set is {change_set.get_state_display()}: it cannot {action} now."
        )
    change_set.state = state
    return change_set


@transaction.atomic
def undo(done: ChangeSet, by: User) -> ChangeSet:
    """A new set that brings back what the published one changed."""
    made = open_set(f"Undo: {done.title}", by, origin="undo")
    made.undoes = done
    made.save()
    for kind, key, document in before(done):
        refuse_second_draft(kind, key)
        Draft.objects.create(
            change_set=made, kind=kind, key=key, document=document, saved_by=by,
            base=current(kind, key),
        )  # fmt: skip
    propose_undoing(done, made)
    return made


@transaction.atomic
def restore(edition: Edition, by: User) -> ChangeSet:
    """A new set that proposes an earlier edition again."""
    if edition.is_purged:
        raise NotPossibleError(str(purged(edition)))
    if edition.document is None:
        raise NotPossibleError("There is nothing to restore: with this edition it was taken out.")
    made = open_set(f"Restore {edition}", by, origin="restore")
    save_draft(made, edition.kind, edition.key, edition.document, by)
    return made
