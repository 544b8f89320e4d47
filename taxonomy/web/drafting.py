"""The slot for whoever keeps what the admin's forms of the canon save as drafts, to be published
later; where it is empty, a form writes the canon at once.
"""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from taxonomy.slots import Slot

FormView = Callable[[], HttpResponse]
ActionView = Callable[[], HttpResponse | None]  # none: the list is shown again


class FormRefusedError(Exception):
    """A form is not saved, for a reason that it shows beside what was typed."""


class FilledForm(Protocol):
    """What a form shows instead of rows of the canon: those of a draft, which are in no table."""

    row: Model

    def rows(self, model: type[Model]) -> list[Any] | None:
        """Of a list below the row, in the order in which they are shown; their numbers count down
        from -1. None: as they are in the canon.
        """

    def choices(self, model: type[Model]) -> list[tuple[Any, str]] | None:
        """What a field offers of another table; None: what that has."""


class Drafting(Protocol):
    def keeps(self, model: type[Model]) -> bool:
        """Whether rows of this table are saved as drafts."""

    def may_go(self, request: HttpRequest, row: Model | type[Model]) -> bool:
        """Whether the row, or any row, can be deleted: a code that was published stays."""

    def instead_of_deleting(self, row: Model) -> tuple[str, str]:
        """What to do with a row that stays, and the address of the page that does it, if any."""

    def form(
        self, request: HttpRequest, model: type[Model], row_id: str | None, view: FormView
    ) -> HttpResponse:
        """Shows the draft of a row in the form that `view` makes, or keeps what it saves."""

    def action(
        self, request: HttpRequest, model: type[Model], title: str, view: ActionView
    ) -> HttpResponse | None:
        """Keeps what `view` does to any number of rows."""

    def add_to_set(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        """Asks into which set these rows are to go, and makes a draft of each as it is."""

    def keys(self, model: type[Model]) -> Collection[str]:
        """Of all drafts of this table's rows, in whichever set."""

    def choices(self, request: HttpRequest) -> AbstractContextManager[None]:
        """Inside, what the editor's set has new can be chosen in a form."""


form_drafts: Slot[Drafting | None] = Slot(None)


def drafting_of(model: type[Model]) -> Drafting | None:
    drafts = form_drafts.get()
    return drafts if drafts and drafts.keeps(model) else None


def keys_drafted(model: type[Model]) -> Collection[str]:
    drafts = form_drafts.get()
    return drafts.keys(model) if drafts else ()


def choices_of(request: HttpRequest) -> AbstractContextManager[Any]:
    drafts = form_drafts.get()
    return drafts.choices(request) if drafts else nullcontext()


def show_filled(request: HttpRequest, filled: FilledForm | None) -> None:
    request.filled_form = filled  # type: ignore[attr-defined]


def filled_form(request: HttpRequest) -> FilledForm | None:
    return getattr(request, "filled_form", None)


def note_saved(request: HttpRequest, row: Model | None) -> None:
    """Says to whoever keeps drafts that a form wrote something, and which row was its own."""
    request.is_written = True  # type: ignore[attr-defined]
    request.saved_row = row  # type: ignore[attr-defined]
