"""What the admin's forms of the canon save becomes drafts of a change set.

A form keeps its validation and its lists: it writes its rows in a transaction that is taken back,
and what the things are then is read as documents, which are saved as drafts. A form of a thing
with a draft is filled from the document of that (form_filling.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from editions.admin.adding import add_rows
from editions.admin.chosen_set import current_set
from editions.admin.form_beginning import OnForm
from editions.admin.form_filling import filled_from
from editions.admin.form_rows import brought_to, has_new, rendered, with_draft
from editions.admin.form_saving import FormSaving
from editions.admin.instead_of_deleting import instead_of_deleting
from editions.change_sets.saving import is_drafted_new
from editions.change_sets.trials import applied, tried
from editions.documents.kinds import KINDS
from editions.documents.row_keys import KIND_OF, kind_and_key
from editions.models import Draft
from taxonomy.web.drafting import ActionView, FormView, show_filled


class FormDrafts:
    def keeps(self, model: type[Model]) -> bool:
        return model in KIND_OF

    def may_go(self, request: HttpRequest, row: Model | type[Model]) -> bool:
        model = row if isinstance(row, type) else type(row)
        if KINDS[KIND_OF[model]].is_removable or isinstance(row, type):
            return KINDS[KIND_OF[model]].is_removable
        on_form: OnForm | None = getattr(request, "on_form", None)
        if on_form and on_form.thing == kind_and_key(row):
            return on_form.is_new
        return is_drafted_new(*kind_and_key(row))

    def instead_of_deleting(self, row: Model) -> tuple[str, str]:
        return instead_of_deleting(row)

    def form(
        self, request: HttpRequest, model: type[Model], row_id: str | None, view: FormView
    ) -> HttpResponse:
        on_form = OnForm(model, row_id)
        request.on_form = on_form  # type: ignore[attr-defined]  # read in may_go
        if request.method == "POST":
            return FormSaving(request, model, on_form, view).answer()
        return _shown(request, on_form, view)

    def action(
        self, request: HttpRequest, model: type[Model], title: str, view: ActionView
    ) -> HttpResponse | None:
        if request.method != "POST":
            with self.choices(request):
                return rendered(view())
        # What answers nothing shows the list again, after saving as before.
        return FormSaving(request, model, None, cast(FormView, view), title).answer()

    def add_to_set(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return add_rows(request, rows)

    def keys(self, model: type[Model]) -> list[str]:
        drafts = Draft.objects.filter(kind=KIND_OF[model], is_open=True)
        return list(drafts.values_list("key", flat=True))

    @contextmanager
    def choices(self, request: HttpRequest) -> Iterator[None]:
        found = current_set(request.user)
        if found is None or not has_new(found):
            yield
            return
        with tried():
            applied(list(found.drafts.all()), {})
            yield


def _shown(request: HttpRequest, on_form: OnForm, view: FormView) -> HttpResponse:
    draft, beginning = on_form.draft, on_form.beginning()
    change_set = draft.change_set if draft else current_set(request.user)
    if draft is None and (change_set is None or not has_new(change_set)):
        return with_draft(request, on_form, beginning, view())
    assert change_set is not None
    if beginning.shown is not None:
        filled = filled_from(on_form, beginning.shown, change_set.drafts.all())
        if filled is not None:
            show_filled(request, filled)
            return with_draft(request, on_form, beginning, view())
    with tried():
        faults = brought_to(change_set, on_form.thing, beginning)
        if faults and draft:
            reason = f"The draft does not fit the canon as it is now: {faults[0]}."
            messages.warning(request, f"{reason} Here it is as text.")
            return redirect("admin:edit", *on_form.thing)
        return with_draft(request, on_form, beginning, view())
