"""Everything a profile's pages show, from one statement (`taxonomy/profile/reading.py`).

How it looks is the templates' business; how near other roles are is said in
`taxonomy/adjacency/distance.py`.
"""

from dataclasses import dataclass
from functools import cached_property

from taxonomy.ladders import Ladder, ladder_of, ladders
from taxonomy.models.provenance import Review
from taxonomy.profile.matrix import MOST_COLUMNS, Matrix
from taxonomy.profile.pay_chart import PayRange, pay_ranges
from taxonomy.profile.reading import profile_with_everything
from taxonomy.profile.records import FocusSkillRecord, ProfileRecord
from taxonomy.profile.skills import Requirement, requirements
from taxonomy.profile.step import Step, step_between


@dataclass
class ProfilePage:
    """A profile with all that hangs on it. Ask for it with `ProfilePage.of(key)`."""

    profile: ProfileRecord
    tracks: list[Ladder[ProfileRecord]]

    @classmethod
    def of(cls, key: str) -> "ProfilePage | None":
        """None when no profile has the key."""
        profile = profile_with_everything(key)
        return cls(profile, ladders(profile.focus.profiles)) if profile else None

    @cached_property
    def ladder(self) -> list[ProfileRecord]:
        return ladder_of(self.profile)

    @property
    def other_tracks(self) -> list[Ladder[ProfileRecord]]:
        return [ladder for ladder in self.tracks if ladder.track != self.profile.level.track]

    @cached_property
    def next(self) -> ProfileRecord | None:
        """The role one level up, retired ones passed over."""
        above = self.ladder[self.ladder.index(self.profile) + 1 :]
        return next((rung for rung in above if not rung.is_retired), None)

    @cached_property
    def step(self) -> Step | None:
        """The step up from this role, where there is one."""
        return step_between(self.profile, self.next) if self.next else None

    @cached_property
    def matrix(self) -> Matrix:
        return Matrix.of(self.profile, self.ladder, MOST_COLUMNS, self.step)

    @cached_property
    def pay(self) -> list[PayRange]:
        return pay_ranges(self.profile, self.ladder)

    @cached_property
    def near_pay(self) -> list[PayRange]:
        """Pay of this level and the rungs around it: one below, two above."""
        place = self.ladder.index(self.profile)
        return pay_ranges(self.profile, self.ladder[max(place - 1, 0) : place + 3])

    @property
    def summary(self) -> str:
        """The profile's own summary, unless the focus already says the same."""
        own = self.profile.summary.strip()
        return own if own and own != self.profile.focus.summary.strip() else ""

    @property
    def applied(self) -> list[FocusSkillRecord]:
        return self.profile.focus.applied_skills

    @cached_property
    def required(self) -> list[Requirement]:
        return requirements(self.profile)

    @property
    def applied_besides(self) -> list[FocusSkillRecord]:
        """What the focus lists and this level does not require by name."""
        named = {each.skill.pk for each in self.required}
        return [each for each in self.applied if each.skill_id not in named]

    @cached_property
    def review(self) -> Review:
        return Review.of(self.profile.focus.scores)
