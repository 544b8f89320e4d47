"""Which addresses take which methods: everything answers GET and HEAD, few take a body.

The server asks this table before it reads a body, and the middleware before any view runs.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

SAFE = ("GET", "HEAD")
KB, MB = 1024, 1024 * 1024

# Address → the most bytes of a body. A * is for one part of an address, ** for all that follows.
ACCEPTS_POST = {
    "/match/roster/": 12 * MB,  # a roster of 10 MB and the rest of its form
    "/frameworks/*/check/file/": 12 * MB,  # an assessment of 10 MB
    "/profiles/*/goals.docx": 256 * KB,  # what was typed into the sheet
    "/profiles/*/goals.md": 256 * KB,
    "/admin/login/": 4 * KB,
    "/admin/logout/": 16 * KB,
    "/admin/**": 4 * MB,
}


def _pattern(address: str) -> re.Pattern[str]:
    parts = {"**": ".*", "*": "[^/]+"}
    return re.compile("".join(parts.get(p, re.escape(p)) for p in re.split(r"(\*\*?)", address)))


_LIMITS = [(_pattern(address), limit) for address, limit in ACCEPTS_POST.items()]


def body_limit(path: str) -> int | None:
    """The most bytes that a POST to this path may carry, None where no view takes one."""
    return next((limit for pattern, limit in _LIMITS if pattern.fullmatch(path)), None)


def allowed(path: str) -> tuple[str, ...]:
    return SAFE if body_limit(path) is None else (*SAFE, "POST")


def only_allowed_methods(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: 405 with Allow before anything asks for a CSRF token or reads a body."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        methods = allowed(request.path_info)
        return get_response(request) if request.method in methods else not_allowed(methods)

    return answer


def not_allowed(methods: tuple[str, ...]) -> HttpResponse:
    words = f"This address answers {' and '.join(methods)} only.\n"
    return HttpResponseNotAllowed(methods, words, content_type="text/plain; charset=utf-8")
