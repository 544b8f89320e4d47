"""Find and replace in the texts of many things: every place is shown with its difference before the
chosen ones become drafts of one set.
"""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from editions.admin.chosen_set import ChosenSet
from editions.admin.context import admin_context
from editions.admin.refused import refused_account
from editions.change_sets.proposing import save_together
from editions.change_sets.replacing import (
    GROUPS,
    MOST_DRAFTS,
    SHORTEST,
    TEXTS,
    FoundPlaces,
    Replacement,
    TextPlace,
    Where,
    places_of,
    proposal_of,
)
from editions.change_sets.saving import NotPossibleError
from editions.models import ChangeSet
from taxonomy.models import Function

KINDS = {
    "profile": "roles",
    "focus": "focuses",
    "function": "functions",
    "skill": "skills",
    "level": "levels",
}


class ReplaceForm(forms.Form):
    find = forms.CharField(
        min_length=SHORTEST, max_length=200, widget=forms.TextInput({"size": 40})
    )
    by = forms.CharField(
        label="Replace by", max_length=200, required=False, widget=forms.TextInput({"size": 40})
    )
    whole_words = forms.BooleanField(label="Whole words only", required=False, initial=True)
    match_case = forms.BooleanField(
        label="Match case",
        required=False,
        help_text="Without it, a capital at the beginning of what is found stays one.",
    )
    kinds = forms.MultipleChoiceField(label="In", widget=forms.CheckboxSelectMultiple)
    groups = forms.MultipleChoiceField(
        label="Texts",
        choices=[(name, words.capitalize()) for name, words in GROUPS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=list(GROUPS),
    )
    function = forms.ChoiceField(
        required=False, help_text="Skills and levels belong to all functions."
    )

    def __init__(self, kinds: list[str], data: Any = None) -> None:
        super().__init__(data)
        offered: Any = self.fields
        offered["kinds"].choices = [(kind, KINDS[kind].capitalize()) for kind in kinds]
        offered["kinds"].initial = ["profile"] if "profile" in kinds else kinds
        named = Function.objects.in_order().values_list("code", "name")
        offered["function"].choices = [("", "all functions"), *named]

    @property
    def replacement(self) -> Replacement:
        asked = self.cleaned_data
        options = asked["whole_words"], asked["match_case"]
        return Replacement(asked["find"], asked["by"], *options)

    @property
    def where(self) -> Where:
        asked = self.cleaned_data
        return Where(asked["kinds"], asked["groups"], asked["function"])


class ShownPlace(NamedTuple):
    place: TextPlace
    before: Markup
    after: Markup
    is_ticked: bool


def kinds_to_replace_in(user: Any) -> list[str]:
    """Those that the account may change."""
    return [kind for kind in TEXTS if user.has_perm(f"taxonomy.change_{kind}")]


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest) -> HttpResponse:
    kinds = kinds_to_replace_in(request.user)
    if not kinds:
        return refused_account(request, "Find and replace", ["taxonomy.change_profile"])
    sent = request.POST if request.method == "POST" else request.GET
    form = ReplaceForm(kinds, sent if "find" in sent else None)
    if not form.is_valid():
        return _answer(request, form, None)
    found = places_of(form.replacement, form.where)
    if request.method == "POST" and (made := _saved(request, form, found)):
        return redirect("admin:change_set", made.pk)
    return _answer(request, form, found)


def _saved(request: HttpRequest, form: ReplaceForm, found: FoundPlaces) -> ChangeSet | None:
    tokens = set(request.POST.getlist("place"))
    proposal = proposal_of(found, form.replacement, tokens)
    if not proposal.documents:
        form.add_error(None, "No place is ticked, or its text was saved anew: look again.")
        return None
    chosen = ChosenSet.sent(request)
    try:
        with transaction.atomic():
            into = chosen.change_set or chosen.made(request, proposal.words)
            save_together(into, proposal, request.user)
    except NotPossibleError as error:
        for sentence in (error.reason, *map(str, error.faults)):
            form.add_error(None, sentence)
        return None
    count = len(tokens & {place.token for place in found.places})
    said = (
        f"{count} place{'s' * (count != 1)} in {len(proposal.documents)} of the drafts of “{into}”"
    )
    gone = len(tokens) - count
    left = f"; {gone} were saved anew meanwhile and are left out" if gone else ""
    messages.success(request, f"{said} have the new text{left}.")
    return into


def _answer(request: HttpRequest, form: ReplaceForm, found: FoundPlaces | None) -> HttpResponse:
    own = {
        "title": "Find and replace",
        "form": form,
        "found": found,
        "most": MOST_DRAFTS,
        "shown": _shown(request, form, found) if found else [],
        "asked": [(name, value) for name, value in _asked(form)] if found else [],
    }
    own |= ChosenSet.context(request, None)
    return TemplateResponse(request, "admin/editions/replace.html", admin_context(request, **own))


def _shown(request: HttpRequest, form: ReplaceForm, found: FoundPlaces) -> list[ShownPlace]:
    ticked = set(request.POST.getlist("place")) if request.method == "POST" else None
    return [
        ShownPlace(
            place,
            *form.replacement.marked(place.text),
            place.change_set is None if ticked is None else place.token in ticked,
        )
        for place in found.places
    ]


def _asked(form: ReplaceForm) -> list[tuple[str, str]]:
    """What was searched, for the form that saves."""
    asked = form.cleaned_data
    single = [(name, asked[name]) for name in ("find", "by", "function")]
    ticks = [(name, "on") for name in ("whole_words", "match_case") if asked[name]]
    return [*single, *ticks, *((n, each) for n in ("kinds", "groups") for each in asked[n])]
