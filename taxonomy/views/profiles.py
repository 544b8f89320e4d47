"""One profile: the page that people read, its evidence, the step to another role, and its data.

What is on them is put together in `taxonomy/profile/`.
"""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from taxonomy.adjacency.near_roles import SEEN, NearRoles
from taxonomy.adjacency.nearest_query import nearest_to
from taxonomy.adjacency.similar_roles import similar_to
from taxonomy.profile.as_json import facts
from taxonomy.profile.page import ProfilePage
from taxonomy.profile.past import page_at_release
from taxonomy.profile.step_as_json import step_facts
from taxonomy.profile.step_docx import step_as_docx
from taxonomy.profile.step_page import NextStep
from taxonomy.profile.step_texts import HOW_TO_MARK, LEGEND, MARKS, pay_lines, skill_lines
from taxonomy.profile.structured_data import occupation
from taxonomy.web import htmx, word_file
from taxonomy.web.caching import revalidated
from taxonomy.web.json import json_response
from taxonomy.web.lookup import first_parts_lead_on, in_upper_case, lead_on, missing_profile
from taxonomy.web.origin import origin

KEY_LIKE = re.compile(r"[^.]+(?:\.[^.]+){0,2}")
DATA = {"json": "taxonomy:profile_json", "md": "taxonomy:profile_md"}


@require_safe
def profiles(request: HttpRequest) -> HttpResponse:
    return redirect("taxonomy:functions", permanent=True)


@require_safe
def no_profile(request: HttpRequest, asked: str) -> HttpResponse:
    """Any other address below /profiles/: a key without its last slash, an ending that there is not
    or in capitals; 404 names the nearest.
    """
    *key, ending = asked.rsplit(".", max(0, asked.count(".") - 2))
    if not key and KEY_LIKE.fullmatch(asked):
        if asked.count(".") < 2:
            return lead_on(request, asked)
        return redirect("taxonomy:profile", asked.upper(), permanent=True)
    if len(key) == 1 and ending.lower() in DATA:
        return redirect(DATA[ending.lower()], key[0].upper(), permanent=True)
    parts = asked.split(".")
    reason = f"No page of a profile ends in .{'.'.join(parts[3:])[:40]}." if key else ""
    return missing_profile(request, ".".join(parts[:3]), reason)


@require_safe
@first_parts_lead_on
@in_upper_case
@revalidated(reads=("release",))
def profile(request: HttpRequest, key: str) -> HttpResponse:
    if (of_release := page_at_release(request, key)) is not None:
        return of_release
    page = ProfilePage.of(key)
    if page is None:
        return missing_profile(request, key)
    context = _context(page, NearRoles.of(page.profile))
    response = htmx.render(request, "taxonomy/profile.html", context)
    # A browser that knows these rules fetches a rung of the ladder when the reader points at it.
    response["Speculation-Rules"] = f'"{static("ladder.speculationrules")}"'
    return response


@require_safe
@in_upper_case
@revalidated
def evidence(request: HttpRequest, key: str) -> HttpResponse:
    page = ProfilePage.of(key)
    if page is None:
        return missing_profile(request, key)
    context = _context(page, NearRoles.of(page.profile, looking=SEEN))
    return htmx.render(request, "taxonomy/evidence.html", context)


def _context(page: ProfilePage, near_roles: NearRoles) -> dict[str, object]:
    return {
        "page": page,
        "occupation": occupation,
        "profile": page.profile,
        "skill_lines": skill_lines,
        "near_roles": near_roles,
    }


@require_safe
@in_upper_case
@revalidated(reads=("to",))
def next(request: HttpRequest, key: str) -> HttpResponse:
    found = NextStep.of(key, request.GET.get("to", ""))
    if found is None:
        return missing_profile(request, key)
    template = "taxonomy/next.html" if found.step else "taxonomy/no_next.html"
    return htmx.render(request, template, _of_step(found))


@require_safe
@in_upper_case
@revalidated(reads=("to",))
def next_md(request: HttpRequest, key: str) -> HttpResponse:
    return _markdown(request, "taxonomy/next.md", _of_step(_step_or_404(request, key)))


@require_safe
@in_upper_case
@revalidated(reads=("to",))
def next_docx(request: HttpRequest, key: str) -> HttpResponse:
    found = _step_or_404(request, key)
    content = step_as_docx(found, origin(request, found.title, found.path))
    response = HttpResponse(content, content_type=word_file.CONTENT_TYPE)
    name = f"step-{found.profile.key}-{found.other.key}.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@in_upper_case
@revalidated(reads=("to",))
def next_json(request: HttpRequest, key: str) -> HttpResponse:
    return json_response(step_facts(_step_or_404(request, key)))


def _step_or_404(request: HttpRequest, key: str) -> NextStep:
    found = NextStep.of(key, request.GET.get("to", ""))
    if found is None or found.step is None:
        raise Http404(f"There is no step to show from {key[:80]}.")
    return found


def _of_step(found: NextStep) -> dict[str, Any]:
    return {
        "found": found,
        "profile": found.profile,
        "skill_lines": skill_lines,
        "pay_lines": pay_lines,
        "legend": LEGEND,
        "marks": MARKS,
        "how_to_mark": HOW_TO_MARK,
    }


@require_safe
@in_upper_case
@revalidated
def profile_md(request: HttpRequest, key: str) -> HttpResponse:
    page = _page_of_data(key)
    return _markdown(request, "taxonomy/profile.md", {"page": page, "profile": page.profile})


def _page_of_data(key: str) -> ProfilePage:
    """For an address of data, where a missing profile has no page of its own."""
    page = ProfilePage.of(key)
    if page is None:
        raise Http404(f"No profile has the key {key[:80]}.")
    return page


def _markdown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = htmx.render(request, template, context)
    response["Content-Type"] = "text/markdown; charset=utf-8"
    return response


@require_safe
@in_upper_case
@revalidated
def profile_json(request: HttpRequest, key: str) -> HttpResponse:
    page = _page_of_data(key)
    data = {
        **facts(page),
        "adjacent": [near.facts for near in nearest_to(page.profile)],
        "similar_work": [near.facts for near in similar_to(page.profile)],
    }
    return json_response(data)
