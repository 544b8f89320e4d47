"""How many roles match, and how many each value of a filter would leave.

Counts cover the first `MOST_COUNTED` matches; the page says so when there are more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db import connection

from taxonomy.models import Function, Level, Proficiency, Profile, Skill
from taxonomy.search.conditions import IS_ROLE, has_all, in_slots
from taxonomy.search.filters import LABELS, Filters
from taxonomy.search.query import Query
from taxonomy.search.row_estimates import estimated
from taxonomy.search.weights import MOST_COUNTED, SLOTS, STANDINGS
from taxonomy.web.facets import Choice, Facet
from taxonomy.web.formatting import named_apart

PAY = {"yes": "Pay stated", "no": "No pay stated"}
MOST_CHOICES = 60  # values of one facet that a page lists
MOST_SKILLS = 15
FEW_SLOTS = 4  # more are slower to put together than all matches

COUNTS = f"""
WITH found AS MATERIALIZED (
    SELECT function, level, status, paid, schemes, requires FROM taxonomy_searchentry
    WHERE {IS_ROLE} AND {{asked}} {{narrowed}} LIMIT %s
)
SELECT level, status, CASE paid WHEN true THEN 'yes' WHEN false THEN 'no' END, NULL, NULL, NULL,
    NULL, count(*)
    FROM found GROUP BY GROUPING SETS ((), level, status, paid)
UNION ALL SELECT NULL, NULL, NULL, scheme, NULL, NULL, NULL, count(*)
    FROM found, unnest(schemes) scheme GROUP BY scheme
UNION ALL (SELECT NULL, NULL, NULL, NULL, function, NULL, NULL, count(*)
    FROM found GROUP BY function ORDER BY count(*) DESC, function LIMIT {MOST_CHOICES})
UNION ALL (SELECT NULL, NULL, NULL, NULL, NULL, skill, NULL, count(*)
    FROM found, unnest(requires) skill WHERE position(':' IN skill) = 0 AND %s IN ('', skill)
    GROUP BY skill ORDER BY count(*) DESC, skill LIMIT {MOST_SKILLS})
UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, split_part(each, ':', 2), count(*)
    FROM found, unnest(requires) each
    WHERE split_part(each, ':', 1) = %s AND position(':' IN each) > 0 GROUP BY each
"""
COUNTED = ("level", "status", "pay", "scheme", "function", "skill", "proficiency")


@dataclass(frozen=True)
class Counts:
    total: int
    is_more: bool  # than were counted
    by_facet: dict[str, dict[str, int]]  # of functions those with the most matches


def count(query: Query, filters: Filters) -> Counts:
    """How many roles match, and how they spread over the values of each facet."""
    words = query.required()
    if slots := _slots_with_enough(query, filters):
        # Which slot a ladder is in is chance: the first of them say as much as any.
        counts = _counted([*words, in_slots(STANDINGS, slots)], filters)
        if counts.is_more:
            return counts
    return _counted(words, filters)


def _slots_with_enough(query: Query, filters: Filters) -> int:
    """The few first slots that are believed to have more matches than are counted; 0 when it takes
    many: then all matches are found as fast.
    """
    wanted = 1.25 * MOST_COUNTED * SLOTS
    if query.groups and query.rarest * FEW_SLOTS < wanted:
        return 0
    of_all, matching, _ = estimated([], filters)
    for group in query.groups:
        matching *= min(1.0, group.entries / of_all)
    slots = ceil(wanted / max(matching, 1.0))
    return slots if slots <= FEW_SLOTS else 0


def _counted(words: list[str], filters: Filters) -> Counts:
    narrowed, values = filters.condition()
    with connection.cursor() as cursor:
        cursor.execute(
            COUNTS.format(asked=has_all(words), narrowed=narrowed),
            [*words, *values, MOST_COUNTED + 1, filters.skill, filters.skill],
        )
        rows = cursor.fetchall()
    by_facet: dict[str, dict[str, int]] = {name: {} for name in LABELS}
    total = 0
    for *values, number in rows:
        for facet, value in zip(COUNTED, values, strict=True):
            if value is not None:
                by_facet[facet][value] = number
                break
        else:
            total = number
    return Counts(min(total, MOST_COUNTED), total > MOST_COUNTED, by_facet)


def facets(counts: Counts, filters: Filters, text: str, levels: list[Level]) -> list[Facet]:
    """Facets that still divide the matches, or are chosen; the biggest values first, levels and
    tracks in the order of `levels`, which are all of the canon with their tracks.
    """
    scale = list(Proficiency.objects.values_list("code", flat=True)) if filters.skill else []
    by_facet = {**counts.by_facet, "track": _by_track(counts.by_facet["level"], levels)}
    listed: dict[str, list[tuple[str, int]]] = {}
    for facet in LABELS:
        chosen = getattr(filters, facet)
        found = by_facet[facet] or ({chosen: 0} if chosen else {})
        if len(found) > 1 or chosen:
            ordered = sorted(found.items(), key=_order(facet, levels, scale))
            listed[facet] = ordered[:MOST_CHOICES]
    names = _names(
        {facet: [value for value, _ in pairs] for facet, pairs in listed.items()}, levels
    )
    return [
        Facet(
            facet,
            LABELS[facet],
            [
                Choice(
                    value,
                    names[facet].get(value, value),
                    number,
                    filters.with_value(facet, "" if is_chosen else value).address(text),
                    is_chosen,
                )
                for value, number in pairs
                for is_chosen in [value == getattr(filters, facet)]
            ],
        )
        for facet, pairs in listed.items()
    ]


def _by_track(by_level: dict[str, int], levels: list[Level]) -> dict[str, int]:
    found: dict[str, int] = {}
    for level in levels:
        if level.code in by_level:
            found[level.track_id] = found.get(level.track_id, 0) + by_level[level.code]
    return found


def _order(
    facet: str, levels: list[Level], scale: list[str]
) -> Callable[[tuple[str, int]], tuple[Any, ...]]:
    """Sorts the (value, count) pairs of a facet."""
    in_order = {
        "track": [level.track_id for level in levels],
        "level": [level.code for level in levels],
        "proficiency": scale,
    }.get(facet)
    if in_order is None:
        return lambda pair: (-pair[1], pair[0])
    return lambda pair: (in_order.index(pair[0]) if pair[0] in in_order else len(in_order), pair)


def _names(listed: dict[str, list[str]], levels: list[Level]) -> dict[str, dict[str, str]]:
    """What the page calls the values it lists."""
    functions = Function.objects.filter(code__in=listed.get("function", ()))
    skills = Skill.objects.filter(slug__in=listed.get("skill", ()))
    places = Proficiency.objects.filter(code__in=listed.get("proficiency", ()))
    return {
        "function": {function.code: name for function, name in named_apart(functions)},
        "skill": dict(skills.values_list("slug", "name")),
        "proficiency": dict(places.values_list("code", "name")),
        "track": {level.track_id: level.track.name for level in levels},
        "level": {level.code: " ".join(level.label_and_name) for level in levels},
        "status": dict(Profile.Status.choices),
        "pay": PAY,
        "scheme": {},
    }
