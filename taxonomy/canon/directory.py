"""What the documents of a load may refer to: functions, levels, proficiencies and skills by name.

It reads the database for names that are new to it and learns from the documents before.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models.functions import Lower

from taxonomy.canon.focus_documents import FocusDocument, ProfileEntry
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.models import Function, Level, Market, Proficiency, Skill, SkillAlias, Track


class Directory:
    """What documents may refer to: functions, tracks, levels, proficiencies, skills."""

    def __init__(self) -> None:
        self.functions = {function.code: function for function in Function.objects.all()}
        self.tracks = {track.code: track for track in Track.objects.all()}
        self.levels = {level.code: level for level in Level.objects.all()}
        self.proficiencies = {each.code: each for each in Proficiency.objects.all()}
        # Lower-case skill name → (kind, file) as first stated in this load.
        self.stated_kinds: dict[str, tuple[str, str]] = {}
        self.markets: dict[str, Market] = {}  # by code and by name, in lower case
        self.new_markets: list[Market] = []  # named by bands, not written yet
        for market in Market.objects.all():
            self.learn_market(market)
        # Lower-case name or alternative name → (name as the canon spells it, kind).
        self.skills: dict[str, tuple[str, str]] = {}

    def learn_skills(self, documents: Iterable[FocusDocument]) -> None:
        self.learn_skill_names(
            skill.name
            for document in documents
            for listed in (document.skills, *(profile.skills for profile in document.profiles))
            for skill in listed
        )

    def learn_skill_names(self, names: Iterable[str]) -> None:
        unknown = {name.lower() for name in names} - self.skills.keys()
        if not unknown:
            return
        aliases = SkillAlias.objects.annotate(lower=Lower("name")).filter(lower__in=unknown)
        for lower, name, kind in aliases.values_list("lower", "skill__name", "skill__kind"):
            self.skills[lower] = (name, kind)
        found = Skill.objects.annotate(lower=Lower("name")).filter(lower__in=unknown)
        for lower, name, kind in found.values_list("lower", "name", "kind"):
            self.skills[lower] = (name, kind)

    def other_kind(self, name: str, kind: str | None, file: str) -> str:
        """The reason to refuse a kind when another file of this load states another; or nothing."""
        if not kind:
            return ""
        stated, where = self.stated_kinds.setdefault(name.lower(), (kind, file))
        return f"{name!r} is a {stated} in {where}, here a {kind}" if stated != kind else ""

    def off_the_scale(self, code: str) -> str:
        scale = ", ".join(self.proficiencies) or "none: load a skills file that has it"
        return f"{code!r} is not on the canon's scale of proficiencies: {scale}"

    def learn_market(self, market: Market) -> None:
        """A code goes before the same word as the name of another market."""
        self.markets.setdefault(market.name.lower(), market)
        self.markets[market.code.lower()] = market

    def market(self, text: str) -> Market | None:
        return self.markets.get(text.lower())

    def functions_named(self, name: str) -> list[Function]:
        return [f for f in self.functions.values() if f.name.lower() == name.lower()]


def with_known_skills(
    read: Read, directory: Directory
) -> tuple[FocusDocument, dict[str, str], list[Problem]]:
    """The document with each skill spelt as the canon spells it, name → kind of skills to write,
    and what is wrong with skills.
    """
    document: FocusDocument = read.document
    kinds: dict[str, str] = {}
    problems: list[Problem] = []
    skills = []
    for place, skill in enumerate(document.skills):
        if reason := directory.other_kind(skill.name, skill.kind, read.file):
            problems.append(read.problem(("skills", place, "kind"), reason))
        skills.append(_known(skill, skill.kind, kinds, directory))
    problems += _same_twice(read, ("skills",), document.skills, skills)
    profiles = []
    for place, profile in enumerate(document.profiles):
        required = [_known(skill, None, kinds, directory) for skill in profile.skills]
        path = ("profiles", place, "skills")
        problems += _same_twice(read, path, profile.skills, required)
        problems += _unknown_proficiencies(read, path, profile, directory)
        profiles.append(profile.model_copy(update={"skills": required}) if required else profile)
    stated = {"skills": skills, "profiles": profiles}
    update = {name: value for name, value in stated.items() if value}
    return document.model_copy(update=update), kinds, problems


def _same_twice(
    read: Read, path: tuple[str | int, ...], written: Sequence[Any], known: Sequence[Any]
) -> Iterator[Problem]:
    """A list may name a skill by two of its names."""
    seen: dict[str, str] = {}
    for nth, (as_written, entry) in enumerate(zip(written, known, strict=True)):
        first = seen.setdefault(entry.name, as_written.name)
        if first is not as_written.name:
            reason = f"{as_written.name!r} is the same skill as {first!r}, which is in this list"
            yield read.problem((*path, nth), reason)


def _known(entry: Any, kind: str | None, kinds: dict[str, str], directory: Directory) -> Any:
    """The entry as the canon spells it; a new or turned skill is noted in `kinds`."""
    lower = entry.name.lower()
    name, held_kind = directory.skills.get(lower, (entry.name, None))
    wanted = kind or held_kind or Skill.Kind.SKILL
    if wanted != held_kind:
        kinds[name] = wanted
        directory.skills[lower] = (name, wanted)
    return entry.model_copy(update={"name": name})


def _unknown_proficiencies(
    read: Read, path: tuple[str | int, ...], profile: ProfileEntry, directory: Directory
) -> Iterator[Problem]:
    for nth, skill in enumerate(profile.skills):
        if skill.proficiency and skill.proficiency not in directory.proficiencies:
            reason = directory.off_the_scale(skill.proficiency)
            yield read.problem((*path, nth, "proficiency"), reason)
