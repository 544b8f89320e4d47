"""One profile: the page that people read, and the same facts as JSON.

What stands on it is gathered in `taxonomy/profile/page.py`.
"""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from taxonomy.adjacency.nearest import nearest_to
from taxonomy.adjacency.neighbours import Surroundings
from taxonomy.profile.as_json import facts
from taxonomy.profile.page import Sheet
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.lookup import in_upper_case, missing_profile


@require_safe
@in_upper_case
@revalidated
def profile(request: HttpRequest, key: str) -> HttpResponse:
    sheet = Sheet.of(key)
    if sheet is None:
        return missing_profile(request, key)
    context = {
        "sheet": sheet,
        "profile": sheet.profile,
        "surroundings": Surroundings.of(sheet.profile),
    }
    response = htmx.render(request, "taxonomy/profile.html", context)
    # A browser that knows these rules fetches a rung of the ladder when the reader points at it.
    response["Speculation-Rules"] = f'"{static("ladder.speculationrules")}"'
    return response


@require_safe
@in_upper_case
@revalidated
def profile_json(request: HttpRequest, key: str) -> HttpResponse:
    sheet = Sheet.of(key)
    if sheet is None:
        raise Http404(f"No profile has the key {key[:80]}.")
    adjacent = [near.facts for near in nearest_to(sheet.profile)]
    data = {**facts(sheet), "adjacent": adjacent}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
