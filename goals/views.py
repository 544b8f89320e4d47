"""Goal templates of a profile: a sheet to choose from, fill in and print, and the same as files.

Which rows exist is decided in frames.py, what a reader chose in choices.py.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from goals.as_json import goals_facts
from goals.choices import Choices
from goals.documents import as_docx, as_markdown, title_of
from goals.filling import as_fields
from goals.sheet import GoalsSheet
from taxonomy.web import htmx
from taxonomy.web.caching import read_revision, revalidated
from taxonomy.web.json import json_response
from taxonomy.web.lookup import in_upper_case, missing_profile
from taxonomy.web.origin import origin
from taxonomy.web.word_file import CONTENT_TYPE

CHOICES = ("format", "row", "toward")


@require_safe
@in_upper_case
@revalidated(reads=CHOICES)
def goals(request: HttpRequest, key: str) -> HttpResponse:
    sheet = GoalsSheet.of(key, Choices.of(request.GET))
    if sheet is None:
        return missing_profile(request, _missing(request, key))
    context = {
        "sheet": sheet,
        "profile": sheet.profile,
        "sections": sheet.sections,
        "formats": sheet.formats,
        "fill": as_fields,
    }
    return htmx.render(request, "goals/goals.html", context)


@require_safe
@in_upper_case
@revalidated(reads=CHOICES)
def goals_text(request: HttpRequest, key: str) -> HttpResponse:
    sheet = GoalsSheet.of(key, Choices.of(request.GET))
    if sheet is None:
        return missing_profile(request, _missing(request, key))
    context = {"sheet": sheet, "profile": sheet.subject, "sections": sheet.sections}
    plain = "text/plain; charset=utf-8"
    return render(request, "goals/goals.txt", context, content_type=plain)


@require_safe
@in_upper_case
@revalidated(reads=CHOICES)
def goals_json(request: HttpRequest, key: str) -> HttpResponse:
    sheet = GoalsSheet.of(key, Choices.of(request.GET))
    if sheet is None:
        raise Http404(f"No profile has the key {_missing(request, key)[:80]}.")
    return json_response(goals_facts(sheet))


# Without a CSRF token, since a page with one would need a cookie. Nothing is lost: the answer is
# made from the request alone, changes nothing and stores nothing, whoever sent it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@in_upper_case
def goals_docx(request: HttpRequest, key: str) -> HttpResponse:
    return _file(request, key, CONTENT_TYPE, "docx")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@in_upper_case
def goals_md(request: HttpRequest, key: str) -> HttpResponse:
    return _file(request, key, "text/markdown; charset=utf-8", "md")


def _file(request: HttpRequest, key: str, kind: str, ending: str) -> HttpResponse:
    """With what was typed where it came by POST; the choices come with it or in the address."""
    sent = request.POST if request.method == "POST" else request.GET
    sheet = GoalsSheet.of(key, Choices.of(sent))
    if sheet is None:
        return missing_profile(request, _missing(request, key))
    make = as_docx if ending == "docx" else as_markdown
    read_revision(request)
    from_where = origin(request, title_of(sheet), sheet.path)
    response = HttpResponse(make(sheet, request.POST, from_where), content_type=kind)
    name = f"goals-{sheet.subject.key}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response


def _missing(request: HttpRequest, key: str) -> str:
    """Which key nobody has: that of the address, or of the role to move towards."""
    toward = Choices.of(request.POST or request.GET).toward
    return toward if toward and GoalsSheet.of(key, Choices()) else key
