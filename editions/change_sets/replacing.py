"""Finds a text in the documents of many things and replaces it in those places that were chosen.
Keys and codes are no texts: none of the paths below leads to one.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from markupsafe import Markup

from editions.change_sets.proposing import Proposal
from editions.change_sets.trials import Thing
from editions.models import ChangeSet, Draft, Edition
from taxonomy.canon.dump import Plain
from taxonomy.models import DIMENSIONS

SHORTEST = 2
MOST_DRAFTS = 200  # things of one search, each a draft
IN_FUNCTIONS = ("function", "focus", "profile")

# Kind → group of texts → where they are; `*` is each entry of a list or mapping.
TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "profile": {
        "names": ("title", "aliases.*"),
        "summaries": ("summary",),
        "responsibilities": ("responsibilities.*.text",),
        "guidelines": ("guideline.*",),
        "skills": ("skills.*.text",),
    },
    "focus": {
        "names": ("focus.name",),
        "summaries": ("focus.summary", "areas.*.description"),
        "skills": ("skills.*.text",),
    },
    "function": {"names": ("name",), "summaries": ("summary",)},
    "skill": {"names": ("name", "also.*"), "summaries": ("description", "levels.*")},
    "level": {"names": ("name",), "summaries": ("description", *DIMENSIONS)},
}
GROUPS = {
    "names": "titles and names",
    "summaries": "summaries and descriptions",
    "responsibilities": "responsibilities",
    "guidelines": "guidelines",
    "skills": "what is said of a skill in a role or focus",
}


@dataclass(frozen=True)
class Replacement:
    find: str
    by: str
    whole_words: bool = True
    match_case: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        found = re.escape(self.find)
        if self.whole_words:
            found = rf"(?<!\w){found}(?!\w)"
        return re.compile(found, 0 if self.match_case else re.IGNORECASE)

    def instead(self, found: re.Match[str]) -> str:
        """Where case says nothing, a capital at the beginning stays one."""
        if not self.match_case and found[0][:1].isupper():
            return self.by[:1].upper() + self.by[1:]
        return self.by

    def in_text(self, text: str) -> str:
        return self.pattern.sub(self.instead, text)

    def marked(self, text: str) -> tuple[Markup, Markup]:
        """The text before and after, with what goes and what comes marked."""
        before, after, last = Markup(), Markup(), 0
        for found in self.pattern.finditer(text):
            between = text[last : found.start()]
            before += Markup("{}<del>{}</del>").format(between, found[0])
            after += Markup("{}<ins>{}</ins>").format(between, self.instead(found))
            last = found.end()
        return before + text[last:], after + text[last:]


@dataclass(frozen=True)
class Where:
    """Which texts are searched."""

    kinds: Collection[str]
    groups: Collection[str]
    function: str = ""  # its code; empty: of all

    def paths(self, kind: str) -> Iterator[str]:
        for group, paths in TEXTS[kind].items():
            if group in self.groups:
                yield from paths

    def of_function(self) -> Q:
        if not self.function:
            return Q(kind__in=self.kinds)
        inside = Q(key=self.function) | Q(key__startswith=f"{self.function}.")
        return inside & Q(kind__in=[kind for kind in self.kinds if kind in IN_FUNCTIONS])


class TextPlace(NamedTuple):
    """One text in which something is found."""

    kind: str
    key: str
    path: tuple[Any, ...]
    text: str
    change_set: ChangeSet | None  # that has a draft of the thing

    @property
    def label(self) -> str:
        steps = [f"{step + 1}" if isinstance(step, int) else str(step) for step in self.path]
        return " ".join(step.replace("_", " ") for step in steps if step != "text")

    @property
    def token(self) -> str:
        """Of this text at this place: another one, saved meanwhile, has another token."""
        stated = json.dumps([self.kind, self.key, self.path, self.text])
        return hashlib.sha256(stated.encode()).hexdigest()[:16]


class FoundPlaces(NamedTuple):
    places: list[TextPlace]
    is_cut: bool  # there are more things than one search shows
    documents: dict[Thing, Plain]


def places_of(replacement: Replacement, where: Where) -> FoundPlaces:
    """In drafts that are open, and in what is published where there is no draft."""
    places: list[TextPlace] = []
    documents: dict[Thing, Plain] = {}
    for kind, key, document, change_set in _candidates(replacement, where):
        found = [
            TextPlace(kind, key, path, text, change_set)
            for stated in where.paths(kind)
            for path, text in _texts(document, stated.split("."))
            if replacement.in_text(text) != text
        ]
        if found and len(documents) == MOST_DRAFTS:
            return FoundPlaces(places, True, documents)
        if found:
            places += found
            documents[kind, key] = document
    return FoundPlaces(places, False, documents)


def _candidates(
    replacement: Replacement, where: Where
) -> Iterator[tuple[str, str, Plain, ChangeSet | None]]:
    drafts = Draft.objects.filter(where.of_function(), is_open=True)
    drafted = set(drafts.values_list("kind", "key"))
    shown = drafts.filter(document__isnull=False).select_related("change_set")
    for draft in _with_text(shown, replacement).order_by("kind", "key"):
        yield draft.kind, draft.key, draft.document, draft.change_set
    editions = _with_text(Edition.objects.current().filter(where.of_function()), replacement)
    rows = editions.order_by("kind", "key").values_list("kind", "key", "document")
    for kind, key, document in rows.iterator(chunk_size=200):
        if (kind, key) not in drafted and document:
            yield kind, key, document, None


def _with_text(rows: QuerySet, replacement: Replacement) -> QuerySet:
    """Those whose document has it somewhere, if not in a text that is searched."""
    written = json.dumps(replacement.find, ensure_ascii=False)[1:-1]
    lookup = "contains" if replacement.match_case else "icontains"
    stated = rows.annotate(stated=Cast("document", TextField()))
    return stated.filter(**{f"stated__{lookup}": written})


def _texts(value: Any, steps: list[str], path: tuple = ()) -> Iterator[tuple[tuple, str]]:
    if not steps:
        if isinstance(value, str):
            yield path, value
        return
    step, *rest = steps
    if step != "*":
        if isinstance(value, dict) and step in value:
            yield from _texts(value[step], rest, (*path, step))
        return
    entries = value.items() if isinstance(value, dict) else enumerate(value or ())
    for name, entry in entries:
        yield from _texts(entry, rest, (*path, name))


def proposal_of(found: FoundPlaces, replacement: Replacement, tokens: Collection[str]) -> Proposal:
    """Drafts with the replacement at the chosen places. A place whose text was saved anew since it
    was shown is not among them.
    """
    documents: dict[Thing, Plain | None] = {}
    for place in found.places:
        if place.token in tokens:
            thing = (place.kind, place.key)
            if thing not in documents:
                documents[thing] = deepcopy(found.documents[thing])
            _put(documents[thing], place.path, replacement.in_text(place.text))
    return Proposal(documents, (), f"“{replacement.find}” becomes “{replacement.by}”")


def _put(document: Any, path: tuple, text: str) -> None:
    *above, last = path
    for step in above:
        document = document[step]
    document[last] = text
