"""The list of frameworks, one framework with its entries, and what one of its levels asks for.

One entry is in entries.py, the capability check in check.py.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from frameworks.as_json import as_json
from frameworks.entry_facets import (
    PARAMETERS,
    PRACTICE_RULES,
    SKILL_RULES,
    Rules,
    Selection,
    UnknownValueError,
)
from frameworks.models import CanonLink, Entry, Framework, FrameworkLevel
from frameworks.practice_map import draw, tabulate
from frameworks.views.lookup import Missing, framework_at, saying_what_is_missing
from frameworks.visibility import sees_everything
from taxonomy.models import Focus
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.json import json_response


@require_safe
@revalidated
@saying_what_is_missing
def frameworks(request: HttpRequest) -> HttpResponse:
    shown = list(Framework.objects.shown_to(sees_everything(request)).with_counts())
    reached = CanonLink.objects.focuses_by_framework()
    context = {
        "frameworks": [(framework, reached.get(framework.pk, 0)) for framework in shown],
        "focus_count": Focus.objects.count(),
    }
    return htmx.render(request, "frameworks/frameworks.html", context)


@require_safe
@revalidated(reads=(*PARAMETERS, "pick"))
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
    selection = _selection(request, entries, PRACTICE_RULES, "practice")
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


def _selection(request: HttpRequest, entries: list[Entry], rules: Rules, noun: str) -> Selection:
    try:
        return Selection.read(request.GET, entries, rules, noun)
    except UnknownValueError as error:
        raise Missing(str(error)) from error


def _skills(request: HttpRequest, shown: Framework) -> dict[str, Any]:
    levels = list(shown.levels.all())
    everything = _at_levels(shown, shown.entries.as_skills(), levels)
    entries = [entry for entry in everything if not entry.is_attribute]
    selection = _selection(request, entries, SKILL_RULES, "skill")
    picked = request.GET.getlist("pick")
    unknown = set(picked) - {entry.code for entry in entries}
    if unknown:
        raise Missing(f"{shown} has no skill {min(unknown)[:20]!r}.")
    chosen = [e for e in entries if selection.keeps(e) and (not picked or e.code in picked)]
    return {
        "entries": entries,
        "levels": levels,
        "picked": picked,
        "selection": selection,
        "facets": selection.facets(_by_category(entries)),
        "chosen": chosen,
        "groups": _groups(chosen, levels),
        "attributes": _groups([e for e in everything if e.is_attribute], levels),
    }


def _at_levels(shown: Framework, found: QuerySet, levels: list[FrameworkLevel]) -> list[Entry]:
    """Entries with their framework and levels at hand, so that neither is asked for again."""
    by_id = {level.pk: level for level in levels}
    entries = list(found)
    for entry in entries:
        entry.framework = shown
        for description in entry.level_descriptions.all():
            description.level = by_id[description.level_id]
    return entries


def _by_category(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.category.order if entry.category else -1)


def _groups(entries: list[Entry], levels: list[FrameworkLevel]) -> list[tuple[str, list]]:
    """(category and subcategory, its rows of the grid), in the framework's order."""
    groups: dict[str, list] = {}
    for entry in _by_category(entries):
        groups.setdefault(entry.category.path if entry.category else "", []).append(
            (entry, _cells(entry, levels))
        )
    return list(groups.items())


def _cells(entry: Entry, levels: list[FrameworkLevel]) -> list[tuple[FrameworkLevel, bool]]:
    defined = {description.level_id for description in entry.level_descriptions.all()}
    return [(level, level.pk in defined) for level in levels]


@require_safe
@revalidated
@saying_what_is_missing
def framework_json(request: HttpRequest, slug: str) -> HttpResponse:
    return json_response(as_json(framework_at(request, slug)))


@require_safe
@revalidated
@saying_what_is_missing
def level(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    shown = framework_at(request, slug)
    here = shown.levels.filter(number=number).first()
    if here is None:
        raise Missing(f"The scale of {shown} has no level {number}.")
    is_practices = shown.kind == Framework.Kind.PRACTICES
    if is_practices:
        asked = shown.entries.filter(practice__level__number__lte=number)
        asked = asked.as_practices().with_required_count()
    else:
        asked = shown.entries.filter(level_descriptions__level=here).order_by(
            "is_attribute", "title"
        )
    entries = list(asked)
    for entry in [*entries]:
        entry.framework = shown
    context = {
        "framework": shown,
        "is_practices": is_practices,
        "level": here,
        "levels": shown.levels.all(),
        "entries": entries,
        "skills": [entry for entry in entries if not entry.is_attribute],
        "attributes": [entry for entry in entries if entry.is_attribute],
        "own": [e for e in entries if is_practices and e.practice.level_id == here.pk],
    }
    return htmx.render(request, "frameworks/level.html", context)
