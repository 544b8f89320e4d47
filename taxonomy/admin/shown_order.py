"""The order in which a form shows rows of a list without places when they are in no table: Python
makes it, so that it is the same when they are, whatever alphabet the database has.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

from taxonomy.choices import Period
from taxonomy.models import (
    ClassificationMapping,
    PayBand,
    ProvenanceScore,
    SkillAlias,
    SkillProficiency,
    TitleAlias,
)
from taxonomy.text import sort_key

ORDERS: dict[type[Model], Callable[[Any], Any]] = {
    ClassificationMapping: lambda row: (row.scheme, row.code),
    PayBand: lambda row: (row.market_id or "", row.currency, Period.values.index(row.period)),
    ProvenanceScore: lambda row: ProvenanceScore.Criterion.values.index(row.criterion),
    SkillAlias: lambda row: (sort_key(row.name), row.name),
    SkillProficiency: lambda row: row.proficiency.order,
    TitleAlias: lambda row: (sort_key(row.title), row.title),
}


def in_shown_order(rows: Iterable[Any]) -> list[Any]:
    listed = list(rows)
    order = ORDERS.get(type(listed[0])) if listed else None
    return sorted(listed, key=order) if order else listed
