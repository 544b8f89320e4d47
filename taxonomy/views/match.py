"""Title matching: one title by an ordinary link, a roster by an upload that leaves nothing behind.

What matches is decided in `taxonomy/matching/`; a roster's streamed answer is put together in
`taxonomy/matching/streaming.py`.
"""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from taxonomy.matching import decision, report, roster, scoring, sheets, streaming
from taxonomy.matching.matcher_cache import current_matcher
from taxonomy.matching.roster import Roster, RosterError, read_roster
from taxonomy.matching.upload import HeldInMemory
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated

ASKED = ("title", "department", "level")


@require_safe
@revalidated(reads=ASKED)
def match(request: HttpRequest) -> HttpResponse:
    asked = {field: request.GET.get(field, "").replace("\0", " ").strip() for field in ASKED}
    found = current_matcher().match(**asked) if asked["title"] else None
    shown = {field: text[:300] for field, text in asked.items()}
    context = {"asked": shown, "found": found, "problem": "", "chosen": _columns({}), **_rules()}
    return htmx.render(request, "taxonomy/match.html", context)


# Without a CSRF token, since a page with one would need a cookie. Nothing is lost: the upload
# changes nothing, stores nothing and answers from the file alone, whoever sent it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def match_roster(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":  # a result that was reloaded or kept as a bookmark
        return redirect("taxonomy:match")
    request.upload_handlers = [HeldInMemory(request)]
    try:
        response = _answer(request, _read(request))
    except RosterError as error:
        context = {
            "asked": dict.fromkeys(ASKED, ""),
            "found": None,
            "problem": str(error),
            "chosen": _columns(request.POST),
            **_rules(),
        }
        response = htmx.render(request, "taxonomy/match.html", context, status=400)
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
@revalidated
def match_sample_csv(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(roster.SAMPLE.read_bytes(), content_type=report.TYPES["csv"])
    response["Content-Disposition"] = 'attachment; filename="roster-sample.csv"'
    return response


def _columns(sent: Mapping[str, str]) -> dict[str, str]:
    """What somebody wrote into the fields that name a file's columns."""
    return {name: sent.get(name, "") for name in (f"{field}_column" for field in ASKED)}


def _read(request: HttpRequest) -> Roster:
    chosen = {field: request.POST.get(f"{field}_column", "") for field in ASKED}
    file = request.FILES.get("roster")
    if getattr(request, "roster_is_too_large", False):
        raise RosterError(f"The file is larger than {sheets.MOST_BYTES // 2**20} MB.")
    if file is None:
        raise RosterError("Choose a file first.")
    return read_roster(file.read(), chosen)


def _answer(request: HttpRequest, rows: Roster) -> HttpResponseBase:
    """The answer asked for: a page that grows as rows are matched, or a file."""
    matcher, kind = current_matcher(), request.POST.get("answer", "page")
    if kind not in report.TYPES:
        only = "needs-review" if kind == "review" else ""
        return StreamingHttpResponse(streaming.page(request, rows, matcher, only))
    answers = rows.answers(matcher)
    content = report.csv_chunks(answers) if kind == "csv" else [report.workbook(answers)]
    response = StreamingHttpResponse(content, content_type=report.TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="matches.{kind}"'
    return response


def _rules() -> dict[str, object]:
    """The numbers in force, for the page that explains them."""
    return {"decide": decision, "score": scoring, "most_rows": f"{sheets.MOST_ROWS:,}"}
