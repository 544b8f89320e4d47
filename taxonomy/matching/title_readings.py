"""How a title is read: plain words, abbreviations spelled out, level words apart from trade words.

`read_title` gives every likely reading of one title. What the canon makes of it is in `role_index`.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from typing import NamedTuple

from taxonomy.abbreviations import SHIPPED, Abbreviations
from taxonomy.matching.posting_words import cleaned
from taxonomy.matching.title_words import (
    HEADS_BY_LEVEL,
    JOINING,
    LEADING_LEVEL_WORDS,
    LEVEL_WORDS,
    NUMERALS,
    SPELLINGS,
)
from taxonomy.matching.word_families import HEADS, family
from taxonomy.matching.word_forms import LETTERS, plain_words, single

Meanings = Mapping[str, tuple[str, ...]]

LONGEST_TITLE = 300  # characters; a longer one is no title
MOST_WORDS = 24
MOST_READINGS = 6

_INVERTING = re.compile(r"\s*(?:[,;:()\[\]{}]|\s[-–—|]\s?|\s?[-–—|]\s)\s*")
_ABBREVIATION = re.compile(r"‘(.+)’ (?:=|read as) ‘?([^‘’]+)’?")
_RUNG = re.compile(r"\b(?:level|lvl)\s*([1-5]|i{1,3}|iv|v)\b")
_TIERED = re.compile(r"tier[1-5]")
_TIER = re.compile(r"\btier\s*([1-5])\b")
_SPELLED = re.compile(rf"\b(?:{'|'.join(map(re.escape, SPELLINGS))})\b")
# First word → how many words the level words have that begin with it, the most first
_LENGTHS = {
    first: sorted({len(each.split()) for each in LEVEL_WORDS if each.split()[0] == first})[::-1]
    for first in {each.split()[0] for each in LEVEL_WORDS}
}
# Before a trade these say its level: a lead nurse is a nurse.
_NO_HEADS_BEFORE = frozenset({"lead", "principal", "trainee", "intern", "apprentice"})
_MAY_BE_LEVELS = frozenset((*_LENGTHS, *LEADING_LEVEL_WORDS, *NUMERALS))


@dataclass(frozen=True)
class Reading:
    """One way to understand a title.

    `words` in reading order (a role's own words, level words and numerals left out), `head` the
    word that says what kind of role it is, `levels` level words in their one form, with numerals as
    `#2`; `typed` all words in the order of the title. `notes` say what was spelled out.
    """

    words: tuple[str, ...]
    head: str
    levels: frozenset[str]
    typed: tuple[str, ...]
    notes: tuple[str, ...] = ()
    is_loose: bool = False  # reads a word through a synonym of the site
    aside: tuple[str, ...] = ()  # words of the title that this reading leaves out
    is_joined: bool = False  # they are joined to it by a slash or an `and`

    def but(self, **changes: object) -> "Reading":
        """A copy with other notes, or with something aside. What was computed of words is kept."""
        copy = object.__new__(Reading)
        vars(copy).update(vars(self), **changes)
        vars(copy).pop("all_words", None)
        return copy

    @cached_property
    def bag(self) -> frozenset[str]:
        return frozenset(self.words)

    @property
    def loosely(self) -> str:
        """What was read as another word, where that was by a synonym or a language."""
        notes = [note for note in self.notes if " = " in note or " read as software" in note]
        return ", ".join(note.replace(" = ", " read as ") for note in notes)

    @cached_property
    def kind(self) -> tuple[str, frozenset[str]]:
        """The family of its head, and its other words."""
        return family(self.head), self.bag - {self.head}

    @property
    def own_words(self) -> tuple[object, ...]:
        """What it says of the work, without its level and how it was read."""
        return self.words, self.head, self.aside, self.is_joined

    @cached_property
    def all_words(self) -> frozenset[str]:
        return self.bag | frozenset(self.aside)


def spelled_out(reading: Reading) -> dict[str, str]:
    """A word that an abbreviation was read as → the abbreviation, as the title has it."""
    notes = filter(None, map(_ABBREVIATION.fullmatch, reading.notes))
    return {single(word): note[1] for note in notes for word in note[2].split()}


class Way(NamedTuple):
    """What one word of a title may mean."""

    text: str
    note: str = ""
    is_loose: bool = False


def meanings(synonyms: Iterable[tuple[str, str, bool]]) -> dict[str, tuple[str, ...]]:
    """(term, meaning, both ways) as word → what it may mean. Terms of several words are out."""
    return {term: longs for term, longs in phrases(synonyms).items() if " " not in term}


def phrases(synonyms: Iterable[tuple[str, str, bool]]) -> dict[str, tuple[str, ...]]:
    """The same with terms of several words."""
    found: dict[str, tuple[str, ...]] = {}
    for term, meaning, both_ways in synonyms:
        for one, other in ((term, meaning), (meaning, term))[: 2 if both_ways else 1]:
            short = " ".join(plain_words(one).split())
            if long := " ".join(LETTERS.findall(plain_words(other))):
                found[short] = (*found.get(short, ()), long)
    return found


def read_title(
    title: str,
    synonyms: Meanings | None = None,
    in_use: Container[str] | None = None,
    abbreviations: Abbreviations = SHIPPED,
) -> list[Reading]:
    """Every likely reading, the likeliest first; none for a text without words.

    `synonyms` are the site's own words for others: a word may mean them, or mean itself.
    Words of a posting that are `in_use` in the canon's names (contract) are only left out where
    they are alone, in brackets or after a comma; without it nothing is left out.
    """
    text = plain_words(title[: 4 * LONGEST_TITLE])
    clean = text if in_use is None else cleaned(text, in_use).text
    return read_plain(clean, synonyms, abbreviations)


def read_plain(
    text: str, synonyms: Meanings | None = None, abbreviations: Abbreviations = SHIPPED
) -> list[Reading]:
    """The same of a text that is plain and clean."""
    chunks = _chunks(text)
    if not chunks:
        return []
    found: dict[Reading, None] = {}
    ways = [
        _ways(word, synonyms or {}, abbreviations) for chunk in chunks for word in (*chunk, "|")
    ]
    for choice in islice(product(*ways), MOST_READINGS):  # more ambiguity is not worth more
        if reading := _sort(" ".join([way.text for way in choice])):
            if noted := [way for way in choice if way.note]:
                notes = tuple(dict.fromkeys(way.note for way in noted))
                loose = any(way.is_loose for way in noted)
                reading = reading.but(notes=notes, is_loose=loose)
            found.setdefault(reading)
    return list(found)


def _chunks(text: str) -> list[list[str]]:
    """Words between commas, brackets and dashes."""
    text = _TIER.sub(r"tier\1", _RUNG.sub(r"\1", text))
    chunks, space_left = [], MOST_WORDS
    for part in _INVERTING.split(text):
        words = _respelled(" ".join(LETTERS.findall(part)))
        chunks.append(words[:space_left])
        space_left -= len(chunks[-1])
    return [chunk for chunk in chunks if chunk]


def _respelled(words: str) -> list[str]:
    """Other spellings put right."""
    if _SPELLED.search(words):
        padded = f" {words} "
        for written, meant in SPELLINGS.items():
            padded = padded.replace(f" {written} ", f" {meant} ")
        return padded.split()
    return words.split()


def _ways(word: str, synonyms: Meanings, abbreviations: Abbreviations) -> list[Way]:
    """What the word may mean; a general abbreviation never means itself."""
    general = abbreviations.meanings(word)
    if not general and word not in synonyms:
        return [Way(word)]
    ways = [Way(long, f"‘{word}’ = {long}") for long in general] or [Way(word)]
    own = (long for long in synonyms.get(word, ()) if long not in general)
    return ways + [Way(long, f"‘{word}’ = {long}", is_loose=True) for long in own]


def _sort(text: str) -> Reading | None:
    """Split spelled-out words into trade words, head and levels."""
    chunks = [_respelled(chunk) for chunk in text.split("|")]
    chunks = [chunk for chunk in chunks if chunk]
    if not chunks:
        return None
    levels: set[str] = set()
    sorted_chunks: list[tuple[list[str], str | None]] = []
    for chunk in chunks:
        words, heads = _levels_apart(chunk, levels, first=not sorted_chunks)
        sorted_chunks.append((words, heads))
    words, head = _in_order(sorted_chunks)
    if not words and not levels:
        return None
    typed = [single(word) for chunk in chunks for word in chunk if word not in JOINING]
    return Reading(tuple(words), head, frozenset(levels), _levels_alike(typed))


def _levels_alike(typed: list[str]) -> tuple[str, ...]:
    """All words, with each level word in its one form: vp and vice president are the same."""
    if _MAY_BE_LEVELS.isdisjoint(typed):
        return tuple(typed)
    alike, place = [], 0
    while place < len(typed):
        level, length = _level_at(typed, place)
        alike.append(level or typed[place])
        place += length
    return tuple(alike)


def _levels_apart(chunk: list[str], levels: set[str], first: bool) -> tuple[list[str], str | None]:
    """(trade words with joining words, the level word it ends in or starts as head with)."""
    kept: list[str] = []
    head: str | None = None
    place = 0
    while place < len(chunk):
        may_be = chunk[place] in _MAY_BE_LEVELS
        level, length = _level_at(chunk, place) if may_be else (None, 1)
        if level is None:
            kept.append(single(chunk[place]))
            place += 1
            continue
        levels.add(level)
        place += length
        if level in HEADS_BY_LEVEL and (place == len(chunk) or chunk[place] == "of"):
            head = level
        elif level in HEADS_BY_LEVEL and level not in _NO_HEADS_BEFORE:
            head = head or level
    return kept, head


def _level_at(chunk: list[str], place: int) -> tuple[str | None, int]:
    word = chunk[place]
    for length in _LENGTHS.get(word, ()):
        words = chunk[place : place + length]
        if (phrase := " ".join(words)) in LEVEL_WORDS:
            return LEVEL_WORDS[phrase], len(words)
    if word in LEADING_LEVEL_WORDS and place + 1 < len(chunk) and chunk[place + 1] != "to":
        return word, 1
    if word in NUMERALS and (place or len(chunk) == 1):
        return f"#{NUMERALS[word]}", 1
    return None, 1


def _in_order(chunks: list[tuple[list[str], str | None]]) -> tuple[list[str], str]:
    """Later chunks and what follows `of` come before the first: Manager, Sales → sales manager."""
    before: list[str] = []
    first, head = chunks[0]
    for words, _ in chunks[1:]:
        before += words
    if "of" in first:
        cut = first.index("of")
        first = first[cut + 1 :] + first[:cut]
    words = [word for word in before + first if word not in JOINING]
    trade = [word for word in first if word not in JOINING and not _TIERED.fullmatch(word)]
    return words, head or _head(trade or words)


def _head(words: list[str]) -> str:
    """The last word that says a kind of work: Systems Administrator Linux; else the last word."""
    return next((word for word in reversed(words) if word in HEADS), words[-1] if words else "")
