"""Editing one thing as a draft: the form is built from its document and saved into a change set."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from editions.admin.context import admin_context
from editions.change_sets.saving import (
    NotPossibleError,
    Opened,
    StaleDraftError,
    current,
    open_set,
    save_draft,
)
from editions.documents.diff import shown_text
from editions.documents.form import DocumentForm
from editions.documents.kinds import KINDS
from editions.documents.row_keys import MODELS, row_of
from editions.models import ChangeSet, Draft
from taxonomy.web.lookup import whole_number

MOST_SETS = 50


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """A draft of the thing; the first save begins a set or joins one that is not finished."""
    if not request.user.has_perm("editions.change_changeset"):
        raise PermissionDenied
    draft = Draft.objects.open_of(kind, key).select_related("saved_by").first()
    live = current(kind, key)
    shown = draft.document if draft else live and live.document
    if kind not in KINDS or kind == "link" or not shown:
        raise Http404(f"There is no {kind} {key} to edit.")
    form = DocumentForm(KINDS[kind], shown, request.POST if request.method == "POST" else None)
    own = _hidden(request, shown)
    if request.method == "POST" and (text := form.accept()) is not None:
        try:
            saved = _save(request, kind, key, json.loads(text), draft)
        except StaleDraftError as error:
            form = DocumentForm(KINDS[kind], error.document)
            own = _hidden_after(error)
        except NotPossibleError as error:
            form.add_error(None, error.reason)
        else:
            said = "The draft is saved. Publishing its set shows it to readers."
            messages.success(request, said, extra_tags="kept")
            return redirect("admin:change_set", saved.change_set_id)
    own |= {"title": f"Edit {kind} {key}", "kind": kind, "key": key, "form": form, "draft": draft}
    own["sets"] = ChangeSet.objects.unfinished().order_by("-pk")[:MOST_SETS]
    own["asked"] = {name: request.POST.get(name, "") for name in ("set", "set_title")}
    return TemplateResponse(request, "admin/editions/edit.html", admin_context(request, **own))


@require_safe
def form_of(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The way to the form of a thing; to its text where it has no row yet and no number of one."""
    model = MODELS.get(kind)
    if model is None:
        raise Http404(f"There is no kind {kind}.")
    row = row_of(model, key)
    draft = Draft.objects.open_of(kind, key).first()
    number = row.pk if row is not None else draft and (draft.row or draft.key)
    if not number or (row is None and "." in str(number)):
        return redirect("admin:edit", kind, key)
    page = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    return redirect(page, quote(number))


def _hidden(request: HttpRequest, shown: dict) -> dict[str, Any]:
    """What this form began with; a form that comes back still says so."""
    return {"opened": request.POST.get("opened") or json.dumps(shown)}


def _hidden_after(error: StaleDraftError) -> dict[str, Any]:
    """The form has both sides merged now: what it is compared with next is what was saved."""
    return {
        "opened": json.dumps(error.saved.document),
        "saved_by": error.saved.by,
        "problem": f"{error.reason} What you both changed is below: yours is in the form.",
        "clashes": [
            (".".join(map(str, clash.path)), shown_text(clash.mine), shown_text(clash.theirs))
            for clash in error.clashes
        ],
    }


def _save(request: HttpRequest, kind: str, key: str, document: dict, draft: Draft | None) -> Draft:
    opened = _opened(request)
    into = draft.change_set if draft else _set(request, kind, key)
    return save_draft(into, kind, key, document, request.user, opened)


def _opened(request: HttpRequest) -> Opened:
    """What this form began with."""
    try:
        return Opened(json.loads(request.POST["opened"]))
    except (ValueError, KeyError, RecursionError):
        raise NotPossibleError(
            "This form does not say what it began with: open it again."
        ) from None


def _set(request: HttpRequest, kind: str, key: str) -> ChangeSet:
    if chosen := whole_number(request.POST.get("set", "")):
        return get_object_or_404(ChangeSet.objects.unfinished(), pk=chosen)
    title = request.POST.get("set_title", "").strip() or f"{kind.capitalize()} {key}"
    return open_set(title, request.user)
