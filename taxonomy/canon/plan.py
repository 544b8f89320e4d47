"""Compares documents with what the canon holds: what would be added or changed, and what is wrong.

Reads the database, writes nothing; `apply` writes what is planned here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from taxonomy import keys
from taxonomy.canon.documents import (
    FocusDocument,
    FunctionEntry,
    LevelEntry,
    ProfileEntry,
    SynonymEntry,
)
from taxonomy.canon.problems import Problem
from taxonomy.canon.reader import Read
from taxonomy.canon.tables import FOCUS_SECTIONS, PROFILE_SECTIONS, Row, Section
from taxonomy.models import Focus, Function, Level, Profile, Skill, Synonym

FOCUS_FIELDS = ("name", "summary", "differential", "sources_stated")
PROFILE_FIELDS = ("title", "summary", "status", "confidence", "scope", "version", "replaced_by")
FUNCTION_FIELDS = ("name", "super_function", "family", "summary")


@dataclass
class Change:
    """What is to become of one row and the lists below it; `held_id` is None for a new row."""

    label: str
    held_id: int | None
    fields: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.held_id is None

    @property
    def is_empty(self) -> bool:
        return not (self.is_new or self.fields or self.sections)

    def __str__(self) -> str:
        if self.is_new:
            return f"+ {self.label}"
        return f"~ {self.label}: {', '.join((*self.fields, *self.sections))}"


@dataclass
class ProfileChange(Change):
    level: str = ""
    key: str = ""


@dataclass
class FocusChange(Change):
    function: Function | None = None
    code: str = ""
    profiles: list[ProfileChange] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)  # keys held but not in the document


class Directory:
    """What documents may refer to: the functions, levels and kinds of skill known so far."""

    def __init__(self) -> None:
        self.functions = {function.code: function for function in Function.objects.all()}
        self.levels = {level.code: level for level in Level.objects.all()}
        self.stated_kinds: dict[str, str] = {}  # lower-case skill name → kind, in this load
        self.skill_names: dict[str, str] = {}  # lower-case skill name → as the canon spells it

    def learn_skills(self, documents: Iterable[FocusDocument]) -> None:
        names = {skill.name.lower() for document in documents for skill in document.skills}
        unknown = names - self.skill_names.keys()
        found = Skill.objects.annotate(lower=Lower("name")).filter(lower__in=unknown)
        self.skill_names |= dict(found.values_list("lower", "name"))

    def function(self, entry: FunctionEntry) -> Function | None:
        if entry.code is not None:
            return self.functions.get(entry.code)
        named = (f for f in self.functions.values() if f.name.lower() == entry.name.lower())
        return next(named, None)


def plan_level(entry: LevelEntry, directory: Directory) -> tuple[Change, Level]:
    held = directory.levels.get(entry.code)
    level = held or Level(code=entry.code, track=entry.code[0], rank=int(entry.code[1:]))
    wanted = entry.stated()
    wanted.pop("code")
    if "years" in wanted:
        years = wanted.pop("years")
        wanted["years_min"] = years[0] if years else None
        wanted["years_max"] = years[1] if len(years) == 2 else None
    change = Change(f"level {entry.code}", None if held is None else 0)
    change.fields = _differing(level, wanted)
    return change, level


def plan_synonym(entry: SynonymEntry) -> tuple[Change, Synonym]:
    held = Synonym.objects.of(entry.term, entry.meaning)
    synonym = held or Synonym(term=entry.term, meaning=entry.meaning)
    change = Change(f"synonym {entry.term} → {entry.meaning}", held and held.pk)
    change.fields = _differing(synonym, {"both_ways": entry.both_ways})
    return change, synonym


def plan_function(
    entry: FunctionEntry, read: Read, path: tuple[str | int, ...], directory: Directory
) -> tuple[Change, Function] | Problem:
    held = directory.function(entry)
    if held is None and not entry.name:
        return read.problem(path, f"function {entry.code!r} is not in the canon and has no name")
    for other in directory.functions.values():
        if other is not held and entry.name and other.name == entry.name:
            return read.problem(path, f"the function {entry.name!r} has the code {other.code}")
    code = entry.code or (
        held.code if held else keys.mint_function_code(entry.name, set(directory.functions))
    )
    function = held or Function(code=code)
    wanted = {name: value for name, value in entry.stated().items() if name in FUNCTION_FIELDS}
    change = Change(f"function {code}", None if held is None else held.pk)
    change.fields = _differing(function, wanted)
    return change, function


def plan_focuses(
    reads: list[tuple[Read, Function]], directory: Directory
) -> Iterator[FocusChange | Problem]:
    """A change for each focus document, from a bounded number of queries for all of them."""
    held = _Held(reads)
    directory.learn_skills(read.document for read, _ in reads)
    for read, function in reads:
        for found in _with_known_skills(read, directory):
            if isinstance(found, Problem):
                yield found
            else:
                known = read._replace(document=found)
                yield from _plan_focus(known, function, held, directory)


class _Held:
    """What the canon holds of the focuses that some documents speak of."""

    def __init__(self, reads: list[tuple[Read, Function]]) -> None:
        functions = {function.pk for _, function in reads if function.pk}
        codes = {read.document.focus.code for read, _ in reads} - {None}
        names = {read.document.focus.name for read, _ in reads} - {""}
        focuses = Focus.objects.filter(function__in=functions).filter(
            Q(code__in=codes) | Q(name__in=names)
        )
        self.by_code = {(focus.function_id, focus.code): focus for focus in focuses}
        self.by_name = {(focus.function_id, focus.name): focus for focus in focuses}
        ids = [focus.pk for focus in self.by_code.values()]
        profiles = Profile.objects.filter(focus__in=ids).select_related("replaced_by")
        self.profiles: dict[int, dict[str, Profile]] = {}
        for profile in profiles.up_the_ladder():
            self.profiles.setdefault(profile.focus_id, {})[profile.level_id] = profile
        profile_ids = [profile.pk for profile in profiles]
        self.of_focus = {s.name: s.held(ids) for s in FOCUS_SECTIONS} if ids else {}
        self.of_profile = (
            {s.name: s.held(profile_ids) for s in PROFILE_SECTIONS} if profile_ids else {}
        )


def _plan_focus(
    read: Read, function: Function, held: _Held, directory: Directory
) -> Iterator[FocusChange | Problem]:
    document: FocusDocument = read.document
    entry = document.focus
    by_name = held.by_name.get((function.pk, entry.name))
    code = entry.code or (by_name.code if by_name else None)
    if code is None:
        code = keys.mint_focus_code(function.name, entry.name)
    focus = held.by_code.get((function.pk, code))
    if by_name is not None and by_name is not focus:
        reason = f"the focus {entry.name!r} has the code {by_name.code} in the canon, not {code}"
        yield read.problem(("focus", "code"), reason)
        return
    if focus is None and not entry.name:
        yield read.problem(("focus",), f"focus {code!r} is not in the canon and has no name")
        return
    change = FocusChange(
        f"focus {function.code}.{code}", focus.pk if focus else None, function=function, code=code
    )
    stated = {name: value for name, value in entry.stated().items() if name in FOCUS_FIELDS}
    change.fields = _differing(focus or Focus(), stated)
    change.sections = _differing_sections(
        document, FOCUS_SECTIONS, held.of_focus, focus.pk if focus else None
    )
    held_profiles = held.profiles.get(focus.pk, {}) if focus else {}
    name = entry.name or focus.name
    for place, profile in enumerate(document.profiles):
        if profile.level not in directory.levels:
            reason = f"level {profile.level} is not in the canon: load a levels file that has it"
            yield read.problem(("profiles", place, "level"), reason)
            continue
        found = held_profiles.get(profile.level)
        change.profiles.append(_plan_profile(profile, found, held, f"{function.code}.{code}", name))
    listed = {profile.level for profile in document.profiles}
    change.unlisted = [p.key for level, p in held_profiles.items() if level not in listed]
    yield change


def _plan_profile(
    entry: ProfileEntry, held_profile: Profile | None, held: _Held, stem: str, focus_name: str
) -> ProfileChange:
    held_id = held_profile.pk if held_profile else None
    key = f"{stem}.{entry.level}"
    change = ProfileChange(f"profile {key}", held_id, level=entry.level, key=key)
    stated = {name: value for name, value in entry.stated().items() if name in PROFILE_FIELDS}
    if held_profile is None:
        stated.setdefault("title", f"{focus_name} — {entry.level}")
    change.fields = _differing(held_profile or Profile(), stated)
    change.sections = _differing_sections(entry, PROFILE_SECTIONS, held.of_profile, held_id)
    return change


def _differing(row: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    held = {name: getattr(row, name) for name in wanted}
    if "replaced_by" in held:
        held["replaced_by"] = held["replaced_by"].key if held["replaced_by"] else None
    return {name: value for name, value in wanted.items() if value != held[name]}


def _differing_sections(
    document: Any, sections: tuple[Section, ...], held: dict, held_id: int | None
) -> dict[str, list[Row]]:
    differing = {}
    for section in sections:
        if section.name in document.model_fields_set:
            held_rows = held.get(section.name, {}).get(held_id, []) if held_id else []
            rows = section.rows(getattr(document, section.name), held_rows)
            if section.differs(rows, held_rows):
                differing[section.name] = rows
    return differing


def _with_known_skills(read: Read, directory: Directory) -> Iterator[Problem | FocusDocument]:
    """Problems with kinds, then the document with each skill spelt as the canon spells it."""
    document: FocusDocument = read.document
    skills = []
    for place, skill in enumerate(document.skills):
        lower = skill.name.lower()
        kind = directory.stated_kinds.setdefault(lower, skill.kind)
        if kind != skill.kind:
            reason = f"{skill.name!r} is a {kind} in another file of this load, here a {skill.kind}"
            yield read.problem(("skills", place, "kind"), reason)
        name = directory.skill_names.setdefault(lower, skill.name)
        skills.append(skill.model_copy(update={"name": name}))
    yield document.model_copy(update={"skills": skills}) if skills else document
