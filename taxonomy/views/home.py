"""The front page: where to start, and what changed last.

Searching has its own page.
"""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from taxonomy.models import Function, Level, Profile, Revision
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated

CHANGES_SHOWN = 8
# Changes this close together are one load of files and no news; nobody edits a canon so soon after.
ONE_LOAD = timedelta(minutes=1)


@require_safe
@revalidated
def home(request: HttpRequest) -> HttpResponse:
    functions = list(Function.objects.with_counts().in_order())
    context = {
        "functions": functions,
        "focus_total": sum(function.focus_count for function in functions),
        "profile_total": sum(function.profile_count for function in functions),
        "retired_total": sum(function.retired_count for function in functions),
        "levels": Level.objects.in_order(),
        "recent": Profile.objects.with_coordinates().recently_changed()[:CHANGES_SHOWN],
        "one_load": ONE_LOAD,
        "revision": Revision.objects.current(),
    }
    return htmx.render(request, "taxonomy/home.html", context)
