"""Into which change set a form of the admin saves: one that is not finished, or a new one."""

from typing import Any, NamedTuple

from django.http import HttpRequest

from editions.change_sets.saving import open_set
from editions.choices import ChangeSetState
from editions.models import ChangeSet, Draft
from taxonomy.web.lookup import whole_number

MOST_SETS = 50
LONGEST_REASON = 4000  # characters; the field takes no more
NEW = "new"
FIELDS = {"asked_title": "_set_title", "asked_why": "_set_why"}


def current_set(user: Any) -> ChangeSet | None:
    """The one that this editor saved a draft in last, while it is being worked on."""
    worked_on = (ChangeSetState.OPEN, ChangeSetState.RETURNED)
    drafts = Draft.objects.filter(saved_by=user, change_set__state__in=worked_on)
    last = drafts.order_by("-saved_at").select_related("change_set").first()
    return last.change_set if last else None


class ChosenSet(NamedTuple):
    change_set: ChangeSet | None  # None: a new one
    title: str
    why: str

    @classmethod
    def sent(cls, request: HttpRequest) -> "ChosenSet":
        chosen = request.POST.get("_set", "")
        title, why = (request.POST.get(name, "").strip() for name in FIELDS.values())
        if chosen == NEW or title:  # who names a new set wants one, whatever is chosen beside it
            return cls(None, title, why)
        if number := whole_number(chosen):
            return cls(ChangeSet.objects.unfinished().filter(pk=number).first(), title, why)
        return cls(current_set(request.user), title, why)

    def made(self, request: HttpRequest, title: str) -> ChangeSet:
        """A new set, called after what is saved unless the editor has named it."""
        return open_set(self.title or title, request.user, self.why[:LONGEST_REASON])

    @staticmethod
    def context(request: HttpRequest, draft: Draft | None) -> dict[str, Any]:
        """For the form: its choices, and what was typed there already."""
        if draft is not None:
            return {}
        sent = request.POST
        own: dict[str, Any] = {name: sent.get(field, "") for name, field in FIELDS.items()}
        sets = list(ChangeSet.objects.unfinished().order_by("-pk")[:MOST_SETS])
        now = current_set(request.user)
        own["sets"] = sets if now is None or now in sets else [now, *sets]
        own["chosen"] = sent.get("_set") or (str(now.pk) if now else NEW)
        return own
