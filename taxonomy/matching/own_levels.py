"""The levels of the canon as rosters write them: which one a row's level column names.

A code of another scale, such as L4 or Band 8b, says nothing unless the canon has it as a code or a
label.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from taxonomy import reference_levels
from taxonomy.abbreviations import SHIPPED, Abbreviations
from taxonomy.matching.title_readings import Reading, read_title

LONGEST_LEVEL = 60  # characters
_SIGNS = re.compile(r"[\s_/–—-]+|(?<!\d)\.|\.(?!\d)")
_LEADING_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
# A word before the level that every scale may use, and words that name a scale.
_LEVEL = re.compile(r"(?:job |career )?(?:level|lvl)\b[\s.:-]*", re.IGNORECASE)
_SCALE = re.compile(r"(?:pay |job )?(?:grade|band|step)\b[\s.:-]*", re.IGNORECASE)
_REFERENCE = re.compile(
    rf"({'|'.join((*reference_levels.TRACKS, *reference_levels.OTHER_NAMES))})([1-9]\d?)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[1-9]\d?")


class CanonLevel(NamedTuple):
    """A level of the canon: what the matcher needs of it. `reference` is the reference level that
    it equals, or nothing.
    """

    code: str
    track: str
    rank: int
    label: str = ""
    name: str = ""
    reference: str = ""

    @property
    def shown(self) -> str:
        return self.label or self.code


@dataclass(frozen=True)
class OwnLevel:
    """A row's level column: the levels of the canon that it names for sure, or a mere number, or
    level words; else only its text.
    """

    text: str
    levels: frozenset[str] = frozenset()
    rank: int = 0
    words: frozenset[str] = frozenset()
    by_table: bool = False  # as the organisation's own table says


class Scale:
    """All levels of the canon by what rosters may call them."""

    def __init__(
        self, levels: Iterable[CanonLevel], abbreviations: Abbreviations = SHIPPED
    ) -> None:
        self._read = partial(read_title, abbreviations=abbreviations)
        self.levels = {level.code: level for level in levels}
        self._shown = {code: level.shown for code, level in self.levels.items()}
        # Places of the reference levels that they equal
        self.places = {
            code: place
            for code, level in self.levels.items()
            if (place := reference_levels.place_of(level.reference))
        }
        self._named: dict[str, set[str]] = {}
        self._numbered: dict[str, set[str]] = {}  # ‘7’ for Grade 7
        self._equal: dict[str, set[str]] = {}
        for code, level in self.levels.items():
            for name in filter(None, (code, level.label, level.name)):
                self._named.setdefault(_folded(name), set()).add(code)
            self._numbered.setdefault(_folded(_SCALE.sub("", level.label)), set()).add(code)
            self._equal.setdefault(level.reference, set()).add(code)
        self.words = {code: _words_of(level, self._read) for code, level in self.levels.items()}

    def shown(self, code: str) -> str:
        """The level as the organisation writes it."""
        return self._shown.get(code, code)

    def read(self, text: str, meant: str = "") -> OwnLevel | None:
        """Grade 7, P4, p-4, IC4, Senior; None for an empty cell. `meant` are codes of levels, by a
        table of the organisation.
        """
        text = " ".join(text.split())[:LONGEST_LEVEL]
        if not text:
            return None
        if meant:
            return OwnLevel(text, frozenset(meant.split()), by_table=True)
        bare = _LEVEL.sub("", text, count=1) or text
        if found := self._called(text) or self._called(bare) or self._called(_first_part(text)):
            return OwnLevel(text, frozenset(found))
        folded = _folded(bare)
        if code := _REFERENCE.fullmatch(folded):
            track = reference_levels.OTHER_NAMES.get(code[1].upper(), code[1].upper())
            return OwnLevel(text, frozenset(self._equal.get(f"{track}{code[2]}", ())))
        if numbered := self._numbered.get(folded):
            return OwnLevel(text, frozenset(numbered))
        if _NUMBER.fullmatch(folded):
            return OwnLevel(text, rank=int(folded))
        readings = [] if re.search(r"\d", text) else self._read(text)
        return OwnLevel(text, words=readings[0].levels if readings else frozenset())

    def named(self, grade: str) -> OwnLevel | None:
        """A grade in a title, where it is a level of the canon."""
        own = self.read(grade)
        return own if own and own.levels else None

    def _called(self, text: str) -> set[str]:
        found = self._named.get(_folded(text), set())
        # Where the canon's labels are mere numbers, Grade 32 is 32.
        return found or (self._named.get(bare, set()) if (bare := _number_in(text)) else set())


def _folded(text: str) -> str:
    return _LEADING_ZEROS.sub("", _SIGNS.sub("", text.casefold()))


def _number_in(text: str) -> str:
    bare = _folded(_SCALE.sub("", text, count=1))
    return bare if re.fullmatch(r"\d+(\.\d+)*", bare) and bare != _folded(text) else ""


def _first_part(text: str) -> str:
    """`IC4` of `IC4 - Senior engineer`."""
    return re.split(r"\s[-–—:|]\s|[:|,;(]", text, maxsplit=1)[0]


def _words_of(level: CanonLevel, read: Callable[[str], list[Reading]]) -> set[str]:
    """What titles at this level say of it: its own words, else those of its reference level."""
    own = [text for text in (level.name, level.label) if text and not re.search(r"\d", text)]
    found = {word for text in own for reading in read(text) for word in reading.levels}
    reference = reference_levels.LEVELS.get(level.reference)
    if found or reference is None or not reference.words:
        return found
    return {word for reading in read(reference.words) for word in reading.levels}
