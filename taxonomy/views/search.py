"""The search page, whole or as its results alone; a whole key leads straight to its profile.

What is found and in which order is decided in `taxonomy/search/`.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from psycopg.errors import QueryCanceled

from taxonomy.models import Function
from taxonomy.search.as_json import search_facts
from taxonomy.search.completions import completions
from taxonomy.search.filters import LABELS, Filters
from taxonomy.search.results import Results, exact_key, search_canon
from taxonomy.search.weights import LONGEST_QUERY, MOST_HITS
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.json import json_response

FRAGMENTS = {"results"}
COMPLETIONS = {"completions"}
Found = TypeVar("Found")


@require_safe
@revalidated(reads=("q", "page", *LABELS))
def search(request: HttpRequest) -> HttpResponse:
    text, filters = request.GET.get("q", ""), Filters.of(request.GET)
    if htmx.wanted(request, COMPLETIONS):
        return _completions(request, text)
    # Whoever is still typing stays on the page.
    if not htmx.wanted(request, FRAGMENTS) and (profile := exact_key(text)):
        return redirect(profile)
    results = _found(text, filters, request.GET.get("page", 1))
    context = {
        "text": text[:LONGEST_QUERY].replace("\0", " "),
        "results": results,
        "filters": filters,
        "removable": _removable(results, text, filters),
        "most_hits": MOST_HITS,
        "functions": Function.objects.in_order() if results and not results.hits else [],
    }
    status = 200 if results else 503
    return htmx.render(request, "taxonomy/search.html", context, FRAGMENTS, status)


@require_safe
@revalidated(reads=("q", "page", *LABELS))
def search_json(request: HttpRequest) -> HttpResponse:
    text, filters = request.GET.get("q", ""), Filters.of(request.GET)
    results = _found(text, filters, request.GET.get("page", 1))
    if results is None:
        return json_response({"problem": "This search took too long and was stopped."}, 503)
    return json_response(search_facts(results))


def _completions(request: HttpRequest, text: str) -> HttpResponse:
    """What the box in the header offers meanwhile: the same address without htmx is the search."""
    found = _in_time(partial(completions, text))
    context = {"completions": found or [], "typed": "" if found is None else text}
    status = 503 if found is None else 200
    return htmx.render(request, "taxonomy/search.html", context, COMPLETIONS, status)


def _found(text: str, filters: Filters, page: str | int) -> Results | None:
    return _in_time(partial(search_canon, text, filters, page))


def _in_time(look: Callable[[], Found]) -> Found | None:
    """None where it took too long."""
    try:
        return look()
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        return None


def _removable(results: Results | None, text: str, filters: Filters) -> list[tuple[str, str, str]]:
    """(facet, value, address without it) of each filter that is on."""
    labels = {
        facet.name: choice.label
        for facet in (results.facets if results else [])
        for choice in facet.choices
        if choice.is_chosen
    }
    return [
        (facet, labels.get(facet, value), filters.with_value(facet, "").address(text))
        for facet, value in filters.chosen.items()
    ]
