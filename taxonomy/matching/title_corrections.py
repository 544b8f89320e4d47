"""A title as somebody typed it, read with the canon at hand: slips of the finger put right, what an
advertisement added taken off, parts that may be the title by themselves.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from taxonomy.edit_distance import slips
from taxonomy.matching.contexts import CONTEXTS, PROGRAMMING
from taxonomy.matching.explained_words import OTHER_TRADES
from taxonomy.matching.places import PLACES
from taxonomy.matching.posting_words import cleaned
from taxonomy.matching.related_words import RELATED
from taxonomy.matching.role_index import FEWEST_LETTERS, Index, by_slips, without_a_letter
from taxonomy.matching.title_readings import LONGEST_TITLE, Reading, read_plain
from taxonomy.matching.title_variants import Variant, variants
from taxonomy.matching.title_words import JOINING, LEVEL_WORDS, NOISE, SPELLINGS
from taxonomy.matching.word_families import HEADS, trade
from taxonomy.matching.word_forms import plain_words, single

MOST_READ = 3_000  # texts whose readings are kept
MOST_OF_A_VARIANT = 2  # readings of a part of a title
_TRADES = by_slips(RELATED)
_KNOWN = frozenset(
    (
        *(*SPELLINGS, *NOISE, *JOINING, *LEVEL_WORDS, *CONTEXTS, *PLACES, *HEADS, *RELATED),
        *OTHER_TRADES,
    )
)
_LINE = re.compile(r"l[- ]?([1-3])")


class Asked(NamedTuple):
    """A title as it may be read, and the grade that was taken off it."""

    readings: list[Reading]
    grade: str = ""


def _respelled(index: Index, title: str) -> tuple[str, list[str]]:
    """The title with slips of the finger put right, and what was put right."""
    text, notes = plain_words(title), []
    for word in dict.fromkeys(text.replace("/", " ").split()):
        bare = word.strip(".,;:()[]{}'’‘“”\"!?*•|_-–—")
        if len(bare) < FEWEST_LETTERS or not bare.isalpha() or _knows(index, bare):
            continue
        if meant := _meant(index, bare):
            text = text.replace(bare, meant)
            notes.append(f"‘{bare}’ read as ‘{meant}’")
    return text, notes


def read_asked(index: Index, title: str) -> Asked:
    """What a title may mean: as it is written or, where a word is unknown but a slip away from
    one that is known, as it was meant. The site's synonyms replace words that the canon does
    not use. What its advertisement added is off; parts that may be the title are read too.
    """
    text, put_right = _respelled(index, title[: 4 * LONGEST_TITLE])
    clean = cleaned(text, index.weights)
    off = [f"left out: {', '.join(f'‘{words}’' for words in clean.off)}"] if clean.off else []
    found: dict[Reading, None] = {}
    for variant in _variants(index, clean.text, clean.grade):
        for reading in _readings(index, variant)[: MOST_OF_A_VARIANT if found else None]:
            found.setdefault(reading.but(notes=(*put_right, *off, *reading.notes)))
    return Asked(list(found), clean.grade)


def _variants(index: Index, text: str, grade: str) -> list[Variant]:
    whole = variants(text)
    if tier := tier_of(grade):
        tiered = Variant(f"{tier} {text}")
        known = any(_exactly(index, reading) for reading in _read(index, tiered.text))
        return [tiered] if known else whole
    return whole


def tier_of(grade: str) -> str:
    """The second line of support is its tier: L2, tier2."""
    line = _LINE.fullmatch(grade)
    return f"tier{line[1]}" if line else ""


def _readings(index: Index, variant: Variant) -> list[Reading]:
    readings = _read(index, variant.text, by_synonyms=True)
    if not variant.aside:
        return readings + [named for each in readings if (named := _by_language(each))]
    aside = _read(index, variant.aside)
    if not aside or not readings:
        return readings
    same = _same_again(index, readings[0], variant)
    return [
        each.but(notes=(*each.notes, same))
        if same
        else each.but(
            aside=aside[0].typed,
            is_joined=variant.is_joined,
            notes=tuple(dict.fromkeys((*each.notes, *aside[0].notes))),
        )
        for each in readings
        if same or len(each.words) > 1 or trade(each.words)
    ]


def _read(index: Index, text: str, by_synonyms: bool = False) -> list[Reading]:
    """Kept for a while: rows of a roster share titles and what is beside them."""
    found = index.read.get((text, by_synonyms))
    if found is None:
        if len(index.read) > MOST_READ:
            index.read.clear()
        synonyms = index.stand_ins if by_synonyms else None
        found = read_plain(text, synonyms, index.abbreviations)
        index.read[text, by_synonyms] = found
    return found


def _same_again(index: Index, reading: Reading, variant: Variant) -> str:
    """Why what is aside adds nothing: it is the title's initials, or a name of its role."""
    said, title = variant.aside.strip(), variant.text.strip()
    roles = _exactly(index, reading)
    for part in (said, *said.split("/")):
        if _are_initials(part, title) or _are_initials(title, part):
            return f"‘{said}’ says the same again"
    for other in (variant.other, *variant.other.split("/")):
        if roles & {key for each in _read(index, other) for key in _exactly(index, each)}:
            return f"‘{said}’ names the same role"
    return ""


def _exactly(index: Index, reading: Reading) -> set[str]:
    return {index.names[place].role.key for place in index.by_typed.get(reading.typed, ())}


def _knows(index: Index, word: str) -> bool:
    return (
        word in _KNOWN
        or word in index.abbreviations
        or word in index.synonyms
        or single(word) in index.weights
        or word in index.spellings.get(word, ())
    )


def _meant(index: Index, word: str) -> str | None:
    """The one word in use that is one slip away; two such words are none, unless one is the
    plural of the other. A trade that the canon lacks is as near (mechnical is not technical), but
    for a word that says the kind of role (enginer is no engine).
    """
    meant = _one_slip_away(word, index.spellings)
    if len({single(other) for other in meant}) != 1:
        return None
    is_sure = not meant.isdisjoint(HEADS) or _one_slip_away(word, _TRADES) <= meant
    return min(meant) if is_sure else None


def _one_slip_away(word: str, spellings: Mapping[str, set[str]]) -> set[str]:
    near = set().union(*(spellings.get(shorter, ()) for shorter in without_a_letter(word)))
    return {other for other in near if slips(word, other) <= 1}


def _are_initials(short: str, long: str) -> bool:
    """RN of Registered Nurse, DON of Director of Nursing, CLS of Clinical Laboratory Scientist."""
    short = re.sub(r"[^a-z]", "", short.replace(" and ", ""))
    if not 2 <= len(short) <= 6:
        return False
    words = re.findall(r"[a-z]+", long)
    every = "".join(word[0] for word in words)
    without_joining = "".join(word[0] for word in words if word not in JOINING)
    return short in (every, without_joining) or (len(short) > 2 and short in without_joining)


def _by_language(reading: Reading) -> Reading | None:
    """A Java developer read as a software developer."""
    named = [word for word in reading.words if word in PROGRAMMING]
    rest = [word for word in reading.words if word not in PROGRAMMING]
    if not named or rest not in (["developer"], ["engineer"], ["programmer"]):
        return None
    typed = tuple(dict.fromkeys("software" if w in PROGRAMMING else w for w in reading.typed))
    note = f"{', '.join(f'‘{word}’' for word in named)} read as software"
    words = ("software", "developer" if rest == ["programmer"] else rest[0])
    return replace(reading, words=words, typed=typed, notes=(*reading.notes, note), is_loose=True)
