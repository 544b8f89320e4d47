"""One change set: what it changes against what is live now, and what may be done with it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from editions.admin.context import admin_context, require_history_permission
from editions.admin.seen_drafts import (
    MOST_SHOWN,
    dropped_drafts,
    live_of,
    seen,
    shown_drafts,
    touched_by,
    touched_by_published,
)
from editions.change_sets import publishing
from editions.change_sets.saving import NotPossibleError, take_draft_out, take_proposal_out
from editions.choices import ReviewVerdict
from editions.models import ChangeSet, Edition, ProposedSuccession, Succession
from taxonomy.web.lookup import whole_number

A_PAGE = 100
Action = Callable[[ChangeSet, HttpRequest], ChangeSet | None]


@require_safe
def set_page(request: HttpRequest, pk: int) -> HttpResponse:
    require_history_permission(request)
    sets = ChangeSet.objects.select_related("opened_by", "published_by", "undoes")
    return _page(request, get_object_or_404(sets, pk=pk))


def _page(request: HttpRequest, found: ChangeSet, comment: str = "") -> HttpResponse:
    """`comment`: what a reviewer typed beside a button that could not be done."""
    own: dict[str, Any] = {"title": found.title, "set": found, "may": _may(request)}
    own |= {"comment": comment, "successions": _successions(found)}
    own["reviews"] = found.reviews.select_related("reviewer")
    own |= _finished(request, found) if found.is_finished else _unfinished(found)
    own["may_approve"] = settings.REVIEW_ALONE or not publishing.saved_by(found, request.user)
    return TemplateResponse(
        request, "admin/editions/change_set.html", admin_context(request, **own)
    )


def _may(request: HttpRequest) -> dict[str, bool]:
    return {
        name: request.user.has_perm(f"editions.{name}_changeset")
        for name in ("change", "review", "publish")
    }


def _finished(request: HttpRequest, found: ChangeSet) -> dict[str, Any]:
    if found.state == ChangeSet.State.DROPPED:
        drafts = seen(found)
        return {"dropped": dropped_drafts(drafts), "left_out": max(0, len(drafts) - MOST_SHOWN)}
    editions = found.editions.defer("document").order_by("kind", "key")
    return {
        "page": Paginator(editions, A_PAGE).get_page(request.GET.get("page")),
        "touched": touched_by_published(found),
    }


def _successions(found: ChangeSet) -> list[ProposedSuccession] | list[Succession]:
    """What the set says, or said when it was published, of what follows what."""
    if found.state == ChangeSet.State.PUBLISHED:
        return list(found.successions.select_related("ended_in"))
    return list(found.proposed_successions.all())


def _unfinished(found: ChangeSet) -> dict[str, Any]:
    drafts = seen(found)
    live = live_of(drafts)
    return {
        "drafts": shown_drafts(drafts, live),
        "touched": touched_by(drafts, live),
        "left_out": max(0, len(drafts) - MOST_SHOWN),
        "faults": publishing.problems(found),
        "digest": publishing.drafts_digest(found),
        "is_approved": publishing.is_approved(found),
    }


def _submit(found: ChangeSet, request: HttpRequest) -> ChangeSet:
    return publishing.submit(found, request.user)


def _review(verdict: str) -> Action:
    def review(found: ChangeSet, request: HttpRequest) -> None:
        seen, comment = request.POST.get("digest", ""), request.POST.get("comment", "")
        publishing.review(found, request.user, verdict, seen, comment.strip())

    return review


def _publish(found: ChangeSet, request: HttpRequest) -> ChangeSet:
    return publishing.publish(found, request.user)


def _drop(found: ChangeSet, request: HttpRequest) -> ChangeSet:
    return publishing.drop(found)


def _take_out(found: ChangeSet, request: HttpRequest) -> None:
    wanted = found.drafts.filter(pk=_number(request, "draft"))
    take_draft_out(get_object_or_404(wanted))


def _take_out_succession(found: ChangeSet, request: HttpRequest) -> None:
    wanted = found.proposed_successions.filter(pk=_number(request, "succession"))
    take_proposal_out(get_object_or_404(wanted))


def _number(request: HttpRequest, name: str) -> int:
    return whole_number(request.POST.get(name, "")) or 0


def _undo(found: ChangeSet, request: HttpRequest) -> ChangeSet:
    return publishing.undo(found, request.user)


# Name of the button → the permission it needs, what it does, what is said afterwards.
SET_ACTIONS: dict[str, tuple[str, Action, str]] = {
    "submit": ("change", _submit, "The set is in review."),
    "drop": ("change", _drop, "The set is dropped. Nothing of it was published."),
    "take_out": ("change", _take_out, "The draft is out of the set; nothing was published."),
    "take_out_succession": ("change", _take_out_succession, "The set does not say this any more."),
    "undo": ("change", _undo, "This set brings back what was before. Submit it for review."),
    "approve": ("review", _review(ReviewVerdict.APPROVED), "The set is approved as it is now."),
    "return": ("review", _review(ReviewVerdict.RETURNED), "The set is returned to its editors."),
    "publish": ("publish", _publish, "The set is published."),
}


@require_POST
def do(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ChangeSet, pk=pk)
    permission, action, said = SET_ACTIONS.get(request.POST.get("do", ""), ("", None, ""))
    if action is None or not request.user.has_perm(f"editions.{permission}_changeset"):
        raise PermissionDenied
    try:
        made = action(found, request) or found
    except NotPossibleError as error:
        messages.error(request, error.reason)
        if comment := request.POST.get("comment", ""):
            return _page(request, found, comment)
        made = found
    else:
        messages.success(request, said)
    return redirect("admin:change_set", made.pk)


@require_POST
def restore_edition(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    if not request.user.has_perm("editions.change_changeset"):
        raise PermissionDenied
    wanted = Edition.objects.of(kind, key).filter(number=_number(request, "number"))
    edition = get_object_or_404(wanted)
    try:
        made = publishing.restore(edition, request.user)
    except NotPossibleError as error:
        messages.error(request, error.reason)
        return redirect("admin:thing", kind, key)
    messages.success(request, "This set brings the edition back. Submit it for review.")
    return redirect("admin:change_set", made.pk)
