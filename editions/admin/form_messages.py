"""What a form of the canon says once its drafts are saved."""

from collections.abc import Mapping
from typing import cast

from django.contrib import messages
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from editions.change_sets.trials import Thing, Written
from editions.documents.row_keys import kind_and_key
from editions.models import ChangeSet
from editions.succession.successions import keys_followed
from taxonomy.canon.gates import SUCCESSOR

WITH_CODE = ("function", "focus", "profile")  # which are minted or follow from what was chosen


def forget_messages(request: HttpRequest) -> None:
    """Of what Django says: that something was changed, which is not so yet."""
    cast(BaseStorage, get_messages(request))._queued_messages.clear()  # type: ignore[attr-defined]


def say_saved(request: HttpRequest, change_set: ChangeSet) -> None:
    said = f"Saved as a draft in the set “{change_set}”. Readers see it once that is published."
    messages.success(request, said, extra_tags="kept")


def say_new_code(request: HttpRequest, written: Mapping[Thing, Written], saved: Model) -> None:
    kind, key = thing = kind_and_key(saved)
    if kind in WITH_CODE and thing in written and written[thing].before is None:
        messages.info(
            request, f"The code of this {kind} is {key}. It stays, whatever it is called."
        )


def say_wanted_successors(
    request: HttpRequest, change_set: ChangeSet, written: Mapping[Thing, Written]
) -> None:
    """The set cannot be submitted without them: better said now than then."""
    wanting = [each.key for each in written.values() if _wants_successor(each)]
    for key in sorted(set(wanting) - keys_followed(change_set)) if wanting else ():
        page = reverse("admin:retire", args=["profile", key])
        said = (
            "{} is retired without a successor: before the set is submitted, choose one, or say "
            '<a href="{}">on its page Retire</a> that nothing replaces it, and why.'
        )
        messages.warning(request, format_html(said, key, page))


def _wants_successor(written: Written) -> bool:
    return bool(
        written.kind == SUCCESSOR.kind
        and written.after is not None
        and any(SUCCESSOR.of_document(written.after))
    )
