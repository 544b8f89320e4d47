"""The slot for whoever keeps profiles as they were at a release. Where it is empty, no address
of a profile takes `?release=`.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from taxonomy.slots import Slot

PastPage = Callable[[HttpRequest, str, str], HttpResponse]  # request, key, number as it was asked

past_pages: Slot[PastPage | None] = Slot(None)


def page_at_release(request: HttpRequest, key: str) -> HttpResponse | None:
    """The page that `?release=` asks for; None where nothing does."""
    asked = request.GET.get("release")
    page = past_pages.get()
    return page(request, key, asked) if page and asked is not None else None
