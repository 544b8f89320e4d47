"""The editors' desk, the admin's first page: sets of one's own, what waits, what grows old, and
what in the canon needs a look.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.http import HttpRequest
from django.utils import timezone

from editions.admin.replacing import kinds_to_replace_in
from editions.change_sets.publishing import is_approved
from editions.models import ChangeSet, Draft
from taxonomy.canon import pay_order
from taxonomy.canon.gates import focuses_lacking
from taxonomy.choices import ProfileStatus
from taxonomy.models import PayBand, Revision

MOST_LISTED = 10
OLD_DAYS = 14  # a draft that nobody saved for so long
STALE_DAYS = 550  # pay: a year and a half


class Listed(NamedTuple):
    """The first of a list, and how long it is."""

    rows: list[Any]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


class WaitingSet(NamedTuple):
    """A set in review, which is to be published once it is approved."""

    change_set: ChangeSet
    is_approved: bool


def desk(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    if not user.has_perm("taxonomy.view_profile"):
        return {}
    mine: list[ChangeSet] = []
    returned: list[ChangeSet] = []
    for each in _of(user):
        (returned if each.state == ChangeSet.State.RETURNED else mine).append(each)
    kinds = kinds_to_replace_in(user)
    return {
        "mine": mine,
        "may_change": bool(kinds) or user.has_perm("editions.change_changeset"),
        "may_replace": bool(kinds),
        "returned": returned,
        "waiting": list(_waiting_for(user)),
        "ageing": _listed(_ageing()),
        "below": _listed(focuses_lacking()),
        "stale_pay": _listed(_stale_pay(timezone.localdate())),
        "contradictions": _contradictions(Revision.objects.current()[0::2]),
        "old_days": OLD_DAYS,
    }


def _of(user: Any) -> QuerySet:
    saved = Draft.objects.filter(change_set=OuterRef("pk"), saved_by=user)
    # What a command left for review belongs to nobody, so everybody sees it.
    whose = Q(opened_by=user) | Q(opened_by=None) | Exists(saved)
    sets = ChangeSet.objects.unfinished().filter(whose)
    return sets.annotate(size=Count("drafts")).order_by("-pk")[:MOST_LISTED]


def _waiting_for(user: Any) -> Iterable[WaitingSet]:
    """What this account may review, and did not write; what is approved and it may publish."""
    may_review = user.has_perm("editions.review_changeset")
    may_publish = user.has_perm("editions.publish_changeset")
    if not (may_review or may_publish):
        return
    sets = ChangeSet.objects.filter(state=ChangeSet.State.IN_REVIEW).order_by("submitted_at")
    for each in sets.select_related("submitted_by").prefetch_related("drafts", "reviews"):
        waiting = WaitingSet(each, is_approved(each))
        wrote = any(draft.saved_by_id == user.pk for draft in each.drafts.all())
        if may_publish if waiting.is_approved else (may_review and not wrote):
            yield waiting


def _ageing() -> QuerySet:
    since = timezone.now() - timedelta(days=OLD_DAYS)
    found = Draft.objects.filter(is_open=True, saved_at__lt=since).order_by("saved_at")
    return found.select_related("change_set", "saved_by")


def _stale_pay(today: date) -> QuerySet:
    since = today - timedelta(days=STALE_DAYS)
    bands = PayBand.objects.filter(Q(as_of=None) | Q(as_of__lt=since))
    bands = bands.exclude(profile__status=ProfileStatus.RETIRED).select_related("profile")
    return bands.order_by(F("as_of").asc(nulls_first=True), "profile__key")


def _listed(rows: QuerySet) -> Listed:
    """In one query: each row knows how many there are."""
    found = list(rows.annotate(in_all=Window(Count("*")))[:MOST_LISTED])
    return Listed(found, found[0].in_all if found else 0)


@lru_cache(maxsize=1)
def _contradictions(revision: tuple[int, str]) -> int:
    """Pay that does not keep order; counted once a revision."""
    return len(pay_order.findings())
