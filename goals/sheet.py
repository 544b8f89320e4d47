"""A goals sheet: the rows of a profile, or of the step towards another, as a reader chose them."""

from dataclasses import dataclass

from goals import filling
from goals.choices import Choices
from goals.frames import Duty, Goals, Need, Offer, derive
from goals.sections import GoalsSection, headings, sections
from taxonomy.choices import ResponsibilityKind
from taxonomy.profile.page import ProfilePage
from taxonomy.profile.reading import profiles_with_everything
from taxonomy.profile.records import ProfileRecord
from taxonomy.profile.skills import requirement_changes, requirements
from taxonomy.profile.step import sentences
from taxonomy.profile.word_changes import AreaChangeKind, by_area
from taxonomy.web.links import address

# What a step asks: areas that grow or begin with it, or all where it has no areas.
ASKED_MORE = (AreaChangeKind.GROWS, AreaChangeKind.NEW, AreaChangeKind.ASKS)


@dataclass(frozen=True)
class GoalsSheet:
    """`subject` is whose rows these are: the profile, or the role that it moves towards."""

    profile: ProfileRecord
    subject: ProfileRecord
    next: ProfileRecord | None
    choices: Choices
    duties: tuple[Duty, ...]  # all that can be chosen from
    formats: dict[str, str]  # those that have rows: slug → heading
    goals: Goals

    @classmethod
    def of(cls, key: str, choices: Choices) -> "GoalsSheet | None":
        """None when no profile has the key, or none the key to move towards."""
        page = ProfilePage.of(key)
        if page is None:
            return None
        subject = page.profile
        if choices.toward and choices.toward != key:
            found = profiles_with_everything([choices.toward])
            if not found:
                return None
            subject = found[0]
        duties = _duties(page.profile, subject)
        offer = _offer(subject, choices.of_duties(duties), _needs(page.profile, subject))
        goals = filling.with_marks(derive(offer))
        chosen = choices.of_goals(goals)
        return cls(page.profile, subject, page.next, choices, duties, headings(goals), chosen)

    @property
    def is_step(self) -> bool:
        return self.subject != self.profile

    @property
    def path(self) -> str:
        """Of the page with these choices, whatever kind of file is made of it."""
        return f"{address('goals:goals', self.profile.key)}{self.choices.query}"

    @property
    def heading(self) -> str:
        return f"{self.subject.function} · {self.subject.focus} · {self.subject.level}"

    @property
    def sections(self) -> list[GoalsSection]:
        return sections(self.goals)

    @property
    def shared(self) -> list[tuple[str, str]]:
        """(label, text) of what is the same on every row, so that the sheet says it once."""
        found: list[tuple[str, str]] = []
        if self.goals.smart:
            row = self.goals.smart[0]
            found += [("Achievable", row.achievable), ("Relevant", row.relevant)]
        if self.goals.areas:
            found.append(("Standard", self.goals.areas[0].standard))
        return [(label, text) for label, text in found if text]


def _duties(profile: ProfileRecord, subject: ProfileRecord) -> tuple[Duty, ...]:
    """All of a profile's own; of a step those of the areas that grow or begin with it."""
    wanted = None
    if subject != profile:
        changes = by_area(sentences(profile), sentences(subject))
        wanted = {
            pair.text
            for change in changes
            if change.kind in ASKED_MORE
            for pair in change.pairs
            if pair.text
        }
    return tuple(
        Duty(duty.text, graded=duty.kind == ResponsibilityKind.JFM)
        for duty in subject.responsibilities
        if wanted is None or duty.text in wanted
    )


def _needs(profile: ProfileRecord, subject: ProfileRecord) -> tuple[Need, ...]:
    """All that a profile requires; of a step what is new with it or rises."""
    if subject == profile:
        return tuple(
            Need(each.skill.name, each.word, note=each.note) for each in requirements(profile)
        )
    return tuple(
        Need(
            change.skill.name,
            change.after.word,
            change.before.word if change.before else "",
            change.after.note,
        )
        for change in requirement_changes(profile, subject)
        if change.after and change.kind in ("new", "rises")
    )


def _offer(profile: ProfileRecord, duties: tuple[Duty, ...], needs: tuple[Need, ...]) -> Offer:
    guideline = profile.guideline
    return Offer(
        function=profile.function.name,
        focus=profile.focus.name,
        level=profile.level_label,
        level_name=profile.level.name,
        duties=duties,
        needs=needs,
        knowledge_cell=guideline.knowledge if guideline else "",
        complexity_cell=guideline.complexity if guideline else "",
        dimensions=tuple(profile.level.dimensions),
    )
