"""What a row says about the level: words in its title, and the level code of its own organisation.

How a level word is used is learned from the ladder first, then from the names of the levels.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from taxonomy.matching.abbreviations import BESIDE_ANOTHER, ENTRY_WORDS
from taxonomy.matching.role_index import Index, Name, Role
from taxonomy.matching.title_parser import Reading, read

_CODE = re.compile(r"(ic|[pmes])?[\s.-]*0*([1-9]\d?)", re.IGNORECASE)
_SAID = re.compile(r"\b(?:level|lvl|grade|band|l|g)[\s.-]*(?=\d)", re.IGNORECASE)


@dataclass(frozen=True)
class OwnLevel:
    """A row's level column: track and rank, a rank alone, or level words; else only its text."""

    text: str
    track: str = ""
    rank: int = 0
    words: frozenset[str] = frozenset()

    @property
    def is_plain(self) -> bool:
        """Whether it names one level for sure: track and rank."""
        return bool(self.track and self.rank)


class Fit(NamedTuple):
    """How the level fits (1 it does, 0 it contradicts), why, and what speaks against it."""

    value: float
    evidence: tuple[str, ...] = ()
    objection: str = ""


def read_level(text: str) -> OwnLevel | None:
    """P4, p-4, IC4, L4, Grade 4, Senior; None for an empty cell."""
    text = " ".join(text.split())[:60]
    if not text:
        return None
    if code := _CODE.fullmatch(_SAID.sub("", text).strip()):
        track = (code[1] or "").upper()
        return OwnLevel(text, "P" if track == "IC" else track, int(code[2]))
    readings = read(text)
    return OwnLevel(text, words=readings[0].levels if readings else frozenset())


def fit(index: Index, reading: Reading, own: OwnLevel | None, role: Role, name: Name) -> Fit:
    """How the row's level words and own level suit a role that bears (or borrows) this name."""
    said = _words_fit(index, reading.levels, role, name)
    if own is None:
        return said
    theirs = _own_fit(index, own, role)
    if theirs is None:
        return said._replace(
            evidence=(*said.evidence, f"own level ‘{own.text}’ is none of the canon's")
        )
    if not theirs:
        against = f"own level ‘{own.text}’ is not {role.level}"
        return Fit(min(said.value, 0.5 if reading.levels else 0.3), said.evidence, against)
    evidence = (*said.evidence, f"own level ‘{own.text}’ → {role.level}")
    if not said.objection:
        return Fit(1.0, evidence)
    if not reading.levels and own.is_plain:
        # A name without level words belongs to one rung; the own level alone does not move it.
        is_theirs = name.role is not role and not name.reading.levels
        against = f"‘{name.text}’ is the name of {name.role.level}" if is_theirs else ""
        return Fit(1.0, evidence, against)
    least = 0.5 if reading.levels else 0.9
    return said._replace(value=max(said.value, least), evidence=evidence)


def _words_fit(index: Index, levels: frozenset[str], role: Role, name: Name) -> Fit:
    words = _quoted(levels)
    if name.role is role and levels == name.reading.levels:
        return Fit(1.0, (f"{words} as in that name",) if levels else ())
    if not levels:
        if name.role is role:
            return Fit(0.5, (), f"the title says nothing of {_quoted(name.reading.levels)}")
        return Fit(0.5, (), "the title says no level")
    if one := sorted((levels ^ name.reading.levels) & BESIDE_ANOTHER):
        return Fit(0.5, (), f"‘{one[0]}’ is said by one of the two alone")
    used = _uses(index, levels, role)
    if role.level in used:
        also = f", and {', '.join(sorted(used - {role.level}))}" if len(used) > 1 else ""
        against = f"{words} names several levels of this ladder" if also else ""
        return Fit(1.0, (f"{words} names {role.level} in this ladder{also}",), against)
    meant = _by_level_names(index, levels, role.track)
    if role.level in meant and not used:
        return Fit(0.8, (f"{words} → {role.level}",), f"no name in this ladder says {words}")
    return Fit(0.0, (), f"{words} is not {role.level}")


def _uses(index: Index, levels: frozenset[str], role: Role) -> set[str]:
    uses = index.uses[role.ladder]
    if levels in uses:
        return uses[levels]
    if len(levels) == 1 and levels <= ENTRY_WORDS:
        return set().union(*(uses.get(frozenset({word}), ()) for word in ENTRY_WORDS))
    return set()


def _by_level_names(index: Index, levels: frozenset[str], track: str) -> set[str]:
    """Levels of the track whose own name says these words: P4, Senior Professional."""
    if levels <= ENTRY_WORDS:
        levels = frozenset({"junior"})
    same, within = set(), set()
    for code, said in index.level_words.items():
        if code.startswith(track) and said:
            if levels == said:
                same.add(code)
            elif levels < said:
                within.add(code)
    return same or within


def _own_fit(index: Index, own: OwnLevel, role: Role) -> bool | None:
    """Whether the own level is the role's; None when it says nothing that can be compared."""
    if own.rank:
        return own.rank == role.rank and own.track in ("", role.track)
    if own.words:
        used = _uses(index, own.words, role)
        return role.level in (used or _by_level_names(index, own.words, role.track))
    return None


def _quoted(levels: frozenset[str]) -> str:
    numerals = {"#1": "I", "#2": "II", "#3": "III", "#4": "IV", "#5": "V"}
    return " ".join(f"‘{numerals.get(word, word)}’" for word in sorted(levels))
