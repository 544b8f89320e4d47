"""The step from a profile to the next level, or to any other role that is asked for.

Which words change is computed in `step`; a role may be asked for by key or by title.
"""

from dataclasses import dataclass, field
from typing import cast

from taxonomy.models import Profile
from taxonomy.profile.page import ProfilePage
from taxonomy.profile.reading import profiles_with_everything
from taxonomy.profile.records import ProfileRecord
from taxonomy.profile.step import Step, step_between
from taxonomy.web.links import address
from taxonomy.web.roles import RoleMeant


def with_level(role: ProfileRecord) -> str:
    return f"{role.level_label} {role.title}"


@dataclass
class NextStep:
    """A step with what a sheet says around it; `step` is None where there is nothing to show."""

    page: ProfilePage
    asked: str
    step: Step | None = None
    problem: str = ""
    offered: list[Profile] = field(default_factory=list)

    @classmethod
    def of(cls, key: str, asked: str) -> "NextStep | None":
        """None when no profile has the key."""
        page = ProfilePage.of(key)
        if page is None:
            return None
        asked = asked.replace("\0", " ").strip()[:200]
        found = cls(page, asked)
        if not asked:
            found.step = page.step
            return found
        found._choose()
        return found

    def _choose(self) -> None:
        meant = RoleMeant.by(self.asked)
        if meant.one and meant.one.pk != self.profile.pk:
            other = profiles_with_everything([meant.one.key])[0]
            self.step = step_between(self.profile, other)
            return
        self.step = self.page.step
        self.offered = [role for role in meant.roles if role.pk != self.profile.pk]
        self.problem = meant.problem or "That is this profile itself: choose another role."

    @property
    def profile(self) -> ProfileRecord:
        return self.page.profile

    @property
    def other(self) -> ProfileRecord:
        return cast(Step, self.step).upper

    @property
    def title(self) -> str:
        return f"From {with_level(self.profile)} to {with_level(self.other)}"

    @property
    def query(self) -> str:
        """What an address of this step says besides the profile; nothing of the next level."""
        return "" if self.is_up else f"?to={self.other.key}"

    @property
    def path(self) -> str:
        """Of the page, whatever kind of file is made of it."""
        return f"{address('taxonomy:next', self.profile.key)}{self.query}"

    @property
    def is_up(self) -> bool:
        """Whether the other role is the next level of the same ladder."""
        return self.other == self.page.next

    @property
    def after(self) -> ProfileRecord | None:
        """The role one level above the other one, on its own ladder."""
        return ProfilePage(self.other, self.page.tracks).next if self.is_up else None
