"""A profile as it was at a release, at `/profiles/<key>/?release=<n>`."""

from django.http import Http404, HttpRequest, HttpResponse

from editions.history.purging import PurgedError
from editions.models import Release
from editions.past_links import links_at
from editions.past_profile import profile_at
from taxonomy.ladders import ladders
from taxonomy.profile.page import ProfilePage
from taxonomy.web import htmx
from taxonomy.web.lookup import whole_number


def past_profile(request: HttpRequest, key: str, asked: str) -> HttpResponse:
    number = whole_number(asked) or 0
    release = Release.objects.filter(number=number).first()
    if release is None:
        raise Http404(f"There is no release {asked[:20]!r}.")
    try:
        profile = profile_at(release, key)
    except PurgedError as gone:
        raise Http404(str(gone)) from None
    if profile is None:
        raise Http404(f"Release {number} has no profile {key[:80]}.")
    page = ProfilePage(profile, ladders(profile.focus.profiles))
    context = {"page": page, "profile": profile, "release": release}
    context["groups"] = links_at(request, release, profile.key)
    response = htmx.render(request, "editions/past_profile.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
