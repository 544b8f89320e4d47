"""Releases in the admin: what has changed since the last one, and the form that cuts the next."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from editions import releases as released
from editions.admin.context import admin_context, require_history_permission
from editions.models import Release
from taxonomy.models import Revision

MOST_LISTED = 100


class ReleaseForm(forms.Form):
    title = forms.CharField(
        max_length=200,
        required=False,
        widget=forms.TextInput({"size": 40}),
        help_text="A few words beside its number: Pay 2027, New support ladders.",
    )
    notes = forms.CharField(
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 6, "cols": 70}),
        help_text="What readers should know. They are shown it with what changed.",
    )
    # The last release that the account saw: two who press at once cut one.
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SinceLast(NamedTuple):
    """What the next release would say."""

    changes: int
    levelling: int
    pay: int


@require_http_methods(["GET", "HEAD", "POST"])
def releases(request: HttpRequest) -> HttpResponse:
    require_history_permission(request)
    last = Release.objects.first()
    form = ReleaseForm(request.POST or None, initial={"after": last.number if last else 0})
    if request.method == "POST":
        if not request.user.has_perm("editions.add_release"):
            raise PermissionDenied
        if form.is_valid() and (made := _cut(request, form)):
            messages.success(request, f"{made} is cut: readers see it on every page.")
            return redirect("admin:releases")
    own: dict[str, Any] = {
        "title": "Releases",
        "form": form,
        "last": last,
        "since": _since(last),
        "releases": Release.objects.select_related("by")[:MOST_LISTED],
        "may_cut": request.user.has_perm("editions.add_release"),
    }
    return TemplateResponse(request, "admin/editions/releases.html", admin_context(request, **own))


def _cut(request: HttpRequest, form: ReleaseForm) -> Release | None:
    """None, with the reason in the form, where somebody was faster or nothing has changed."""
    given = form.cleaned_data
    with transaction.atomic():
        Revision.objects.wait_for_turn()
        last = Release.objects.first()
        if last and last.number != given["after"]:
            form.add_error(None, f"{last} was cut after you had opened this page.")
        elif last and not _since(last).changes:
            form.add_error(None, f"Nothing has changed since {last}.")
        else:
            return released.cut(given["notes"], given["title"], request.user)
    return None


def _since(last: Release | None) -> SinceLast:
    if last is None:
        return SinceLast(0, 0, 0)
    now = Release(revision=Revision.objects.current().number)
    found = released.changes(last, now, most=0).counted
    return SinceLast(
        sum(change.how_many for change in found),
        sum(change.how_many for change in found if change.affects_levelling),
        sum(change.how_many for change in found if change.affects_pay),
    )
