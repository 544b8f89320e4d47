"""Where a page or a file comes from, in one line that paper and files repeat: whose catalogue,
which page, its address, the canon's revision and release.
"""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.dateformat import format as written

SEPARATOR = " · "
DATE = "j F Y"


def whole_address(request: HttpRequest, path: str | None = None) -> str:
    """Of the page that was asked for, or of another one of the site; its path alone where the Host
    is none of ours.
    """
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return path or request.get_full_path()


def origin(request: HttpRequest | None, title: str, path: str | None = None) -> str:
    """`Brook & Sons · Leakage Lead · https://…/ · revision 7 of 3 May 2026 · release 2`. `path` is
    the page that a file was made of; without a request, on error pages, only whose it is is known.
    """
    parts = [settings.ORGANISATION or "Rolebook", title]
    if request is not None:
        parts += [whole_address(request, path), *_revision(request)]
    return SEPARATOR.join(filter(None, parts))


def _revision(request: HttpRequest) -> list[str]:
    """The revision and the release that the request was answered from, where it read any."""
    revision = getattr(request, "canon_revision", None)
    if revision is None:
        return []
    changed = f" of {written(revision.changed_at, DATE)}" if revision.changed_at else ""
    release = [f"release {revision.release}"] if revision.release else []
    return [f"revision {revision.number}{changed}", *release]
