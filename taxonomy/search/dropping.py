"""Which words may be left out where no role has them all, and in which order.

A word that is in titles stays: without it other work would be found. The rest goes by how little
it says about a role: single letters, words of running text, then words of skills and focuses. A
word is not left out where another is taken for a slip: what is left would be a guess.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from django.db import connection

from taxonomy.models import Level
from taxonomy.search.query import Query, WordGroup
from taxonomy.search.word_lookup import has_digits
from taxonomy.text import without_accents

# What the best field says in which a role has the word.
LETTER, PROSE, SKILL, PLACE, NAME = range(5)
MOST_ALONE = 4
MOST_TRIED = 14
FIELDS = {NAME: "A", PLACE: "B", SKILL: "C"}
IN_FIELD = "EXISTS (SELECT FROM taxonomy_searchentry WHERE words @@ (SELECT %s::tsquery))"


def shorter(query: Query) -> Iterator[Query]:
    """The query without words that may be left out: the first few each alone, then two, three …"""
    if query.spelled:
        return
    says = _says(query.groups)
    free = [g for g in query.groups if not g.is_of_titles and not has_digits(g.typed)]
    free.sort(key=lambda group: (says[group], group.worth))
    for group in free[:MOST_ALONE]:
        yield _without(query, [group])
    for count in range(2, len(free) + 1):
        yield _without(query, free[:count])


def says_work(query: Query) -> bool:
    """Whether more is left than words for a level: any manager is no R&D manager."""
    names = Level.objects.values_list("name", flat=True)
    of_levels = {word for name in names for word in without_accents(name).split()}
    meant = ({word for each in g.very for word in each.shown.split()} for g in query.groups)
    return not all(words <= of_levels for words in meant)


def narrower(query: Query) -> Iterator[list[Query]]:
    """What else could be asked for, offered and not done: most words that are in titles, then
    fewer. None where a word was taken for a slip.
    """
    tried = 0
    names = [] if query.spelled else [group for group in query.groups if group.is_of_titles]
    others = [group for group in query.groups if group not in names]
    for count in range(1, len(names)):
        choices = [_without(query, [*others, *each]) for each in combinations(names, count)]
        tried += len(choices)
        if tried > MOST_TRIED:
            return
        yield choices


def respelled(query: Query) -> str:
    """What was typed with the words for which its slips were taken; empty without slips."""
    text = query.text
    for group in query.spelled:
        likely = group.alternatives[0].shown
        text = re.sub(rf"\b{re.escape(group.typed)}\b", likely, text, flags=re.IGNORECASE)
    return text if text != query.text else ""


def _without(query: Query, dropped: list[WordGroup]) -> Query:
    kept = tuple(group for group in query.groups if group not in dropped)
    left_out = tuple(group.typed for group in query.groups if group in dropped)
    return replace(query, groups=kept, left_out=left_out)


def _says(groups: tuple[WordGroup, ...]) -> dict[WordGroup, int]:
    asked = [(group, field) for group in groups for field in FIELDS]
    words = [f"'@profile' & {group.expression(FIELDS[field])}" for group, field in asked]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([IN_FIELD] * len(words)), words)
        found = cursor.fetchone()
    best = {group: LETTER if len(group.typed) == 1 else PROSE for group in groups}
    for (group, field), is_there in zip(asked, found, strict=True):
        if is_there and best[group] != LETTER:
            best[group] = max(best[group], field)
    return best
