"""How similar the work of two roles is, from 0 to 1: skills, classification, words.

Pure arithmetic, with its weights and limits in this one place; `/coordinates/` shows them. Which
roles are compared is `taxonomy/adjacency/similar_roles.py`'s work.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import fsum, sqrt
from typing import NamedTuple

from taxonomy.matching.title_words import JOINING

FORMULA_VERSION = "work@1"

# What the three parts add to a total of 1.
SKILLS = 0.5
CODES = 0.25
WORDS = 0.25

# How much of a skill a role uses: its place on the scale of proficiencies, from the lowest (1 of 4)
# to the highest (4 of 4); the middle where it requires the skill at no place; the least where only
# its focus applies it.
NOT_STATED = 0.5
APPLIED = 0.25
# Two skills below the same broader one, or one of them that broader one, share this much of it.
BELOW_BROADER = 0.5
SAME_CODE = 1.0
SAME_MINOR_GROUP = 0.5

LEAST = 0.2  # of a total, so that the role is shown
FEWEST_SKILLS = 0.05  # of the part of skills: a minor group alone, or a word, is no similar work
MOST_USES = 100  # what more have says little, and finds nobody by itself
MOST_ROWS = 400  # read to find other focuses, the rarest first
MOST_SIBLINGS = 4  # skills below one broader skill that find others
COMPARED = 12  # roles, each of another focus, that are scored
SHOWN = 5

# The group above a code: 13-1000 of SOC 13-1020, 251 of ISCO 2512 (the United Kingdom's SOC too).
MINOR_GROUP = re.compile(r"(\d\d-\d)\d{3}(?:\.\d\d)?|(\d{3})\d?")
# What is left of a group, "all other" or "not elsewhere classified", ends in 9 in both.
REMAINDER = re.compile(r"(?:\d\d-\d{3}|\d{3})9(?:\.00)?")
# Roman numbers and single signs in titles are levels.
LEVEL_SIGN = re.compile(r"[ivx]+|.")

MappedCode = tuple[str, str]  # scheme, code


class Weighed(NamedTuple):
    """A skill of a role: the broader one that it counts as, or itself, and what it weighs."""

    broader: str
    weight: float


@dataclass(frozen=True)
class Work:
    """What a role's work is known by: skills by name, codes, and stems of words by their weight."""

    skills: Mapping[str, Weighed] = field(default_factory=dict)
    codes: frozenset[MappedCode] = frozenset()
    words: Mapping[str, float] = field(default_factory=dict)


class WorkPart(NamedTuple):
    """One addend: how much of it is shared, from 0 to 1, and what it adds to the total."""

    name: str
    share: float
    amount: float


@dataclass(frozen=True)
class Similarity:
    """A total from 0 to 1, its parts, and what is shared, what weighs most first."""

    skills: float
    codes: float
    words: float
    shared_skills: tuple[str, ...]
    shared_broader: tuple[str, ...]
    shared_code: MappedCode | None
    shared_group: MappedCode | None
    shared_words: tuple[str, ...]

    @property
    def total(self) -> float:
        return round(SKILLS * self.skills + CODES * self.codes + WORDS * self.words, 4)

    @property
    def parts(self) -> list[WorkPart]:
        shares = (("skills", SKILLS), ("classification", CODES), ("words", WORDS))
        given = (self.skills, self.codes, self.words)
        return [
            WorkPart(name, round(share, 4), round(weight * share, 4))
            for (name, weight), share in zip(shares, given, strict=True)
        ]

    @property
    def is_shown(self) -> bool:
        """Whether enough is shared, and some of it is skills or the very occupation."""
        grounds = self.skills >= FEWEST_SKILLS or self.shared_code is not None
        return grounds and self.total >= LEAST


def rarity(uses: int) -> float:
    """What one more thing in common says: 1 where nobody else has it, a tenth from 100 on."""
    return 1 / sqrt(min(max(uses, 1), MOST_USES))


def strength(place: int | None, places: int) -> float:
    """Of a required skill, by its place on the scale from 1 on."""
    return place / places if place else NOT_STATED


def similarity(a: Work, b: Work) -> Similarity:
    """The same both ways; 1 for the skills, codes and words of a role and itself."""
    shared = {
        skill: min(a.skills[skill].weight, b.skills[skill].weight)
        for skill in a.skills.keys() & b.skills.keys()
    }
    broader = _shared_broader(a, b, set(shared))
    common = fsum([*shared.values(), *broader.values()])
    code, group = _shared_codes(a.codes, b.codes)
    words = {word: min(a.words[word], b.words[word]) for word in a.words.keys() & b.words.keys()}
    return Similarity(
        skills=_dice(common, _weights(a.skills), _weights(b.skills)),
        codes=SAME_CODE if code else SAME_MINOR_GROUP if group else 0,
        words=_dice(fsum(words.values()), a.words.values(), b.words.values()),
        shared_skills=_heaviest(shared),
        shared_broader=_heaviest(broader),
        shared_code=code,
        shared_group=None if code else group,
        shared_words=_heaviest(words),
    )


def _weights(skills: Mapping[str, Weighed]) -> list[float]:
    return [skill.weight for skill in skills.values()]


def _dice(common: float, ours: Iterable[float], theirs: Iterable[float]) -> float:
    """Twice what is shared, of what both have; summed exactly, whatever the order."""
    both = fsum([*ours, *theirs])
    return min(2 * common / both, 1) if both else 0


def _shared_broader(a: Work, b: Work, shared: set[str]) -> dict[str, float]:
    """Broader skills above a skill of each which the other lacks; each counts once."""
    ours, theirs = _by_broader(a.skills, shared), _by_broader(b.skills, shared)
    return {
        skill: BELOW_BROADER * min(ours[skill], theirs[skill])
        for skill in ours.keys() & theirs.keys()
    }


def _by_broader(skills: Mapping[str, Weighed], without: set[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for skill, (broader, weight) in skills.items():
        if skill not in without:
            found[broader] = max(found.get(broader, 0), weight)
    return found


def _shared_codes(
    ours: frozenset[MappedCode], theirs: frozenset[MappedCode]
) -> tuple[MappedCode | None, MappedCode | None]:
    """The first code that both have, and the first minor group. Two roles that are both left over
    by a classification are in the same group and no more.
    """
    same = {pair for pair in ours & theirs if not REMAINDER.fullmatch(pair[1])}
    code = min(same, default=None)
    return code, min(_groups(ours) & _groups(theirs), default=None)


def _groups(codes: Iterable[MappedCode]) -> set[MappedCode]:
    return {(scheme, group) for scheme, code in codes if (group := minor_group(code))}


def minor_group(code: str) -> str:
    """How a code of the SOC or ISCO is written in its minor group; empty for other codes."""
    match = MINOR_GROUP.fullmatch(code)
    if not match:
        return ""
    return f"{match[1]}000" if match[1] else match[2]


def _heaviest(weights: Mapping) -> tuple:
    return tuple(sorted(weights, key=lambda each: (-weights[each], each)))


def is_work_word(word: str) -> bool:
    """Whether the stem of a title or an area says something of the work."""
    return word not in JOINING and not LEVEL_SIGN.fullmatch(word)
