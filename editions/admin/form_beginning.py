"""What a form of the canon begins with: the thing that it is about, the draft of it that there is,
and what was saved when the form was opened.
"""

import json
from functools import cached_property
from typing import NamedTuple

from django.db.models import Exists, Model, OuterRef
from django.http import HttpRequest

from editions.change_sets.saving import was_published
from editions.change_sets.trials import Thing, documents_of
from editions.documents.merge import Clash, merge
from editions.documents.row_keys import CODED, KIND_OF, key_of
from editions.models import Draft, Edition, Touched
from taxonomy.models import Focus, Level, Profile, Skill
from taxonomy.web.lookup import whole_number

OPENED = "_opened_document"
# What a form names of other rows.
COMES_WITH: dict[type[Model], tuple[str, ...]] = {
    Profile: ("focus__function", "level", "replaced_by"),
    Focus: ("function",),
    Skill: ("broader",),
    Level: ("track",),
}


class Beginning(NamedTuple):
    """What a form begins with: what is shown, and what was saved when it was opened."""

    opened: dict | None
    shown: dict | None
    base: int | None = None  # the edition that was merged into what is shown
    clashes: tuple[Clash, ...] = ()

    @classmethod
    def sent(cls, request: HttpRequest) -> "Beginning | None":
        """As the form states it; None where it states nothing that could be."""
        try:
            found = json.loads(request.POST.get(OPENED, ""))
            opened, shown, base = found["opened"], found["shown"], found["base"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        is_known = isinstance(opened, dict | None) and isinstance(shown, dict | None)
        return cls(opened, shown, base if isinstance(base, int) else None) if is_known else None

    def __str__(self) -> str:
        return json.dumps({"opened": self.opened, "shown": self.shown, "base": self.base})


class OnForm:
    """The row of one form: which thing it is, and which draft of it there is."""

    def __init__(self, model: type[Model], row_id: str | None) -> None:
        self.model, self.kind, self.row_id = model, KIND_OF[model], row_id
        self.row = row_at(model, row_id) if row_id else None
        self.draft: Draft | None = None
        self.key = ""
        drafts = Draft.objects.filter(kind=self.kind, is_open=True)
        drafts = drafts.select_related("change_set", "saved_by", "base")
        if self.row is not None:
            self.key = key_of(self.row)
            self.draft = drafts.filter(key=self.key).first()
        elif row_id and model in CODED:
            self.draft = drafts.filter(key=row_id).first()
        elif number := whole_number(row_id or ""):
            self.draft = drafts.filter(row=number).first()
        if self.draft:
            self.key = self.draft.key

    def again(self) -> "OnForm":
        """As it is in the database by now."""
        return OnForm(self.model, self.row_id)

    @property
    def thing(self) -> Thing:
        return self.kind, self.key

    @cached_property
    def is_new(self) -> bool:
        """Whether it was never published, and is a draft alone."""
        is_drafted = self.draft is not None and self.draft.base_id is None
        return is_drafted and not was_published(*self.thing)

    def published(self) -> tuple[dict | None, Edition | None]:
        """What readers see, and the edition that it is, where it is recorded."""
        editions = Edition.objects.current().of(*self.thing)
        written = Touched.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"))
        edition = editions.annotate(is_written=Exists(written)).first()
        if edition and not edition.is_written:
            return edition.document, edition
        return documents_of([self.thing]).get(self.thing), None

    def beginning(self) -> Beginning:
        live, edition = self.published() if self.row is not None else (None, None)
        if self.draft is None or self.draft.document is None:
            return Beginning(live, live)
        drafted, base = self.draft.document, self.draft.base
        if edition is None or base is None or edition == base:
            return Beginning(drafted, drafted)
        merged = merge(base.document, drafted, live)
        return Beginning(drafted, merged.document, edition.pk, tuple(merged.clashes))


def row_at(model: type[Model], row_id: str) -> Model | None:
    try:
        rows = model._default_manager.select_related(*COMES_WITH.get(model, ()))
        return rows.filter(pk=row_id).first()
    except (ValueError, OverflowError):
        return None
