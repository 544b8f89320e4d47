"""The tables below a framework, in the order in which they are written: keys, fields, references.

How documents become rows is in `rows`; what is done with them in `plan` and `framework_rows`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from frameworks.models import (
    Activity,
    Category,
    Entry,
    Framework,
    FrameworkLevel,
    LevelDescription,
    Practice,
    Relation,
    Supplement,
    Term,
)

Ids = dict[str, dict[tuple, int]]


@dataclass(frozen=True)
class Table:
    """`key` and `fields` are lookups; `refs` say which of them name a row of another table.

    A reference is (name of the table, key of the row there, from this row's key and the value).
    """

    name: str
    plural: str
    model: type[models.Model]
    framework: str  # lookup of the framework
    entry: str | None  # lookup of the entry's code, where rows hang on one
    key: tuple[str, ...]
    fields: dict[str, str]  # name → lookup
    identity: Callable[[tuple, int, Ids], dict[str, Any]]  # key, framework's id → columns
    refs: dict[str, tuple[str, Callable[[tuple, Any], tuple]]] = field(default_factory=dict)
    wave: Callable[[dict[str, Any]], int] = lambda fields: 0
    order: tuple[str, ...] = ()  # where it is not the key

    def stored(
        self, framework: Framework, codes: list[str] | None
    ) -> Iterator[tuple[int, tuple, dict[str, Any]]]:
        """(id, key, fields) of each row, always in the same order."""
        found = self.model._default_manager.filter(**{self.framework: framework})
        if codes is not None and self.entry:
            found = found.filter(**{f"{self.entry}__in": codes})
        width = 1 + len(self.key)
        lookups = ("pk", *self.key, *self.fields.values())
        for row in found.order_by(*(self.order or self.key)).values_list(*lookups):
            key = tuple("" if part is None else part for part in row[1:width])
            yield row[0], key, dict(zip(self.fields, row[width:], strict=True))

    def columns(self, key: tuple, fields: dict[str, Any], ids: Ids) -> dict[str, Any]:
        """Fields as the model's attributes, references as ids."""
        columns = {}
        for name, value in fields.items():
            if name in self.refs:
                table, key_there = self.refs[name]
                columns[f"{name}_id"] = None if value is None else ids[table][key_there(key, value)]
            else:
                columns[name] = value
        return columns


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _relation(key: tuple, framework: int, ids: Ids) -> dict[str, Any]:
    """A list of supports belongs to the entry that is supported, any other to its source."""
    owner, kind, other, label = key
    ends = (other, owner) if kind == "supports" else (owner, other)
    return {
        "source_id": ids["entry"][ends[0],],
        "kind": kind,
        "target_id": ids["entry"][ends[1],],
        "activity_id": ids["activity"][owner, label] if label else None,
    }


class _RelationTable(Table):
    def stored(
        self, framework: Framework, codes: list[str] | None
    ) -> Iterator[tuple[int, tuple, dict[str, Any]]]:
        for pk, (source, kind, target, label), _ in super().stored(framework, None):
            owner, other = (target, source) if kind == "supports" else (source, target)
            if codes is None or owner in codes:
                yield pk, (owner, kind, other, label), {}


DEPTH = {"major": 0, "required": 1, "recommended": 2}

TABLES = (
    Table(
        "level",
        "levels",
        FrameworkLevel,
        "framework",
        None,
        ("number",),
        _same("label", "essence"),
        lambda key, framework, ids: {"framework_id": framework, "number": key[0]},
    ),
    Table(
        "category",
        "categories",
        Category,
        "framework",
        None,
        ("code",),
        {"name": "name", "parent": "parent__code", "order": "order"},
        lambda key, framework, ids: {"framework_id": framework, "code": key[0]},
        {"parent": ("category", lambda key, code: (code,))},
        wave=lambda fields: int(fields["parent"] is not None),
    ),
    Table(
        "entry",
        "entries",
        Entry,
        "framework",
        "code",
        ("code",),
        _same("title", "statement", "description", "guidance", "change", "guidance_change", "url")
        | {"category": "category__code", "is_attribute": "is_attribute"},
        lambda key, framework, ids: {"framework_id": framework, "code": key[0]},
        {"category": ("category", lambda key, code: (code,))},
    ),
    Table(
        "description",
        "level descriptions",
        LevelDescription,
        "entry__framework",
        "entry__code",
        ("entry__code", "level__number"),
        _same("text", "change"),
        lambda key, framework, ids: {
            "entry_id": ids["entry"][key[:1]],
            "level_id": ids["level"][key[1:]],
        },
    ),
    Table(
        "practice",
        "practices",
        Practice,
        "entry__framework",
        "entry__code",
        ("entry__code",),
        _same("lifecycle", "practice_type", "is_support") | {"level": "level__number"},
        lambda key, framework, ids: {"entry_id": ids["entry"][key]},
        {"level": ("level", lambda key, number: (number,))},
    ),
    Table(
        "activity",
        "activities",
        Activity,
        "entry__framework",
        "entry__code",
        ("entry__code", "label"),
        _same("kind", "order", "text") | {"parent": "parent__label"},
        lambda key, framework, ids: {"entry_id": ids["entry"][key[:1]], "label": key[1]},
        {"parent": ("activity", lambda key, label: (key[0], label))},
        wave=lambda fields: DEPTH[fields["kind"]],
    ),
    Table(
        "supplement",
        "supplements",
        Supplement,
        "activity__entry__framework",
        "activity__entry__code",
        ("activity__entry__code", "activity__label", "order"),
        _same("text"),
        lambda key, framework, ids: {"activity_id": ids["activity"][key[:2]], "order": key[2]},
    ),
    _RelationTable(
        "relation",
        "relations",
        Relation,
        "source__framework",
        None,
        ("source__code", "kind", "target__code", "activity__label"),
        {},
        _relation,
        order=("pk",),  # as the file names them
    ),
    Table(
        "term",
        "terms",
        Term,
        "framework",
        None,
        ("term",),
        _same("definition"),
        lambda key, framework, ids: {"framework_id": framework, "term": key[0]},
    ),
)
