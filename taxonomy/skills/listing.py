"""Skills from A to Z with their other names among them, each of which says which skill to see."""

from typing import Any, NamedTuple

from django.db.models import QuerySet, Value

from taxonomy import text
from taxonomy.models import Skill, SkillAlias
from taxonomy.models.skills import NamedQuerySet
from taxonomy.web.links import address


class ListedSkill(NamedTuple):
    """A line of the list: a skill with how often it is used, or another name of the skill `see`."""

    name: str
    slug: str
    kind: str
    focuses: int
    profiles: int
    see: str
    initial: str

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> "ListedSkill":
        return cls._make((*row[1:], text.initial(row[0])))

    def get_absolute_url(self) -> str:
        return address("taxonomy:skill", self.slug)


def letters(kind: str) -> list[tuple[str, int]]:
    """(first letter, how many lines start with it), in order."""
    counts: dict[str, int] = {}
    found = Skill.objects.of_kind(kind).first_signs().union(_aliases(kind).first_signs(), all=True)
    for sign, count in found:
        counts[sign] = counts.get(sign, 0) + count
    return [(text.initial(sign), counts[sign]) for sign in sorted(counts)]


def lines(kind: str, letter: str) -> QuerySet:
    """Rows for `ListedSkill.of`, in order of the alphabet."""
    skills = Skill.objects.of_kind(kind).with_use_counts().annotate(see=Value(""))
    aliases = _aliases(kind).annotate(none=Value(0))
    columns = ("focus_count", "profile_count", "see")
    return (
        _named(skills, letter, "slug", "kind", *columns)
        .union(
            _named(aliases, letter, "skill__slug", "skill__kind", "none", "none", "skill__name"),
            all=True,
        )
        .order_by("name_key", "name", "slug")
    )


def _aliases(kind: str) -> NamedQuerySet[SkillAlias]:
    return SkillAlias.objects.filter(skill__kind=kind) if kind else SkillAlias.objects.all()


def _named(names: Any, letter: str, *columns: str) -> QuerySet:
    found = names.starting_with(text.sort_key(letter)) if letter else names
    return found.order_by().values_list("name_key", "name", *columns)
