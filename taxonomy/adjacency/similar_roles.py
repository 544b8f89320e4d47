"""Roles of other focuses whose work is similar, asked of the database in one statement.

What similar means is defined in `taxonomy/adjacency/work_similarity.py`, whose limits go in here as
parameters; the statement is the stored function `taxonomy_similar_work`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections

from taxonomy.adjacency import work_similarity
from taxonomy.adjacency.nearest_query import profiles_of
from taxonomy.adjacency.pay_difference import PayDifference, difference, medians_of
from taxonomy.adjacency.work_similarity import Similarity, Weighed, Work
from taxonomy.models import Profile
from taxonomy.profile.records import ProfileRecord

RoleRow = list[Any]  # of a role, with the columns SHOWN: its id and its key come first
NAMED, NAMED_IN_SHORT = 3, 2  # skills of a reason that are named
NAMED_WORDS = 2


@dataclass(frozen=True)
class SimilarWork:
    """A role, how similar its work is to the subject's, why, and what it pays beside it."""

    profile: Profile
    similarity: Similarity
    reasons: tuple[str, ...]
    short: str  # the first reason, for a narrow column
    pay: PayDifference | None = None

    @property
    def words(self) -> str:
        return "; ".join(self.reasons)

    @property
    def facts(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {
            "key": self.profile.key,
            "title": self.profile.title,
            "similarity": self.similarity.total,
            "reasons": list(self.reasons),
            "parts": [
                {"name": part.name, "share": part.share, "amount": part.amount}
                for part in self.similarity.parts
            ],
        }


def similar_to(
    profile: Profile | ProfileRecord, count: int = work_similarity.SHOWN
) -> list[SimilarWork]:
    """The most similar first, ties by key; the profile comes with its level."""
    return shown_of(profile, _asked(*similar_call(profile)), count)


def compared_with(profile: Profile | ProfileRecord) -> list[SimilarWork]:
    """All that are compared, the most similar first, those that no page shows included."""
    answer = _Answer(profile.pk, _asked(*similar_call(profile)))
    return answer.described(answer.ranked())


def between(a: Profile, b: Profile) -> SimilarWork:
    """How similar the work of `b` is to that of `a`."""
    call = "taxonomy_work_of(%s::bigint[], %s)"
    answer = _Answer(a.pk, _asked(call, [[a.pk, b.pk], work_similarity.MOST_USES]))
    (found,) = answer.described(answer.ranked())
    return found


def similar_call(profile: Profile | ProfileRecord) -> tuple[str, list[Any]]:
    """The call of the stored function, and its values."""
    values = [
        profile.pk,
        profile.focus_id,
        profile.level.track_id,
        profile.level.step,
        work_similarity.MOST_USES,
        work_similarity.MOST_ROWS,
        work_similarity.MOST_SIBLINGS,
        work_similarity.BELOW_BROADER,
        work_similarity.SKILLS,
        work_similarity.CODES * work_similarity.SAME_CODE,
        work_similarity.WORDS,
        work_similarity.COMPARED,
    ]
    return f"taxonomy_similar_work({', '.join(['%s'] * len(values))})", values


def shown_of(
    profile: Profile | ProfileRecord, found: dict[str, Any], count: int = work_similarity.SHOWN
) -> list[SimilarWork]:
    """The first roles of the stored function's answer that share enough."""
    answer = _Answer(profile.pk, found)
    shown = [(role, each) for role, each in answer.ranked() if each.is_shown]
    return answer.described(shown[:count])


def _asked(call: str, values: list[Any]) -> dict[str, Any]:
    with connections[Profile.objects.db].cursor() as cursor:
        cursor.execute(f"SELECT {call}", values)
        return cursor.fetchone()[0]


class _Answer:
    """What the stored function answered, by role."""

    def __init__(self, own: int, found: dict[str, Any]) -> None:
        self.roles: list[RoleRow] = found["roles"]
        self.places = {code: place for place, code in enumerate(found["scale"] or (), 1)}
        self.skills = {
            skill: (name, broader or name, work_similarity.rarity(uses))
            for skill, name, broader, uses in found["skills"] or ()
        }
        self.entries = dict(found["entries"] or ())
        self.words = _WordWeights(self.entries)
        self.said = dict(found["said"] or ())
        self.spelled = dict(found["spelled"] or ())
        self.required = _by_role(found["required"])
        self.applied = _by_role(found["applied"])
        self.codes = _by_role(found["codes"])
        self.medians = medians_of(found["pay"])
        self.own, self.own_work = own, self.work_of(own)

    def ranked(self) -> list[tuple[RoleRow, Similarity]]:
        """The other roles, the most similar first, ties by key."""
        compared = [
            (role, work_similarity.similarity(self.own_work, self.work_of(role[0])))
            for role in self.roles
            if role[0] != self.own
        ]
        return sorted(compared, key=lambda each: (-each[1].total, each[0][1]))

    def described(self, ranked: Sequence[tuple[RoleRow, Similarity]]) -> list[SimilarWork]:
        profiles = profiles_of([role for role, _ in ranked], Profile.objects.db)
        return [
            self._described(profile, found)
            for profile, (_, found) in zip(profiles, ranked, strict=True)
        ]

    def _described(self, other: Profile, found: Similarity) -> SimilarWork:
        pay = difference(self.medians, self.own, other.pk)
        reasons = self.reasons(other.pk, found, NAMED)
        short = next(iter(self.reasons(other.pk, found, NAMED_IN_SHORT)), "")
        return SimilarWork(other, found, reasons, short, pay)

    def work_of(self, role: int) -> Work:
        strengths = {skill: work_similarity.APPLIED for (skill,) in self.applied[role]}
        for skill, place in self.required[role]:
            strengths[skill] = work_similarity.strength(self.places.get(place), len(self.places))
        skills = {}
        for skill, share in strengths.items():
            name, broader, rarity = self.skills[skill]
            skills[name] = Weighed(broader, rarity * share)
        codes = frozenset((scheme, code) for scheme, code in self.codes[role])
        words = {word: weight for word in self.said.get(role, ()) if (weight := self.words[word])}
        return Work(skills, codes, words)

    def reasons(self, other: int, found: Similarity, named: int) -> tuple[str, ...]:
        """Each true of these two roles; the heaviest skills by name, so many of them."""
        both = self._names_required(self.own) & self._names_required(other)
        required = [skill for skill in found.shared_skills if skill in both]
        used = [skill for skill in found.shared_skills if skill not in both]
        reasons = (
            _named("both require", required, named),
            _named("both use", used, named),
            _named("related skills in", found.shared_broader, named),
            _classified(found),
            self._spoken(found.shared_words),
        )
        return tuple(reason for reason in reasons if reason)

    def _names_required(self, role: int) -> set[str]:
        return {self.skills[skill][0] for skill, _ in self.required[role]}

    def _spoken(self, stems: Sequence[str]) -> str:
        """The rarest words, as the role itself has them; what very many have is not named."""
        rare = [each for each in stems if self.entries.get(each, 1) < work_similarity.MOST_USES]
        words = ", ".join(f"“{self.spelled[stem]}”" for stem in rare[:NAMED_WORDS])
        return f"titles and areas say {words}" if words else ""


class _WordWeights(dict[str, float]):
    """Word → how rare it is, 0 where it says nothing of the work; each is looked at once."""

    def __init__(self, entries: dict[str, int]) -> None:
        self.entries = entries

    def __missing__(self, word: str) -> float:
        rarity = work_similarity.rarity(self.entries.get(word, 1))
        self[word] = rarity if work_similarity.is_work_word(word) else 0.0
        return self[word]


def _named(words: str, skills: Sequence[str], count: int) -> str:
    if not skills:
        return ""
    more = len(skills) - count
    rest = f" and {more} more" if more > 0 else ""
    return f"{words} {', '.join(skills[:count])}{rest}"


def _classified(found: Similarity) -> str:
    if found.shared_code:
        return f"both are mapped to {' '.join(found.shared_code)}"
    if found.shared_group:
        scheme, group = found.shared_group
        return f"both in minor group {group} of {scheme}"
    return ""


def _by_role(rows: Sequence[Sequence[Any]] | None) -> dict[int, list[list[Any]]]:
    found: dict[int, list[list[Any]]] = defaultdict(list)
    for role, *rest in rows or ():
        found[role].append(rest)
    return found
