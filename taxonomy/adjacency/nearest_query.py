"""The nearest roles of one role, asked of the database in one statement.

What a distance is, is defined in `taxonomy/adjacency/distance.py`, whose weights go in here as
parameters; the statement itself is the stored function `taxonomy_nearest`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connections, models

from taxonomy.adjacency import distance
from taxonomy.adjacency.distance import Adjacent, Coordinates, Tier
from taxonomy.models import Focus, Function, Level, Profile, Track
from taxonomy.profile.records import ProfileRecord

# What a line about a near role shows; other fields are read when somebody asks for them.
SHOWN = {
    "profile": ("id", "key", "function_id", "focus_id", "level_id", "title", "status"),
    "function": ("id", "code", "name", "super_function", "family"),
    "focus": ("id", "function_id", "code", "name"),
    "level": ("code", "track_id", "step", "label", "name"),
    "track": ("code", "name"),
}


def nearest_to(profile: Profile | ProfileRecord, count: int = 8) -> list[Adjacent]:
    """The `count` nearest roles that are not retired, ties by key; each with its function, focus,
    level and track and the fields that a line about it shows. The profile comes with its
    coordinates.
    """
    call, values = called("taxonomy_nearest", profile, count)
    using = Profile.objects.db
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {_columns()} FROM {call}", values)
        return adjacent_to(profile, profiles_of(cursor.fetchall(), using))


def adjacent_to(profile: Profile | ProfileRecord, others: Iterable[Profile]) -> list[Adjacent]:
    """Each with its distance; all come with their coordinates."""
    here = Coordinates.of(profile)
    return [
        Adjacent(each, distance.distance_between(here, Coordinates.of(each))) for each in others
    ]


def called(function: str, profile: Profile | ProfileRecord, count: int) -> tuple[str, list[Any]]:
    """The call of a stored function that has the parameters of `taxonomy_nearest`, and its values;
    the profile comes with its coordinates.
    """
    values = _parameters(profile, count)
    return f"{function}({', '.join(['%s'] * len(values))})", values


def _parameters(profile: Profile | ProfileRecord, count: int) -> list[Any]:
    here = Coordinates.of(profile)
    tiers = _tiers(here)
    return [
        profile.pk,
        profile.focus_id,
        profile.function_id,
        here.super_function,
        here.family,
        here.track,
        here.step,
        distance.LEVEL,
        distance.TRACK,
        distance.FARTHEST,
        [tier.name.lower() for tier in tiers],
        [distance.TIERS[tier] for tier in tiers],
        count,
    ]


def _tiers(here: Coordinates) -> list[Tier]:
    """Those that others can share with the role."""
    lacking = set()
    if not here.super_function:
        lacking = {Tier.FAMILY, Tier.SUPER_FUNCTION}
    elif not here.family:
        lacking = {Tier.FAMILY}
    return [tier for tier in Tier if tier not in lacking]


def _columns() -> str:
    return ", ".join(f"({part}).{name}" for part, names in SHOWN.items() for name in names)


def profiles_of(rows: Iterable[Sequence[Any]], using: str) -> Iterator[Profile]:
    """Profiles with function, focus, level and track from rows with the columns SHOWN; what is the
    same is shared.
    """
    parts = {
        "profile": Profile,
        "function": Function,
        "focus": Focus,
        "level": Level,
        "track": Track,
    }
    shared: dict[tuple[str, Any], models.Model] = {}
    slices, start = {}, 0
    for part, model in parts.items():
        names = SHOWN[part]
        slices[part] = (model, names, slice(start, start + len(names)))
        start += len(names)
    model, names, own = slices.pop("profile")
    for row in rows:
        profile: Any = model.from_db(using, names, row[own])
        for part, (related, columns, place) in slices.items():
            key = part, row[place.start]
            if key not in shared:
                shared[key] = related.from_db(using, columns, row[place])
            setattr(profile.level if part == "track" else profile, part, shared[key])
        profile.focus.function = profile.function
        yield profile
