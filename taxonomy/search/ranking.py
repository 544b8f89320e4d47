"""The best roles for a query, in one formula, whether ten match or a million.

A role's score is the sum, over the words asked for, of what the word is worth times what the best
field it stands in is worth; a title or alias that says just this is worth two titles. Among equals
the standing decides (short titles first, retired roles last), then the ladder's slot, then the key.

Few matches are all scored. Many are asked for in the order of their score: first those with every
word in a title, then the next best mix of fields, and within a mix portion by portion, until the
page is full. Both give the same order.
"""

from itertools import product
from typing import NamedTuple

from django.db import connection

from taxonomy.search.facets import Filters
from taxonomy.search.query import Group, Query, quoted
from taxonomy.search.weights import OF_PROFILES, PORTIONS, RANKED_AT_ONCE, STANDINGS, WHOLE_NAME

DIGITS = 9  # of a score that count: sums of floats differ beyond
MOST_VARIED = 3  # words whose fields are told apart when very many roles match all of them

SCORED = f"""
SELECT key, round(({{score}})::numeric, {DIGITS})::float8 AS score FROM taxonomy_searchentry
WHERE {OF_PROFILES} {{narrowed}} ORDER BY score DESC, standing, slot, key LIMIT %s
"""
STEP = f"""
SELECT key FROM taxonomy_searchentry
WHERE {OF_PROFILES} {{narrowed}} ORDER BY standing, slot, key LIMIT %s
"""
ENOUGH = f"""
SELECT count(*) FROM (
    SELECT FROM taxonomy_searchentry WHERE {OF_PROFILES} {{narrowed}} LIMIT %s
) AS matching
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
        if place == 2 and not _is_beyond(query.expression(), filters, RANKED_AT_ONCE):
            return every_match_scored(query, filters, limit)
        seen = {hit.key for hit in found}
        # As many as are still wanted stand among the first `limit`, whichever of them were seen.
        keys = _first(expression, filters, limit)
        found += [Hit(key, worth) for key in keys if key not in seen]
        if len(found) >= limit:
            break
    return found[:limit]


def _first(expression: str, filters: Filters, limit: int) -> list[str]:
    """The first keys among the matches of one mix, by standing, slot and key."""
    if not _is_beyond(expression, filters, RANKED_AT_ONCE):
        return [key for (key,) in _ask(STEP, [expression], filters, [limit])]
    keys: list[str] = []
    for standing in STANDINGS:
        for start, end in PORTIONS:
            slots = " | ".join(quoted(f"#{standing}.{slot}") for slot in range(start, end))
            portion = f"({expression}) & ({slots})"
            keys += (key for (key,) in _ask(STEP, [portion], filters, [limit - len(keys)]))
            if len(keys) >= limit:
                return keys
    return keys


def every_match_scored(query: Query, filters: Filters, limit: int) -> list[Hit]:
    """The same by brute force: reads the words of each match."""
    parts, values = [], []
    for group in query.groups:
        cases = ""
        for worth, expression in group.steps():
            cases += " WHEN words @@ %s::tsquery THEN %s::float8"
            values += [expression, worth]
        parts.append(f"CASE{cases} ELSE 0 END")
    score = " + ".join(parts or ["0::float8"])
    if names := query.names():
        score = f"CASE WHEN words @@ %s::tsquery THEN %s::float8 ELSE {score} END"
        values = [names, _name_worth(query), *values]
    statement = SCORED.replace("{score}", score)
    rows = _ask(statement, [*values, query.expression()], filters, [limit])
    return [Hit(key, score) for key, score in rows]


def _mixes(query: Query) -> list[tuple[float, str]]:
    """(score, tsquery) of every mix of fields, best first; each takes what the better ones left."""
    varied = sorted(query.groups, key=lambda group: -group.worth)[:MOST_VARIED]
    steps = [_steps(group, group in varied) for group in query.groups]
    alike: dict[float, list[str]] = {}  # mixes worth the same stand in one order among themselves
    for chosen in product(*steps):
        worth = round(sum(worth for worth, _ in chosen), DIGITS)
        expression = " & ".join(part for _, part in chosen) or query.expression()
        alike.setdefault(worth, []).append(f"({expression})")
    mixes = [(worth, " | ".join(each)) for worth, each in sorted(alike.items(), reverse=True)]
    if names := query.names():
        mixes.insert(0, (_name_worth(query), f"({names})"))
    return mixes


def _steps(group: Group, is_varied: bool) -> list[tuple[float, str]]:
    return group.steps() if is_varied else group.steps()[-1:]


def _name_worth(query: Query) -> float:
    return WHOLE_NAME * sum(group.worth for group in query.groups)


def _is_beyond(expression: str, filters: Filters, bound: int) -> bool:
    [(number,)] = _ask(ENOUGH, [expression], filters, [bound + 1])
    return number > bound


def _ask(statement: str, before: list, filters: Filters, after: list) -> list[tuple]:
    narrowed, values = filters.condition()
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{narrowed}", narrowed), [*before, *values, *after])
        return cursor.fetchall()
