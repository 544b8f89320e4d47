"""The lists that hang on a focus or a profile, table by table: what a document's entry is as a row.

Plan, write and dump all read these two tuples, so that a new list is one entry here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import models

from taxonomy.canon.focus_documents import ScoresEntry
from taxonomy.choices import Period
from taxonomy.exchange.changes import Row
from taxonomy.exchange.document import Document
from taxonomy.exchange.plain import without_empty
from taxonomy.models import (
    GUIDELINE_CELLS,
    Area,
    ClassificationMapping,
    FocusSkill,
    Guideline,
    PayBand,
    ProfileSkill,
    ProvenanceScore,
    Responsibility,
    Source,
    TitleAlias,
)
from taxonomy.models.currencies import decimals
from taxonomy.models.pay import AMOUNTS


@dataclass(frozen=True)
class Section:
    """One child table of `parent`, and how rows come out of the document's field `name`."""

    name: str
    model: type[models.Model]
    parent: str
    columns: tuple[str, ...]
    rows: Callable[[Any, list[Row]], list[Row]]  # (stated value, rows of the canon) → wanted rows
    plain: Callable[[list[Row]], Any]  # rows in order → the value of a document's field
    ordered: bool = False
    read_as: tuple[str, ...] = ()  # lookups to read, where they are not the columns

    def differs(self, wanted: list[Row], stored: list[Row]) -> bool:
        """Whether these are other rows; an order counts only where the section has one."""
        if wanted == stored:
            return False
        return self.ordered or len(wanted) != len(stored) or set(wanted) != set(stored)

    def stored(self, parents: list[int]) -> dict[int, list[Row]]:
        """The rows of each parent, in their order; in no certain one where they have none."""
        order = (self.parent, "order") if self.ordered else (self.parent,)
        found = self.model._default_manager.filter(**{f"{self.parent}__in": parents}).order_by(
            *order
        )
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
    return lambda entries, stored: list(map(row_of, entries))


GUIDELINE = tuple(GUIDELINE_CELLS)
CRITERIA = tuple(ScoresEntry.model_fields)

# Sections whose cells are stated one by one: what a cell that is stated becomes is by its name.
CELLS: dict[str, Callable[[list[Row]], dict[str, Any]]] = {
    "guideline": lambda rows: dict(zip(GUIDELINE, rows[0], strict=True)) if rows else {},
    "scores": dict,
}


def _guideline(stated: Document, stored: list[Row]) -> list[Row]:
    """One row of four cells: a cell that is not stated stays as it is; `{}` empties all."""
    cells = dict.fromkeys(GUIDELINE, "")
    if stated.model_fields_set:
        cells |= CELLS["guideline"](stored) | stated.stated()
    return [tuple(cells.values())] if any(cells.values()) else []


def _scores(stated: Document, stored: list[Row]) -> list[Row]:
    scores = dict(stored) | stated.stated() if stated.model_fields_set else {}
    return [(criterion, score) for criterion, score in scores.items() if score is not None]


def _plain_scores(rows: list[Row]) -> dict[str, Any]:
    scores: dict[str, Any] = dict(rows)
    return {criterion: scores.get(criterion) for criterion in CRITERIA} if rows else {}


def _stated(names: tuple[str, ...], row: Row) -> dict[str, Any]:
    return without_empty(dict(zip(names, row, strict=True)))


def _entries(*names: str) -> Callable[[list[Row]], list[dict[str, Any]]]:
    return lambda rows: [_stated(names, row) for row in rows]


def _sentences(rows: list[Row]) -> list[Any] | dict[str, list[Any]]:
    """By area where every sentence has one and areas do not alternate, else one after another."""
    plain = [text if kind == "jfm" else {"component": text} for _, kind, text in rows]
    areas = [area for area, _, _ in rows]
    runs = [area for area, _ in groupby(areas)]
    if runs and None not in runs and len(runs) == len(set(runs)):
        by_area: dict[str, list[Any]] = {area: [] for area in runs}
        for area, sentence in zip(areas, plain, strict=True):
            by_area[area].append(sentence)
        return by_area
    return [
        sentence if area is None else {"area": area, "component" if kind != "jfm" else "text": text}
        for (area, kind, text), sentence in zip(rows, plain, strict=True)
    ]


FOCUS_SECTIONS = (
    Section(
        "areas",
        Area,
        "focus",
        ("name", "description"),
        _each("name", "description"),
        _entries("name", "description"),
        ordered=True,
    ),
    Section(
        "skills",
        FocusSkill,
        "focus",
        ("skill_id", "text"),
        _each("name", "text"),
        _entries("name", "text"),
        ordered=True,
        read_as=("skill__name", "text"),
    ),
    Section(
        "sources",
        Source,
        "focus",
        ("title", "publisher", "published", "url"),
        _each("title", "publisher", "published", "url"),
        _entries("title", "publisher", "published", "url"),
        ordered=True,
    ),
    Section("scores", ProvenanceScore, "focus", ("criterion", "score"), _scores, _plain_scores),
)
PAY = ("market", "currency", "period", "low", "median", "high", "basis", "source", "as_of")


def _pay_rows(entries: list[Document], stored: list[Row]) -> list[Row]:
    return [(row[0] or None, *row[1:]) for row in map(attrgetter(*PAY), entries)]


def _pay_entries(rows: list[Row]) -> list[dict[str, Any]]:
    """A year is not said: it is what a file means that says nothing."""
    entries = []
    for row in rows:
        entry = dict(zip(PAY, row, strict=True))
        entry |= {name: _as_written(entry[name], entry["currency"]) for name in AMOUNTS}
        entry["period"] = "" if entry["period"] == Period.YEAR else entry["period"]
        entries.append(_stated(PAY, tuple(entry.values())))
    return entries


def _as_written(amount: Decimal, currency: str) -> int | Decimal:
    is_whole = amount == int(amount)
    return int(amount) if is_whole else amount.quantize(Decimal(1).scaleb(-decimals(currency)))


PROFILE_SECTIONS = (
    Section(
        "responsibilities",
        Responsibility,
        "profile",
        ("area_id", "kind", "text"),
        _each("area", "kind", "text"),
        _sentences,
        ordered=True,
        read_as=("area__name", "kind", "text"),
    ),
    Section(
        "guideline",
        Guideline,
        "profile",
        GUIDELINE,
        _guideline,
        CELLS["guideline"],
    ),
    Section(
        "skills",
        ProfileSkill,
        "profile",
        ("skill_id", "proficiency_id", "text"),
        _each("name", "proficiency", "text"),
        _entries("name", "proficiency", "text"),
        ordered=True,
        read_as=("skill__name", "proficiency_id", "text"),
    ),
    Section("pay", PayBand, "profile", ("market_id", *PAY[1:]), _pay_rows, _pay_entries),
    Section(
        "aliases",
        TitleAlias,
        "profile",
        ("title",),
        lambda titles, stored: [(title,) for title in titles],
        lambda rows: [title for (title,) in rows],
    ),
    Section(
        "mappings",
        ClassificationMapping,
        "profile",
        ("scheme", "code", "source"),
        _each("scheme", "code", "source"),
        _entries("scheme", "code", "source"),
    ),
)
