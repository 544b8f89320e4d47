"""Repeat visits: a public page's ETag comes from the canon's revision, with the identity of its
database, and from the version of the site.

Triggers raise the revision (taxonomy/sql); what the version is made of is in site_version.py.
"""

import hashlib
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from taxonomy.models import Revision
from taxonomy.models.revision import CurrentRevision
from taxonomy.web import htmx
from taxonomy.web.sessions import may_be_signed_in
from taxonomy.web.site_version import site_version


def revalidated(
    view: Callable[..., HttpResponseBase] | None = None, *, reads: tuple[str, ...] = ()
) -> Callable[..., Any]:
    """Answer 304 before the view runs when the visitor has this very page.

    Any cache may keep the answer but must ask before it serves it again, so an edit shows at once.
    `reads` names all query parameters that the page depends on: caches may take no notice of
    others. Who may be signed in gets an answer of their own, which no shared cache keeps.
    """
    if view is None:
        return partial(revalidated, reads=reads)

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if may_be_signed_in(request):
            response = view(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_store=True)
            return response
        etag = page_etag(request)
        unchanged = get_conditional_response(request, etag=etag)
        response = unchanged or view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response["ETag"] = etag
        patch_cache_control(response, public=True, no_cache=True)
        response["No-Vary-Search"] = _other_parameters_do_not_matter(reads)
        return htmx.vary_on_htmx(response)

    return answer


def _other_parameters_do_not_matter(reads: tuple[str, ...]) -> str:
    names = " ".join(f'"{name}"' for name in reads)
    return f"params, except=({names})" if reads else "params"


def page_etag(request: HttpRequest) -> str:
    """A weak validator: equal for the same page, whatever compression a proxy adds."""
    parts = (
        read_revision(request),
        site_version(),
        request.get_full_path(),
        htmx.variant(request),
    )
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def read_revision(request: HttpRequest) -> CurrentRevision:
    """The canon's revision, kept with the request for what its page or file says of its origin."""
    revision = Revision.objects.current()
    request.canon_revision = revision  # type: ignore[attr-defined]
    return revision
