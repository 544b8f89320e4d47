"""Profiles with all that their pages show, read in one statement.

The stored function `taxonomy_profile_document` gathers the rows as one document. Here they become
plain records that are tied to each other, so that nothing on the page asks the database again.
Twelve queries cost five times as much.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.db import connections

from taxonomy.models import Profile
from taxonomy.profile.records import (
    AliasRecord,
    AreaRecord,
    FocusRecord,
    FocusSkillRecord,
    FunctionRecord,
    GuidelineRecord,
    LevelRecord,
    MappingRecord,
    MarketRecord,
    MeaningRecord,
    PayBandRecord,
    ProficiencyRecord,
    ProfileRecord,
    Publication,
    Record,
    RequiredSkillRecord,
    ResponsibilityRecord,
    ScoreRecord,
    SkillRecord,
    SourceRecord,
    TrackRecord,
)
from taxonomy.slots import Slot

Made = TypeVar("Made", bound=Record)


_STATEMENT = "SELECT taxonomy_profile_document(key)::text, {}::text FROM unnest(%s::text[]) AS key"
# For whoever keeps the editions of a profile: SQL that calls a stored function with its `key`.
publication: Slot[str] = Slot("NULL")


def profile_with_everything(key: str) -> ProfileRecord | None:
    """The profile, its focus with all its profiles, skills and evidence, and its ladder's duties,
    rubric rows and pay; None when no profile has the key.
    """
    found = profiles_with_everything([key])
    return found[0] if found else None


def profiles_with_everything(keys: Sequence[str]) -> list[ProfileRecord]:
    """The same for a few, in the order of the keys; keys that nobody has are left out."""
    keys = [key for key in keys if "\0" not in key]  # PostgreSQL knows no such character
    with connections[Profile.objects.db].cursor() as cursor:
        cursor.execute(_STATEMENT.format(publication.get()), [keys])
        found = [(sheet, published) for sheet, published in cursor if sheet]
    return [_profile(sheet, published) for sheet, published in found]


def _profile(sheet: str, published: str | None) -> ProfileRecord:
    profile = _Document(json.loads(sheet, parse_float=Decimal)).profile()
    if published:
        profile.published = Publication.of(json.loads(published))
    return profile


def profile_of_rows(parts: dict[str, Any], record: type[ProfileRecord]) -> ProfileRecord:
    """The same from rows that come from elsewhere, by part as the stored function names them."""
    return _Document(parts, record).profile()


class _Document:
    """What the stored function answered: by part its row, its rows or nothing."""

    def __init__(self, parts: dict[str, Any], record: type[ProfileRecord] = ProfileRecord) -> None:
        self.parts, self.record = parts, record

    def all(self, record: type[Made], part: str) -> list[Made]:
        return [record(row) for row in self.parts[part] or ()]

    def profile(self) -> ProfileRecord:
        focus = self._focus()
        profiles = {profile.pk: profile for profile in focus.profiles}
        own = profiles[self.parts["profile"]]
        if successor := self.parts["replaced_by"]:
            own.replaced_by = self.record(successor)
        own.aliases = self.all(AliasRecord, "aliases")
        own.mappings = self.all(MappingRecord, "mappings")
        self._fill(
            [each for each in profiles.values() if each.level.track_id == own.level.track_id]
        )
        return own

    def _focus(self) -> FocusRecord:
        """With its function, its profiles on their levels, its skills and its evidence."""
        focus = FocusRecord(self.parts["focus"])
        focus.function = FunctionRecord(self.parts["function"])
        tracks = {track.code: track for track in self.all(TrackRecord, "tracks")}
        levels = {level.code: level for level in self.all(LevelRecord, "levels")}
        for level in levels.values():
            level.track = tracks[level.track_id]
        focus.profiles = self.all(self.record, "profiles")
        for profile in focus.profiles:
            profile.function, profile.focus = focus.function, focus
            profile.level = levels[profile.level_id]
        self.skills = skills = {skill.pk: skill for skill in self.all(SkillRecord, "skills")}
        focus.applied_skills = self.all(FocusSkillRecord, "applied_skills")
        for each in focus.applied_skills:
            each.skill = skills[each.skill_id]
        focus.scores = self.all(ScoreRecord, "scores")
        focus.sources = self.all(SourceRecord, "sources")
        focus.areas = self.all(AreaRecord, "areas")
        return focus

    def _fill(self, ladder: list[ProfileRecord]) -> None:
        """What every profile of the ladder has, and the scale of its proficiencies."""
        rubric = {row.profile_id: row for row in self.all(GuidelineRecord, "guidelines")}
        scale = self.all(ProficiencyRecord, "proficiencies")
        duties = _by_profile(self._duties(ladder[0].focus))
        required, bands = _by_profile(self._required(scale)), _by_profile(self._pay_bands())
        for rung in ladder:
            rung.guideline = rubric.get(rung.pk)
            rung.scale = scale
            rung.responsibilities = duties[rung.pk]
            rung.required_skills = required[rung.pk]
            rung.pay_bands = bands[rung.pk]

    def _duties(self, focus: FocusRecord) -> list[ResponsibilityRecord]:
        areas = {area.pk: area for area in focus.areas}
        duties = self.all(ResponsibilityRecord, "responsibilities")
        for duty in duties:
            duty.area = areas.get(duty.area_id)
        return duties

    def _pay_bands(self) -> list[PayBandRecord]:
        markets = {market.code: market for market in self.all(MarketRecord, "markets")}
        bands = self.all(PayBandRecord, "pay_bands")
        for band in bands:
            band.market = markets.get(band.market_id)
        return bands

    def _required(self, scale: list[ProficiencyRecord]) -> list[RequiredSkillRecord]:
        places = {place.pk: place for place in scale}
        meanings = {
            (each.skill_id, each.proficiency_id): each.text
            for each in self.all(MeaningRecord, "meanings")
        }
        required = self.all(RequiredSkillRecord, "required_skills")
        for each in required:
            each.skill = self.skills[each.skill_id]
            each.proficiency = places.get(each.proficiency_id)
            each.meaning = meanings.get((each.skill_id, each.proficiency_id), "")
        return required


def _by_profile(rows: Iterable[Made]) -> dict[int, list[Made]]:
    found: dict[int, list[Made]] = defaultdict(list)
    for row in rows:
        found[row.profile_id].append(row)
    return found
