"""One practice or skill: the page, and the same as data.

What is on the page is gathered in `frameworks/entry_page.py`.
"""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from frameworks.as_json import practice_facts, skill_facts
from frameworks.entry_page import PracticeSheet, SkillSheet
from frameworks.exchange.rows import stored_rows
from frameworks.views.lookup import entry_at, framework_at, saying_what_is_missing
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.json import json_response


@require_safe
@revalidated
@saying_what_is_missing
def entry(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    framework = framework_at(request, slug)
    shown = entry_at(framework, code)
    if shown.code != code:
        return HttpResponsePermanentRedirect(shown.get_absolute_url())
    is_practice = hasattr(shown, "practice")
    context = {
        "framework": framework,
        "entry": shown,
        "is_practice": is_practice,
        "sheet": PracticeSheet.of(shown) if is_practice else SkillSheet.of(shown),
    }
    return htmx.render(request, "frameworks/entry.html", context)


@require_safe
@revalidated
@saying_what_is_missing
def entry_json(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    framework = framework_at(request, slug)
    shown = entry_at(framework, code)
    rows = stored_rows(framework, [shown.code])
    facts_of = practice_facts if hasattr(shown, "practice") else skill_facts
    return json_response(facts_of(rows, shown.code))
