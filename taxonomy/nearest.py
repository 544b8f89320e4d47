"""The nearest roles of one role, found in one statement that reads a few short index ranges.

What a distance is stands in `taxonomy/adjacency.py`; its weights go in here as parameters.
"""

from typing import TYPE_CHECKING, Any

from django.db import connections

from taxonomy import adjacency
from taxonomy.adjacency import Adjacent, Coordinates, Tier
from taxonomy.models.functions import Focus, Function
from taxonomy.models.levels import Level

if TYPE_CHECKING:
    from taxonomy.models import Profile

# A ring is one tier at one level: all its roles are equally far, so its first ones by key will do.
# Rings are visited from near to far and the statement stops when it has enough, ties included:
# ordering by `amount` first lets PostgreSQL sort ring by ring.
STATEMENT = """
SELECT {columns}
FROM (
    SELECT found.id, found.key, ring.amount
    FROM (
        SELECT level.code AS level_id, tier.name AS tier,
            least(%(farthest)s, tier.amount
                + %(level)s * abs(level.rank + track.above - %(step)s)
                + CASE WHEN level.track = %(track)s THEN 0 ELSE %(other_track)s END) AS amount
        FROM taxonomy_level level
        JOIN unnest(%(tracks)s::text[], %(above)s::int[]) AS track (code, above)
            ON track.code = level.track
        CROSS JOIN unnest(%(tiers)s::text[], %(tier_amounts)s::numeric[]) AS tier (name, amount)
        ORDER BY amount
    ) ring
    CROSS JOIN LATERAL ({rings}) found
    ORDER BY ring.amount, found.key COLLATE "C"
    LIMIT %(count)s
) nearest
JOIN taxonomy_profile profile ON profile.id = nearest.id
JOIN taxonomy_function function ON function.id = profile.function_id
JOIN taxonomy_focus focus ON focus.id = profile.focus_id
JOIN taxonomy_level level ON level.code = profile.level_id
ORDER BY nearest.amount, nearest.key COLLATE "C"
"""

OWN_FOCUS = """
SELECT id, key FROM taxonomy_profile
WHERE ring.tier = '{tier}' AND focus_id = %(focus)s AND level_id = ring.level_id
    AND id <> %(profile)s AND status <> 'retired'
"""
OWN_FUNCTION = """
(SELECT id, key FROM taxonomy_profile
WHERE ring.tier = '{tier}' AND function_id = %(function)s AND level_id = ring.level_id
    AND focus_id <> %(focus)s AND status <> 'retired'
ORDER BY key COLLATE "C" LIMIT %(count)s)
"""
# A function's code opens the keys of its roles, and the dot after it sorts before letters and
# digits: functions by code give roles by key.
OTHER_FUNCTIONS = """
(SELECT role.id, role.key FROM (
    SELECT id FROM taxonomy_function
    WHERE ring.tier = '{tier}' AND id <> %(function)s AND {condition}
    ORDER BY code COLLATE "C"
) other
CROSS JOIN LATERAL (
    SELECT id, key FROM taxonomy_profile
    WHERE function_id = other.id AND level_id = ring.level_id AND status <> 'retired'
    ORDER BY key COLLATE "C" LIMIT %(count)s
) role
ORDER BY role.key COLLATE "C" LIMIT %(count)s)
"""


def nearest_to(profile: "Profile", count: int, using: str) -> list[Adjacent]:
    """The `count` nearest roles that are not retired, ties by key; each with its function, focus
    and level. The profile comes with its function.
    """
    here = Coordinates.of(profile)
    rings = _rings(here)
    models = {"profile": type(profile), "function": Function, "focus": Focus, "level": Level}
    statement = STATEMENT.format(columns=_columns(models), rings="UNION ALL".join(rings.values()))
    with connections[using].cursor() as cursor:
        cursor.execute(statement, _parameters(profile, here, count, list(rings)))
        rows = cursor.fetchall()
    found = (_profile(models, row, using) for row in rows)
    return [Adjacent(each, adjacency.distance(here, Coordinates.of(each))) for each in found]


def _rings(here: Coordinates) -> dict[Tier, str]:
    """The ranges to read for each tier that others can share with the role."""
    rings = {Tier.FOCUS: OWN_FOCUS, Tier.FUNCTION: OWN_FUNCTION}
    shared, other = "super_function = %(super_function)s", "super_function <> %(super_function)s"
    conditions = {Tier.NONE: other if here.super_function else "TRUE"}
    if here.super_function:
        conditions[Tier.SUPER_FUNCTION] = f"{shared} AND (family = '' OR family <> %(family)s)"
    if here.super_function and here.family:
        conditions[Tier.FAMILY] = f"{shared} AND family = %(family)s"
    others = {
        tier: OTHER_FUNCTIONS.replace("{condition}", condition)
        for tier, condition in conditions.items()
    }
    return {tier: ring.format(tier=tier) for tier, ring in (rings | others).items()}


def _parameters(
    profile: "Profile", here: Coordinates, count: int, tiers: list[Tier]
) -> dict[str, Any]:
    return {
        "profile": profile.pk,
        "focus": profile.focus_id,
        "function": profile.function_id,
        "super_function": here.super_function,
        "family": here.family,
        "track": here.track,
        "step": here.step,
        "count": count,
        "level": adjacency.LEVEL,
        "other_track": adjacency.TRACK,
        "farthest": adjacency.FARTHEST,
        "tracks": list(adjacency.STEPS_ABOVE_RANK),
        "above": list(adjacency.STEPS_ABOVE_RANK.values()),
        "tiers": [str(tier) for tier in tiers],
        "tier_amounts": [adjacency.TIERS[tier] for tier in tiers],
    }


def _columns(models: dict[str, Any]) -> str:
    return ", ".join(
        f"{alias}.{field.column}"
        for alias, model in models.items()
        for field in model._meta.concrete_fields
    )


def _profile(models: dict[str, Any], row: tuple, using: str) -> "Profile":
    """One row of the statement as a profile that needs no further query for its coordinates."""
    made, start = {}, 0
    for alias, model in models.items():
        names = [field.attname for field in model._meta.concrete_fields]
        made[alias] = model.from_db(using, names, row[start : start + len(names)])
        start += len(names)
    profile = made.pop("profile")
    for alias, related in made.items():
        setattr(profile, alias, related)
    profile.focus.function = profile.function
    return profile
