"""A vocabulary like a real one: the shipped canon's own words first, invented ones in the tail.

Rank decides use: the word of rank n is used about 1/n as often as the first. What is built of the
words is in bench/canon.py.
"""

import random
import re
from collections import Counter
from itertools import accumulate

from bench.data import word
from bench.place import ROOT

SIZE = 30_000


def vocabulary() -> list[str]:
    """`SIZE` words, the most used first; the same on every machine."""
    texts = sorted((ROOT / "fixtures" / "canon").rglob("*.yaml"))
    counted = Counter(w for t in texts for w in re.findall(r"[a-z]{3,}", t.read_text().lower()))
    real = [each for each, _ in counted.most_common()]
    invented = (word(number) for number in range(40, 10 * SIZE))
    return list(dict.fromkeys([*real, *invented]))[:SIZE]


class Speaker:
    """Says words at random by their use; one seed, one speech."""

    def __init__(self, words: list[str], chance: random.Random) -> None:
        self._words, self._chance = words, chance
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))

    def say(self, count: int) -> list[str]:
        return self._chance.choices(self._words, cum_weights=self._weights, k=count)
