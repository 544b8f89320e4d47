"""Things that are added to a change set as they are, for whoever works on it to find there."""

from collections.abc import Sequence

from django.db import transaction

from editions.change_sets.saving import NotPossibleError, User, in_the_way, locked
from editions.models import ChangeSet, Draft, Edition

MOST_ADDED = 200


@transaction.atomic
def add_as_they_are(
    change_set: ChangeSet, kind: str, keys: Sequence[str], by: User
) -> tuple[int, list[str]]:
    """How many drafts were made, and what is in the way of others: their drafts in other sets."""
    change_set = locked(change_set)
    if change_set.is_finished:
        raise NotPossibleError(f"The set is {change_set.get_state_display()}.")
    drafts = Draft.objects.filter(kind=kind, key__in=keys, is_open=True)
    drafted = {draft.key: draft for draft in drafts.select_related("change_set")}
    editions = Edition.objects.current().filter(kind=kind, key__in=keys)
    added = [
        Draft(
            change_set=change_set,
            kind=kind,
            key=edition.key,
            base=edition,
            document=edition.document,
            saved_by=by,
        )
        for edition in editions
        if edition.key not in drafted
    ]
    Draft.objects.bulk_create(added)
    others = [draft for _, draft in sorted(drafted.items()) if draft.change_set != change_set]
    return len(added), list(map(in_the_way, others))
