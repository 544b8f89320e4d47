"""A form that was sent: it writes its rows in a transaction that is taken back, and what the things
are then is saved as drafts.
"""

from django.contrib import messages
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from editions.admin.chosen_set import ChosenSet
from editions.admin.form_beginning import Beginning, OnForm
from editions.admin.form_messages import (
    forget_messages,
    say_new_code,
    say_saved,
    say_wanted_successors,
)
from editions.admin.form_rows import brought_to, has_new, rendered, with_draft
from editions.change_sets.saving import (
    NotPossibleError,
    Opened,
    StaleDraftError,
    forget_new,
    save_draft,
)
from editions.change_sets.trials import (
    Thing,
    Trial,
    Written,
    applied,
    tried,
    without_those_that_follow,
)
from editions.documents.kinds import KINDS
from editions.documents.row_keys import KIND_OF, kind_and_key
from editions.documents.skill_names import with_renamed_skills
from editions.models import ChangeSet, Edition
from taxonomy.web.drafting import FormRefusedError, FormView


class FormSaving:
    """One form that was sent, or one action: tried, and what it did saved as drafts."""

    def __init__(
        self,
        request: HttpRequest,
        model: type[Model],
        on_form: OnForm | None,
        view: FormView,
        title: str = "",
    ) -> None:
        self.kind = KIND_OF[model]
        self.request, self.on_form, self.view, self.title = request, on_form, view, title
        request.is_written, request.saved_row = False, None  # type: ignore[attr-defined]
        self.chosen = ChosenSet.sent(request)
        draft = on_form.draft if on_form else None
        self.change_set = draft.change_set if draft else self.chosen.change_set
        self.beginning = Beginning(None, None)

    def answer(self) -> HttpResponse:
        if self.on_form and self.on_form.row_id:
            sent = Beginning.sent(self.request)
            was_refused = getattr(self.request, "violation", None)
            if sent is None and self._is_change() and not was_refused:
                raise FormRefusedError(
                    "It is not known what this form was opened with: open it again."
                )
            self.beginning = sent or self.on_form.beginning()
        trial = self._tried()
        if not trial.is_done:
            return trial.answer
        saved = getattr(self.request, "saved_row", None)
        forget_messages(self.request)
        try:
            with transaction.atomic():
                return self._kept(trial, saved)
        except StaleDraftError as error:
            return self._both(error)
        except NotPossibleError as error:
            raise FormRefusedError(str(error)) from error

    def _is_change(self) -> bool:
        match = self.request.resolver_match
        return bool(match and match.url_name and match.url_name.endswith("_change"))

    def _tried(self) -> Trial:
        with tried():
            self._bring_about()
            trial = Trial(self._viewed, lambda: getattr(self.request, "is_written", False))
            trial.written = without_those_that_follow(trial.written, self.kind)
            return trial

    def _bring_about(self) -> None:
        needs_set = self.change_set is not None and has_new(self.change_set)
        if self.on_form is None or not self.on_form.key:
            if needs_set and self.change_set:
                applied(list(self.change_set.drafts.all()), {})
            return
        live = self.on_form.published()[0] if self.on_form.row is not None else None
        if self.on_form.draft or needs_set or live != self.beginning.shown:
            faults = brought_to(self.change_set, self.on_form.thing, self.beginning)
            if faults and not getattr(self.request, "violation", None):
                said = (
                    f"What this form began with does not fit the canon as it is now: {faults[0]}."
                )
                raise FormRefusedError(
                    f"{said} It can be proposed as text, on the page of its history."
                )

    def _viewed(self) -> HttpResponse:
        response = self.view()
        if self.on_form is None:
            return rendered(response)
        return with_draft(self.request, self.on_form, self.beginning, response)

    def _kept(self, trial: Trial, saved: Model | None) -> HttpResponse:
        on_form, request = self.on_form, self.request
        written = {(each.kind, each.key): each for each in trial.written}
        if on_form and self._settles() and on_form.thing not in written:
            shown = self.beginning.shown
            written[on_form.thing] = Written(*on_form.thing, shown, shown)
        if not written:
            messages.info(request, "Nothing was changed.", extra_tags="kept")
            return self._where_to(trial, None)
        change_set = self._set(saved)
        written = _with_names_of_the_set(written, change_set)
        for thing, each in written.items():
            row = _row_number(saved) if saved and kind_and_key(saved) == thing else None
            self._save(change_set, thing, each.after, each.before, row)
        say_saved(request, change_set)
        if saved and not (on_form and on_form.row_id):
            say_new_code(request, written, saved)
        say_wanted_successors(request, change_set, written)
        return self._where_to(trial, change_set)

    def _settles(self) -> bool:
        """Whether saving says something although nothing was typed: that what was merged is right,
        or that what was to go stays.
        """
        draft = self.on_form.draft if self.on_form else None
        goes = draft is not None and draft.document is None
        is_merged = self.beginning.opened != self.beginning.shown
        return self._is_change() and (is_merged or goes)

    def _save(
        self,
        change_set: ChangeSet,
        thing: Thing,
        after: dict | None,
        before: dict | None = None,
        row: int | None = None,
    ) -> None:
        kind, key = thing
        if after is None and forget_new(change_set, kind, key):
            return
        if after is None and not KINDS[kind].is_removable:
            reason = f"{kind} {key} was published and stays: its code never means anything else."
            raise NotPossibleError(f"{reason} A role can be retired.")
        opened = Opened(before)
        if self.on_form and thing == self.on_form.thing and self.beginning.opened is not None:
            base = Edition.objects.of(kind, key).filter(pk=self.beginning.base or 0).first()
            opened = Opened(self.beginning.opened, base)
        save_draft(change_set, kind, key, after, self.request.user, opened, row)

    def _set(self, saved: Model | None) -> ChangeSet:
        if self.change_set is None:
            title = self.title or str(saved or "Changes")
            self.change_set = self.chosen.made(self.request, title)
        return self.change_set

    def _where_to(self, trial: Trial, change_set: ChangeSet | None) -> HttpResponse:
        goes_on = "_continue" in self.request.POST or "_addanother" in self.request.POST
        if change_set is None or goes_on or trial.answer.status_code != 302:
            return trial.answer
        return redirect("admin:change_set", change_set.pk)

    def _both(self, error: StaleDraftError) -> HttpResponse:
        """The form again with both sides merged: the next save is compared with what is saved."""
        assert self.on_form is not None
        on_form = self.on_form.again()
        now = error.saved.document
        beginning = Beginning(now, error.document, None, tuple(error.clashes))
        said = {"stale": error.reason, "saved_by": error.saved.by}
        self.request.method = "GET"
        with tried():
            change_set = on_form.draft.change_set if on_form.draft else self.change_set
            brought_to(change_set, on_form.thing, beginning)
            return with_draft(self.request, on_form, beginning, self.view(), said)


def _with_names_of_the_set(
    written: dict[Thing, Written], change_set: ChangeSet
) -> dict[Thing, Written]:
    """Where the set renames a skill, what is written and what is drafted already name it anew."""
    before = {key: each.before for (kind, key), each in written.items()
              if kind == "skill" and each.before}  # fmt: skip
    drafts = {(each.kind, each.key): each for each in change_set.drafts.select_related("base")}
    after = {thing: each.after for thing, each in written.items()}
    return {
        thing: written[thing]._replace(after=document)
        if thing in written
        else Written(*thing, drafts[thing].document, document)
        for thing, document in with_renamed_skills(after, before, drafts.values()).items()
    }


def _row_number(saved: Model) -> int | None:
    """Of a row that is in the canon when its set is published, and not before."""
    if not isinstance(saved.pk, int) or type(saved)._default_manager.filter(pk=saved.pk).exists():
        return None
    return saved.pk
