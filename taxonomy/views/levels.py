"""The levels of the canon: all rungs compared, and one rung with its roles."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from taxonomy.ladders import by_track
from taxonomy.models import DIMENSIONS, Function, Level, Profile
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.lookup import in_upper_case, page_of

PROFILES_A_PAGE = 60


@require_safe
@revalidated
def levels(request: HttpRequest) -> HttpResponse:
    context = {
        "tracks": by_track(Level.objects.in_order().with_profile_counts()),
        "dimensions": DIMENSIONS,
    }
    return htmx.render(request, "taxonomy/levels.html", context)


@require_safe
@in_upper_case
@revalidated(reads=("function", "page"))
def level(request: HttpRequest, level: str) -> HttpResponse:
    shown = get_object_or_404(Level.objects.select_related("track"), pk=level)
    functions = list(Function.objects.with_profiles_at(shown).order_by("name_key", "code"))
    chosen = request.GET.get("function", "")
    if chosen and chosen not in {function.code for function in functions}:
        raise Http404(f"No function {chosen[:24]!r} has a role at {shown.code}.")
    profiles = Profile.objects.at(shown, chosen).with_coordinates()
    context = {
        "level": shown,
        "track": Level.objects.filter(track=shown.track).order_by("rank"),
        "functions": functions,
        "chosen": chosen,
        "page": page_of(profiles, request, PROFILES_A_PAGE),
    }
    return htmx.render(request, "taxonomy/level.html", context)
