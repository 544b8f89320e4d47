"""How alike two titles are, by rules: words weighed by how rare they are, words of one root or
meaning for less, and beginnings of words for what is left.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache

from taxonomy.matching.related_words import RELATED
from taxonomy.matching.title_readings import read_title
from taxonomy.matching.word_families import GENERAL, family

RELATED_WORTH = 0.45  # of a word by one of its root or meaning
FAMILY_WORTH = 0.3  # of a head by one of its family
PIECES_WORTH = 0.45  # how much pieces of words count beside whole words
GENERAL_WORTH = 0.6  # of a word that says a kind of work and no trade
LEVEL_WORTH = 0.15
PIECE = 4  # letters


class Corpus:
    """Titles by name, to be ranked by how near they are to another title."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self.words = {name: _words(text) for name, text in titles.items()}
        seen: Counter[str] = Counter()
        for words in self.words.values():
            seen.update(words.keys())
        self.count = len(titles)
        self.seen = seen
        self.vectors = {name: self._vector(words) for name, words in self.words.items()}
        self.pieces = {name: _pieces(text) for name, text in titles.items()}
        entries_of: Counter[str] = Counter()
        for pieces in self.pieces.values():
            entries_of.update(pieces.keys())
        self.rare = {p: math.log(self.count / n) for p, n in entries_of.items()}

    def ranked(self, title: str) -> list[str]:
        """Names of all titles, the nearest first."""
        vector, pieces = self._vector(_words(title)), _pieces(title)
        worth = {
            name: (1 - PIECES_WORTH) * _cosine(vector, other)
            + PIECES_WORTH * self._alike(pieces, self.pieces[name])
            for name, other in self.vectors.items()
        }
        return sorted(worth, key=lambda name: (-worth[name], name))

    def _vector(self, words: Mapping[str, float]) -> dict[str, float]:
        found: dict[str, float] = defaultdict(float)
        for word, amount in words.items():
            weight = amount * math.log(1 + self.count / (1 + self.seen[word]))
            found[word] += weight
            for other in RELATED.get(word, ()):
                found[other] += weight * RELATED_WORTH / len(RELATED[word]) ** 0.5
            if family(word) != word:
                found[f"family {family(word)}"] += weight * FAMILY_WORTH
        return found

    def _alike(self, pieces: Counter[str], others: Counter[str]) -> float:
        def weigh(c: Counter[str]) -> dict[str, float]:
            return {p: n * self.rare.get(p, 0.0) for p, n in c.items()}

        return _cosine(weigh(pieces), weigh(others))


def _words(title: str) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for reading in read_title(title, None, frozenset())[:1]:
        for word in reading.words:
            found[word] += GENERAL_WORTH if word in GENERAL else 1.0
        for word in reading.levels:
            found[word] += LEVEL_WORTH
    return found


@lru_cache(10_000)
def _pieces(title: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for reading in read_title(title, None, frozenset())[:1]:
        for word in reading.typed:
            padded = f" {word} "
            for size in (3, 4, 5):
                found.update(padded[n : n + size] for n in range(len(padded) - size + 1))
    return found


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    shared = sum(weight * other[key] for key, weight in one.items() if key in other)
    if not shared:
        return 0.0
    return shared / (_length(one) * _length(other))


def _length(vector: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values()))
