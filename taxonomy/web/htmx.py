"""Page or fragment: the one room that reads htmx headers and tells caches about them.

Which fragments a page offers is said by its view; what stands in them by the template.
"""

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.utils.cache import patch_vary_headers

HEADERS = ("HX-Request", "HX-Target")


def wanted(request: HttpRequest, offered: Collection[str]) -> str | None:
    """The offered fragment that this request asks for, or None for the whole page."""
    htmx = request.htmx
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return None
    return htmx.target if htmx.target in offered else None


def variant(request: HttpRequest) -> str:
    """What the htmx headers ask for, as text: part of an ETag."""
    htmx = request.htmx
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return ""
    return htmx.target or ""


def mark(response: HttpResponse) -> HttpResponse:
    """Tell caches that the answer depends on the htmx headers."""
    patch_vary_headers(response, HEADERS)
    return response


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    fragments: Collection[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Render `taxonomy/search.html`, or `taxonomy/_results.html` when htmx asks for `results`."""
    if fragment := wanted(request, fragments):
        folder = template.rpartition("/")[0]
        template = f"{folder}/_{fragment}.html"
    return mark(render_page(request, template, context, status=status))
