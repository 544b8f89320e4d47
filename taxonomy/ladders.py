"""How roles relate to each other by place: ladders of one focus, and focus × level as a grid.

How near two roles are in figures is `taxonomy/adjacency/distance.py`'s work.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

from django.db import models
from django.db.models import ExpressionWrapper, Q

from taxonomy.choices import ProfileStatus
from taxonomy.models import Focus, Level, Profile, Track
from taxonomy.models.levels import label_or_code
from taxonomy.profile.records import LevelRecord, ProfileRecord, TrackRecord
from taxonomy.web.links import address

AnyProfile = TypeVar("AnyProfile", Profile, ProfileRecord)


class RoleBox(NamedTuple):
    """Of a profile what a chip or a box shows of it; a row of `values_list(*ROLE_COLUMNS)`."""

    pk: int
    key: str
    title: str
    focus_id: int
    level_label: str
    track: str
    step: int

    @classmethod
    def of(cls, profile: Profile | ProfileRecord) -> "RoleBox":
        """The profile comes with its level."""
        level = profile.level
        return cls(
            profile.pk,
            profile.key,
            profile.title,
            profile.focus_id,
            level.label_or_code,
            level.track_id,
            level.step,
        )

    def get_absolute_url(self) -> str:
        return address("taxonomy:profile", self.key)


ROLE_COLUMNS = (
    "pk",
    "key",
    "title",
    "focus_id",
    label_or_code("level"),
    "level__track_id",
    "level__step",
)


class Ladder(NamedTuple, Generic[AnyProfile]):
    """Roles of one focus on one track, lowest rank first."""

    track: Track | TrackRecord
    profiles: list[AnyProfile]


def ladders(profiles: Iterable[AnyProfile]) -> list[Ladder[AnyProfile]]:
    """Profiles of one focus, a ladder a track, in reading order of tracks; levels and tracks come
    with the profiles.
    """
    placed = sorted(profiles, key=lambda profile: order_of_level(profile.level))
    grouped = groupby(placed, key=lambda profile: profile.level.track)
    return [Ladder(track, list(members)) for track, members in grouped]


def order_of_level(level: Level | LevelRecord) -> tuple[int, str, int]:
    """Sorts levels track by track, up each track; the level comes with its track."""
    return level.track.order, level.track_id, level.rank


def by_track(levels: Iterable[Level]) -> list["TrackColumns"]:
    """Levels that are in order, track by track."""
    grouped = groupby(levels, key=lambda level: level.track)
    return [TrackColumns(track, list(members)) for track, members in grouped]


def ladder_of(profile: ProfileRecord) -> list[ProfileRecord]:
    """The profile's own ladder, from all profiles of its focus that came with it."""
    every = ladders(profile.focus.profiles)
    return next(ladder.profiles for ladder in every if ladder.track == profile.level.track)


class TrackColumns(NamedTuple):
    track: Track
    levels: list[Level]


class LatticeCell(NamedTuple):
    """Of a profile what its cell shows; a row of `values_list(*CELL_COLUMNS)`."""

    focus_id: int
    level_code: str
    key: str
    title: str
    level_label: str
    is_retired: bool

    def get_absolute_url(self) -> str:
        return address("taxonomy:profile", self.key)


CELL_COLUMNS = (
    "focus_id",
    "level_id",
    "key",
    "title",
    label_or_code("level"),
    ExpressionWrapper(Q(status=ProfileStatus.RETIRED), models.BooleanField()),
)


@dataclass(frozen=True)
class LatticeRow:
    focus: Focus
    cells: list[LatticeCell | None]

    @property
    def count(self) -> int:
        """Of roles in use."""
        return sum(cell is not None and not cell.is_retired for cell in self.cells)

    @property
    def retired(self) -> int:
        return sum(cell is not None and cell.is_retired for cell in self.cells)


@dataclass(frozen=True)
class Lattice:
    """Focus × level: only levels that are used have a column, grouped by track."""

    tracks: list[TrackColumns]
    rows: list[LatticeRow]

    @property
    def levels(self) -> list[Level]:
        return [level for columns in self.tracks for level in columns.levels]

    @classmethod
    def of(
        cls, focuses: list[Focus], cells: Iterable[LatticeCell], levels: Iterable[Level]
    ) -> "Lattice":
        """The levels are in order and come with their tracks; those of no cell are left out."""
        placed = {(cell.focus_id, cell.level_code): cell for cell in cells}
        used = {code for _, code in placed}
        shown = [level for level in levels if level.code in used]
        rows = []
        for focus in focuses:
            in_row = [placed.get((focus.pk, level.code)) for level in shown]
            rows.append(LatticeRow(focus, in_row))
        return cls(by_track(shown), rows)
