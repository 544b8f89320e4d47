"""Skills from A to Z, and one skill with everybody who applies it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from taxonomy.models import Skill
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.lookup import page_of

SKILLS_A_PAGE = 400
FOCUSES_A_PAGE = 50


@require_safe
@revalidated(reads=("letter", "kind", "page"))
def skills(request: HttpRequest) -> HttpResponse:
    letter, kind = request.GET.get("letter", ""), request.GET.get("kind", "")
    if kind and kind not in Skill.Kind.values:
        raise Http404(f"Skills are of kind skill or tool, not {kind[:20]!r}.")
    letters = list(Skill.objects.of_kind(kind).letters())
    if letter and letter not in {each for each, _ in letters}:
        raise Http404(f"No skill starts with {letter[:20]!r}.")
    chosen = Skill.objects.of_kind(kind).starting_with(letter).with_focus_counts().in_order()
    context = {
        "letters": letters,
        "letter": letter,
        "kind": kind,
        "kinds": Skill.Kind,
        "page": page_of(chosen, request, SKILLS_A_PAGE),
    }
    return htmx.render(request, "taxonomy/skills.html", context)


@require_safe
@revalidated(reads=("page",))
def skill(request: HttpRequest, slug: str) -> HttpResponse:
    shown = Skill.objects.at_address(slug.lower())
    if shown is None:
        raise Http404(f"No skill has the address {slug[:80]!r}, and none had.")
    if shown.slug != slug:
        return HttpResponsePermanentRedirect(shown.get_absolute_url())
    context = {
        "skill": shown,
        "page": page_of(shown.applications.by_function(), request, FOCUSES_A_PAGE),
    }
    return htmx.render(request, "taxonomy/skill.html", context)
