"""What the documents of one load have stated so far, and where: two that contradict each other are
named, and what none of them states is known at the end.

Names of fields are kept, no values: what the first document stated is in the canon when the second
is compared with it.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from taxonomy.canon.focus_documents import FocusDocument
from taxonomy.canon.gone_codes import gone_codes
from taxonomy.canon.tables import CELLS
from taxonomy.exchange.changes import Change
from taxonomy.exchange.document import Document
from taxonomy.text import folded


class Stated(NamedTuple):
    names: frozenset[str]
    place: str


class Statements:
    """Kind and key of a row → the fields that documents stated of it."""

    def __init__(self) -> None:
        self._orders: dict[str, list[tuple[list[str], str]]] = {}  # lists whose order counts
        self._gone = gone_codes()
        self._of: dict[tuple[str, str], tuple[Stated, ...]] = {}
        # Thousands of documents state the same few sets of fields.
        self._sets: dict[frozenset[str], frozenset[str]] = {}

    def note(self, kind: str, key: str, names: Iterable[str], place: str) -> None:
        fields = frozenset(names)
        fields = self._sets.setdefault(fields, fields)
        self._of[kind, key] = (*self._of.get((kind, key), ()), Stated(fields, place))

    def other_order(self, listed: str, codes: list[str], place: str) -> str:
        """Where an earlier list has codes of this one in another order; nothing when none has."""
        for earlier, there in self._orders.setdefault(listed, []):
            if [c for c in earlier if c in codes] != [c for c in codes if c in earlier]:
                return there
        self._orders[listed].append((codes, place))
        return ""

    def mention(self, kind: str, key: str) -> None:
        """A document refers to the row and states nothing of it."""
        self._of.setdefault((kind, key), ())

    def mention_names(self, document: FocusDocument) -> None:
        """Levels, markets and skills that a focus and its roles refer to."""
        for skill in document.skills:
            self.mention("skill", folded(skill.name))
        for profile in document.profiles:
            self.mention("level", profile.level)
            for market in {band.market for band in profile.pay}:
                self.mention("market", market)
            for required in profile.skills:
                self.mention("skill", folded(required.name))

    def has(self, kind: str, key: str) -> bool:
        return (kind, key) in self._of

    def names(self, kind: str, key: str) -> set[str]:
        """All fields that are stated of this row."""
        return set().union(*(stated.names for stated in self._of.get((kind, key), ())))

    def place_of(self, kind: str, key: str, name: str) -> str:
        """Where this field was stated first; nothing when it was not."""
        found = (s.place for s in self._of.get((kind, key), ()) if name in s.names)
        return next(found, "")

    def contradictions(self, kind: str, key: str, change: Change) -> Iterator[tuple[str, str]]:
        """(field, reason) of each that an earlier document of this load stated otherwise, and of
        a code that was published before.
        """
        if change.is_new and (kind, key) in self._gone:
            reason = f"the {kind} {key} was published before and is gone: its code never comes back"
            yield "level" if kind == "profile" else "code", reason
        for name in changed_names(change):
            if place := self.place_of(kind, key, name):
                yield name, f"{place} states another for {change.label}{_values(change, name)}"


def _values(change: Change, name: str) -> str:
    new, old = change.fields.get(name), change.before.get(name)
    if not all(isinstance(value, str) and value and len(value) <= 60 for value in (new, old)):
        return ""
    return f": {new!r} here, {old!r} there"


# Columns → the field of a document that states them.
AS_WRITTEN = {
    "track_id": "track",
    "years_min": "years",
    "years_max": "years",
    "is_off": "off",
}


def changed_names(change: Change) -> Iterator[str]:
    """`title`, `aliases`; `guideline.knowledge` of a section whose cells are stated one by one."""
    yield from dict.fromkeys(AS_WRITTEN.get(name, name) for name in change.fields)
    for name, rows in change.sections.items():
        cells = CELLS.get(name)
        if cells is None:
            yield name
            continue
        old, new = cells(change.before.get(name, [])), cells(rows)
        yield from (f"{name}.{cell}" for cell in new | old if old.get(cell) != new.get(cell))


def stated_names(document: Document) -> Iterator[str]:
    """The same names for all that a document states."""
    for name in document.model_fields_set:
        if name in CELLS:
            entry: Document = getattr(document, name)
            cells = entry.model_fields_set or type(entry).model_fields
            yield from (f"{name}.{cell}" for cell in cells)
        else:
            yield name
