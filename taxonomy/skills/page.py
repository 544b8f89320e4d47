"""One skill: what is above and below it, what proficiencies mean, who applies or requires it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, cast

from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from taxonomy.choices import ProfileStatus
from taxonomy.ladders import order_of_level
from taxonomy.models import Focus, FocusSkill, Proficiency, Profile, ProfileSkill, Skill
from taxonomy.profile.skills import Requirement, requirement_of

NOT_STATED = "none"  # in an address: required, at no stated proficiency


class Meaning(NamedTuple):
    """A place of the scale, lowest first, and what it means: for the skill, or for any."""

    place: Requirement
    text: str


@dataclass(frozen=True)
class Demand:
    """How many profiles in use require the skill at one proficiency, or at none that is stated."""

    code: str
    name: str
    count: int


class Use(NamedTuple):
    """A focus that applies the skill, with its profiles that require it."""

    focus: Focus
    applied: FocusSkill | None
    required: list[tuple[Profile, Requirement]]


@dataclass
class SkillPage:
    skill: Skill

    @cached_property
    def scale(self) -> list[Proficiency]:
        return list(Proficiency.objects.all())

    @cached_property
    def narrower(self) -> list[Skill]:
        return list(self.skill.narrower.in_order())

    @cached_property
    def other_names(self) -> list[str]:
        return [alias.name for alias in self.skill.aliases.all()]

    @cached_property
    def meanings(self) -> list[Meaning]:
        """Each place with what the skill says of it; empty where it says nothing."""
        texts = dict(self.skill.meanings.values_list("proficiency", "text"))
        return [
            Meaning(place, texts.get(cast(Proficiency, place.proficiency).code, ""))
            for place in places_of_scale(self.scale, self.skill)
            if texts
        ]

    @cached_property
    def demand(self) -> list[Demand]:
        """In the order of the scale, the unstated last; only what some profile requires."""
        in_use = self.skill.requirements.exclude(profile__status=ProfileStatus.RETIRED)
        rows = in_use.order_by().values_list("proficiency")
        counts = dict(rows.annotate(Count("pk")))
        named = [(place.code, place.name) for place in self.scale]
        found = [Demand(code, name, counts.get(code, 0)) for code, name in named]
        found.append(Demand(NOT_STATED, "proficiency not stated", counts.get(None, 0)))
        return [each for each in found if each.count]

    def users(self, at: str = "") -> QuerySet:
        """Focuses that apply the skill or have a profile that requires it, function by function;
        those with a profile that requires it at one proficiency.
        """
        required = self._requirements(at).filter(profile__focus=OuterRef("pk"))
        applied = FocusSkill.objects.filter(skill=self.skill, focus=OuterRef("pk"))
        wanted = Exists(required) if at else Q(Exists(required)) | Q(Exists(applied))
        focuses = Focus.objects.filter(wanted).select_related("function")
        return focuses.order_by("function__name_key", "function__code", "name_key", "pk")

    def uses(self, page: Page, at: str = "") -> list[Use]:
        """The same with what each of them does with it."""
        focuses = list(page)
        applied = {
            tie.focus_id: tie
            for tie in FocusSkill.objects.filter(skill=self.skill, focus__in=focuses)
        }
        required: dict[int, list[tuple[Profile, Requirement]]] = {}
        rows = self._requirements(at).filter(profile__focus__in=focuses)
        rows = rows.select_related("profile__level__track", "proficiency")
        for row in sorted(rows, key=lambda row: order_of_level(row.profile.level)):
            row.skill = self.skill
            found = required.setdefault(row.profile.focus_id, [])
            found.append((row.profile, requirement_of(row, self.scale)))
        return [Use(focus, applied.get(focus.pk), required.get(focus.pk, [])) for focus in focuses]

    def _requirements(self, at: str) -> QuerySet:
        rows = ProfileSkill.objects.filter(skill=self.skill)
        if not at:
            return rows
        return rows.filter(proficiency=None if at == NOT_STATED else at)


def places_of_scale(scale: Sequence[Proficiency], skill: Any = None) -> list[Requirement]:
    """Each place of the scale as a requirement that reaches it, to be shown as a bar."""
    return [
        Requirement(skill, place, rank, len(scale), "", "") for rank, place in enumerate(scale, 1)
    ]
