"""Functions, focuses, levels and skills among what a search finds, by their names alone.

Those that are named just as was typed, or have it as their code, come above the roles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from taxonomy.models import Focus, Function, Level, Skill
from taxonomy.search.conditions import has_all
from taxonomy.search.highlighting import Marker
from taxonomy.search.query import Query
from taxonomy.search.weights import PER_OTHER_KIND
from taxonomy.search.word_groups import quoted

KINDS = ("function", "focus", "level", "skill")
OTHERS = """
(SELECT kind, key, words @@ %s::tsquery AS is_named FROM taxonomy_searchentry WHERE {has_all}
 ORDER BY is_named DESC, standing, slot, key LIMIT %s)
"""


@dataclass(frozen=True)
class Others:
    """Rows of one kind whose names fit."""

    label: str
    rows: Sequence[tuple[Any, str]]  # a row of any model with a page, and the name with marks
    is_named: bool = False  # just so, or by code: better than roles that have the words


def found_by_name(query: Query, marker: Marker) -> list[Others]:
    """Names alone count here; a focus is found by its function's name too."""
    names, keys = _keys(query)
    kinds, groups = _rows(keys), []
    for is_named in (True, False):
        for label, kind, rows in kinds:
            shown = [(row, key) for row, key in rows if ((kind, key) in names) == is_named]
            marked = [(row, marker.marked(row.name or str(row))) for row, _ in shown]
            groups.append(Others(label, marked, is_named))
    return [group for group in groups if group.rows]


def _keys(query: Query) -> tuple[set[tuple[str, str]], dict[str, list[str]]]:
    """(kind, key) of those that are named just so, and the keys of each kind."""
    parts: list[str] = []
    asked: list[Any] = []
    for kind in KINDS:
        words = query.required(kind, "A")
        parts.append(OTHERS.format(has_all=has_all(words)))
        asked += [query.names() or quoted("="), *words, PER_OTHER_KIND]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), asked)
        rows = cursor.fetchall()
    keys: dict[str, list[str]] = {}
    for kind, key, _ in rows:
        keys.setdefault(kind, []).append(key)
    text = query.text.casefold()
    codes = (text, text.replace(" ", "."))
    named = {(kind, key) for kind, key, is_named in rows if is_named or key.casefold() in codes}
    return named, keys


def _rows(keys: dict[str, list[str]]) -> list[tuple[str, str, list[tuple[Any, str]]]]:
    """(label, kind, rows with their keys), four questions."""
    functions = Function.objects.filter(code__in=keys.get("function", []))
    levels = Level.objects.filter(pk__in=keys.get("level", [])).in_order()
    skills = Skill.objects.filter(slug__in=keys.get("skill", [])).in_order()
    focuses = _focuses(keys.get("focus", []))
    return [
        ("Functions", "function", [(row, row.code) for row in functions]),
        ("Focuses", "focus", [(row, row.key) for row in focuses]),
        ("Levels", "level", [(row, row.code) for row in levels]),
        ("Skills", "skill", [(row, row.slug) for row in skills]),
    ]


def _focuses(names: list[str]) -> models.QuerySet:
    codes = [name.split(".") for name in names]
    pairs = models.Q(pk__in=[])
    for function, focus in codes:
        pairs |= models.Q(function__code=function, code=focus)
    return Focus.objects.filter(pairs).select_related("function").order_by("name_key", "pk")
