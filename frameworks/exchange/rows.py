"""A framework as flat rows with natural keys: out of a document, or out of the database.

Both sides come in one shape, so that the plan is a comparison and nothing more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from frameworks.choices import RelationKind, StatedRelation
from frameworks.exchange.documents import EntryEntry, FrameworkDocument, MajorEntry, PracticeEntry
from frameworks.exchange.tables import TABLES
from frameworks.models import Framework

RowKey = tuple[Any, ...]
Path = tuple[str | int, ...]

RELATED = RelationKind.RELATED.value


@dataclass
class FrameworkRows:
    """table → key → fields. `whole` has the (table, beginning of a key) of complete lists."""

    tables: dict[str, dict[RowKey, dict[str, Any]]] = field(
        default_factory=lambda: {table.name: {} for table in TABLES}
    )
    whole: dict[str, set[RowKey]] = field(default_factory=dict)
    paths: dict[tuple[str, RowKey], Path] = field(default_factory=dict)
    ids: dict[str, dict[RowKey, int]] = field(default_factory=dict)
    _by_owner: dict[str, dict[Any, list[RowKey]]] = field(default_factory=dict)

    def add(self, table: str, key: RowKey, fields: dict[str, Any], path: Path = ()) -> None:
        self.tables[table][key] = fields
        self.paths[table, key] = path

    def lists_all(self, table: str, *start: Any) -> None:
        self.whole.setdefault(table, set()).add(start)

    def of(self, table: str, *start: Any) -> Iterator[tuple[RowKey, dict[str, Any]]]:
        """The rows whose key begins so, in their order; asked once all rows are there."""
        rows = self.tables[table]
        if table not in self._by_owner:
            self._by_owner[table] = {}
            for key in rows:
                self._by_owner[table].setdefault(key[0], []).append(key)
        for key in self._by_owner[table].get(start[0], ()) if start else rows:
            if key[: len(start)] == start:
                yield key, rows[key]


def stored_rows(framework: Framework, codes: list[str] | None = None) -> FrameworkRows:
    """What the database has of a framework, or of some of its entries; one query a table."""
    rows = FrameworkRows()
    for table in TABLES:
        rows.ids[table.name] = {}
        for pk, key, fields in table.stored(framework, codes):
            rows.tables[table.name][key] = fields
            rows.ids[table.name][key] = pk
    return rows


def stated_rows(document: FrameworkDocument) -> FrameworkRows:
    """What a document states; a field that it does not state is missing, not empty."""
    rows = FrameworkRows()
    for n, level in enumerate(document.levels):
        stated = level.stated()
        rows.add("level", (stated.pop("number"),), stated, ("levels", n))
    for n, category in enumerate(document.categories):
        fields = {"name": category.name, "parent": category.parent, "order": n}
        rows.add("category", (category.code,), fields, ("categories", n))
    for n, entry in enumerate(document.entries):
        _add_entry(rows, entry, ("entries", n))
    for n, term in enumerate(document.glossary):
        rows.add("term", (term.term,), {"definition": term.definition}, ("glossary", n))
    if document.glossary:
        rows.lists_all("term")
    return rows


PLAIN = ("title", "category", "statement", "change", "guidance_change", "url")


def _add_entry(rows: FrameworkRows, entry: EntryEntry, path: Path) -> None:
    stated = entry.stated()
    fields = {name: stated[name] for name in PLAIN if name in stated}
    fields |= {
        name: "\n\n".join(stated[name]) for name in ("description", "guidance") if name in stated
    }
    if "attribute" in stated:
        fields["is_attribute"] = entry.attribute
    rows.add("entry", (entry.code,), fields, path)
    if "levels" in stated:
        rows.lists_all("description", entry.code)
    for n, level in enumerate(entry.levels):
        said = level.stated()
        about = {name: said[name] for name in ("change",) if name in said}
        about |= {"text": "\n\n".join(level.text)} if "text" in said else {}
        rows.add("description", (entry.code, level.number), about, (*path, "levels", n))
    if entry.practice is not None:
        _add_practice(rows, entry.code, entry.practice, (*path, "practice"))
    if "related" in stated:
        rows.lists_all("relation", entry.code, RELATED)
    for n, code in enumerate(entry.related):
        rows.add("relation", (entry.code, RELATED, code, ""), {}, (*path, "related", n))
    for kind in StatedRelation.values if "relations" in stated else ():
        rows.lists_all("relation", entry.code, kind)
    for n, relation in enumerate(entry.relations):
        key = (entry.code, relation.kind, relation.entry, "")
        rows.add("relation", key, {}, (*path, "relations", n))


def _add_practice(rows: FrameworkRows, code: str, practice: PracticeEntry, path: Path) -> None:
    fields = {
        "level": practice.level,
        "lifecycle": practice.lifecycle,
        "practice_type": practice.type,
    }
    if "support_practice" in practice.model_fields_set:
        fields["is_support"] = practice.support_practice
    rows.add("practice", (code,), fields, path)
    if "activities" in practice.model_fields_set:
        rows.lists_all("activity", code)
        rows.lists_all("relation", code, "supports")
        tree = _Tree(rows, code)
        for n, major in enumerate(practice.activities):
            tree.add_major(major, (*path, "activities", n))


class _Tree:
    """Adds the activities of one practice, depth first, in their order."""

    def __init__(self, rows: FrameworkRows, code: str) -> None:
        self.rows, self.code, self.order = rows, code, 0

    def add_major(self, major: MajorEntry, path: Path) -> None:
        self._add(major, "major", None, path)
        for n, required in enumerate(major.required):
            here = (*path, "required", n)
            self._add(required, "required", major.label, here)
            for m, code in enumerate(required.supports):
                key = (self.code, "supports", code, required.label)
                self.rows.add("relation", key, {}, (*here, "supports", m))
            for m, finer in enumerate(required.recommended):
                self._add(finer, "recommended", required.label, (*here, "recommended", m))

    def _add(self, activity: Any, kind: str, parent: str | None, path: Path) -> None:
        stated = activity.stated()
        self.order += 1
        fields: dict[str, Any] = {"kind": kind, "parent": parent, "order": self.order}
        if "text" in stated or activity.lost:
            fields["text"] = None if activity.lost else activity.text
        self.rows.add("activity", (self.code, activity.label), fields, path)
        if "supplemental" not in stated:
            return
        self.rows.lists_all("supplement", self.code, activity.label)
        notes = activity.supplemental
        texts = [{}] * notes if isinstance(notes, int) else [{"text": note} for note in notes]
        for n, about in enumerate(texts):
            key = (self.code, activity.label, n + 1)
            self.rows.add("supplement", key, dict(about), (*path, "supplemental", n))
