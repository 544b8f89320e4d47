"""The capability check: ticking what is there, and what follows from it, as a page and as CSV.

The rule and the text that carries the state are in `frameworks/capability_check.py`; nothing is
stored.
"""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from frameworks import assessment
from frameworks import capability_check as rules
from frameworks.models import Activity, Framework
from frameworks.views.lookup import Missing, framework_at, saying_what_is_missing
from taxonomy.matching.upload import InMemoryOnly
from taxonomy.spreadsheets.book import Cell, SpreadsheetError
from taxonomy.spreadsheets.limits import MOST_BYTES
from taxonomy.spreadsheets.reader_slots import ReadersBusyError
from taxonomy.spreadsheets.writer import CONTENT_TYPE
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.tables import table_file

CSV_HEADER = ("practice", "title", "area", "area name", "level", "activity", "evidence")


@require_safe
@revalidated(reads=("have", "area", "ticked", "t", "all", "none", "to"))
@saying_what_is_missing
def check(request: HttpRequest, slug: str) -> HttpResponse:
    framework = _with_practices(request, slug)
    practices = _practices(framework)
    state = _state(request, practices)
    areas = dict.fromkeys(practice.area for practice in practices.values())
    area = request.GET.get("area", "")
    if area and area not in areas:
        raise Missing(f"{framework} has no capability area {area[:20]!r}.")
    if "ticked" in request.GET:
        return HttpResponseRedirect(_address(request, practices, _after(request, practices, state)))
    result = rules.assess(practices, state)
    context = {
        "framework": framework,
        "result": result,
        "state": rules.write_state(state, practices),
        "area": area,
        "areas": [(coverage, coverage.key == area) for coverage in result.by_area],
        "next_area": _following(list(areas), area),
        "in_area": [s for s in result.standings if s.wanted.area == area],
        "texts": _texts(framework, area) if area else {},
        "has_texts": _has_texts(framework),
        "levels": {level.number: level for level in framework.levels.all()},
    }
    return htmx.render(request, "frameworks/check.html", context)


@require_safe
@revalidated(reads=("have",))
@saying_what_is_missing
def check_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    framework = _with_practices(request, slug)
    practices = _practices(framework)
    result = rules.assess(practices, _state(request, practices))
    return table_file("csv", f"{framework.slug}-check", CSV_HEADER, _csv_rows(result))


def _csv_rows(result: rules.CheckResult) -> Iterator[tuple[Cell, ...]]:
    for standing in result.standings:
        wanted = standing.wanted
        own = (wanted.code, wanted.title, wanted.area, wanted.area_name, wanted.level)
        for label in wanted.labels:
            yield *own, label, "yes" if label in standing.present else "no"


@require_safe
@revalidated(reads=("have",))
@saying_what_is_missing
def check_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    framework = _with_practices(request, slug)
    practices = _practices(framework)
    content = assessment.assessment_workbook(practices, _state(request, practices))
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    name = f"{framework.slug}-assessment.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# Without a CSRF token, since a page with one would need a cookie. Nothing is lost: the upload
# changes nothing, stores nothing and answers from the file alone, whoever sent it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@saying_what_is_missing
def check_file(request: HttpRequest, slug: str) -> HttpResponse:
    framework = _with_practices(request, slug)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("frameworks:check", args=[slug]))
    request.upload_handlers = [InMemoryOnly(request)]
    context: dict[str, object] = {"framework": framework}
    status, retry_after = 200, 0
    try:
        context |= _assessed(request, _practices(framework))
    except ReadersBusyError as busy:
        context["problem"], status = str(busy), 503
        retry_after = busy.retry_after
    except SpreadsheetError as error:
        context["problem"], status = str(error), 400
    response = htmx.render(request, "frameworks/check_file.html", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def _assessed(request: HttpRequest, practices: dict[str, rules.Wanted]) -> dict[str, object]:
    file = request.FILES.get("assessment")
    if getattr(request, "upload_is_too_large", False):
        raise SpreadsheetError(f"The file is larger than {MOST_BYTES >> 20} MB.")
    if file is None:
        raise SpreadsheetError("Choose a file first.")
    answers = assessment.read_answers(file.read(), practices)
    judged = assessment.applicable(answers)
    result = rules.assess(judged, assessment.evidence_of(answers))
    left_out = [a for a in answers if a.answer == assessment.OUT]
    partly = [a for a in answers if a.answer == assessment.PARTLY]
    return {"answers": answers, "result": result, "left_out": left_out, "partly": partly}


def _with_practices(request: HttpRequest, slug: str) -> Framework:
    framework = framework_at(request, slug)
    if framework.kind != Framework.Kind.PRACTICES:
        raise Missing(f"{framework} has no practices to check.")
    return framework


def _practices(framework: Framework) -> dict[str, rules.Wanted]:
    labels: dict[int, list[str]] = {}
    required = Activity.objects.filter(entry__framework=framework, kind=Activity.Kind.REQUIRED)
    for required_of, label in required.order_by("entry", "order").values_list("entry", "label"):
        labels.setdefault(required_of, []).append(label)
    found = {}
    for entry in framework.entries.filter(practice__isnull=False).as_practices():
        entry.framework = framework
        found[entry.code] = rules.Wanted(
            entry.code,
            entry.title,
            entry.category.code if entry.category else "",
            entry.category.name if entry.category else "",
            entry.practice.level.number,
            tuple(labels.get(entry.pk, ())),
            entry.get_absolute_url(),
        )
    return found


def _state(request: HttpRequest, practices: dict[str, rules.Wanted]) -> dict[str, frozenset[str]]:
    try:
        return rules.read_state(request.GET.get("have", ""), practices)
    except rules.UnknownStateError as error:
        raise Missing(f"The address of this check cannot be read: {error}") from error


def _after(
    request: HttpRequest, practices: dict[str, rules.Wanted], state: dict[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """The state once the ticks of the form that was sent are taken in."""
    ticked = set(request.GET.getlist("t"))
    area = request.GET["ticked"]
    if area == "practices":
        return rules.with_practices(state, practices, ticked)
    after = rules.with_activities(state, practices, area, ticked)
    for code, labels in (("all", True), ("none", False)):
        for each in request.GET.getlist(code):
            if each in practices:
                after[each] = frozenset(practices[each].labels if labels else ())
    return after


def _address(
    request: HttpRequest, practices: dict[str, rules.Wanted], state: dict[str, frozenset[str]]
) -> str:
    area = request.GET.get("to", request.GET.get("area", ""))
    pairs = {"have": rules.write_state(state, practices), "area": area}
    query = urlencode({name: value for name, value in pairs.items() if value}, doseq=False)
    query = query.replace("%2C", ",")
    return f"{request.path}?{query}#{_anchor(request, practices)}"


def _anchor(request: HttpRequest, practices: dict[str, rules.Wanted]) -> str:
    """Where the reader lands: at the practice whose button was pressed, at the boxes of the next
    area when asked for them, else at the answer.
    """
    pressed = next(iter(request.GET.getlist("all") + request.GET.getlist("none")), "")
    if pressed in practices:
        return pressed
    return "tick" if "to" in request.GET else "verdict"


def _following(areas: list[str], area: str) -> str:
    """The area after this one; after the last, or where none is open, the first."""
    place = areas.index(area) + 1 if area in areas else 0
    return areas[place] if place < len(areas) else ""


def _has_texts(framework: Framework) -> bool:
    """Whether the words of activities were read: without them their boxes say nothing."""
    required = Activity.objects.filter(entry__framework=framework, kind=Activity.Kind.REQUIRED)
    return required.exclude(text=None).exclude(text="").exists()


def _texts(framework: Framework, area: str) -> dict[str, dict[str, str | None]]:
    """code → label → text of the required activities of an area."""
    texts: dict[str, dict[str, str | None]] = {}
    rows = Activity.objects.filter(
        entry__framework=framework, entry__category__code=area, kind=Activity.Kind.REQUIRED
    )
    for code, label, text in rows.order_by("order").values_list("entry__code", "label", "text"):
        texts.setdefault(code, {})[label] = text
    return texts
