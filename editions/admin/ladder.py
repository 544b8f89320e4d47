"""One page to edit a ladder: all levels of a track of a focus side by side, area by area."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from editions.admin.chosen_set import ChosenSet
from editions.admin.context import admin_context, require_history_permission
from editions.change_sets.saving import NotPossibleError, StaleDraftError
from editions.documents.diff import shown_text
from editions.ladder.cells import NO_AREA, AreaRow
from editions.ladder.changes import changes_of, merged_form
from editions.ladder.documents import FocusLadders, Rung
from editions.ladder.form import LadderForm, press
from editions.ladder.likeness import alike_pairs
from editions.ladder.links import FormLink, new_roles
from editions.ladder.pasting import pasted_cells
from editions.ladder.saving import faults_in, save
from taxonomy.models import GUIDELINE_CELLS

MOST_LINES, LEAST_LINES = 14, 3  # of a cell before it scrolls
SIGNS_A_LINE = 30


class ShownCell(NamedTuple):
    name: str
    label: str
    level: str
    text: str
    lines: int
    faults: list[str]
    copies: str  # what its button sends; empty for the lowest level
    below: str  # label of the level below


class ShownRow(NamedTuple):
    row: AreaRow | None  # None for a guideline cell
    label: str
    faults: list[str]
    cells: list[ShownCell]


@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: HttpRequest, key: str) -> HttpResponse:
    require_history_permission(request)
    ladders = FocusLadders(key)
    if ladders.focus is None:
        raise Http404(f"There is no focus {key} to edit.")
    track = request.GET.get("track", "") or (ladders.tracks[0][0] if ladders.tracks else "")
    if track not in dict(ladders.tracks) and ladders.tracks:
        raise Http404(f"{key} has no role on the track {track[:20]!r}.")
    if request.method == "POST":
        return _sent(request, ladders, track)
    return _page(request, LadderForm.shown(ladders, track), track)


def _sent(request: HttpRequest, ladders: FocusLadders, track: str) -> HttpResponse:
    if not request.user.has_perm("taxonomy.change_profile"):
        raise PermissionDenied
    try:
        form = LadderForm.sent(ladders, track, request.POST)
    except NotPossibleError as error:
        messages.error(request, error.reason)
        return _page(request, LadderForm.shown(ladders, track), track)
    action = request.POST.get("_do", "save")
    if action == "clean":
        return JsonResponse({"rows": pasted_cells(request.POST.get("pasted", ""))})
    if action == "check":
        return TemplateResponse(request, "admin/editions/_alike.html", _alike(form))
    if action not in ("save", "go_on"):
        if said := press(form, action, request.POST):
            messages.info(request, said)
        return _page(request, form, track)
    return _save(request, form, track, goes_on=action == "go_on")


def _save(request: HttpRequest, form: LadderForm, track: str, goes_on: bool) -> HttpResponse:
    changes = changes_of(form)
    if merged := merged_form(form, changes):
        return _page(request, merged, track)
    if changes and faults_in(form, changes):
        return _page(request, form, track)
    if any(each.known.kind == "focus" for each in changes):
        _may_change_areas(request)
    try:
        drafts = save(changes, request, f"Ladder of {form.ladders.key}")
    except StaleDraftError:  # saved by somebody else in this very moment
        return _sent(request, FocusLadders(form.ladders.key), track)
    except NotPossibleError as error:
        form.fault("", error.reason)
        return _page(request, form, track)
    return _saved(request, form, drafts, goes_on)


def _may_change_areas(request: HttpRequest) -> None:
    if not request.user.has_perm("taxonomy.change_focus"):
        raise PermissionDenied


def _saved(request: HttpRequest, form: LadderForm, drafts: list, goes_on: bool) -> HttpResponse:
    if not drafts:
        messages.info(request, "Nothing was changed.", extra_tags="kept")
        return redirect(request.get_full_path())
    sets = {draft.change_set_id: draft.change_set for draft in drafts}
    into = ", ".join(f"“{each}”" for each in sets.values())
    things = ", ".join(draft.key.rpartition(".")[2] for draft in drafts)
    said = f"Saved as drafts in {into}: {things}. Readers see them once that is published."
    messages.success(request, said, extra_tags="kept")
    if goes_on or len(sets) > 1:
        return redirect(request.get_full_path())
    return redirect("admin:change_set", *sets)


def _page(request: HttpRequest, form: LadderForm, track: str) -> HttpResponse:
    focus = form.ladders.focus
    assert focus is not None
    own: dict[str, Any] = {
        "title": f"Ladder of {focus.document['focus']['name']}",
        "form": form,
        "focus": focus,
        "track": track,
        "tracks": form.ladders.tracks,
        "rows": [_shown_row(form, row) for row in form.cells.rows],
        "guideline": [_shown_guideline(form, name) for name in form.cells.guideline],
        "new_roles": _new_roles(form.ladders, track),
        "may_change": request.user.has_perm("taxonomy.change_profile"),
        "clashes": [
            (f"{key}: {'.'.join(map(str, clash.path))}", *map(shown_text, clash[2:]), saver)
            for key, clash, saver in form.clashes
        ],
        "faults": form.faults.get("", []),
        "pasted": request.POST.get("pasted", "") if form.faults else "",
        "address": reverse("admin:ladder", args=[form.ladders.key]),
    }
    own |= ChosenSet.context(request, None) | _alike(form)
    template = "admin/editions/ladder.html"
    return TemplateResponse(request, template, admin_context(request, **own))


def _new_roles(ladders: FocusLadders, track: str) -> list[FormLink]:
    draft = ladders.focus.draft if ladders.focus else None
    return new_roles(ladders.key, ladders.free_levels(track), draft.row if draft else None)


def _alike(form: LadderForm) -> dict[str, Any]:
    return {"alike": alike_pairs(form.cells, [(rung.code, rung.label) for rung in form.rungs])}


def _shown_row(form: LadderForm, row: AreaRow) -> ShownRow:
    label = row.name or ("Without an area" if row.id == NO_AREA else "New area")
    cells = _cells(form, f"cell-{row.id}", label, row.id, row.cells)
    return ShownRow(row, label, form.faults.get(f"row-{row.id}-name", []), cells)


def _shown_guideline(form: LadderForm, name: str) -> ShownRow:
    label = str(GUIDELINE_CELLS[name])
    texts = form.cells.guideline[name]
    return ShownRow(None, label, [], _cells(form, f"guideline-{name}", label, name, texts))


def _cells(
    form: LadderForm, name: str, label: str, copies: str, texts: dict[str, str]
) -> list[ShownCell]:
    shown = []
    below: Rung | None = None
    for rung in form.rungs:
        text, field = texts.get(rung.code, ""), f"{name}-{rung.code}"
        lines = min(MOST_LINES, max(LEAST_LINES, _lines(text)))
        copy = (f"copy:{copies}:{rung.code}", below.label) if below else ("", "")
        own = (field, f"{label}, {rung.label}", rung.label, text, lines)
        shown.append(ShownCell(*own, form.faults.get(field, []), *copy))
        below = rung
    return shown


def _lines(text: str) -> int:
    return sum(1 + len(line) // SIGNS_A_LINE for line in text.splitlines())
