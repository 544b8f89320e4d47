"""The history: all change sets, and the editions of one thing with the difference of any two."""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from editions.admin.context import admin_context, require_history_permission
from editions.admin.succession_actions import actions_for
from editions.documents.diff import FieldChange, text_changes
from editions.history.purging import tombstones
from editions.models import ChangeSet, Draft, Edition
from taxonomy.profile.word_changes import marked
from taxonomy.web.lookup import whole_number

A_PAGE = 50
MOST_EDITIONS = 20  # of one thing, on its page
MOST_FOUND = 50


class Shown(NamedTuple):
    """A difference for reading: both texts with the words marked."""

    label: str
    before: Markup
    after: Markup

    @classmethod
    def of(cls, place: FieldChange) -> "Shown":
        return cls(place.label, *marked(place.before, place.after))


def shown_differences(old: dict | None, new: dict | None) -> list[Shown]:
    return [Shown.of(place) for place in text_changes(old or {}, new or {})]


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    require_history_permission(request)
    asked = request.GET.get("q", "").strip()
    sets = ChangeSet.objects.select_related("published_by", "opened_by").order_by("-pk")
    page = Paginator(sets, A_PAGE).get_page(request.GET.get("page"))
    numbers = _things_of(page.object_list)
    own = {
        "title": "History",
        "page": page,
        "rows": [(each, numbers.get(each.pk, 0)) for each in page.object_list],
        "asked": asked,
        "found": _found(asked) if asked else None,
    }
    template = "admin/editions/history.html"
    return TemplateResponse(request, template, admin_context(request, **own))


def _things_of(sets: Iterable[ChangeSet]) -> dict[int, int]:
    """How many each published, or would: one that is not published has drafts alone."""
    published: dict[bool, list[int]] = {True: [], False: []}
    for each in sets:
        published[each.state == ChangeSet.State.PUBLISHED].append(each.pk)
    editions = Edition.objects.filter(change_set__in=published[True])
    drafts = Draft.objects.filter(change_set__in=published[False])
    return {
        number: count
        for rows in (editions, drafts)
        for number, count in rows.order_by().values_list("change_set").annotate(Count("pk"))
    }


def _found(asked: str) -> list[tuple[str, str]]:
    keys = Edition.objects.filter(key__icontains=asked).order_by("kind", "key")
    return list(keys.values_list("kind", "key").distinct()[:MOST_FOUND])


@require_safe
def thing(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The editions of one thing; `?from=1&to=3` shows the difference of those two."""
    require_history_permission(request)
    editions = list(
        Edition.objects.of(kind, key)
        .select_related("change_set__published_by")
        .order_by("-number")[: MOST_EDITIONS + 1]
    )
    draft = Draft.objects.open_of(kind, key).select_related("change_set", "saved_by").first()
    if not editions:
        return _not_yet_published(request, kind, key, draft)
    numbered = {each.number: each for each in editions}
    of_sets = Draft.objects.filter(kind=kind, key=key, change_set__editions__in=editions)
    savers = dict(of_sets.values_list("change_set", "saved_by__username"))
    one = numbered.get(_number(request, "from", editions[0].number - 1))
    other = numbered.get(_number(request, "to", editions[0].number), editions[0])
    own = {
        "title": f"{kind.capitalize()} {key}",
        "kind": kind,
        "key": key,
        "draft": draft,
        "editions": [(each, _who(each.change_set, savers)) for each in editions[:MOST_EDITIONS]],
        "is_cut": len(editions) > MOST_EDITIONS,
        "one": one,
        "other": other,
        "tombstones": tombstones(kind, key),
        "is_purged": one is not None and (one.is_purged or other.is_purged),
        "differences": shown_differences(one.document, other.document) if one else None,
        "actions": [] if editions[0].until_revision else actions_for(request, kind),
        "may_restore": request.user.has_perm("editions.change_changeset"),
    }
    return TemplateResponse(request, "admin/editions/thing.html", admin_context(request, **own))


def _not_yet_published(
    request: HttpRequest, kind: str, key: str, draft: Draft | None
) -> HttpResponse:
    if draft is None:
        raise Http404(f"There is no history of {kind} {key}.")
    own = {"title": f"{kind.capitalize()} {key}", "kind": kind, "key": key, "draft": draft}
    return TemplateResponse(request, "admin/editions/thing.html", admin_context(request, **own))


def _who(change_set: ChangeSet, savers: dict[int, str]) -> str:
    """Who wrote a draft and who published it; a load has one account, a command none."""
    publisher = str(change_set.published_by or "")
    saver = savers.get(change_set.pk) or publisher
    return f"{saver}, published by {publisher}" if saver != publisher else saver or "–"


def _number(request: HttpRequest, name: str, default: int) -> int:
    return whole_number(request.GET.get(name, "")) or default
