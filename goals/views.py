"""Goal templates of a profile, as a page to read and print and as plain text.

Which rows exist is decided in derive.py, how they read in the templates.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goals.derive import Duty, Offer, derive
from goals.texts import sections
from taxonomy.models import Profile, Responsibility
from taxonomy.profile.loading import profile_with_everything
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.lookup import in_upper_case, missing_profile


@require_safe
@in_upper_case
@revalidated
def goals(request: HttpRequest, key: str) -> HttpResponse:
    profile = profile_with_everything(key)
    if profile is None:
        return missing_profile(request, key)
    return htmx.render(request, "goals/goals.html", _context(profile))


@require_safe
@in_upper_case
@revalidated
def goals_text(request: HttpRequest, key: str) -> HttpResponse:
    profile = profile_with_everything(key)
    if profile is None:
        return missing_profile(request, key)
    plain = "text/plain; charset=utf-8"
    return render(request, "goals/goals.txt", _context(profile), content_type=plain)


def _context(profile: Profile) -> dict[str, object]:
    derived = derive(_offer(profile))
    heading = f"{profile.function} · {profile.focus} · {profile.level}"
    context = {"profile": profile, "goals": derived, "heading": heading}
    return {**context, "sections": sections(derived)}


def _offer(profile: Profile) -> Offer:
    guideline = getattr(profile, "guideline", None)
    return Offer(
        function=profile.function.name,
        focus=profile.focus.name,
        level=profile.level.code,
        level_name=profile.level.name,
        duties=tuple(
            Duty(duty.text, graded=duty.kind == Responsibility.Kind.JFM)
            for duty in profile.responsibilities.all()
        ),
        knowledge_cell=guideline.knowledge if guideline else "",
        complexity_cell=guideline.complexity if guideline else "",
        dimensions=tuple(profile.level.dimensions),
    )
