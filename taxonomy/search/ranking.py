"""The best roles for a query, in one formula, whether ten match or a million.

A role's score is the sum, over the words asked for, of what the word is worth times what the best
field it is in is worth; a title that says just this is worth two titles, an alias that does is
worth a little less than a title with all the words. Among equals
the standing decides (short titles first, retired roles last), then the ladder's slot, then the key.

Few matches are all scored. Of many only the best are asked for: mixes of fields from the best
downwards, as many at once as are believed to bring somewhat more roles than wanted, until there are
enough. One mix that very many roles share is read in its order, in portions. What is believed
decides how long it takes, never what is found.
"""

from collections.abc import Sequence
from itertools import accumulate, takewhile
from math import ceil
from typing import NamedTuple

from django.db import connection

from taxonomy.search.conditions import IS_ROLE, has_all, has_any, in_slots
from taxonomy.search.field_scores import DIGITS, MixLevel, MixStep, blurred, mix_levels, widest
from taxonomy.search.filters import Filters
from taxonomy.search.query import Query
from taxonomy.search.row_estimates import estimated
from taxonomy.search.weights import (
    ASKED_AT_ONCE,
    MOST_ASKED,
    RANKED_AT_ONCE,
    SLOTS,
    STANDINGS,
    WHOLE_ALIAS,
    WHOLE_MEANING,
    WHOLE_TITLE,
)
from taxonomy.search.word_groups import quoted

MOST_VARIED = 3  # words whose fields are ranked apart when very many roles match all of them
ASKED_PER_RESULT = 2  # roles asked for, to each one wanted
IN_A_PORTION = 3  # roles believed to be in the first portion, to each one wanted

# The words of a role are unpacked once, not once a comparison.
SCORED = f"""
SELECT key, round(({{score}})::numeric, {DIGITS})::float8 AS score, count(*) OVER () FROM (
    SELECT key, standing, slot, strip(words) AS words FROM taxonomy_searchentry
    WHERE {IS_ROLE} AND {{asked}} {{narrowed}} LIMIT %s
) AS matching
ORDER BY score DESC, standing, slot, key LIMIT %s
"""
# Portions are read one by one, and none after there are enough.
IN_ORDER = f"""
SELECT role.key FROM unnest(%s::text[], %s::int[]) AS portion (words, first_slot), LATERAL (
    SELECT key FROM taxonomy_searchentry
    WHERE {IS_ROLE} AND {{asked}} AND slot >= portion.first_slot {{narrowed}}
    ORDER BY standing, slot, key LIMIT %s
) AS role LIMIT %s
"""
IN_PORTION = "words @@ portion.words::tsquery"

LEAST_DIFFERENCE = 2 * 10**-DIGITS  # of two scores

# A condition and its tsqueries.
Condition = tuple[str, list[str]]


class Hit(NamedTuple):
    key: str
    score: float


def best(query: Query, filters: Filters, limit: int) -> list[Hit]:
    """The best roles that have every word, best first."""
    asked = max(ASKED_AT_ONCE, ASKED_PER_RESULT * limit)
    if len(query.groups) > MOST_VARIED:
        asked = max(asked, RANKED_AT_ONCE)  # so many in the very order of the formula
    if query.groups and query.rarest <= (asked if len(query.groups) == 1 else RANKED_AT_ONCE):
        hits = _scored(query, _all_of(query), filters, limit, most=4 * asked)
        if hits is not None:
            return hits
    return _from_the_best(query, filters, limit, asked)


def _all_of(query: Query) -> Condition:
    words = query.required()
    return has_all(words), words


def _from_the_best(query: Query, filters: Filters, limit: int, asked: int) -> list[Hit]:
    """Asks for about `asked` roles at first, for four times as many each time that was too few."""
    steps, waiting = _levels(query, filters)
    found: dict[str, Hit] = {}
    while waiting and len(found) < limit:
        most = min(4 * asked, MOST_ASKED)
        count = _as_many_as_fit(waiting, asked)
        while (hits := _read(query, steps, waiting[:count], filters, limit, most)) is None:
            count = ceil(count / 4)  # far more match than was believed
        # Among the first `limit` are as many new ones as are still wanted: all better are known.
        for hit in hits:
            found.setdefault(hit.key, hit)
        waiting, asked = waiting[count:], 4 * asked
    return list(found.values())[:limit]


def _levels(query: Query, filters: Filters) -> tuple[list[list[MixStep]], list[MixLevel]]:
    """The steps of each word, and what can be made of them, the best first. Levels without any mix
    are names that say just this.
    """
    varied = sorted(query.groups, key=lambda group: -group.worth)[:MOST_VARIED]
    choices = [group.steps() if group in varied else group.steps()[-1:] for group in query.groups]
    # How many have a word anywhere is known; of its better fields the planner has an idea.
    of_all, looked_at, matching = estimated([w for each in choices for _, w in each[:-1]], filters)
    counts = iter(matching)
    steps = [
        [MixStep(*each, next(counts)) for each in better] + [MixStep(*last, group.entries)]
        for group, (*better, last) in zip(query.groups, choices, strict=True)
    ]
    steps = steps or [[MixStep(0.0, query.required()[0], of_all)]]  # filters alone
    named = [MixLevel(worth, names=names) for worth, names in _names(query)]
    levels = named + mix_levels(steps, of_all, looked_at)
    return steps, sorted(levels, key=lambda level: -level.worth)


def _as_many_as_fit(waiting: list[MixLevel], asked: int) -> int:
    """How many of the first levels are believed to have no more roles than that; at least one."""
    roles = accumulate(level.roles for level in waiting)
    return max(1, sum(1 for _ in takewhile(lambda so_far: so_far <= asked, roles)))


def _read(
    query: Query,
    steps: list[list[MixStep]],
    wanted: list[MixLevel],
    filters: Filters,
    limit: int,
    most: int,
) -> list[Hit] | None:
    """The best roles of these levels; None when several levels have more than `most`."""
    mixes = [mix for level in wanted for mix in level.mixes]
    named = [[level.names] for level in wanted if level.names]
    believed = sum(level.roles for level in wanted)
    if len(wanted) > 1 or believed <= most / 2:
        few = widest(blurred(steps, mixes))
        choices = named + [_rarest_first(steps, mix) for mix in few]
        asked = has_any(choices), [words for choice in choices for words in choice]
        hits = _scored(query, asked, filters, limit, most=most)
        if hits is not None:  # some of them of worse levels, but not all of those
            return [hit for hit in hits if hit.score > wanted[-1].worth - LEAST_DIFFERENCE]
        if len(wanted) > 1:
            return None
    choices = named + [_rarest_first(steps, mix) for mix in widest(mixes)]
    keys = _in_order(choices, filters, limit, max(believed, most))
    return [Hit(key, wanted[0].worth) for key in keys]


def _rarest_first(steps: list[list[MixStep]], mix: Sequence[int]) -> list[str]:
    chosen = [group[place] for group, place in zip(steps, mix, strict=True)]
    return [step.words for step in sorted(chosen, key=lambda step: step.entries)]


def _scored(
    query: Query, asked: Condition, filters: Filters, limit: int, most: int | None = None
) -> list[Hit] | None:
    """The best of the roles asked for, by the formula; None when they are more than `most`."""
    parts, values = [], []
    for group in query.groups:
        steps = group.steps()
        parts.append("CASE" + " WHEN words @@ %s::tsquery THEN %s::float8" * len(steps) + " END")
        values += [value for worth, words in steps for value in (words, worth)]
    score = " + ".join(parts or ["0::float8"])
    for worth, names in _names(query):
        score = f"greatest({score}, CASE WHEN words @@ %s::tsquery THEN %s::float8 END)"
        values += [names, worth]
    condition, words = asked
    narrowed, narrow = filters.condition()
    statement = SCORED.format(score=score, asked=condition, narrowed=narrowed)
    bound = None if most is None else most + 1
    rows = _ask(statement, [*values, *words, *narrow, bound, limit])
    if most is not None and rows and rows[0][2] > most:
        return None
    return [Hit(key, score) for key, score, _ in rows]


def _in_order(choices: list[list[str]], filters: Filters, limit: int, expected: float) -> list[str]:
    """The first of roles worth the same, by standing, slot and key."""
    slots = ceil(SLOTS * IN_A_PORTION * limit / expected)
    portions = [(quoted("@profile"), 0)]
    if slots <= SLOTS / 2:
        portions = []
        for standing in STANDINGS:
            portions += [(in_slots([standing], slots), 0), (quoted(f"#{standing}"), slots)]
    parts = (f"({has_all(words)} AND {IN_PORTION})" for words in choices)
    narrowed, narrow = filters.condition()
    statement = IN_ORDER.format(asked=f"({' OR '.join(parts)})", narrowed=narrowed)
    values = [word for words in choices for word in words]
    within, first_slots = zip(*portions, strict=True)
    asked = [list(within), list(first_slots), *values, *narrow, limit, limit]
    return [key for (key,) in _ask(statement, asked)]


def _names(query: Query) -> list[tuple[float, str]]:
    """(worth, tsquery) of names that say just what was typed: of titles, and of any name."""
    worth = sum(group.worth for group in query.groups)
    asked = [
        (WHOLE_TITLE * worth, query.names(in_title=True, very=True)),
        (WHOLE_ALIAS * worth, query.names(very=True)),
        (WHOLE_MEANING * worth, query.names()),
    ]
    return [(round(worth, DIGITS), names) for worth, names in asked if names]


def _ask(statement: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
