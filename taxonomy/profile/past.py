"""The slot for whoever keeps profiles as they were at a release. `config` fills it; without, no
address of a profile takes `?release=`.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PastPage = Callable[[HttpRequest, str, str], HttpResponse]  # request, key, number as it was asked

_pages: list[PastPage] = []


def pages_by(page: PastPage) -> None:
    _pages[:] = [page]


def page_at_release(request: HttpRequest, key: str) -> HttpResponse | None:
    """The page that `?release=` asks for; None where nothing does."""
    asked = request.GET.get("release")
    return _pages[0](request, key, asked) if _pages and asked is not None else None
