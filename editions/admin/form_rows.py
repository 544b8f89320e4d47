"""The rows of a form as its draft has them, and what the form says of that draft."""

from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from editions.admin.chosen_set import ChosenSet
from editions.admin.form_beginning import Beginning, OnForm
from editions.admin.instead_of_deleting import instead_of_deleting
from editions.admin.succession_actions import actions_for
from editions.change_sets.trials import Thing, applied
from editions.documents.canon_documents import Fault
from editions.documents.diff import shown_text
from editions.documents.merge import Clash
from editions.models import ChangeSet

ResponseOrNone = TypeVar("ResponseOrNone", bound=HttpResponse | None)

TEMPLATE = "admin/editions/change_form.html"


def has_new(change_set: ChangeSet) -> bool:
    """Whether a form may have to offer what is in no table yet."""
    return change_set.drafts.filter(base=None, document__isnull=False).exists()


def brought_to(change_set: ChangeSet | None, thing: Thing, beginning: Beginning) -> list[Fault]:
    """The rows as the set has them, and the form's own as it showed it."""
    drafts = list(change_set.drafts.all()) if change_set else []
    instead = {thing: beginning.shown} if beginning.shown else {}
    if not applied(drafts, instead):
        return []
    own = [each for each in drafts if (each.kind, each.key) == thing]
    return applied(own, instead)  # something else in the set does not fit


def with_draft(
    request: HttpRequest,
    on_form: OnForm,
    beginning: Beginning,
    response: HttpResponse,
    said: dict[str, Any] | None = None,
) -> HttpResponse:
    """The form with what it begins with, whose draft it shows and the set that it goes into."""
    if isinstance(response, TemplateResponse) and response.context_data is not None:
        if "adminform" in response.context_data:
            own: dict[str, Any] = {
                "beginning": str(beginning),
                "draft": on_form.draft,
                "on_form": on_form,
                "actions": actions_for(request, on_form.kind),
                "instead": instead_of_deleting(on_form.row)[0] if on_form.row else "",
            }
            own |= ChosenSet.context(request, on_form.draft)
            own["clashes"] = _in_words(beginning.clashes)
            response.context_data |= own | (said or {})
            response.template_name = TEMPLATE
        response.render()
    return response


def _in_words(clashes: tuple[Clash, ...]) -> list[tuple[str, str, str]]:
    return [
        (".".join(map(str, clash.path)), shown_text(clash.mine), shown_text(clash.theirs))
        for clash in clashes
    ]


def rendered(response: ResponseOrNone) -> ResponseOrNone:
    if isinstance(response, TemplateResponse):
        response.render()
    return response
