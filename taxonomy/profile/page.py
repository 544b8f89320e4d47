"""Everything a profile's page tells, from one statement (`taxonomy/profile/loading.py`).

How it looks is the templates' business; how near other roles are is said in
`taxonomy/adjacency/distance.py`.
"""

from collections.abc import Sized
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from taxonomy.ladders import Ladder, ladder_of, ladders
from taxonomy.models import FocusSkill, PayBand, Profile, ProvenanceScore, Skill
from taxonomy.models.provenance import PASSING_SCORE
from taxonomy.profile import changes
from taxonomy.profile.loading import profile_with_everything
from taxonomy.profile.pay_chart import PayRange, pay_ranges


class Step(NamedTuple):
    """What changes between two neighbours on a ladder, from the lower to the upper."""

    lower: Profile
    upper: Profile
    responsibilities: list[changes.Change]
    guideline: list[changes.Change]
    dimensions: tuple[changes.Change, ...]
    pay: list["PayStep"]

    def of_kind(self, kind: str) -> list[changes.Change]:
        return [change for change in self.responsibilities if change.kind == kind]

    @property
    def added(self) -> list[changes.Change]:
        return self.of_kind("added")

    @property
    def dropped(self) -> list[changes.Change]:
        return self.of_kind("dropped")

    @property
    def changed(self) -> list[changes.Change]:
        return self.of_kind("changed")

    @property
    def digest(self) -> str:
        """`6 responsibilities added, 5 dropped; 4 guidelines and 7 facts of the level changed`."""
        parts = []
        for found, word in (
            (self.added, "added"),
            (self.dropped, "dropped"),
            (self.changed, "changed"),
        ):
            if found:
                what = "" if parts else _counted(found, "responsibility", "responsibilities")
                parts.append(f"{what or len(found)} {word}")
        rest = [
            _counted(found, *words)
            for found, *words in (
                (self.guideline, "guideline", "guidelines"),
                (self.dimensions, "fact of the level", "facts of the level"),
            )
            if found
        ]
        told = [", ".join(parts), f"{' and '.join(rest)} changed" if rest else ""]
        return "; ".join(filter(None, told)) or "the same in responsibilities, guidelines and level"


def _counted(items: Sized, one: str, many: str) -> str:
    return f"{len(items)} {one if len(items) == 1 else many}"


class PayStep(NamedTuple):
    before: PayBand
    after: PayBand

    @property
    def amount(self) -> int:
        return self.after.median - self.before.median

    @property
    def percent(self) -> int | None:
        return round(100 * self.amount / self.before.median) if self.before.median else None


def step_between(lower: Profile, upper: Profile) -> Step:
    """Both profiles come with level, guideline, responsibilities and pay bands."""
    bands = {(band.market, band.currency): band for band in lower.pay_bands.all()}
    return Step(
        lower,
        upper,
        changes.sentences(_sentences(lower), _sentences(upper)),
        changes.fields(_cells(lower), _cells(upper)),
        _changes_of_level(_dimensions(lower), _dimensions(upper)),
        [
            PayStep(bands[key], band)
            for band in upper.pay_bands.all()
            if (key := (band.market, band.currency)) in bands
        ],
    )


def _sentences(profile: Profile) -> list[str]:
    return [each.text for each in profile.responsibilities.all()]


def _cells(profile: Profile) -> list[tuple[str, str]]:
    guideline = getattr(profile, "guideline", None)
    return [cell for cell in guideline.cells if cell[1]] if guideline else []


def _dimensions(profile: Profile) -> tuple[tuple[str, str], ...]:
    years = [("Typical experience", profile.level.years)] if profile.level.years else []
    return tuple(profile.level.dimensions + years)


# Levels are universal: from P3 to P4 all roles have the same changes, so they are marked once.
@lru_cache(maxsize=64)
def _changes_of_level(
    lower: tuple[tuple[str, str], ...], upper: tuple[tuple[str, str], ...]
) -> tuple[changes.Change, ...]:
    return tuple(changes.fields(lower, upper))


@dataclass
class Sheet:
    """A profile with all that hangs on it. Ask for it with `Sheet.of(key)`."""

    profile: Profile
    tracks: list[Ladder]

    @classmethod
    def of(cls, key: str) -> "Sheet | None":
        """None when no profile has the key."""
        profile = profile_with_everything(key)
        return cls(profile, ladders(profile.focus.profiles.all())) if profile else None

    @cached_property
    def ladder(self) -> list[Profile]:
        return ladder_of(self.profile)

    @property
    def other_tracks(self) -> list[Ladder]:
        return [ladder for ladder in self.tracks if ladder.track != self.profile.level.track]

    @cached_property
    def steps(self) -> list[Step]:
        """The step up from this role, then the step that led to it, where they exist."""
        place = self.ladder.index(self.profile)
        near = self.ladder[max(place - 1, 0) : place + 2]
        return [step_between(lower, upper) for lower, upper in pairwise(near)][::-1]

    @cached_property
    def pay(self) -> list[PayRange]:
        return pay_ranges(self.profile, self.ladder)

    @property
    def summary(self) -> str:
        """The profile's own summary, unless the focus already says the same."""
        own = self.profile.summary.strip()
        return own if own and own != self.profile.focus.summary.strip() else ""

    @cached_property
    def guidelines(self) -> list[Profile]:
        return [rung for rung in self.ladder if hasattr(rung, "guideline")]

    @property
    def applied(self) -> list[FocusSkill]:
        return list(self.profile.focus.applied_skills.all())

    @property
    def skills(self) -> list[FocusSkill]:
        return [each for each in self.applied if each.skill.kind == Skill.Kind.SKILL]

    @property
    def tools(self) -> list[FocusSkill]:
        return [each for each in self.applied if each.skill.kind == Skill.Kind.TOOL]

    @cached_property
    def scores(self) -> list[ProvenanceScore]:
        order = list(ProvenanceScore.Criterion)
        rows = self.profile.focus.scores.all()
        return sorted(rows, key=lambda score: order.index(score.criterion))

    @property
    def lowest_score(self) -> Decimal | None:
        return min((score.score for score in self.scores), default=None)

    @property
    def passes(self) -> bool:
        """The rule: the lowest score is 4 or more."""
        return self.lowest_score is not None and self.lowest_score >= PASSING_SCORE
