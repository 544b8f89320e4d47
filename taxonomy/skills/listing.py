"""Skills from A to Z with their other names among them, each of which says which skill to see."""

from typing import NamedTuple

from django.db.models import QuerySet, Value
from django.db.models.functions import Lower

from taxonomy.models import Skill, SkillAlias
from taxonomy.web.links import address


class ListedSkill(NamedTuple):
    """A line of the list: a skill with how often it is used, or another name of the skill `see`."""

    name: str
    slug: str
    kind: str
    focuses: int
    profiles: int
    see: str

    @classmethod
    def of(cls, row: tuple) -> "ListedSkill":
        return cls(*row[1:])

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    def get_absolute_url(self) -> str:
        return address("taxonomy:skill", self.slug)


def letters(kind: str) -> list[tuple[str, int]]:
    """(first letter, how many lines start with it), in order."""
    counts: dict[str, int] = {}
    found = Skill.objects.of_kind(kind).letters().order_by()
    for initial, count in found.union(_aliases(kind).letters().order_by(), all=True):
        counts[initial] = counts.get(initial, 0) + count
    return sorted(counts.items())


def lines(kind: str, letter: str) -> QuerySet:
    """Rows for `Listed.of`, in order of the alphabet."""
    skills = Skill.objects.of_kind(kind).with_use_counts().annotate(see=Value(""))
    aliases = _aliases(kind).annotate(none=Value(0))
    columns = ("focus_count", "profile_count", "see")
    return (
        _named(skills, letter, "slug", "kind", *columns)
        .union(
            _named(aliases, letter, "skill__slug", "skill__kind", "none", "none", "skill__name"),
            all=True,
        )
        .order_by("sort", "slug")
    )


def _aliases(kind: str) -> QuerySet:
    return SkillAlias.objects.filter(skill__kind=kind) if kind else SkillAlias.objects.all()


def _named(names: QuerySet, letter: str, *columns: str) -> QuerySet:
    found = names.starting_with(letter).order_by().annotate(sort=Lower("name"))
    return found.values_list("sort", "name", *columns)
