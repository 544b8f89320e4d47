"""How a role's level suits what a row says: words in its title, and its level column.

How a level word is used is learned from the ladder first, then from the names of the levels.
"""

from collections.abc import Set
from functools import lru_cache
from typing import NamedTuple

from taxonomy.matching.own_levels import OwnLevel
from taxonomy.matching.role_index import Index, IndexedRole, NameReading
from taxonomy.matching.title_readings import Reading
from taxonomy.matching.title_words import BESIDE_ANOTHER, ENTRY_WORDS

RANK = 0.9  # how a level fits whose rank is the number that is given
UNSAID = 0.3  # how a level fits whose word the title lacks
MOST_FITS = 20_000  # level words and names that are kept with how they suit each other
MOST_NAMED = 2_000  # level words whose levels are kept
_ENTRY = [frozenset({word}) for word in ENTRY_WORDS]
_NONE: frozenset[str] = frozenset()


class Fit(NamedTuple):
    """How the level fits (1 it does, 0 it contradicts), why, and what speaks against it."""

    value: float
    evidence: tuple[str, ...] = ()
    objection: str = ""


_SAME = Fit(1.0)


def fit(
    index: Index, reading: Reading, own: OwnLevel | None, role: IndexedRole, name: NameReading
) -> Fit:
    """How the row's level words and own level suit a role that bears (or borrows) this name."""
    said = _kept_fit(index, reading, role, name)
    if own is None:
        return said
    theirs, here = _own_fit(index, own, role), index.scale.shown(role.level)
    if theirs is None:
        unread = "may count otherwise than the canon" if own.rank else "is none of the canon's"
        return said._replace(evidence=(*said.evidence, f"own level ‘{own.text}’ {unread}"))
    if not theirs:
        against = f"own level ‘{own.text}’ is not {here}"
        return Fit(min(said.value, 0.5 if reading.levels else 0.3), said.evidence, against)
    table = " by your table" if own.by_table else ""
    evidence = (*said.evidence, f"own level ‘{own.text}’ → {here}{table}")
    if not said.objection:
        return Fit(1.0, evidence)
    if not reading.levels and own.levels:
        # A name without level words belongs to one rung; the own level alone does not move it.
        is_theirs = name.role is not role and not name.reading.levels
        against = (
            f"‘{name.text}’ is the name of {index.scale.shown(name.role.level)}"
            if is_theirs
            else ""
        )
        return Fit(1.0, evidence, against)
    least = 0.5 if reading.levels else RANK
    return said._replace(value=max(said.value, least), evidence=evidence)


def suiting(
    index: Index, reading: Reading, own: OwnLevel | None, role: IndexedRole
) -> Set[str] | None:
    """The only levels of the role's ladder that may suit a row under a name of another of its
    roles, found cheaply; None where that takes a closer look.
    """
    if own and own.levels:
        return own.levels
    if own and (own.rank or own.words):
        return None
    if not reading.levels:
        return _NONE
    return (
        _uses(index, reading.levels, role)
        or _by_level_names(index, reading.levels, role.track)
        or _numbered(index, reading.levels, role.track)
    )


def _kept_fit(index: Index, reading: Reading, role: IndexedRole, name: NameReading) -> Fit:
    """Kept for a while: titles have few level words."""
    levels, theirs = reading.levels, name.reading.levels
    # Names with the same level words suit alike, but for those that a sentence is to quote.
    place = name.place if (levels ^ theirs) & BESIDE_ANOTHER else -1
    key = levels, len(reading.bag) == 1, role.key, theirs, name.role is role, place
    found = index.fits.get(key)
    if found is None:
        if len(index.fits) > MOST_FITS:
            index.fits.clear()
        found = index.fits[key] = _words_fit(index, reading, role, name)
    return found


def _words_fit(index: Index, reading: Reading, role: IndexedRole, name: NameReading) -> Fit:
    levels = reading.levels
    if name.role is role and levels == name.reading.levels:
        return Fit(1.0, (f"{_quoted(levels)} as in that name",)) if levels else _SAME
    if not levels:
        if name.role is role:
            return Fit(UNSAID, (), f"the title says nothing of {_quoted(name.reading.levels)}")
        return Fit(0.5, (), "the title says no level")
    words = _quoted(levels)
    if one := sorted((levels ^ name.reading.levels) & BESIDE_ANOTHER):
        if one[0] in levels:
            return Fit(0.5, (), f"the title says ‘{one[0]}’ and ‘{name.text}’ does not")
        return Fit(0.5, (), f"‘{name.text}’ says ‘{one[0]}’ and the title does not")
    used, here = _uses(index, levels, role), index.scale.shown(role.level)
    unsaid = name.reading.levels - levels
    if unsaid and role.level in used and len(reading.bag) == 1:
        return Fit(0.5, (), f"the title says {words} and not {_quoted(unsaid)}")
    if role.level in used:
        others = ", ".join(map(index.scale.shown, sorted(used - {role.level})))
        also = f", and {others}" if others else ""
        against = f"{words} names several levels of this ladder" if also else ""
        return Fit(1.0, (f"{words} names {here} in this ladder{also}",), against)
    meant = _by_level_names(index, levels, role.track)
    if role.level in meant and not used:
        return Fit(0.8, (f"{words} → {here}",), f"no name in this ladder says {words}")
    if role.level in _numbered(index, levels, role.track) and not used:
        against = f"no name in this ladder says {words}"
        return Fit(RANK, (f"{words} is the rank of {here}",), against)
    return Fit(0.0, (), f"{words} {'is' if len(levels) == 1 else 'are'} not {here}")


def _uses(index: Index, levels: frozenset[str], role: IndexedRole) -> Set[str]:
    uses = index.uses[role.ladder]
    if levels in uses:
        return uses[levels]
    if levels and levels <= ENTRY_WORDS:
        return set().union(*(uses.get(word, ()) for word in _ENTRY))
    return _NONE


def _by_level_names(index: Index, levels: frozenset[str], track: str) -> frozenset[str]:
    """Levels of the track whose own name says these words: P4, Senior Professional. Remembered:
    titles have few level words.
    """
    found = index.named_levels.get((levels, track))
    if found is None:
        if len(index.named_levels) > MOST_NAMED:
            index.named_levels.clear()
        found = index.named_levels[levels, track] = _named_levels(index, levels, track)
    return found


def _named_levels(index: Index, levels: frozenset[str], track: str) -> frozenset[str]:
    if levels <= ENTRY_WORDS:
        levels = frozenset({"junior"})
    same, within = set(), set()
    for code, said in index.scale.words.items():
        if index.scale.levels[code].track == track and said:
            if levels == said:
                same.add(code)
            elif levels < said:
                within.add(code)
    return frozenset(same or within)


def _numbered(index: Index, levels: frozenset[str], track: str) -> frozenset[str]:
    """The levels of the track whose rank is a number of the title, where that is all it says."""
    said = next(iter(levels)) if len(levels) == 1 else ""
    if not said.startswith("#"):
        return _NONE
    every = index.scale.levels.values()
    return frozenset(x.code for x in every if x.track == track and x.rank == int(said[1:]))


def _own_fit(index: Index, own: OwnLevel, role: IndexedRole) -> bool | None:
    """Whether the own level is the role's; None when it says nothing that can be compared."""
    if own.levels:
        return role.level in own.levels
    if own.rank:
        level = index.scale.levels.get(role.level)
        return True if level and level.rank == own.rank else None
    if own.words:
        used = _uses(index, own.words, role)
        return role.level in (used or _by_level_names(index, own.words, role.track))
    return None


@lru_cache(1000)
def _quoted(levels: frozenset[str]) -> str:
    numerals = {"#1": "I", "#2": "II", "#3": "III", "#4": "IV", "#5": "V"}
    return " and ".join(f"‘{numerals.get(word, word)}’" for word in sorted(levels))
