"""Title matching: one title by an ordinary link, and the sample of a roster.

What matches is decided in `taxonomy/matching/`; a roster's upload is in `match_roster`.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from taxonomy.matching import (
    answer_file,
    decision,
    level_words,
    name_worth,
    plausible_levels,
    roster,
    scoring,
)
from taxonomy.matching.matcher_cache import current_matcher
from taxonomy.spreadsheets.limits import MOST_ROWS
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.json import json_response

ASKED = ("title", "department", "level")


@require_safe
@revalidated(reads=ASKED)
def match(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    found = current_matcher().match(**asked) if asked["title"] else None
    shown = {field: text[:300] for field, text in asked.items()}
    context = {"asked": shown, "found": found, "problem": "", "said": {}, **numbers_in_force()}
    return htmx.render(request, "taxonomy/match.html", context)


@require_safe
@revalidated(reads=ASKED)
def match_json(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    if not asked["title"]:
        return json_response({"problem": "Give a title: /match.json?title=Accountant"}, 400)
    return json_response({"asked": asked, **current_matcher().match(**asked).facts})


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {field: request.GET.get(field, "").replace("\0", " ").strip() for field in ASKED}


@require_safe
@revalidated
def match_sample_csv(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(roster.SAMPLE.read_bytes(), content_type=answer_file.TYPES["csv"])
    response["Content-Disposition"] = 'attachment; filename="roster-sample.csv"'
    return response


def numbers_in_force() -> dict[str, object]:
    """The numbers in force, for the page that explains them."""
    return {
        "decide": decision,
        "score": scoring,
        "worth": name_worth,
        "rank_worth": level_words.RANK,
        "unsaid_worth": level_words.UNSAID,
        "steps": plausible_levels,
        "most_rows": f"{MOST_ROWS:,}",
    }
