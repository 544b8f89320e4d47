"""How roles stand to each other by place: ladders of one focus, and focus × level as a grid.

How near two roles are in figures is `taxonomy/adjacency/distance.py`'s work.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from taxonomy.models import Focus, Level, Profile, Track
from taxonomy.web.links import address


class Role(NamedTuple):
    """Of a profile what a chip or a box shows of it; a row of `values_list(*Role._fields)`."""

    pk: int
    key: str
    title: str
    level_id: str
    focus_id: int

    def get_absolute_url(self) -> str:
        return address("taxonomy:profile", self.key)


class Ladder(NamedTuple):
    """Roles of one focus on one track, lowest rank first."""

    track: Track
    profiles: list[Profile]


def ladders(profiles: Iterable[Profile]) -> list[Ladder]:
    """Profiles of one focus, a ladder a track, in reading order of tracks."""
    by_track: dict[str, list[Profile]] = {}
    for profile in profiles:
        by_track.setdefault(profile.level.track, []).append(profile)
    return [
        Ladder(track, sorted(by_track[track], key=lambda profile: profile.level.rank))
        for track in Track
        if track in by_track
    ]


def ladder_of(profile: Profile) -> list[Profile]:
    """The profile's own ladder, from all profiles of its focus that came with it."""
    every = ladders(profile.focus.profiles.all())
    return next(ladder.profiles for ladder in every if ladder.track == profile.level.track)


class TrackColumns(NamedTuple):
    track: Track
    levels: list[Level]


class Row(NamedTuple):
    focus: Focus
    cells: list[Profile | None]
    count: int


@dataclass(frozen=True)
class Lattice:
    """Focus × level: only levels that are used have a column, grouped by track."""

    tracks: list[TrackColumns]
    rows: list[Row]

    @property
    def levels(self) -> list[Level]:
        return [level for columns in self.tracks for level in columns.levels]

    @classmethod
    def of(cls, focuses: list[Focus], profiles: Iterable[Profile]) -> "Lattice":
        placed = {(profile.focus_id, profile.level_id): profile for profile in profiles}
        used = {profile.level_id: profile.level for profile in placed.values()}.values()
        by_rank = sorted(used, key=lambda level: level.rank)
        tracks = [
            TrackColumns(track, [level for level in by_rank if level.track == track])
            for track in Track
        ]
        tracks = [columns for columns in tracks if columns.levels]
        levels = [level for columns in tracks for level in columns.levels]
        rows = []
        for focus in focuses:
            cells = [placed.get((focus.pk, level.pk)) for level in levels]
            rows.append(Row(focus, cells, sum(cell is not None for cell in cells)))
        return cls(tracks, rows)
