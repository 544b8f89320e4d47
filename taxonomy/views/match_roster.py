"""A roster by upload: how it was read, its answers as a page or as a file; nothing is stored.

What is read is decided in `taxonomy/matching/`; the streamed page is put together in
taxonomy/matching/streaming.py.
"""

from collections.abc import Mapping

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from taxonomy.matching import answer_file, streaming
from taxonomy.matching.choices import PREFIX, WrongChoiceError, check_choices, read_choices
from taxonomy.matching.columns import RosterError
from taxonomy.matching.level_table import read_level_table
from taxonomy.matching.matcher_cache import current_matcher
from taxonomy.matching.reading_form import ReadingForm, chosen_in
from taxonomy.matching.resending import unpacked
from taxonomy.matching.roster import open_roster
from taxonomy.matching.upload import InMemoryOnly
from taxonomy.spreadsheets.book import SpreadsheetError
from taxonomy.spreadsheets.limits import MOST_BYTES
from taxonomy.spreadsheets.reader_slots import ReadersBusyError
from taxonomy.views.match import ASKED, numbers_in_force
from taxonomy.web import htmx

_TOO_MANY = (
    "More candidates were chosen than a form can send. Download the answer as XLSX and choose in "
    "its column “decision”."
)


# Without a CSRF token, since a page with one would need a cookie. Nothing is lost: the upload
# changes nothing, stores nothing and answers from the file alone, whoever sent it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def match_roster(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":  # a result that was reloaded or kept as a bookmark
        return redirect("taxonomy:match")
    request.upload_handlers = [InMemoryOnly(request)]
    try:
        response = _answer(request)
    except TooManyFieldsSent:
        response = _refused(request, _TOO_MANY, {})
    except ReadersBusyError as busy:
        response = _refused(request, str(busy), _said(request), status=503)
        response["Retry-After"] = str(busy.retry_after)
    except SpreadsheetError as error:
        response = _refused(request, str(error), _said(request))
    patch_cache_control(response, private=True, no_store=True)
    return response


def _refused(
    request: HttpRequest, problem: str, said: dict[str, str], status: int = 400
) -> HttpResponse:
    context = {
        "asked": dict.fromkeys(ASKED, ""),
        "found": None,
        "problem": problem,
        "said": said,
        **numbers_in_force(),
    }
    return htmx.render(request, "taxonomy/match.html", context, status=status)


def _said(request: HttpRequest) -> dict[str, str]:
    """What somebody wrote of the reading, to be shown again; not the picks of our own lists."""
    fields = ("title_column", "department_column", "level_column", "sheet", "header_row")
    sent = {name: request.POST.get(name, "")[:60] for name in fields}
    said = {name: "" if words.startswith("#") else words for name, words in sent.items()}
    return said | {"level_table": request.POST.get("level_table", "")[:20_000]}


def _answer(request: HttpRequest) -> HttpResponseBase:
    """The answer asked for: how the file is read, a page that grows, or a file."""
    content, kind = _content(request), request.POST.get("answer", "page")
    opened = open_roster(content, chosen_in(request.POST))
    form = ReadingForm(opened, content, level_table=request.POST.get("level_table", "")[:20_000])
    matcher = current_matcher()
    try:
        form.roster = opened.roster()
        form.roster.level_table = read_level_table(form.level_table, matcher.index.scale)
        choices = read_choices(request.POST)
        check_choices(choices, form.roster)
    except WrongChoiceError as error:
        return _reading(request, form, str(error), error.kept)
    except RosterError as error:
        return _reading(request, form, str(error))
    if kind == "reading":
        return _reading(request, form)
    if kind not in answer_file.TYPES:
        only = "needs-review" if kind == "review" else ""
        return StreamingHttpResponse(streaming.page(request, form, matcher, only, choices))
    answer = answer_file.AnswerFile(form.roster, form.roster.answers(matcher, choices))
    written = answer_file.content(answer, kind)
    response = StreamingHttpResponse(written, content_type=answer_file.TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="matches.{kind}"'
    return response


def _reading(
    request: HttpRequest,
    form: ReadingForm,
    problem: str = "",
    choices: Mapping[int, str] | None = None,
) -> HttpResponse:
    context = {"form": form, "problem": problem, "choices": choices, "prefix": PREFIX}
    status = 400 if problem else 200
    return htmx.render(request, "taxonomy/match_reading.html", context, status=status)


def _content(request: HttpRequest) -> bytes:
    """The file that was chosen, or the one that travelled with the page."""
    again, file = request.POST.get("again", ""), request.FILES.get("roster")
    if getattr(request, "upload_is_too_large", False):
        raise RosterError(f"The file is larger than {MOST_BYTES >> 20} MB.")
    if file is not None:
        return file.read()
    if again:
        return unpacked(again)
    raise RosterError("Choose a file first.")
