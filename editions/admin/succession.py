"""Pages that retire, rename, move, split, merge and duplicate a thing: each saves its drafts, and
what it says of successors, into one change set.
"""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from editions.admin import succession_forms as forms
from editions.admin.chosen_set import ChosenSet
from editions.admin.context import admin_context
from editions.admin.refused import refused_account
from editions.admin.succession_actions import SUCCESSION_ACTIONS, SuccessionAction
from editions.change_sets.proposing import Proposal, document_now, open_draft, save_together
from editions.change_sets.saving import NotPossibleError
from editions.models import ChangeSet, Draft
from taxonomy.web.drafting import choices_of

COUNTS = (2, 3, 4, 5)  # of parts, or of roles that are merged


@require_http_methods(["GET", "HEAD", "POST"])
def succession(request: HttpRequest, kind: str, key: str, action: str) -> HttpResponse:
    wanted = SUCCESSION_ACTIONS[action]
    if kind not in wanted.forms:
        raise Http404(f"A {kind} is not for this: {wanted.words}.")
    if not request.user.has_perms(wanted.needs[kind]):
        return refused_account(request, f"{wanted.words} {kind}s", wanted.needs[kind])
    document = document_now(kind, key)
    if document is None:
        raise Http404(f"There is no {kind} {key}.")
    subject = forms.Subject(kind, key, document)
    draft = open_draft(kind, key)
    data = request.POST if request.method == "POST" else None
    form = wanted.forms[kind](subject, data, _count(request, wanted))
    with choices_of(request):
        is_right = form.is_valid()
    if is_right and (saved := _saved(request, form, draft)):
        return redirect("admin:change_set", saved.pk)
    with choices_of(request):
        return _shown(request, wanted, form, draft)


def _count(request: HttpRequest, action: SuccessionAction) -> int:
    asked = (request.POST.get("count") or request.GET.get("count", "")) if action.counted else ""
    return int(asked) if asked in map(str, COUNTS) else COUNTS[0]


def _saved(
    request: HttpRequest, form: forms.SuccessionForm, draft: Draft | None
) -> ChangeSet | None:
    try:
        with transaction.atomic():
            made = _kept(request, form.proposal(), draft)
    except NotPossibleError as error:
        for sentence in (error.reason, *map(str, error.faults)):
            form.add_error(None, sentence)
        return None
    said = f"Saved as drafts in the set “{made}”. Readers see them once that is published."
    messages.success(request, said)
    return made


def _kept(request: HttpRequest, proposal: Proposal, draft: Draft | None) -> ChangeSet:
    chosen = ChosenSet.sent(request)
    change_set = draft.change_set if draft else chosen.change_set
    change_set = change_set or chosen.made(request, proposal.words)
    save_together(change_set, proposal, request.user)
    return change_set


def _shown(
    request: HttpRequest, action: SuccessionAction, form: forms.SuccessionForm, draft: Draft | None
) -> HttpResponse:
    kind, key = form.subject.kind, form.subject.key
    own = {
        "title": f"{action.words_for(kind)}: {form.subject.name}",
        "kind": kind,
        "key": key,
        "form": form,
        "draft": draft,
        "about": form.about or action.about,
        "counted": action.counted if form.counted else "",
        "counts": COUNTS,
        "media": form.media,
    }
    own |= ChosenSet.context(request, draft)
    response = TemplateResponse(
        request, "admin/editions/succession.html", admin_context(request, **own)
    )
    return response.render()
