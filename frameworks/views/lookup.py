"""Frameworks and entries by their address, for whoever may see them; a 404 with its reason else.

What is on a page is its own view's business.
"""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from frameworks.models import Entry, Framework
from frameworks.visibility import sees_everything
from taxonomy.web.lookup import redirect_to
from taxonomy.web.similar_keys import similar_codes


class Missing(Http404):
    """Something is not there, and its message is meant for the reader."""


def saying_what_is_missing(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Also leads a slug in capitals to its page, and to the page that this would lead to."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: str) -> HttpResponseBase:
        canonical = {**parts, "slug": parts["slug"].lower()} if "slug" in parts else parts
        try:
            response = view(request, **canonical)
        except Missing as error:
            return render(request, "404.html", {"reason": str(error)}, status=404)
        if canonical == parts or response.status_code != 200 or request.method == "POST":
            return response
        return redirect_to(request, canonical)

    return answer


def framework_at(request: HttpRequest, slug: str) -> Framework:
    """A framework that is hidden from this visitor is as missing as one that never was."""
    frameworks = Framework.objects.shown_to(sees_everything(request)).with_counts()
    found = frameworks.filter(slug=slug).first()
    if found is None:
        raise Missing(f"No framework is called {slug[:60]!r} here.")
    return found


def entry_at(framework: Framework, code: str) -> Entry:
    """The entry with this code in either case; 404 names the codes that look most like it."""
    entries = framework.entries.select_related("category__parent", "practice__level")
    found = entries.filter(code__iexact=code).first()
    if found is None:
        raise Missing(_missing(framework, code))
    found.framework = framework
    return found


def _missing(framework: Framework, code: str) -> str:
    codes = list(framework.entries.values_list("code", flat=True))
    near = similar_codes(code.lower(), [each.lower() for each in codes])
    near = [each for each in codes if each.lower() in near]
    hint = f" Codes that look like it: {', '.join(near)}." if near else ""
    return f"{framework} has no entry {code[:20]!r}.{hint}"
