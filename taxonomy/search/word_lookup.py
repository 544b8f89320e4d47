"""The words in use: which of them were typed, how a beginning may end, what a typo may mean.

Each question is one indexed statement. What a word is worth is `query`'s and `ranking`'s business.
"""

import re
import string
from typing import NamedTuple

from django.db import connection

from taxonomy.edit_distance import slips
from taxonomy.search.weights import MOST_ENDINGS

MOST_SPELLINGS = 3
SHORT = 6  # letters
SHORTEST_SLIP = 5  # shorter words have too many neighbours: a chef is no chief
LETTERS = string.ascii_lowercase + string.digits
LIKE = 0.25  # share of common trigrams below which words are not alike
LOOKED_AT = 40  # words with similar trigrams that are compared letter by letter

READ = """
SELECT token, lexeme, coalesce(
    (SELECT entries FROM taxonomy_searchword word WHERE word.lexeme = read.lexeme LIMIT 1), 0),
    (SELECT word FROM taxonomy_searchword word WHERE word.lexeme = read.lexeme AND entries > 0
    ORDER BY word = token DESC, similarity(word, token) DESC, word LIMIT 1)
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
BOUND = "SELECT set_config('pg_trgm.similarity_threshold', %s, true)"
NEAREST = """
SELECT word, lexeme, entries FROM taxonomy_searchword WHERE ({near}) AND entries > 0
ORDER BY word = ANY (%s) DESC, similarity(word, %s) DESC, entries DESC, word LIMIT %s
"""
SIMILAR = NEAREST.format(near="word = ANY (%s) OR word %% %s")
ONE_OF = NEAREST.format(
    near=f"word = ANY (%s) OR word = ANY (%s) AND similarity(word, %s) >= {LIKE}"
)


class UsedWord(NamedTuple):
    typed: str
    lexeme: str
    entries: int  # that have a word of this stem anywhere
    in_use: str | None = None  # that word, or the one of its stem that is most like it


def words_in(text: str) -> list[UsedWord]:
    """The words of a text in plain form, with their stems."""
    return _ask(READ, [text])


def beginning_with(letters: str) -> list[UsedWord]:
    """Words in use that begin so, the most used first, each stem once."""
    pattern = re.sub(r"([\\%_])", r"\\\1", letters) + "%"
    once: dict[str, UsedWord] = {}
    for word in _ask(BEGINNING, [pattern, 2 * MOST_ENDINGS]):
        once.setdefault(word.lexeme, word)
    return list(once.values())[:MOST_ENDINGS]


def spelled_like(typed: str) -> list[UsedWord]:
    """Words in use a slip of the finger away from the one typed; the nearest alone. A word with
    digits is a code, and another code is another thing.
    """
    if len(typed) < SHORTEST_SLIP or has_digits(typed):
        return []
    bound = 1 if len(typed) < 6 else 2 if len(typed) < 12 else 3
    # Most slips are one alone, and the nearer the words looked for, the sooner they are found.
    stages = {_likeness(len(typed), count): count for count in range(1, bound + 1)}
    for likeness, looked_for in stages.items():
        if looked_for == 1 and len(typed) <= SHORT and typed.isascii():
            words = _one_slip_away(typed)
        else:
            words = _similar(typed, likeness)
        near = [
            (slips(typed, word.typed), word)
            for word in words
            if abs(len(word.typed) - len(typed)) <= bound
        ]
        near = [(n, word) for n, word in near if _is_slip(typed, word.typed, n)]
        best = min((distance for distance, _ in near), default=bound + 1)
        if best <= looked_for:
            break
    else:
        return []
    once: dict[str, UsedWord] = {}
    for word in sorted((w for d, w in near if d == best), key=lambda w: -w.entries):
        once.setdefault(word.lexeme, word)
    return list(once.values())[:MOST_SPELLINGS]


def _is_slip(typed: str, word: str, count: int) -> bool:
    """Another ending alone is another word, as teacher and teaches are; so is another first letter
    among several slips: a zookeeper keeps no books.
    """
    if count > 1:
        return typed[0] == word[0] and not typed.startswith(word)
    return len(typed) != len(word) or typed[:-1] != word[:-1]


def resembling(typed: str, count: int = 5) -> list[str]:
    """Words in use that look like the one typed, however far off: for a page without hits."""
    if has_digits(typed):
        return []
    return [word.typed for word in _similar(typed, LIKE) if len(word.typed) > 2][:count]


def has_digits(typed: str) -> bool:
    return any(sign.isdigit() for sign in typed)


def _one_slip_away(typed: str) -> list[UsedWord]:
    """In a short word one slip leaves so few trigrams that thousands of words have as many. All
    that one slip can make of it are sooner asked for by name.
    """
    places = range(len(typed) + 1)
    split = [(typed[:place], typed[place:]) for place in places]
    made = {start + end[1:] for start, end in split}
    made |= {start + letter + end for start, end in split for letter in LETTERS}
    made |= {start + letter + end[1:] for start, end in split[:-1] for letter in LETTERS}
    swaps = _swaps(typed)
    return _ask(ONE_OF, [swaps, sorted(made), typed, swaps, typed, LOOKED_AT])


def _similar(typed: str, likeness: float) -> list[UsedWord]:
    with connection.cursor() as cursor:
        cursor.execute(BOUND, [str(likeness)])
    # Two letters swapped leave few common trigrams in a short word, so all swaps are asked too.
    swaps = _swaps(typed)
    return _ask(SIMILAR, [swaps, typed, swaps, typed, LOOKED_AT])


def _swaps(typed: str) -> list[str]:
    return [typed[:n] + typed[n + 1] + typed[n] + typed[n + 2 :] for n in range(len(typed) - 1)]


def _likeness(length: int, count: int) -> float:
    """The least share of trigrams that a word of this length has in common with one that is so many
    slips away: each costs both words three of their trigrams, or four where letters are swapped.
    """
    lost = 3 if count == 1 else 4 * count  # single swaps are asked for by name
    kept, of_all = length + 1 - lost, length + 1 + lost
    # Trigrams that come twice count once, so a little less. In long words a quarter is chance.
    least = LIKE if count == 1 or length < 9 else LIKE + 0.01
    return max(least, 0.9 * kept / of_all)


def _ask(statement: str, values: list) -> list[UsedWord]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [UsedWord(*row) for row in cursor.fetchall()]
