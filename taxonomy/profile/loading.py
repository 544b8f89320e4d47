"""Profiles with all that their pages tell, read in one statement.

The stored function `taxonomy_sheet` (see the migrations) gathers the rows as one document. Here
they become the instances that select_related and prefetch_related would give, tied to each other,
so that nothing on the page asks the database again. Twelve queries cost five times as much.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from django.db import connections, models

from taxonomy.models import (
    Area,
    ClassificationMapping,
    Focus,
    FocusSkill,
    Function,
    Guideline,
    Level,
    Market,
    PayBand,
    Proficiency,
    Profile,
    ProfileSkill,
    ProvenanceScore,
    Responsibility,
    Skill,
    SkillProficiency,
    Source,
    TitleAlias,
    Track,
)

Row = dict[str, Any]
Made = TypeVar("Made", bound=models.Model)


def profile_with_everything(key: str) -> Profile | None:
    """The profile, its focus with all its profiles, skills and evidence, and its ladder's duties,
    rubric rows and pay; None when no profile has the key.
    """
    found = profiles_with_everything([key])
    return found[0] if found else None


def profiles_with_everything(keys: Sequence[str]) -> list[Profile]:
    """The same for a few, in the order of the keys; keys that nobody has are left out."""
    keys = [key for key in keys if "\0" not in key]  # PostgreSQL knows no such character
    database = Profile.objects.db
    with connections[database].cursor() as cursor:
        cursor.execute("SELECT taxonomy_sheet(key)::text FROM unnest(%s::text[]) AS key", [keys])
        documents = [json.loads(text, parse_float=Decimal) for (text,) in cursor if text]
    return [_Document(parts, database).profile() for parts in documents]


class _Document:
    """What the stored function answered: by part its row, its rows or nothing."""

    def __init__(self, parts: dict[str, Any], database: str) -> None:
        self.parts = parts
        self.database = database

    def all(self, model: type[Made], part: str) -> list[Made]:
        return [_instance(model, row, self.database) for row in self.parts[part] or ()]

    def one(self, model: type[Made], part: str) -> Made | None:
        row = self.parts[part]
        return _instance(model, row, self.database) if row else None

    def profile(self) -> Profile:
        focus = self._focus()
        profiles = {profile.pk: profile for profile in focus.profiles.all()}
        own = profiles[self.parts["profile"]]
        if successor := self.one(Profile, "replaced_by"):
            _tie_one(own, "replaced_by", successor)
        for relation, model in (("aliases", TitleAlias), ("mappings", ClassificationMapping)):
            _tie_many([own], relation, self.all(model, relation), "profile_id")
        self._fill(
            [each for each in profiles.values() if each.level.track_id == own.level.track_id]
        )
        return own

    def _focus(self) -> Focus:
        """With its function, its profiles on their levels, its skills and its evidence."""
        focus, function = self.one(Focus, "focus"), self.one(Function, "function")
        _tie_one(focus, "function", function)
        tracks = {track.code: track for track in self.all(Track, "tracks")}
        levels = {level.code: level for level in self.all(Level, "levels")}
        for level in levels.values():
            _tie_one(level, "track", tracks[level.track_id])
        profiles = self.all(Profile, "profiles")
        for profile in profiles:
            _tie_one(profile, "function", function)
            _tie_one(profile, "focus", focus)
            _tie_one(profile, "level", levels[profile.level_id])
        self.skills = skills = {skill.pk: skill for skill in self.all(Skill, "skills")}
        applied = self.all(FocusSkill, "applied_skills")
        for each in applied:
            _tie_one(each, "skill", skills[each.skill_id])
        _tie_many([focus], "profiles", profiles, "focus_id")
        _tie_many([focus], "applied_skills", applied, "focus_id")
        _tie_many([focus], "scores", self.all(ProvenanceScore, "scores"), "focus_id")
        _tie_many([focus], "sources", self.all(Source, "sources"), "focus_id")
        _tie_many([focus], "areas", self.all(Area, "areas"), "focus_id")
        return focus

    def _fill(self, ladder: list[Profile]) -> None:
        rubric = {row.profile_id: row for row in self.all(Guideline, "guidelines")}
        for rung in ladder:
            _tie_one(rung, "guideline", rubric.get(rung.pk))
        required = self._required(ladder)
        areas = {area.pk: area for area in ladder[0].focus.areas.all()}
        duties = self.all(Responsibility, "responsibilities")
        for duty in duties:
            _tie_one(duty, "area", areas.get(duty.area_id))
        _tie_many(ladder, "required_skills", required, "profile_id")
        _tie_many(ladder, "responsibilities", duties, "profile_id")
        _tie_many(ladder, "pay_bands", self._pay_bands(), "profile_id")

    def _pay_bands(self) -> list[PayBand]:
        markets = {market.code: market for market in self.all(Market, "markets")}
        bands = self.all(PayBand, "pay_bands")
        for band in bands:
            _tie_one(band, "market", markets.get(band.market_id))
        return bands

    def _required(self, ladder: list[Profile]) -> list[ProfileSkill]:
        """Required skills of the ladder, which gets the scale of their proficiencies."""
        scale = self.all(Proficiency, "proficiencies")
        for rung in ladder:
            rung.scale = scale
        places = {place.pk: place for place in scale}
        meanings = {
            (each.skill_id, each.proficiency_id): each.text
            for each in self.all(SkillProficiency, "meanings")
        }
        required = self.all(ProfileSkill, "required_skills")
        for each in required:
            _tie_one(each, "skill", self.skills[each.skill_id])
            _tie_one(each, "proficiency", places.get(each.proficiency_id))
            each.meaning = meanings.get((each.skill_id, each.proficiency_id), "")
        return required


def _instance(model: type[Made], row: Row, database: str) -> Made:
    names, columns, read = _columns(model)
    values = [row[column] for column in columns]
    for place, to_python in read:
        values[place] = to_python(values[place])
    return model.from_db(database, names, values)


@cache
def _columns(
    model: type[models.Model],
) -> tuple[list[str], list[str], list[tuple[int, Callable[[Any], Any]]]]:
    """Names of fields and columns, and how to read those that JSON has no type of its own for."""
    fields = model._meta.concrete_fields
    read = [
        (place, field.to_python)
        for place, field in enumerate(fields)
        if isinstance(field, models.DateField | models.DecimalField)
    ]
    return [field.attname for field in fields], [field.column for field in fields], read


def _tie_one(instance: models.Model, relation: str, other: models.Model | None) -> None:
    type(instance)._meta.get_field(relation).set_cached_value(instance, other)


def _tie_many(
    owners: Iterable[models.Model], relation: str, rows: Iterable[models.Model], key: str
) -> None:
    """As prefetch_related leaves them: a filled QuerySet for every owner."""
    by_owner: dict[int, list[models.Model]] = defaultdict(list)
    for row in rows:
        by_owner[getattr(row, key)].append(row)
    for owner in owners:
        found = type(owner)._meta.get_field(relation).related_model._default_manager.all()
        found._result_cache, found._prefetch_done = by_owner[owner.pk], True
        if not hasattr(owner, "_prefetched_objects_cache"):
            owner._prefetched_objects_cache = {}
        owner._prefetched_objects_cache[relation] = found
