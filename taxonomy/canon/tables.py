"""The lists that hang on a focus or a profile, table by table: what a document's entry is as a row.

Plan, apply and dump all walk these two tuples, so that a new list is one entry here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db import models

from taxonomy.canon.documents import Document
from taxonomy.models import (
    ClassificationMapping,
    FocusSkill,
    Guideline,
    PayBand,
    ProvenanceScore,
    Responsibility,
    Source,
    TitleAlias,
)

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Section:
    """One child table of `parent`, and how rows come out of the document's field `name`."""

    name: str
    model: type[models.Model]
    parent: str
    columns: tuple[str, ...]
    rows: Callable[[Any, list[Row]], list[Row]]  # (stated value, held rows) → wanted rows
    ordered: bool = False
    read_as: tuple[str, ...] = ()  # lookups to read, where they are not the columns

    def differs(self, wanted: list[Row], held: list[Row]) -> bool:
        """Whether these are other rows; an order counts only where the section has one."""
        if wanted == held:
            return False
        return self.ordered or len(wanted) != len(held) or set(wanted) != set(held)

    def held(self, parents: list[int]) -> dict[int, list[Row]]:
        """The rows of each parent, in their order; in no certain one where they have none."""
        order = (self.parent, "order") if self.ordered else (self.parent,)
        found = self.model.objects.filter(**{f"{self.parent}__in": parents}).order_by(*order)
        by_parent: dict[int, list[Row]] = {}
        for parent, *row in found.values_list(self.parent, *(self.read_as or self.columns)):
            by_parent.setdefault(parent, []).append(tuple(row))
        return by_parent

    def in_order(self, rows: list[Row]) -> list[Row]:
        """The same rows in the same order each time."""
        return rows if self.ordered else sorted(rows, key=_sortable)


def _sortable(row: Row) -> tuple[str, ...]:
    return tuple(str(value) for value in row)


def _each(*fields: str) -> Callable[[list[Document], list[Row]], list[Row]]:
    row_of = attrgetter(*fields)
    return lambda entries, held: list(map(row_of, entries))


GUIDELINE = ("knowledge", "complexity", "collaboration", "experience")


def _guideline(stated: Document, held: list[Row]) -> list[Row]:
    """One row of four cells: a cell that is not stated stays as it is held."""
    cells = dict(zip(GUIDELINE, held[0], strict=True)) if held else dict.fromkeys(GUIDELINE, "")
    cells |= stated.stated()
    return [tuple(cells.values())] if any(cells.values()) else []


def _scores(stated: Document, held: list[Row]) -> list[Row]:
    scores = dict(held) | stated.stated()
    return [(criterion, score) for criterion, score in scores.items() if score is not None]


FOCUS_SECTIONS = (
    Section(
        "skills",
        FocusSkill,
        "focus",
        ("skill_id", "text"),
        _each("name", "kind", "text"),
        ordered=True,
        read_as=("skill__name", "skill__kind", "text"),
    ),
    Section(
        "sources",
        Source,
        "focus",
        ("title", "publisher", "published", "url"),
        _each("title", "publisher", "published", "url"),
        ordered=True,
    ),
    Section("scores", ProvenanceScore, "focus", ("criterion", "score"), _scores),
)
PROFILE_SECTIONS = (
    Section(
        "responsibilities",
        Responsibility,
        "profile",
        ("kind", "text"),
        _each("kind", "text"),
        ordered=True,
    ),
    Section("guideline", Guideline, "profile", GUIDELINE, _guideline),
    Section(
        "pay",
        PayBand,
        "profile",
        ("market", "currency", "low", "median", "high", "basis", "source", "as_of"),
        _each("market", "currency", "low", "median", "high", "basis", "source", "as_of"),
    ),
    Section(
        "aliases", TitleAlias, "profile", ("title",), lambda titles, held: [(t,) for t in titles]
    ),
    Section(
        "mappings",
        ClassificationMapping,
        "profile",
        ("scheme", "code", "source"),
        _each("scheme", "code", "source"),
    ),
)
