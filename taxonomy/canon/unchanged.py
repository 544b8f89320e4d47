"""Finds focus documents that state all that is recorded of a focus and its roles, and nothing else:
they change nothing, whatever lists they have, and no row needs to be read to know it.

A field that is not stated counts as the default that a new row gets. Where the canon has that too,
nothing is left unsaid; where it has another, the document is compared row by row as any other.
"""

from collections.abc import Iterator
from typing import NamedTuple

from taxonomy.canon.change_sets import KeyedDocument, Recording
from taxonomy.canon.focus_documents import AreaEntry, FocusDocument
from taxonomy.canon.new_documents import focus_document, profile_document
from taxonomy.canon.plan import FocusChange, ProfileChange, made_title
from taxonomy.exchange.parser import Read
from taxonomy.keys import focus_key, profile_key
from taxonomy.models import Focus, Function, Profile
from taxonomy.text import folded


class _Stated(NamedTuple):
    """A document whose focus is named by its code."""

    key: str
    read: Read[FocusDocument]
    function: Function

    @property
    def code(self) -> str:
        return self.key.rpartition(".")[2]

    @property
    def role_keys(self) -> list[str]:
        return [profile_key(self.key, role.level) for role in self.read.document.profiles]


def unchanged_focuses(
    reads: list[tuple[Read[FocusDocument], Function]], recording: Recording
) -> dict[int, FocusChange]:
    """By the identity of the document: an empty change for each that states what is recorded."""
    stated = [
        _Stated(focus_key(function.code, read.document.focus.code), read, function)
        for read, function in reads
        if read.document.focus.code
    ]
    same = recording.unchanged("focus", ((each.key, _focus(each)) for each in stated))
    stated = [each for each in stated if each.key in same]
    roles = recording.unchanged("profile", (role for each in stated for role in _roles(each)))
    stated = [each for each in stated if roles.issuperset(each.role_keys)]
    return dict(_changes(stated)) if stated else {}


def _focus(stated: _Stated) -> FocusDocument:
    document = stated.read.document
    areas = document.areas
    if "areas" not in document.model_fields_set:
        areas = _areas_of_sentences(document)
    return focus_document(document, stated.function.code, stated.code, areas)


def _areas_of_sentences(document: FocusDocument) -> list[AreaEntry]:
    """As they are listed where a file has no list of them."""
    sentences = (each for profile in document.profiles for each in profile.responsibilities)
    names: dict[str, str] = {}
    for sentence in sentences:
        if sentence.area:
            names.setdefault(folded(sentence.area), sentence.area)
    return [AreaEntry(name=name) for name in names.values()]


def _roles(stated: _Stated) -> Iterator[KeyedDocument]:
    document = stated.read.document
    for key, entry in zip(stated.role_keys, document.profiles, strict=True):
        title = entry.title or made_title(document.focus.name, entry.level)
        yield key, profile_document(entry, title)


def _changes(stated: list[_Stated]) -> Iterator[tuple[int, FocusChange]]:
    functions = {each.function.pk for each in stated}
    found = Focus.objects.filter(function__in=functions, code__in={each.code for each in stated})
    ids = {(focus.function_id, focus.code): focus.pk for focus in found.only("function", "code")}
    profiles: dict[int, dict[str, Profile]] = {}
    rows = Profile.objects.filter(focus__in=ids.values()).only("key", "status", "focus", "level")
    for profile in rows.up_the_ladder():
        profiles.setdefault(profile.focus_id, {})[profile.key] = profile
    for each in stated:
        focus_id = ids.get((each.function.pk, each.code))
        stored = profiles.get(focus_id or 0, {})
        if focus_id and stored.keys() >= set(each.role_keys):
            yield id(each.read.document), _change(each, focus_id, stored)


def _change(stated: _Stated, focus_id: int, stored: dict[str, Profile]) -> FocusChange:
    change = FocusChange(
        label=f"focus {stated.key}",
        stored_id=focus_id,
        function=stated.function,
        code=stated.code,
        read=stated.read,
    )
    change.profiles = [
        ProfileChange(f"profile {key}", stored[key].pk, level=stored[key].level_id, key=key)
        for key in stated.role_keys
    ]
    listed = set(stated.role_keys)
    change.unlisted = [profile for key, profile in stored.items() if key not in listed]
    return change
