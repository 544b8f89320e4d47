"""What narrows a search: the filters of an address, and how many matches each value would leave.

Counts cover the first `MOST_COUNTED` matches; the page says so when there are more.
"""

from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import QueryDict

from taxonomy.models import Function, Level, Profile, Track
from taxonomy.search.query import Query
from taxonomy.search.weights import MOST_COUNTED, OF_PROFILES

LABELS = {
    "function": "Function",
    "track": "Track",
    "level": "Level",
    "status": "Status",
    "pay": "Pay",
    "scheme": "Mapped to",
}
PAY = {"yes": "Pay stated", "no": "No pay stated"}
LONGEST_VALUE = 60
MOST_CHOICES = 60  # values of one facet that a page lists

# Each filter as a condition on an entry.
CONDITIONS = {
    "function": "function = %s",
    "track": "left(level, 1) = %s",
    "level": "level = %s",
    "status": "status = %s",
    "pay": "paid = (%s = 'yes')",
    "scheme": "%s = ANY (schemes)",
}
COUNTS = f"""
WITH found AS MATERIALIZED (
    SELECT function, level, status, paid, schemes FROM taxonomy_searchentry
    WHERE {OF_PROFILES} {{narrowed}} LIMIT %s
)
SELECT 'all', '', count(*) FROM found
UNION ALL SELECT 'function', function, count(*) FROM found GROUP BY function
UNION ALL SELECT 'track', left(level, 1), count(*) FROM found GROUP BY left(level, 1)
UNION ALL SELECT 'level', level, count(*) FROM found GROUP BY level
UNION ALL SELECT 'status', status, count(*) FROM found GROUP BY status
UNION ALL SELECT 'pay', CASE WHEN paid THEN 'yes' ELSE 'no' END, count(*) FROM found GROUP BY paid
UNION ALL SELECT 'scheme', scheme, count(*) FROM found, unnest(schemes) scheme GROUP BY scheme
"""


@dataclass(frozen=True)
class Filters:
    """One value a facet, empty where a facet is open."""

    function: str = ""
    track: str = ""
    level: str = ""
    status: str = ""
    pay: str = ""
    scheme: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> "Filters":
        given = {f.name: asked.get(f.name, "").replace("\0", "") for f in fields(cls)}
        return cls(**{name: value.strip()[:LONGEST_VALUE] for name, value in given.items()})

    @property
    def chosen(self) -> dict[str, str]:
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}

    def with_value(self, facet: str, value: str) -> "Filters":
        return replace(self, **{facet: value})

    def condition(self) -> tuple[str, list[str]]:
        """SQL that begins with AND, or nothing; and its values."""
        clauses = "".join(f" AND {CONDITIONS[facet]}" for facet in self.chosen)
        return clauses, list(self.chosen.values())

    def address(self, text: str, page: int = 1) -> str:
        """The query part of the address that shows this; the same for the same search."""
        parts = {"q": text, **self.chosen, **({"page": page} if page > 1 else {})}
        return "?" + urlencode(parts)


@dataclass(frozen=True)
class Choice:
    facet: str
    value: str
    label: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Counts:
    total: int
    is_more: bool  # than were counted
    by_facet: dict[str, dict[str, int]]


def count(query: Query, filters: Filters) -> Counts:
    """How many roles match, and how they spread over the values of each facet."""
    narrowed, values = filters.condition()
    with connection.cursor() as cursor:
        cursor.execute(
            COUNTS.format(narrowed=narrowed),
            [query.expression(), *values, MOST_COUNTED + 1],
        )
        rows = cursor.fetchall()
    by_facet: dict[str, dict[str, int]] = {name: {} for name in LABELS}
    total = 0
    for facet, value, number in rows:
        if facet == "all":
            total = number
        else:
            by_facet[facet][value] = number
    return Counts(min(total, MOST_COUNTED), total > MOST_COUNTED, by_facet)


def facets(counts: Counts, filters: Filters, text: str) -> list[Facet]:
    """Facets that still divide the matches, or are chosen; the biggest values first."""
    names = _names(counts)
    shown = []
    for facet, label in LABELS.items():
        chosen = getattr(filters, facet)
        found = counts.by_facet[facet] or ({chosen: 0} if chosen else {})
        if len(found) < 2 and not chosen:
            continue
        ordered = sorted(found.items(), key=lambda pair: _place(facet, *pair))
        choices = [
            Choice(
                facet,
                value,
                names[facet].get(value, value),
                number,
                filters.with_value(facet, "" if value == chosen else value).address(text),
                value == chosen,
            )
            for value, number in ordered[:MOST_CHOICES]
        ]
        shown.append(Facet(facet, label, choices))
    return shown


def _place(facet: str, value: str, number: int) -> tuple[Any, ...]:
    if facet in {"track", "level"}:  # rungs in the order of the ladder
        track, rank = value[:1], value[1:]
        known = track in Track.values
        return (
            not known,
            Track.values.index(track) if known else 0,
            int(rank) if rank.isdecimal() else 0,
        )
    return (-number, value)


def _names(counts: Counts) -> dict[str, dict[str, str]]:
    functions = Function.objects.filter(code__in=counts.by_facet["function"])
    levels = Level.objects.filter(pk__in=counts.by_facet["level"])
    return {
        "function": dict(functions.values_list("code", "name")),
        "track": dict(Track.choices),
        "level": {code: f"{code} {name}" for code, name in levels.values_list("pk", "name")},
        "status": dict(Profile.Status.choices),
        "pay": PAY,
        "scheme": {},
    }
