"""The action of the lists that adds what is ticked to a change set: it asks which one first."""

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from editions.admin.chosen_set import ChosenSet
from editions.admin.context import admin_context
from editions.change_sets.adding import MOST_ADDED, add_as_they_are
from editions.change_sets.saving import NotPossibleError
from editions.documents.row_keys import KIND_OF, key_of
from taxonomy.admin.list_actions import ADD_TO_SET


def add_rows(request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
    """None shows the list again, with the reason why nothing was added."""
    found = list(rows[: MOST_ADDED + 1])
    if len(found) > MOST_ADDED:
        messages.error(request, f"At most {MOST_ADDED} are added at once: narrow the list.")
        return None
    if "_set" not in request.POST:
        names = rows.model._meta
        many = names.verbose_name if len(found) == 1 else names.verbose_name_plural
        title = f"Add {len(found)} {many} to a change set"
        own = {"title": title, "rows": found, "opts": names, "action": ADD_TO_SET}
        own |= {"box": ACTION_CHECKBOX_NAME} | ChosenSet.context(request, None)
        return TemplateResponse(
            request, "admin/editions/add_to_set.html", admin_context(request, **own)
        )
    try:
        return _added(request, KIND_OF[rows.model], sorted(map(key_of, found)))
    except NotPossibleError as error:
        messages.error(request, error.reason)
        return None


def _added(request: HttpRequest, kind: str, keys: list[str]) -> HttpResponse | None:
    with transaction.atomic():
        chosen = ChosenSet.sent(request)
        title = f"{kind.capitalize()} {keys[0]}{f' and {len(keys) - 1} more' if keys[1:] else ''}"
        change_set = chosen.change_set or chosen.made(request, title)
        count, in_the_way = add_as_they_are(change_set, kind, keys, request.user)
        is_empty = not (count or change_set.drafts.exists())
        transaction.set_rollback(is_empty)  # no set without a draft
    for reason in in_the_way:
        messages.warning(request, reason)
    if is_empty:
        return None
    drafts = "1 draft is" if count == 1 else f"{count} drafts are"
    messages.success(request, f"{drafts} in the set “{change_set}”, as they are: nothing changed.")
    return redirect("admin:change_set", change_set.pk)
