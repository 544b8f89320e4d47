"""What a set that undoes another proposes: each thing as it was before. A role that was new is
retired; anything else that was new goes where nothing uses it, and stays where retired roles do.
Its code never comes to mean something else.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet

from editions.change_sets.applying import apply_drafts, restoring
from editions.change_sets.saving import NotPossibleError
from editions.change_sets.trials import tried
from editions.documents.kinds import KINDS
from editions.documents.row_keys import MODELS, row_of
from editions.history.purging import purged
from editions.models import ChangeSet, Draft, Edition
from editions.succession.successions import former_key_of_new
from frameworks.models import CanonLink
from taxonomy.choices import ProfileStatus
from taxonomy.keys import focus_key
from taxonomy.models import Focus, Profile

MOST_NAMED = 5
INSTEAD = {
    "focus": "Retire the focus first, or restore the other things one by one.",
    "function": "Retire its focuses first, or restore the other things one by one.",
    "market": "Take it out of the pay that names it first, or restore the others one by one.",
}
INSTEAD_OF_A_LEVEL = "Retire or move those roles first, or restore the other things one by one."


class Before(NamedTuple):
    """What a thing was before a set; no document where it was not."""

    kind: str
    key: str
    document: dict | None


def before(done: ChangeSet) -> list[Before]:
    """In the order in which drafts are made of them."""
    found, new = [], []
    for edition in done.editions.all():
        each = Before(edition.kind, edition.key, _document_before(edition))
        if each.document is None and edition.kind == "profile":
            retired = _retired(edition, former_key_of_new(done, edition.key))
            found.append(each._replace(document=retired))
        elif each.document is None and not KINDS[edition.kind].is_removable:
            new.append(each)
        else:
            found.append(each)
    return [*found, *_deletable(found, new)]


def _document_before(edition: Edition) -> dict | None:
    former = edition.former()
    if former and former.is_purged:
        raise NotPossibleError(f"{purged(former)} The others can be restored one by one.")
    return former.document if former else None


def _retired(edition: Edition, former: str | None) -> dict:
    return edition.stated | {"status": ProfileStatus.RETIRED.value, "replaced_by": former}


def _deletable(others: Sequence[Before], new: Sequence[Before]) -> Iterator[Before]:
    """Of what was new, what nothing uses once the others are as they were. What refers to another
    comes before it.
    """
    if not new:
        return
    order = list(KINDS)
    with tried(), restoring(is_on=True):
        drafts = [Draft(kind=each.kind, key=each.key, document=each.document) for each in others]
        has_faults = bool(apply_drafts(drafts, is_trial=True))
        for each in sorted(new, key=lambda each: order.index(each.kind), reverse=True):
            # What is wrong is named when the set is submitted.
            if has_faults or _can_be_deleted(each):
                yield each
            else:
                _refuse_in_use(each)


def _can_be_deleted(each: Before) -> bool:
    row = row_of(MODELS[each.kind], each.key)
    if row is None or _links(each).exists():
        return False
    try:
        with transaction.atomic():
            row.delete()
    except DatabaseError:
        return False
    return True


def _refuse_in_use(each: Before) -> None:
    """Where roles that are in use, or something else that is no retired role, keep it."""
    roles = Profile.objects.filter(_of(each)).distinct()
    using = list(roles.in_use().values_list("key", flat=True).order_by("key"))
    if not using and not roles.exists():
        focuses = Focus.objects.filter(function__code=each.key) if each.kind == "function" else ()
        using = [f"focus {focus_key(each.key, focus.code)}" for focus in focuses]
        using += [f"a link of {link.entry}" for link in _links(each).select_related("entry")]
    if using:
        more = f" and {len(using) - MOST_NAMED} more" if len(using) > MOST_NAMED else ""
        named = f"{', '.join(using[:MOST_NAMED])}{more}"
        reason = f"{each.kind} {each.key} was new in that set and is used by {named}."
        raise NotPossibleError(f"{reason} {INSTEAD.get(each.kind, INSTEAD_OF_A_LEVEL)}")


def _of(each: Before) -> Q:
    """Of roles that use it."""
    function, _, code = each.key.partition(".")
    return {
        "focus": Q(function__code=function, focus__code=code),
        "function": Q(function__code=function),
        "level": Q(level=each.key),
        "track": Q(level__track=each.key),
        "market": Q(pay_bands__market__code=each.key),
    }[each.kind]


def _links(each: Before) -> QuerySet:
    if each.kind not in ("focus", "function"):
        return CanonLink.objects.none()
    return CanonLink.objects.filter(**{each.kind: row_of(MODELS[each.kind], each.key)})
