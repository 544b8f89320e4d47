"""Writes planned changes in the caller's transaction: focuses, and for the caller to send by COPY
new profiles and all lists.

What to write is decided in `plan`; nothing here compares.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils import timezone

from taxonomy.canon.copying import Copying, new_rows
from taxonomy.canon.plan import FocusChange, ProfileChange
from taxonomy.canon.row_numbers import number_of
from taxonomy.canon.skills import skill_ids, write_skills
from taxonomy.canon.tables import FOCUS_SECTIONS, PROFILE_SECTIONS, Section
from taxonomy.exchange.changes import Change, Row
from taxonomy.models import Area, Focus, FocusSkill, Profile, ProfileSkill, Responsibility, Skill
from taxonomy.models.name_keys import keys_of
from taxonomy.text import folded


class FocusRows(NamedTuple):
    new_skills: list[Skill]
    waiting: list[Copying]  # to be written in this order


def write_focuses(changes: list[FocusChange]) -> FocusRows:
    """Writes focuses and what changes in the profiles that the canon has, in a bounded number of
    queries, and takes away the lists that new ones replace. New profiles and all lists wait.
    """
    changes = [c for c in changes if not c.is_empty or any(not p.is_empty for p in c.profiles)]
    if not changes:
        return FocusRows([], [])
    profiles = [profile for change in changes for profile in change.profiles]
    stored_focuses, stored_profiles = _stored_ids(changes), _stored_ids(profiles)
    _write_focuses_alone([c for c in changes if not c.is_empty])
    new_skills = _write_skills(changes)
    new_profiles = _write_profiles(changes)
    left_areas = _write_areas(changes, stored_focuses)
    focus_of = {profile.row_id: change.row_id for change in changes for profile in change.profiles}
    waiting = [
        *new_profiles,
        *_replaced(FOCUS_SECTIONS, changes, stored_focuses, focus_of),
        *_replaced(PROFILE_SECTIONS, profiles, stored_profiles, focus_of),
    ]
    Area.objects.filter(pk__in=left_areas).delete()
    return FocusRows(new_skills, waiting)


def _replaced(
    sections: tuple[Section, ...],
    changes: Iterable[Change],
    stored: set[int],
    focus_of: dict[int, int],
) -> Iterator[Copying]:
    """The new rows of each section, in the place of those that each parent had, which go."""
    for section in sections:
        named = [change for change in changes if section.name in change.sections]
        if not named or section.model is Area:
            continue
        if emptied := {change.row_id for change in named} & stored:
            section.model._default_manager.filter(**{f"{section.parent}__in": emptied}).delete()
        rows = {change.row_id: change.sections[section.name] for change in named}
        if section.model in (FocusSkill, ProfileSkill):
            rows = _with_skill_ids(rows)
        elif section.model is Responsibility:
            rows = _with_area_ids(rows, focus_of)
        yield _copying(section, rows)


def _write_focuses_alone(changes: list[FocusChange]) -> None:
    now = timezone.now()
    new = [c for c in changes if c.is_new]
    stored = [c for c in changes if not c.is_new]  # separated before the new ones get their ids
    fresh = [
        Focus(
            pk=number_of("focus", c.key),
            function=c.function,
            code=c.code,
            **c.fields,
        )
        for c in new
    ]
    if fresh:
        new_rows(Focus, fresh).write()
    for change, focus in zip(new, fresh, strict=True):
        change.stored_id = focus.pk
    _update(Focus, stored, {"updated_at": now})


def _write_profiles(changes: list[FocusChange]) -> list[Copying]:
    """Writes what changes in those that the canon has; new ones have their numbers and wait."""
    now = timezone.now()
    new = [(c, p) for c in changes for p in c.profiles if p.is_new]
    stored = [p for c in changes for p in c.profiles if not (p.is_new or p.is_empty)]
    fresh = [_fresh_profile(change, profile) for change, profile in new]
    waiting = [new_rows(Profile, fresh)] if fresh else []
    for (_, profile), row in zip(new, fresh, strict=True):
        profile.stored_id = row.pk
    _update(Profile, stored, {"updated_at": now})
    return waiting


def _fresh_profile(change: FocusChange, profile: ProfileChange) -> Profile:
    fields = {name: value for name, value in profile.fields.items() if name != "replaced_by"}
    return Profile(
        pk=number_of("profile", profile.key),
        key=profile.key,
        function_id=change.function.pk,
        focus_id=change.row_id,
        level_id=profile.level,
        **fields,
    )


def _update(model: type[Model], changes: Iterable[Change], also: dict[str, Any]) -> None:
    """Updates each changed row; rows that change the same fields go in one query."""
    by_fields: dict[tuple[str, ...], list[Model]] = {}
    for change in changes:
        values = {n: v for n, v in change.fields.items() if n != "replaced_by"} | also
        by_fields.setdefault(tuple(values), []).append(model(pk=change.stored_id, **values))
    for fields, rows in by_fields.items():
        model._default_manager.bulk_update(rows, fields, batch_size=500)


def _write_skills(changes: list[FocusChange]) -> list[Skill]:
    """Creates the skills that are new to the canon and turns those whose kind is stated anew."""
    kinds = {name: kind for change in changes for name, kind in change.kinds.items()}
    return write_skills(kinds)


def _with_skill_ids(rows: dict[int, list[Row]]) -> dict[int, list[Row]]:
    ids = skill_ids(row[0] for listed in rows.values() for row in listed)
    return {
        parent: [(ids[folded(name)], *rest) for name, *rest in listed]
        for parent, listed in rows.items()
    }


def _write_areas(changes: list[FocusChange], stored: set[int]) -> list[int]:
    """Writes the lists of areas by name, so that sentences keep theirs; returns the ids of those
    that the lists no longer have, to be deleted when no sentence uses them.
    """
    lists = {c.row_id: c.sections["areas"] for c in changes if "areas" in c.sections}
    found = Area.objects.filter(focus__in=lists.keys() & stored)
    areas = {(area.focus_id, folded(area.name)): area for area in found}
    fresh: list[Area] = []
    kept: list[Area] = []
    for focus_id, rows in lists.items():
        for place, (name, description) in enumerate(rows, 1):
            area = areas.pop((focus_id, folded(name)), None) or Area(focus_id=focus_id)
            area.name, area.description, area.order = name, description, place
            (kept if area.pk else fresh).append(area)
    Area.objects.bulk_update(kept, ["name", "description", "order"], batch_size=500)
    Area.objects.bulk_create(fresh)
    return [area.pk for area in areas.values()]


def _with_area_ids(rows: dict[int, list[Row]], focus_of: dict[int, int]) -> dict[int, list[Row]]:
    named = {focus_of[parent] for parent, listed in rows.items() if any(row[0] for row in listed)}
    if not named:
        return rows
    found = Area.objects.filter(focus__in=named).values_list("focus", "folded_name", "pk")
    ids = {(focus, name): pk for focus, name, pk in found}
    return {
        parent: [
            (ids[focus_of[parent], folded(area)] if area else None, *rest) for area, *rest in listed
        ]
        for parent, listed in rows.items()
    }


def _stored_ids(changes: Iterable[Change]) -> set[int]:
    """Asked before new rows get their ids."""
    return {change.row_id for change in changes if not change.is_new}


def _copying(section: Section, rows: dict[int, list[Row]]) -> Copying:
    keys = list(keys_of(section.model, section.columns))
    columns = [f"{section.parent}_id", *(["order"] if section.ordered else []), *section.columns]
    columns += [key.attname for key in keys]
    made = [(section.columns.index(key.of), key.make) for key in keys]
    return Copying(section.model._meta.db_table, tuple(columns), _rows(section, rows, made))


def _rows(
    section: Section, rows: dict[int, list[Row]], made: list[tuple[int, Callable[[str], str]]]
) -> Iterator[tuple[Any, ...]]:
    for parent, listed in rows.items():
        for place, row in enumerate(listed, 1):
            if made:
                row = (*row, *[make(row[nth]) for nth, make in made])
            yield (parent, place, *row) if section.ordered else (parent, *row)
