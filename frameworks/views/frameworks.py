"""The list of frameworks, one framework with its entries, and what one of its levels asks for.

One entry is in entries.py, the capability check in check.py.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from frameworks.exchange.dump import as_json
from frameworks.models import CanonLink, Entry, Framework
from frameworks.practice_facets import RULES, Selection, UnknownValue
from frameworks.practice_map import draw, tabulate
from frameworks.views.lookup import Missing, framework_at, saying_what_is_missing
from frameworks.visibility import sees_everything
from taxonomy.models import Focus
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated


@require_safe
@revalidated
@saying_what_is_missing
def frameworks(request: HttpRequest) -> HttpResponse:
    held = list(Framework.objects.shown_to(sees_everything(request)).with_counts())
    reached = CanonLink.objects.focuses_by_framework()
    context = {
        "frameworks": [(framework, reached.get(framework.pk, 0)) for framework in held],
        "focus_count": Focus.objects.count(),
    }
    return htmx.render(request, "frameworks/frameworks.html", context)


@require_safe
@revalidated(reads=(*RULES, "q", "pick"))
@saying_what_is_missing
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    shown = framework_at(request, slug)
    is_practices = shown.kind == Framework.Kind.PRACTICES
    gather = _practices if is_practices else _skills
    context = {"framework": shown, "is_practices": is_practices} | gather(request, shown)
    return htmx.render(request, "frameworks/framework.html", context)


def _practices(request: HttpRequest, shown: Framework) -> dict[str, Any]:
    entries = list(
        shown.entries.filter(practice__isnull=False).as_practices().with_required_count()
    )
    for entry in entries:
        entry.framework = shown
    try:
        selection = Selection.read(request.GET, entries)
    except UnknownValue as error:
        raise Missing(str(error)) from error
    chosen = [entry for entry in entries if selection.keeps(entry)]
    shown_ids = {entry.pk for entry in chosen}
    return {
        "entries": entries,
        "selection": selection,
        "chosen": chosen,
        "facets": selection.facets(entries),
        "map": draw(entries, shown_ids),
        "matrix": tabulate(entries, shown_ids),
        "levels": shown.levels.all(),
        "terms": shown.terms.all(),
    }


def _skills(request: HttpRequest, shown: Framework) -> dict[str, Any]:
    entries = list(shown.entries.as_skills())
    for entry in entries:
        entry.framework = shown
    picked = request.GET.getlist("pick")
    unknown = set(picked) - {entry.code for entry in entries}
    if unknown:
        raise Missing(f"{shown} has no skill {min(unknown)[:20]!r}.")
    levels = list(shown.levels.all())
    grid = [entry for entry in entries if not picked or entry.code in picked]
    return {
        "entries": entries,
        "levels": levels,
        "picked": picked,
        "grid": [(entry, _cells(entry, levels)) for entry in grid],
        "categories": sorted({str(entry.category) for entry in entries if entry.category}),
    }


def _cells(entry: Entry, levels: list) -> list[tuple[Any, bool]]:
    defined = {description.level_id for description in entry.level_descriptions.all()}
    return [(level, level.pk in defined) for level in levels]


@require_safe
@revalidated
@saying_what_is_missing
def framework_json(request: HttpRequest, slug: str) -> HttpResponse:
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(as_json(framework_at(request, slug)), json_dumps_params=options)


@require_safe
@revalidated
@saying_what_is_missing
def level(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    shown = framework_at(request, slug)
    here = shown.levels.filter(number=number).first()
    if here is None:
        raise Missing(f"The scale of {shown} has no level {number}.")
    if shown.kind == Framework.Kind.PRACTICES:
        asked = shown.entries.filter(practice__level__number__lte=number)
        asked = asked.as_practices().with_required_count()
    else:
        asked = shown.entries.filter(level_descriptions__level=here).order_by("title")
    entries = list(asked)
    for entry in [*entries]:
        entry.framework = shown
    context = {
        "framework": shown,
        "is_practices": shown.kind == Framework.Kind.PRACTICES,
        "level": here,
        "levels": shown.levels.all(),
        "entries": entries,
        "own": [e for e in entries if shown.kind == "practices" and e.practice.level_id == here.pk],
    }
    return htmx.render(request, "frameworks/level.html", context)
