"""The words in use: which of them were typed, how a beginning may end, what a typo may mean.

Each question is one indexed statement. What a word is worth is `query`'s and `ranking`'s business.
"""

import re
from typing import NamedTuple

from django.db import connection

from taxonomy.search.weights import MOST_ENDINGS

MOST_SPELLINGS = 3
LOOKED_AT = 40  # words with similar trigrams that are compared letter by letter

READ = """
SELECT token, lexeme, coalesce(
    (SELECT entries FROM taxonomy_searchword word WHERE word.lexeme = read.lexeme LIMIT 1), 0)
FROM (
    SELECT token, (ts_lexize('taxonomy_stem', token))[1] AS lexeme, place
    FROM ts_parse('default', taxonomy_plain(%s)) WITH ORDINALITY AS parsed (kind, token, place)
    WHERE kind <> 12
) AS read
WHERE lexeme IS NOT NULL AND length(token) <= 60 ORDER BY place
"""
BEGINNING = """
SELECT word, lexeme, entries FROM taxonomy_searchword
WHERE word LIKE %s AND entries > 0 ORDER BY entries DESC, word LIMIT %s
"""
SIMILAR = """
SELECT word, lexeme, entries FROM taxonomy_searchword
WHERE (word %% %s OR word = ANY (%s)) AND entries > 0
ORDER BY word = ANY (%s) DESC, similarity(word, %s) DESC, entries DESC, word LIMIT %s
"""


class Word(NamedTuple):
    typed: str
    lexeme: str
    entries: int  # that have a word of this stem anywhere


def words_in(text: str) -> list[Word]:
    """The words of a text in plain form, with their stems."""
    return _ask(READ, [text])


def beginning_with(letters: str) -> list[Word]:
    """Words in use that begin so, the most used first, each stem once."""
    pattern = re.sub(r"([\\%_])", r"\\\1", letters) + "%"
    once: dict[str, Word] = {}
    for word in _ask(BEGINNING, [pattern, 2 * MOST_ENDINGS]):
        once.setdefault(word.lexeme, word)
    return list(once.values())[:MOST_ENDINGS]


def spelled_like(typed: str) -> list[Word]:
    """Words in use that a slip of the finger away from the one typed; the nearest alone."""
    bound = 1 if len(typed) < 5 else 2 if len(typed) < 9 else 3
    near = [(slips(typed, word.typed), word) for word in _similar(typed)]
    best = min((distance for distance, _ in near), default=bound + 1)
    if best > bound or len(typed) < 3:
        return []
    once: dict[str, Word] = {}
    for word in sorted((w for d, w in near if d == best), key=lambda w: -w.entries):
        once.setdefault(word.lexeme, word)
    return list(once.values())[:MOST_SPELLINGS]


def resembling(typed: str, count: int = 5) -> list[str]:
    """Words in use that look like the one typed, however far off: for a page without hits."""
    return [word.typed for word in _similar(typed) if len(word.typed) > 2][:count]


def _similar(typed: str) -> list[Word]:
    # Two letters swapped leave few common trigrams in a short word, so all swaps are asked too.
    swaps = [typed[:n] + typed[n + 1] + typed[n] + typed[n + 2 :] for n in range(len(typed) - 1)]
    return _ask(SIMILAR, [typed, swaps, swaps, typed, LOOKED_AT])


def slips(typed: str, word: str) -> int:
    """How many letters were added, left out, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, 1):
        last, before, row = before, row, [i]
        for j, other in enumerate(word, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _ask(statement: str, values: list) -> list[Word]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Word(*row) for row in cursor.fetchall()]
