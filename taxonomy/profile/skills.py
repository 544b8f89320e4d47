"""What a profile requires at which proficiency, and what changes in that between two profiles.

Pure: it reads profiles that come with their required skills (`taxonomy/profile/reading.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from taxonomy.models import Proficiency, ProfileSkill, Skill
from taxonomy.profile.records import (
    ProficiencyRecord,
    ProfileRecord,
    RequiredSkillRecord,
    SkillRecord,
)


@dataclass(frozen=True)
class Requirement:
    """A skill that a profile requires. `rank` is the place of its proficiency on the canon's scale
    of `scale_length` places, 1 the lowest; 0 where no proficiency is stated.
    """

    skill: Skill | SkillRecord
    proficiency: Proficiency | ProficiencyRecord | None
    rank: int
    scale_length: int
    text: str  # what this profile does with it
    meaning: str  # what the proficiency means for this skill, where the skill says so

    @property
    def places(self) -> list[bool]:
        """Each place of the scale, lowest first: whether the requirement reaches it."""
        return [place < self.rank for place in range(self.scale_length)]

    @property
    def word(self) -> str:
        return self.proficiency.name if self.proficiency else ""

    @property
    def note(self) -> str:
        """What to show below the name: the profile's own text before the skill's."""
        return self.text or self.meaning


RequirementChangeKind = Literal["new", "rises", "falls", "restated", "ends"]


@dataclass(frozen=True)
class RequirementChange:
    """One difference from `before` to `after`, of which a new skill lacks the first and one that
    the later profile does not name the second. That a canon does not name a skill again does not
    say that it is needed no more, so no words say so.

    `restated` is a proficiency stated on one side alone, or another text at the same proficiency.
    """

    kind: RequirementChangeKind
    before: Requirement | None
    after: Requirement | None

    @property
    def skill(self) -> Skill | SkillRecord:
        return cast(Requirement, self.after or self.before).skill

    @property
    def words(self) -> str:
        """`working → practitioner`, `new, at practitioner`, `not named again`."""
        if self.after is None:
            return "not named again"
        place = self.after.word
        if self.before is None:
            return f"new, at {place}" if place else "new"
        if self.kind == "restated":
            return f"now at {place}" if place and not self.before.word else "in other words"
        return f"{self.before.word} → {place}"


def requirements(profile: ProfileRecord) -> list[Requirement]:
    """In the order of the canon."""
    return [requirement_of(each, profile.scale, each.meaning) for each in profile.required_skills]


def requirement_of(
    required: ProfileSkill | RequiredSkillRecord,
    scale: Sequence[Proficiency | ProficiencyRecord],
    meaning: str = "",
) -> Requirement:
    """The row beside its place on the scale, lowest first."""
    codes = [place.code for place in scale]
    rank = codes.index(required.proficiency_id) + 1 if required.proficiency_id else 0
    return Requirement(
        required.skill,
        required.proficiency,
        rank,
        len(scale),
        required.text,
        meaning,
    )


def requirement_changes(before: ProfileRecord, after: ProfileRecord) -> list[RequirementChange]:
    """What the later profile requires otherwise, in its order, then what it does not name.

    A profile for which the canon states no required skills does not drop those of the other.
    """
    later = requirements(after)
    if not later:
        return []
    earlier = {each.skill.pk: each for each in requirements(before)}
    return list(_changes(earlier, later))


def _changes(
    earlier: dict[int, Requirement], later: list[Requirement]
) -> Iterator[RequirementChange]:
    for new in later:
        old = earlier.get(new.skill.pk)
        if kind := _kind_of(old, new):
            yield RequirementChange(kind, old, new)
    kept = {each.skill.pk for each in later}
    for pk, old in earlier.items():
        if pk not in kept:
            yield RequirementChange("ends", old, None)


def _kind_of(old: Requirement | None, new: Requirement) -> RequirementChangeKind | None:
    """None when both require the same."""
    if old is None:
        return "new"
    if old.rank and new.rank and old.rank != new.rank:
        return "rises" if new.rank > old.rank else "falls"
    return None if (old.rank, old.text) == (new.rank, new.text) else "restated"
