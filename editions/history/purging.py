"""Purges: the documents of a thing's editions go for good, for privacy or the law, and a tombstone
says so. Numbers, times, names of fields and digests stay, so that releases still verify.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q

from editions.change_sets.saving import NotPossibleError, refuse_second_draft
from editions.documents.kinds import KINDS
from editions.models import ChangeSet, Draft, Edition, ProposedSuccession, Purge, Succession
from taxonomy.models import Revision

EMPTY = "UPDATE editions_edition SET document = NULL WHERE id = ANY(%s)"
NOT_GONE = """
SELECT e.kind, e.key, e.number FROM editions_edition e
WHERE e.document IS NULL AND e.digest <> '' AND NOT EXISTS (
    SELECT FROM editions_purge p
    WHERE p.kind = e.kind AND p.key = e.key AND e.number = ANY(p.numbers))
"""
STILL_THERE = """
SELECT p.kind, p.key, e.number FROM editions_purge p
JOIN editions_edition e ON e.kind = p.kind AND e.key = p.key AND e.number = ANY(p.numbers)
WHERE e.document IS NOT NULL
"""


class PurgedError(Exception):
    """What was asked for is made of a purged edition; the sentence says when and why."""


class Stray(NamedTuple):
    kind: str
    key: str
    reason: str


@transaction.atomic
def purge(kind: str, key: str, why: str, by: str, is_but_current: bool = False) -> Purge:
    """Empties the documents of all editions, or of those before the current one, and the reasons
    given for its successors.
    """
    Revision.objects.wait_for_turn()
    editions = list(Edition.objects.of(kind, key).defer("document"))
    _refuse(kind, key, editions, is_but_current)
    ended = [each for each in editions if each.until_revision is not None]
    stored = Edition.objects.filter(pk__in=[each.pk for each in ended], document__isnull=False)
    going = {each.pk: each.number for each in stored.defer("document")}
    reasons = _without_reasons(kind, key, is_but_current)
    if not going and not reasons:
        raise NotPossibleError(f"No edition of {kind} {key} that has ended has a document.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('editions.purge', 'yes', true)")
        cursor.execute(EMPTY, [list(going)])
        cursor.execute("SELECT set_config('editions.purge', '', true)")
    Draft.objects.filter(kind=kind, key=key).update(document=None)  # of sets that are finished
    return Purge.objects.create(
        kind=kind, key=key, numbers=sorted(going.values()), reasons=reasons, why=why, by=by
    )


def _without_reasons(kind: str, key: str, is_but_current: bool) -> int:
    """Of how many successors, published or proposed, the reason went. What readers are shown of a
    thing that is still there is current.
    """
    pair = Q(kind=kind) & (Q(from_key=key) | Q(to_key=key)) & ~Q(why="")
    published = Succession.objects.filter(pair)
    if is_but_current:
        published = published.exclude(until_revision=None)
    finished = ~Q(change_set__state__in=ChangeSet.UNFINISHED)
    proposed = ProposedSuccession.objects.filter(pair, finished)
    proposed.update(why="")
    return published.update(why="")


def _refuse(kind: str, key: str, editions: list[Edition], is_but_current: bool) -> None:
    if kind not in KINDS or not editions:
        raise NotPossibleError(f"There is no history of {kind} {key}.")
    refuse_second_draft(kind, key)
    if is_but_current or all(each.until_revision for each in editions):
        return
    gone = "take it out and publish that" if KINDS[kind].is_removable else (
        "its code was published, so it stays, retired or not"
    )  # fmt: skip
    raise NotPossibleError(
        f"{kind} {key} is live: {gone}. To purge what it said before, publish it without that and"
        " use --but-current, which leaves the current edition."
    )


def tombstones(kind: str, key: str) -> list[Purge]:
    return list(Purge.objects.filter(kind=kind, key=key))


def purged(edition: Edition) -> PurgedError:
    found = Purge.objects.filter(
        kind=edition.kind, key=edition.key, numbers__contains=[edition.number]
    ).first()
    return PurgedError(
        f"{edition.kind.capitalize()} {edition.key}: {found or 'its document is gone'}"
    )


def strays() -> Iterator[Stray]:
    """Documents that went without a tombstone, and tombstones of documents that are there."""
    for statement, reason in (
        (NOT_GONE, "edition {} has lost its document, and no purge says why"),
        (STILL_THERE, "edition {} was purged and has a document"),
    ):
        with connection.cursor() as cursor:
            cursor.execute(statement)
            for kind, key, number in cursor.fetchall():
                yield Stray(kind, key, reason.format(number))
