"""The best roles for a query, in one formula, whether ten match or a million.

A role's score is the sum, over the words asked for, of what the word is worth times what the best
field is worth it stands in; a title or alias that says just this counts once more. Among equals the
entry's standing decides (short titles first, retired roles last), then the key.

Few matches are all scored. Many are asked for in the order of their score: first those with every
word in a title, then the next best mix of fields, until the page is full. Both give the same order.
"""

from itertools import product
from typing import NamedTuple

from django.db import connection

from taxonomy.search.facets import Filters
from taxonomy.search.query import Group, Query, quoted
from taxonomy.search.weights import RANKED_AT_ONCE, WHOLE_NAME

MOST_VARIED = 3  # words whose fields are told apart when very many roles match all of them

PROFILE = quoted("@profile")
SCORED = """
SELECT key, {score} AS score FROM taxonomy_searchentry
WHERE words @@ %s::tsquery {narrowed} ORDER BY score DESC, standing, key LIMIT %s
"""
STEP = """
SELECT key FROM taxonomy_searchentry
WHERE words @@ %s::tsquery {narrowed} ORDER BY standing, key LIMIT %s
"""
ENOUGH = """
SELECT count(*) FROM (
    SELECT FROM taxonomy_searchentry WHERE words @@ %s::tsquery {narrowed} LIMIT %s
) AS some
"""


class Hit(NamedTuple):
    key: str
    score: float


def best(query: Query, filters: Filters, limit: int) -> list[Hit]:
    """The best roles that have every word, best first."""
    if query.rarest <= RANKED_AT_ONCE and query.groups:
        return every_match_scored(query, filters, limit)
    found: list[Hit] = []
    for place, (worth, expression) in enumerate(_mixes(query)):
        if place == 2 and not _is_beyond(query, filters, RANKED_AT_ONCE):
            return every_match_scored(query, filters, limit)
        seen = {hit.key for hit in found}
        # As many as are still wanted stand among the first `limit`, whichever of them were seen.
        keys = (key for (key,) in _ask(STEP, [expression], filters, [limit]))
        found += [Hit(key, worth) for key in keys if key not in seen]
        if len(found) >= limit:
            break
    return found[:limit]


def every_match_scored(query: Query, filters: Filters, limit: int) -> list[Hit]:
    """The same by brute force: reads the words of each match."""
    parts, values = [], []
    for group in query.groups:
        cases = ""
        for worth, expression in group.steps():
            cases += " WHEN words @@ %s::tsquery THEN %s::float8"
            values += [expression, worth]
        parts.append(f"CASE{cases} ELSE 0 END")
    if names := query.names():
        parts.append("CASE WHEN words @@ %s::tsquery THEN %s::float8 ELSE 0 END")
        values += [names, _name_worth(query)]
    statement = SCORED.replace("{score}", " + ".join(parts or ["0::float8"]))
    rows = _ask(statement, [*values, query.expression("profile")], filters, [limit])
    return [Hit(key, round(score, 9)) for key, score in rows]


def _mixes(query: Query) -> list[tuple[float, str]]:
    """(score, tsquery) of every mix of fields, best first; each takes what the better ones left."""
    varied = sorted(query.groups, key=lambda group: -group.worth)[:MOST_VARIED]
    steps = [_steps(group, group in varied) for group in query.groups]
    mixes = []
    for chosen in product(*steps):
        worth = sum(worth for worth, _ in chosen)
        mixes.append((worth, " & ".join([PROFILE, *(part for _, part in chosen)])))
    mixes.sort(key=lambda mix: -mix[0])
    if names := query.names():
        top = mixes[0][0] + _name_worth(query)
        mixes.insert(0, (top, f"{PROFILE} & ({names})"))
    return mixes


def _steps(group: Group, is_varied: bool) -> list[tuple[float, str]]:
    return group.steps() if is_varied else group.steps()[-1:]


def _name_worth(query: Query) -> float:
    return WHOLE_NAME * sum(group.worth for group in query.groups)


def _is_beyond(query: Query, filters: Filters, bound: int) -> bool:
    [(number,)] = _ask(ENOUGH, [query.expression("profile")], filters, [bound + 1])
    return number > bound


def _ask(statement: str, before: list, filters: Filters, after: list) -> list[tuple]:
    narrowed, values = filters.condition()
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{narrowed}", narrowed), [*before, *values, *after])
        return cursor.fetchall()
