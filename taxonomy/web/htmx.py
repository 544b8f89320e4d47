"""Page or fragment: the one module that reads htmx headers and adds them to `Vary`.

Which fragments a page offers is said by its view; what is in them by the template.
"""

from collections.abc import Callable, Collection
from functools import cache
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render as render_page
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

HEADERS = ("HX-Request", "HX-Target")


def wanted(request: HttpRequest, offered: Collection[str]) -> str | None:
    """The offered fragment that this request asks for, or None for the whole page."""
    target = variant(request)
    return target if target in offered else None


def variant(request: HttpRequest) -> str:
    """What the htmx headers ask for: part of an ETag."""
    return _fragment(HtmxDetails(request))


def fragment_asked(header: Callable[[str], str | None]) -> str:
    """The same from headers alone, by name in lower case, before there is a request."""
    headers = SimpleNamespace(get=lambda name: header(name.lower()))
    return _fragment(HtmxDetails(cast(HttpRequest, SimpleNamespace(headers=headers))))


def _fragment(htmx: HtmxDetails) -> str:
    """A fragment's name, "" for a whole page. A target that is no page's fragment asks for a whole
    page too, so that made-up ones are no pages of their own.
    """
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return ""
    return htmx.target if htmx.target in _fragments() else ""


@cache
def _fragments() -> frozenset[str]:
    folder = settings.BASE_DIR / "templates"
    return frozenset(path.stem.removeprefix("_") for path in folder.rglob("_*.html"))


Response = TypeVar("Response", bound=HttpResponseBase)


def vary_on_htmx(response: Response) -> Response:
    """Say to caches that the answer depends on the htmx headers."""
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
    return vary_on_htmx(render_page(request, template, context, status=status))
