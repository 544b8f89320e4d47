"""Browsing the tree: all functions, one function's lattice, one focus with its ladders.

The roles themselves are in profiles.py.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from taxonomy.ladders import CELL_COLUMNS, Lattice, LatticeCell
from taxonomy.models import Focus, Function, Level, Profile
from taxonomy.profile.poster import Posters, posters
from taxonomy.successors import SuccessorOf, successors_of
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.lookup import in_upper_case, page_of

FOCUSES_A_PAGE = 50


@require_safe
@revalidated
def functions(request: HttpRequest) -> HttpResponse:
    context = {"functions": Function.objects.with_counts().in_order()}
    return htmx.render(request, "taxonomy/functions.html", context)


@require_safe
@in_upper_case
@revalidated(reads=("page",))
def function(request: HttpRequest, function: str) -> HttpResponse:
    shown = get_object_or_404(Function.objects.with_counts(), code=function)
    focuses = shown.focuses.order_by("name_key", "pk")
    page = page_of(focuses, request, FOCUSES_A_PAGE, shown.focus_count)
    rows = Profile.objects.filter(focus__in=list(page)).values_list(*CELL_COLUMNS)
    cells = list(map(LatticeCell._make, rows))
    context = {
        "function": shown,
        "page": page,
        "lattice": Lattice.of(list(page), cells, Level.objects.in_order()),
        "retired": _retired_function(shown, cells),
    }
    return htmx.render(request, "taxonomy/function.html", context)


@require_safe
@in_upper_case
@revalidated
def focus(request: HttpRequest, function: str, focus: str) -> HttpResponse:
    shown = get_object_or_404(
        Focus.objects.select_related("function"), code=focus, function__code=function
    )
    shown_posters = posters(shown)
    context = {
        "focus": shown,
        "posters": shown_posters,
        "retired": _retired(shown, shown_posters),
        "applied": shown.applied_skills.select_related("skill"),
        "sources": shown.sources.all(),
    }
    return htmx.render(request, "taxonomy/focus.html", context)


def _retired_function(function: Function, cells: list[LatticeCell]) -> list[SuccessorOf] | None:
    """What follows a function whose roles are all retired; None of one that is in use. Most pages
    list a role in use, so nothing more is asked.
    """
    if not cells or not all(cell.is_retired for cell in cells):
        return None
    if Profile.objects.in_use().filter(function=function).exists():
        return None
    return successors_of("function", function.code)


def _retired(focus: Focus, shown: Posters) -> list[SuccessorOf] | None:
    """What follows a focus whose roles are all retired; None of one that is in use."""
    roles = [role for ladder, _ in shown for role in ladder.profiles]
    if not roles or not all(role.is_retired for role in roles):
        return None
    return successors_of("focus", focus.key)
