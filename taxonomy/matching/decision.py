"""The answer for one row: confident with one role, needs review with several, or no match.

Confident asks for a score of 0.85, a lead of 0.05 over every other role, and no objection at all;
needs review for a score of 0.42. Whatever is in doubt is left to a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from operator import attrgetter
from sys import getsizeof
from typing import Any

from taxonomy.matching.departments import LONGEST_DEPARTMENT, read_department
from taxonomy.matching.memory import Remembered
from taxonomy.matching.name_worth import AskedTitle
from taxonomy.matching.reasons import listed_words, why_differs, why_none, written
from taxonomy.matching.role_index import Index
from taxonomy.matching.scored_role import Scored
from taxonomy.matching.scoring import scored
from taxonomy.matching.title_corrections import read_asked, tier_of
from taxonomy.matching.title_readings import LONGEST_TITLE, Reading

CONFIDENT = 0.85
NEEDS_REVIEW = 0.42
LEAD = 0.05
NONE: frozenset[str] = frozenset()
MOST_CANDIDATES = 5
SIZE = 400  # bytes of a candidate without its sentences, about
MOST_REMEMBERED = 20 * 1024 * 1024  # bytes of answers, some eight thousand; rosters repeat them


class MatchState(StrEnum):
    CONFIDENT = "confident"
    NEEDS_REVIEW = "needs review"
    NO_MATCH = "no match"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A role that may be meant. `evidence` in words a person can check, doubts included."""

    key: str
    title: str
    level: str
    score: float
    evidence: tuple[str, ...]
    exact_level: str = ""  # its level's code, where the title is one of its names word for word

    @property
    def facts(self) -> dict[str, Any]:
        return {"key": self.key, "score": self.score, "evidence": list(self.evidence)}


@dataclass(frozen=True, slots=True)
class Decision:
    state: MatchState
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""

    @property
    def size(self) -> int:
        """Bytes of what it alone refers to, about."""
        sentences = (text for each in self.candidates for text in each.evidence)
        of_texts = sum(map(getsizeof, (self.reason, *sentences)))
        return of_texts + SIZE + SIZE * len(self.candidates)

    @property
    def facts(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {
            "state": str(self.state),
            "reason": self.reason,
            "candidates": [candidate.facts for candidate in self.candidates],
        }


class Matcher:
    """Answers rows from one index, remembering the last ones as far as memory is set aside."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._remembered = Remembered(self._match, MOST_REMEMBERED, attrgetter("size"))
        self._asked = lru_cache(1000)(partial(read_asked, index))
        self._level = lru_cache(1000)(index.scale.read)
        self._department = lru_cache(1000)(partial(read_department, index))

    def match(
        self, title: str, department: str = "", level: str = "", levels: frozenset[str] = NONE
    ) -> Decision:
        """`levels` are what the row's own level means by a table of the organisation."""
        place, own = department[:LONGEST_DEPARTMENT], level[:LONGEST_TITLE]
        return self._remembered(title, place, own, " ".join(sorted(levels)))

    def _match(self, title: str, department: str, level: str, meant: str) -> Decision:
        if len(title) > LONGEST_TITLE:
            reason = f"the title has {len(title)} characters; at most {LONGEST_TITLE} are read"
            return Decision(MatchState.NO_MATCH, reason=reason)
        readings, grade = self._asked(title)
        if not readings:
            return Decision(MatchState.NO_MATCH, reason="the title has no words that say a role")
        own = self._level(level, meant) or (self.index.scale.named(grade) if grade else None)
        place = self._department(department)
        shown = written(title)
        is_name = any(self.index.is_name(reading) for reading in readings)
        rows = (AskedTitle(reading, own, place, shown, is_name) for reading in readings)
        return self._decide(_ranked(scored(self.index, rows)), readings, shown, grade)

    def _decide(
        self, ranked: list[Scored], readings: list[Reading], shown: Mapping[str, str], grade: str
    ) -> Decision:
        worthy = [each for each in ranked if each.score >= NEEDS_REVIEW][:MOST_CANDIDATES]
        if not worthy:
            reason = why_none(self.index, readings, ranked, shown)
            return Decision(MatchState.NO_MATCH, reason=reason)
        doubts = list(worthy[0].objections) + self._doubts(ranked, readings, shown)
        doubts += self._of_tier(worthy[0], grade)
        if worthy[0].score < CONFIDENT and not doubts:
            doubts = [why_differs(worthy[0], shown)]
        candidates = tuple(
            self._candidate(each, doubts if not place else list(each.objections))
            for place, each in enumerate(worthy)
        )
        state = MatchState.NEEDS_REVIEW if doubts else MatchState.CONFIDENT
        if state is MatchState.CONFIDENT:
            return Decision(state, candidates[:1])
        return Decision(state, candidates, doubts[0])

    def _doubts(
        self, ranked: list[Scored], readings: list[Reading], shown: Mapping[str, str]
    ) -> list[str]:
        """What the other roles and readings say against the first."""
        first, doubts = ranked[0], []
        rivals = [
            each
            for each in ranked[1:]
            if first.score - each.score < LEAD
            and (each.is_exact or not first.is_exact)
            and not first.beside < each.beside
        ]
        if rivals:
            rival = rivals[0].role
            near = f"{rival.title} ({self.index.scale.shown(rival.level)})"
            doubts.append(f"{near} is about as near")
        if not first.is_exact or first.reading.aside:
            doubts += self._elsewhere(first, readings, shown)
            doubts += self._of_parts(first, readings)
        respelled = any("read as" in note for note in first.reading.notes)
        if respelled and (first.title < 0.98 or len(readings[0].bag) < 2):
            doubts.append("the spelling is a guess")
        if first.reading.is_loose and first.title < 1:
            doubts.append(f"the title’s own words are no name: {first.reading.loosely}")
        return doubts

    def _elsewhere(
        self, first: Scored, readings: list[Reading], shown: Mapping[str, str]
    ) -> list[str]:
        """A name in another focus that has all words of the title too."""
        home = first.role.function, first.role.focus
        for reading in readings:
            if not reading.bag or any(word not in self.index.by_word for word in reading.bag):
                continue
            rarest = min(reading.words, key=lambda word: len(self.index.by_word[word]))
            for place in self.index.by_word[rarest]:
                name = self.index.names[place]
                at = name.role.function, name.role.focus
                if at != home and reading.all_words <= name.reading.bag:
                    words = listed_words(reading.words, shown)
                    return [f"‘{name.text}’ of {name.role.title} has {words} too"]
        return []

    def _of_parts(self, first: Scored, readings: list[Reading]) -> list[str]:
        """A part of the title, joined to the rest by a slash, that is another role's name."""
        for reading in readings:
            if not reading.is_joined or reading.levels != first.reading.levels:
                continue
            names = self.index.by_typed.get(reading.typed, ())
            roles = [self.index.names[place].role for place in names]
            if roles and first.role not in roles:
                level = self.index.scale.shown(roles[0].level)
                return [f"one part of the title is {roles[0].title} ({level})"]
        return []

    def _of_tier(self, first: Scored, grade: str) -> list[str]:
        """L3 may be the third tier of a ladder that counts in tiers."""
        for place in () if first.is_exact else self.index.by_word.get(tier_of(grade), ()):
            name = self.index.names[place]
            if name.role.ladder == first.role.ladder and name.role is not first.role:
                return [f"‘{grade}’ may be that of ‘{name.text}’"]
        return []

    def _candidate(self, scored: Scored, doubts: list[str]) -> Candidate:
        role = scored.role
        evidence = (*scored.evidence, *(f"but {doubt}" for doubt in doubts))
        level = self.index.scale.shown(role.level)
        exact = role.level if scored.is_exact and not scored.reading.aside else ""
        return Candidate(role.key, role.title, level, round(scored.score, 2), evidence, exact)


def _ranked(found: list[Scored]) -> list[Scored]:
    """Candidates and rivals of the first, best first; what is behind both decides nothing."""
    top = max((each.score for each in found), default=0.0)
    least = min(NEEDS_REVIEW, top - LEAD)
    return sorted((each for each in found if each.score >= least), key=attrgetter("rank"))
