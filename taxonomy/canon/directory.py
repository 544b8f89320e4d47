"""What the documents of a load may refer to: functions, levels, proficiencies and skills by name.

It reads the database for names that are new to it and learns from the documents before.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from taxonomy.canon.focus_documents import FocusDocument, ProfileEntry
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.models import Function, Level, Market, Proficiency, Skill, SkillAlias, Track
from taxonomy.text import folded


class Directory:
    """What documents may refer to: functions, tracks, levels, proficiencies, skills."""

    def __init__(self) -> None:
        self.functions = {function.code: function for function in Function.objects.all()}
        self.tracks = {track.code: track for track in Track.objects.all()}
        self.levels = {level.code: level for level in Level.objects.all()}
        self.proficiencies = {each.code: each for each in Proficiency.objects.all()}
        # Folded skill name → (kind, place) as first stated in this load.
        self.stated_kinds: dict[str, tuple[str, str]] = {}
        self.markets: dict[str, Market] = {}  # by code and by name, folded
        self.market_codes: set[str] = set()
        self.new_markets: list[Market] = []  # named by bands, not written yet
        for market in Market.objects.all():
            self.learn_market(market)
        # Folded name or alternative name → (name as the canon spells it, kind).
        self.skills: dict[str, tuple[str, str]] = {}

    def learn_skills(self, documents: Iterable[FocusDocument]) -> None:
        self.learn_skill_names(
            name
            for document in documents
            for name in (
                *(skill.name for skill in document.skills),
                *(skill.name for profile in document.profiles for skill in profile.skills),
            )
        )

    def learn_skill_names(self, names: Iterable[str]) -> None:
        unknown = {folded(name) for name in names} - self.skills.keys()
        if not unknown:
            return
        aliases = SkillAlias.objects.filter(folded_name__in=unknown)
        for name, of, kind in aliases.values_list("folded_name", "skill__name", "skill__kind"):
            self.skills[name] = (of, kind)
        found = Skill.objects.filter(folded_name__in=unknown)
        for name, of, kind in found.values_list("folded_name", "name", "kind"):
            self.skills[name] = (of, kind)

    def other_kind(self, name: str, kind: str | None, place: str) -> str:
        """The reason to refuse a kind when another is stated elsewhere in this load; or nothing."""
        if not kind:
            return ""
        stated, where = self.stated_kinds.setdefault(folded(name), (kind, place))
        return f"{name!r} is a {stated} in {where}, here a {kind}" if stated != kind else ""

    def off_the_scale(self, code: str) -> str:
        scale = ", ".join(self.proficiencies) or "none: load a skills file that has it"
        return f"{code!r} is not on the canon's scale of proficiencies: {scale}"

    def learn_place(self, row: Track | Level) -> None:
        if isinstance(row, Track):
            self.tracks[row.code] = row
        else:
            self.levels[row.code] = row

    def learn_market(self, market: Market) -> None:
        """A code goes before the same word as the name of another market."""
        self.markets.setdefault(folded(market.name), market)
        self.markets[folded(market.code)] = market
        self.market_codes.add(market.code)

    def market(self, text: str) -> Market | None:
        return self.markets.get(folded(text))

    def functions_named(self, name: str) -> list[Function]:
        return [f for f in self.functions.values() if folded(f.name) == folded(name)]


def with_known_skills(
    read: Read[FocusDocument], directory: Directory
) -> tuple[FocusDocument, dict[str, str], list[Problem]]:
    """The document with each skill spelt as the canon spells it, name → kind of skills to write,
    and what is wrong with skills.
    """
    document = read.document
    kinds: dict[str, str] = {}
    problems: list[Problem] = []
    skills = []
    for place, skill in enumerate(document.skills):
        path = ("skills", place, "kind")
        if reason := directory.other_kind(skill.name, skill.kind, read.at(path)):
            problems.append(read.problem(path, reason))
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
    name_key = folded(entry.name)
    name, stored_kind = directory.skills.get(name_key, (entry.name, None))
    wanted = kind or stored_kind or Skill.Kind.SKILL
    if wanted != stored_kind:
        kinds[name] = wanted
        directory.skills[name_key] = (name, wanted)
    return entry if entry.name == name else entry.model_copy(update={"name": name})


def _unknown_proficiencies(
    read: Read, path: tuple[str | int, ...], profile: ProfileEntry, directory: Directory
) -> Iterator[Problem]:
    for nth, skill in enumerate(profile.skills):
        if skill.proficiency and skill.proficiency not in directory.proficiencies:
            reason = directory.off_the_scale(skill.proficiency)
            yield read.problem((*path, nth, "proficiency"), reason)
