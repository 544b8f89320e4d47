"""The skills from A to Z, and one skill with everybody who applies or requires it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from taxonomy.models import Proficiency, Skill
from taxonomy.skills import listing
from taxonomy.skills.page import SkillPage, places_of_scale
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
    letters = listing.letters(kind)
    if letter and letter not in {each for each, _ in letters}:
        raise Http404(f"No skill starts with {letter[:20]!r}.")
    page = page_of(listing.lines(kind, letter), request, SKILLS_A_PAGE)
    context = {
        "letters": letters,
        "letter": letter,
        "kind": kind,
        "kinds": Skill.Kind,
        "page": page,
        "lines": [listing.ListedSkill.of(row) for row in page],
        "scale": places_of_scale(list(Proficiency.objects.all())),
    }
    return htmx.render(request, "taxonomy/skills.html", context)


@require_safe
@revalidated(reads=("at", "page"))
def skill(request: HttpRequest, slug: str) -> HttpResponse:
    shown = Skill.objects.with_use_counts().select_related("broader").at_address(slug.lower())
    if shown is None:
        raise Http404(f"No skill has the address {slug[:80]!r}, and none had.")
    if shown.slug != slug:
        return HttpResponsePermanentRedirect(shown.get_absolute_url())
    found, at = SkillPage(shown), request.GET.get("at", "")
    if at and at not in {demand.code for demand in found.demand}:
        raise Http404(f"No profile requires {shown} at {at[:30]!r}.")
    page = page_of(found.users(at), request, FOCUSES_A_PAGE)
    context = {"skill": shown, "found": found, "at": at, "page": page, "uses": found.uses(page, at)}
    return htmx.render(request, "taxonomy/skill.html", context)
