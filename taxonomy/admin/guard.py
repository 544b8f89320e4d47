"""Guards of every form of the admin: nobody saves over what somebody else has saved without saying
so, and what the database refuses comes back as a sentence beside what was typed.

The states are compared in taxonomy/saved_state.py, the sentences are in violations.py."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.db import DatabaseError, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from taxonomy.admin.change_sets import call_change_set, recorded_by
from taxonomy.admin.filled_forms import FilledForms
from taxonomy.admin.formsets import CanonFormSet
from taxonomy.admin.list_actions import ListActions
from taxonomy.admin.searched_choices import SearchedChoices, cached, offer_known
from taxonomy.admin.violations import Violation, violation_of
from taxonomy.models import Revision
from taxonomy.saved_state import ListPart, SavedState
from taxonomy.web.drafting import (
    FormRefusedError,
    filled_form,
    note_saved,
)

STATE, OPENED, OVER = "_saved_state", "_opened", "_save_over"
MOST_TRIES = 20  # one sentence more each time; a form has rarely as many faults


class Conflict(NamedTuple):
    """Somebody else wrote after this form was opened."""

    message: str
    state: SavedState  # as it is now: what the editor may choose to save over


class GuardedForm(forms.ModelForm):
    guard: "Guard | None" = None  # set for one request

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            offer_known(field, cached(self.instance, name))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.guard:
            self.guard.check(self)
        return cleaned


class Guard:
    """What one request brings along, and the answer to it."""

    def __init__(self, model_admin: "GuardedAdmin", request: HttpRequest, row: Any):
        self._admin, self._request, self._row = model_admin, request, row
        self.conflict: Conflict | None = None

    @property
    def saves_at_once(self) -> bool:
        return not self._admin.drafting

    def state(self) -> SavedState:
        return SavedState.of(self._row, self._admin.list_parts(self._request, self._row))

    def check(self, form: forms.ModelForm) -> None:
        violation: Violation | None = getattr(self._request, "violation", None)
        if violation and not violation.prefix:
            form.add_error(None, violation.message)
        if self._row is None or self._row.pk is None or self._admin.drafting:
            return
        Revision.objects.wait_for_turn()
        now = self.state()
        opened = SavedState.parsed(self._request.POST.get(STATE, ""))
        over = SavedState.parsed(self._request.POST.get(OVER, ""))
        if now in (opened, over) or (opened is not None and not opened.changed(now)):
            return
        self.conflict = Conflict(self._sentence(opened, over, now), now)
        form.add_error(None, self.conflict.message)

    def _sentence(self, opened: SavedState | None, over: SavedState | None, now: SavedState) -> str:
        if opened is None:
            return "It is not known what this form was opened with: compare it before you save."
        changed = ", ".join(self._label(name) for name in (over or opened).changed(now))
        return (
            f"{self._saver()} after you had opened it. Changed there: {changed}. Nothing of yours "
            "is saved yet, and all that you typed is still below."
        )

    def _label(self, part: str) -> str:
        fields = {field.attname: field for field in self._row._meta.concrete_fields}
        return str(fields[part].verbose_name) if part in fields else part

    def _saver(self) -> str:
        since = _read_time(self._request.POST.get(OPENED, ""))
        entry = (
            LogEntry.objects.filter(
                content_type=ContentType.objects.get_for_model(self._row),
                object_id=str(self._row.pk),
                action_time__gte=since,
            )
            .select_related("user")
            .order_by("-action_time")
            .first()
        )
        if entry is None:
            return "Something other than this form, such as a load of files, changed this"
        at = timezone.localtime(entry.action_time).strftime("%H:%M:%S on %d %B %Y")
        who = entry.user.get_full_name() or entry.user.get_username()
        return f"{who} saved this at {at},"


def _read_time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _violation(error: DatabaseError | FormRefusedError) -> Violation | None:
    return Violation("", str(error)) if isinstance(error, FormRefusedError) else violation_of(error)


def _row_id(object_id: str | None) -> str | None:
    return None if object_id is None else unquote(object_id)


class GuardedAdmin(FilledForms, SearchedChoices, ListActions):
    """A model admin whose forms have the guards. It needs no field in the form for them."""

    form = GuardedForm

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        for _ in range(MOST_TRIES):
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except (DatabaseError, FormRefusedError) as error:
                violation = _violation(error)
                if violation is None or request.method != "POST":
                    raise
                # Nothing was written: the form is shown again, with what was typed and the reason.
                request.violation = violation  # type: ignore[attr-defined]  # read by the forms
                cast(BaseStorage, get_messages(request))._queued_messages.clear()  # type: ignore[attr-defined]
        raise AssertionError("a refused form is shown, not saved again")

    def _changeform_view(self, request: HttpRequest, *args: Any) -> HttpResponse:
        """Django's, inside its transaction."""
        view = partial(super()._changeform_view, request, *args)  # type: ignore[misc]
        return self._drafted_or_recorded(request, args[0], view)

    def _delete_view(self, request: HttpRequest, *args: Any) -> HttpResponse:
        view = partial(super()._delete_view, request, *args)  # type: ignore[misc]
        return self._drafted_or_recorded(request, args[0], view)

    def _drafted_or_recorded(
        self, request: HttpRequest, object_id: str | None, view: Callable[[], HttpResponse]
    ) -> HttpResponse:
        if self.drafting:
            return self.drafting.form(request, self.model, _row_id(object_id), view)
        with recorded_by(request, self.opts.verbose_name):
            return view()

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().delete_view(request, *args, **kwargs)
        except FormRefusedError as error:
            self.message_user(request, str(error), level="error")
            return redirect(request.path)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_delete_permission(request, obj)
        if obj is None or not self.drafting:
            return may
        return may and self.drafting.may_go(request, obj)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        note_saved(request, obj)
        call_change_set(request, f"{obj} added")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        note_saved(request, obj)
        call_change_set(request, str(obj))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        note_saved(request, None)
        return super().log_deletions(request, queryset)

    def message_user(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Says to the browser that what it kept of the form is saved (static/autosave.js)."""
        if messages.SUCCESS in (kwargs.get("level"), *args[1:2]):
            kwargs.setdefault("extra_tags", "kept")
        super().message_user(request, *args, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        made: Any = super().get_form(request, obj, change=change, **kwargs)
        made.guard = Guard(self, request, obj)
        return made

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[tuple]:
        ours = {
            "violation": getattr(request, "violation", None),
            "goes_by_place": self.drafting is not None,
            "saves_over": OVER in request.POST,
            "filled": filled_form(request),
        }
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            bases = (formset,) if issubclass(formset, CanonFormSet) else (CanonFormSet, formset)
            yield type(formset.__name__, bases, ours), inline

    def list_parts(self, request: HttpRequest, row: models.Model) -> Iterator[ListPart]:
        """The lists on the form that this editor may change."""
        for formset, inline in self.get_formsets_with_inlines(request, row):
            may = (
                inline.has_change_permission,
                inline.has_add_permission,
                inline.has_delete_permission,
            )
            if any(allowed(request, row) for allowed in may):
                rows = inline.model._base_manager.filter(**{formset.fk.name: row.pk})
                yield ListPart(str(inline.verbose_name_plural), rows)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        guard: Guard = context["adminform"].form.guard
        row = kwargs.get("obj")
        if row is not None and row.pk and not self.drafting:
            sent = request.method == "POST" and request.POST.get(STATE)
            context[STATE.strip("_")] = sent or str(guard.state())
            context["opened"] = (sent and request.POST.get(OPENED)) or timezone.now().isoformat()
            context["conflict"] = guard.conflict
        return super().render_change_form(request, context, *args, **kwargs)
