"""Releases for readers: the list, what one changed, and the difference of one thing."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from editions import releases as released
from editions.documents.diff import text_changes
from editions.history.purging import tombstones
from editions.models import Release
from editions.succession.released_successions import successions_between
from taxonomy.models import Function
from taxonomy.profile.word_changes import marked
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.lookup import whole_number

MOST_SHOWN = 200  # rows of one function, or of what belongs to all
CHANGE_KINDS = ("new", "changed", "retired", "gone")
AMONG = ("renamed", "split", "merged")  # of those that changed or were retired


@require_safe
@revalidated
def releases(request: HttpRequest) -> HttpResponse:
    return htmx.render(request, "editions/releases.html", {"releases": Release.objects.all()})


@require_safe
@revalidated(reads=("since", "function"))
def release(request: HttpRequest, number: int) -> HttpResponse:
    new, old = _pair(request, number)
    names = dict(Function.objects.values_list("code", "name"))
    chosen = request.GET.get("function")
    if chosen and chosen not in names:
        raise Http404(f"No function {chosen[:24]!r} is in the catalogue.")
    none = released.CountedChanges([], [])
    found = released.changes(old, new, chosen, MOST_SHOWN) if old else none
    context = {
        "release": new,
        "since": old,
        "others": Release.objects.exclude(pk=new.pk),
        "matrix": _matrix(found.counted, names),
        "kinds": (*CHANGE_KINDS, *AMONG),
        "chosen": chosen,
        "names": names,
        "shown": found.shown,
        "titles": released.titles_at(new, found.shown) if found.shown else {},
        "total": found.total(chosen),
    }
    return htmx.render(request, "editions/release.html", context)


def _pair(request: HttpRequest, number: int) -> tuple[Release, Release | None]:
    """The release, and the one that it is compared with: by default the one before."""
    new = get_object_or_404(Release, number=number)
    earlier = Release.objects.filter(number__lt=number)
    if since := whole_number(request.GET.get("since", "")):
        return new, get_object_or_404(earlier, number=since)
    return new, earlier.first()


def _matrix(changes: list[released.ReleasedChange], names: dict[str, str]) -> list[dict]:
    """A line for each function that has a change, those without one last."""
    counts: dict[str, Counter[str]] = {}
    for change in changes:
        counted = counts.setdefault(change.function, Counter())
        counted[change.state] += change.how_many
        counted["renamed"] += change.how_many * change.is_renamed
        if change.followed:
            counted.update(filter(change.became, ("split", "merged")))
        counted["levelling"] += change.how_many * change.affects_levelling
        counted["pay"] += change.how_many * change.affects_pay
    lines = [
        {"code": code, "name": names.get(code, code or "All functions"), "counts": counted}
        for code, counted in counts.items()
    ]
    return sorted(lines, key=lambda line: (not line["code"], line["name"]))


@require_safe
@revalidated(reads=("since",))
def release_change(request: HttpRequest, number: int, kind: str, key: str) -> HttpResponse:
    new, old = _pair(request, number)
    after = released.editions_in(new, kind, key)
    before = released.editions_in(old, kind, key) if old else None
    if after is None and before is None:
        raise Http404(f"Release {number} and the one before have no {kind} {key[:80]}.")
    is_purged = any(each.is_purged for each in (before, after) if each)
    old_text, new_text = ((each.document or {}) if each else {} for each in (before, after))
    context = {
        "release": new,
        "since": old,
        "kind": kind,
        "key": key,
        "before": before,
        "after": after,
        "tombstones": tombstones(kind, key) if is_purged else (),
        "followed": successions_between(old, new).of((kind, key)) if old else (),
        "rows": [
            (each.label, *marked(each.before, each.after))
            for each in ([] if is_purged else text_changes(old_text, new_text))
        ],
    }
    return htmx.render(request, "editions/release_change.html", context)
