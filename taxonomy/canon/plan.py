"""Compares documents with what the canon has: what would be added or changed, and what is wrong.

Reads the database, writes nothing; `focus_rows` writes what is planned here.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from taxonomy.canon.codes import StoredFocuses, function_code, function_meant
from taxonomy.canon.directory import Directory
from taxonomy.canon.focus_documents import FocusDocument, FocusEntry, FunctionEntry, ProfileEntry
from taxonomy.canon.row_numbers import number_of
from taxonomy.canon.tables import FOCUS_SECTIONS, PROFILE_SECTIONS, Section
from taxonomy.exchange.changes import Change, Row
from taxonomy.exchange.document import Document, column_fields
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.keys import focus_key, profile_key
from taxonomy.models import (
    Focus,
    Function,
    Profile,
)
from taxonomy.text import folded

FUNCTION_FIELDS = column_fields(FunctionEntry, but={"code"})
FOCUS_FIELDS = column_fields(FocusEntry, but={"code"})
PROFILE_FIELDS = column_fields(
    ProfileEntry, but={"level", "version", *(s.name for s in PROFILE_SECTIONS)}
)
# What new rows are compared with.
_BLANK_FOCUS, _BLANK_PROFILE = Focus(), Profile()


@dataclass
class ProfileChange(Change):
    """A role of a planned focus: new, changed or as it is."""

    level: str = ""
    key: str = ""
    unstated: list[str] = field(default_factory=list)  # what the canon has and no field states


@dataclass(kw_only=True)
class FocusChange(Change):
    function: Function
    code: str
    read: Read[FocusDocument]
    profiles: list[ProfileChange] = field(default_factory=list)
    unlisted: list[Profile] = field(default_factory=list)  # in the canon, but not in the document
    unstated: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)  # name → kind of new or turned skills

    @property
    def key(self) -> str:
        return focus_key(self.function.code, self.code)

    @property
    def is_empty(self) -> bool:
        return not self.kinds and super().is_empty

    def __str__(self) -> str:
        turned = f"; skills new or of another kind: {', '.join(self.kinds)}" if self.kinds else ""
        return super().__str__().removesuffix(": ") + turned


def plan_function(
    entry: FunctionEntry, read: Read, path: tuple[str | int, ...], directory: Directory
) -> tuple[Change, Function] | Problem:
    try:
        stored = function_meant(entry, read, directory)
    except ValueError as error:
        return read.problem((*path, "name"), str(error))
    if stored is None and not entry.name:
        return read.problem(path, f"function {entry.code!r} is not in the canon and has no name")
    try:
        code = stored.code if stored else entry.code or function_code(entry, directory)
    except ValueError as error:
        return read.problem((*path, "name"), f"needs a code: {error}")
    function = stored or Function(pk=number_of("function", code), code=code)
    wanted = {name: value for name, value in entry.stated().items() if name in FUNCTION_FIELDS}
    change = Change(f"function {code}", None if stored is None else stored.pk)
    change.compare(function, wanted)
    return change, function


SectionRows = dict[str, dict[int, list[Row]]]  # name of a section → parent → rows


class StoredRows:
    """What the canon has of the focuses that some documents speak of."""

    def __init__(self, reads: list[tuple[Read[FocusDocument], Function]]) -> None:
        self.focuses = StoredFocuses(reads)
        ids = [focus.pk for focus in self.focuses.by_code.values()]
        profiles = Profile.objects.filter(focus__in=ids).select_related("replaced_by")
        self.profiles: dict[int, dict[str, Profile]] = {}
        for profile in profiles.up_the_ladder():
            self.profiles.setdefault(profile.focus_id, {})[profile.level_id] = profile
        profile_ids = [profile.pk for profile in profiles]
        self.of_focus = {s.name: s.stored(ids) for s in FOCUS_SECTIONS} if ids else {}
        self.of_profile = (
            {s.name: s.stored(profile_ids) for s in PROFILE_SECTIONS} if profile_ids else {}
        )


def plan_focus(
    read: Read[FocusDocument], function: Function, stored: StoredRows, directory: Directory
) -> Iterator[FocusChange | Problem]:
    document, entry = read.document, read.document.focus
    found = stored.focuses.meant(read, function)
    if isinstance(found, Problem):
        yield found
        return
    code, focus = found
    change = FocusChange(
        label=f"focus {focus_key(function.code, code)}",
        stored_id=focus.pk if focus else None,
        function=function,
        code=code,
        read=read,
    )
    stated = {name: value for name, value in entry.stated().items() if name in FOCUS_FIELDS}
    change.compare(focus or _BLANK_FOCUS, stated)
    _compare_sections(change, document, FOCUS_SECTIONS, stored.of_focus)
    if focus:
        names = _unstated_fields(entry, focus, FOCUS_FIELDS)
        change.unstated = [*names, *_unstated_lists(document, focus.pk, stored.of_focus)]
        _forget_areas_of_sentences(change, document, stored)
    stored_profiles = stored.profiles.get(focus.pk, {}) if focus else {}
    name = entry.name or (focus.name if focus else "")
    for place, profile in enumerate(document.profiles):
        if profile.level not in directory.levels:
            reason = f"level {profile.level} is not in the canon: load a levels file that has it"
            yield read.problem(("profiles", place, "level"), reason)
            continue
        its = stored_profiles.get(profile.level)
        change.profiles.append(_plan_profile(profile, its, stored, change.key, name))
    listed = {profile.level for profile in document.profiles}
    change.unlisted = [p for level, p in stored_profiles.items() if level not in listed]
    yield from _check_areas(read, change, stored_profiles, stored)
    yield change


def _check_areas(
    read: Read[FocusDocument],
    change: FocusChange,
    stored_profiles: dict[str, Profile],
    stored: StoredRows,
) -> Iterator[Problem]:
    """Areas that sentences name are the focus's; where a file lists none, new ones are added."""
    stored_areas = _rows_of(change, "areas", stored.of_focus)
    is_stated = "areas" in read.document.model_fields_set
    areas = list(change.sections.get("areas", stored_areas))
    names = {folded(name): name for name, _ in areas}
    for place, profile in enumerate(change.profiles):
        rows = profile.sections.get("responsibilities", [])
        for nth, (area, kind, text) in enumerate(rows):
            if area is None:
                continue
            if folded(area) not in names and not is_stated:
                names[folded(area)] = area
                areas.append((area, ""))
                change.sections["areas"] = areas
                change.before.setdefault("areas", stored_areas)
            if folded(area) in names:
                rows[nth] = (names[folded(area)], kind, text)
                continue
            reason = f"the area {area!r} is not in the focus's list: {', '.join(names.values())}"
            yield read.problem(("profiles", place, "responsibilities"), reason)
        if rows and rows == _rows_of(profile, "responsibilities", stored.of_profile):
            del profile.sections["responsibilities"]  # they differed in the case of an area alone
    yield from _check_areas_left(read, change, names.keys(), stored_profiles, stored)


def _check_areas_left(
    read: Read,
    change: FocusChange,
    names: Collection[str],
    stored_profiles: dict[str, Profile],
    stored: StoredRows,
) -> Iterator[Problem]:
    """No area goes while a profile that the file leaves as it is has sentences in it."""
    if "areas" not in change.sections:
        return
    changed = {p.level for p in change.profiles if "responsibilities" in p.sections}
    for level, profile in stored_profiles.items():
        rows = stored.of_profile.get("responsibilities", {}).get(profile.pk, [])
        lost = {a for a, _, _ in rows if a is not None and folded(a) not in names}
        if level not in changed and lost:
            reason = f"{level} has sentences in the area {min(lost)!r}, which the list lacks"
            yield read.problem(("areas",), reason)


def made_title(focus: str, level: str) -> str:
    """Of a role whose file states none."""
    return f"{focus} — {level}"


def _plan_profile(
    entry: ProfileEntry,
    stored_profile: Profile | None,
    stored: StoredRows,
    key_of_focus: str,
    focus_name: str,
) -> ProfileChange:
    stored_id = stored_profile.pk if stored_profile else None
    key = profile_key(key_of_focus, entry.level)
    change = ProfileChange(f"profile {key}", stored_id, level=entry.level, key=key)
    title = made_title(focus_name, entry.level)
    stated = {name: value for name, value in entry.stated().items() if name in PROFILE_FIELDS}
    if stored_profile is None:
        stated.setdefault("title", title)
    change.compare(stored_profile or _BLANK_PROFILE, stated)
    _compare_sections(change, entry, PROFILE_SECTIONS, stored.of_profile)
    if stored_profile:
        names = list(_unstated_fields(entry, stored_profile, PROFILE_FIELDS))
        if stored_profile.title == title and "title" in names:
            names.remove("title")
        change.unstated = [*names, *_unstated_lists(entry, stored_profile.pk, stored.of_profile)]
    return change


def _rows_of(change: Change, section: str, stored: SectionRows) -> list[Row]:
    """What the canon has of one section of a changed row."""
    return stored.get(section, {}).get(change.row_id, []) if not change.is_new else []


def _compare_sections(
    change: Change, document: Document, sections: tuple[Section, ...], stored: SectionRows
) -> None:
    for section in sections:
        if section.name in document.model_fields_set:
            stored_rows = _rows_of(change, section.name, stored)
            rows = section.rows(getattr(document, section.name), stored_rows)
            if section.differs(rows, stored_rows):
                change.sections[section.name] = rows
                change.before[section.name] = stored_rows


def _unstated_fields(entry: Document, row: Any, names: tuple[str, ...]) -> Iterator[str]:
    """What the canon has of a row and the document does not speak of, defaults aside."""
    for name in names:
        is_default = getattr(row, name) == type(entry).model_fields[name].default
        if name not in entry.model_fields_set and not is_default:
            yield name


def _forget_areas_of_sentences(
    change: FocusChange, document: FocusDocument, stored: StoredRows
) -> None:
    """Areas are stated too by the sentences that name them all."""
    areas = _rows_of(change, "areas", stored.of_focus)
    duties = (duty for profile in document.profiles for duty in profile.responsibilities)
    named = {folded(duty.area) for duty in duties if duty.area}
    if all(folded(name) in named and not description for name, description in areas):
        change.unstated = [each for each in change.unstated if not each.startswith("areas (")]


def _unstated_lists(document: Document, pk: int, stored: SectionRows) -> Iterator[str]:
    """Lists that the canon has and the document does not speak of, with the number of rows."""
    for name, of_parent in stored.items():
        if pk in of_parent and name not in document.model_fields_set:
            yield f"{name} ({len(of_parent[pk])})"
