"""The kinds of things that have editions: how each is read from the canon as a document, which
document of canon files states it alone, and in which order they depend on each other.

A document of an edition is what reading a canon file makes of it: every field stated.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from pydantic import ValidationError

from editions.documents.rows import CHUNK, KeyedRows, focuses, links, profiles
from frameworks.exchange.documents import LinksDocument
from taxonomy.canon.documents import (
    LevelEntry,
    MarketEntry,
    ProficiencyEntry,
    SynonymEntry,
    TrackEntry,
    VocabularyEntry,
)
from taxonomy.canon.dump import Plain, plain_level, plain_skills, plain_synonym
from taxonomy.canon.focus_documents import FocusDocument, FunctionEntry, ProfileEntry, terms_of
from taxonomy.canon.plan import FUNCTION_FIELDS
from taxonomy.exchange.document import Document
from taxonomy.models import Function, Level, Market, Proficiency, Skill, Synonym, Track

# Where the name of a thing is in its document.
NAME_OF = {"profile": "title", "focus": "focus.name", "function": "name", "skill": "name"}


def name_of(kind: str, document: Plain) -> str:
    """What a thing is called; empty where it has no name beside its key."""
    if kind == "focus":
        return document["focus"]["name"]
    return document.get(NAME_OF.get(kind, "name"), "")


@dataclass(frozen=True)
class EditionKind:
    name: str
    shape: type[Document]
    live: Callable[[Sequence[str] | None], KeyedRows]  # of these keys, or of all
    section: str = ""  # the list of a canon file that has such entries
    is_removable: bool = False  # whether it goes for good when nothing states it any more

    def document(self, plain: Plain) -> Document:
        return in_order(self.shape.model_validate(plain))

    def text_of_row(self, plain: Plain) -> str:
        """Of what the canon has. A row of before a rule of today is recorded as it is."""
        try:
            return self.text(self.document(plain))
        except ValidationError:
            return json.dumps(plain, ensure_ascii=False, default=str)

    def text(self, document: Document) -> str:
        """The same text for the same document: JSON with every field stated."""
        if isinstance(document, FocusDocument):
            return document.model_dump_json(exclude=_NOT_OF_A_FOCUS)
        return document.model_dump_json()


# What other kinds state: the roles, and all of the function but its code.
_NOT_OF_A_FOCUS: Any = {
    "profiles": True,
    "function": {name: True for name in FUNCTION_FIELDS},
}


def in_order(document: Document) -> Document:
    """Lists whose order says nothing, always in the same."""
    if isinstance(document, VocabularyEntry):
        return document.model_copy(update={"levels": dict(sorted(document.levels.items()))})
    if isinstance(document, ProfileEntry):
        update = {
            name: listed
            for name, key in _ORDERS.items()
            if (listed := sorted(getattr(document, name), key=key)) != getattr(document, name)
        }
        return document.model_copy(update=update) if update else document
    return document


_ORDERS: dict[str, Callable[[Any], Any]] = {
    "aliases": str,
    "pay": terms_of,
    "mappings": attrgetter("scheme", "code"),
}


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _by_code(
    rows: Callable[[], QuerySet], plain: Callable[[Any], Plain]
) -> Callable[..., KeyedRows]:
    def live(keys: Sequence[str] | None) -> KeyedRows:
        found = rows() if keys is None else rows().filter(code__in=keys)
        return ((row.code, plain(row)) for row in found)

    return live


def _level(level: Level) -> Plain:
    place = {"track": level.track_id, "rank": level.rank, "step": level.step}
    return plain_level(level) | place


def _function(function: Function) -> Plain:
    return {"code": function.code} | {name: getattr(function, name) for name in FUNCTION_FIELDS}


def _skills(keys: Sequence[str] | None) -> KeyedRows:
    skills = Skill.objects.in_order().select_related("broader")
    found = list(skills if keys is None else skills.filter(slug__in=keys))
    for skill, plain in zip(found, plain_skills(found), strict=True):
        yield skill.slug, plain | {"slug": skill.slug}


def synonym_key(term: str, meaning: str) -> str:
    return f"{term} → {meaning}"


def _synonyms(keys: Sequence[str] | None) -> KeyedRows:
    for synonym in Synonym.objects.all():
        key = synonym_key(synonym.term, synonym.meaning)
        if keys is None or key in keys:
            yield key, plain_synonym(synonym)


# In the order in which one may refer to another.
KINDS = {
    kind.name: kind
    for kind in (
        EditionKind(
            "track",
            TrackEntry,
            _by_code(
                Track.objects.in_order,
                lambda row: {"code": row.code, "name": row.name, "order": row.order},
            ),
            "tracks",
        ),
        EditionKind("level", LevelEntry, _by_code(Level.objects.in_order, _level), "levels"),
        EditionKind(
            "function", FunctionEntry, _by_code(Function.objects.all, _function), "functions"
        ),
        EditionKind(
            "proficiency",
            ProficiencyEntry,
            _by_code(
                Proficiency.objects.all,
                lambda row: {
                    "code": row.code,
                    "name": row.name,
                    "description": row.description,
                    "order": row.order,
                },
            ),
            "proficiencies",
            is_removable=True,
        ),
        EditionKind("skill", VocabularyEntry, _skills, "skills", is_removable=True),
        EditionKind(
            "market",
            MarketEntry,
            _by_code(Market.objects.all, lambda row: {"code": row.code, "name": row.name}),
            "markets",
        ),
        EditionKind("synonym", SynonymEntry, _synonyms, "synonyms", is_removable=True),
        EditionKind("focus", FocusDocument, focuses),
        EditionKind("profile", ProfileEntry, profiles),
        EditionKind("link", LinksDocument, links, is_removable=True),
    )
}


def live_documents(
    kind: EditionKind, keys: Iterable[str] | None = None
) -> Iterator[tuple[str, str]]:
    """(key, text of its document) of each that is in the canon, a few hundred at a time."""
    if keys is None:
        yield from ((key, kind.text_of_row(plain)) for key, plain in kind.live(None))
        return
    listed = sorted(keys)
    for start in range(0, len(listed), CHUNK):
        some = listed[start : start + CHUNK]
        yield from ((key, kind.text_of_row(plain)) for key, plain in kind.live(some))
