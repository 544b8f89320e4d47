"""A role among its neighbours, as its page shows it: the nearest ones by kind, a picture, and the
roles of other focuses whose work is similar.

One query, whatever the size of the canon. Distances come from `taxonomy/adjacency/distance.py`,
places in the picture from `taxonomy/adjacency/picture.py`, similar work from
`taxonomy/adjacency/similar_roles.py`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connections

from taxonomy.adjacency import similar_roles
from taxonomy.adjacency.distance import KIND_WORDS, Adjacent, Distance, MoveKind, Tier
from taxonomy.adjacency.nearest_query import adjacent_to, called, profiles_of
from taxonomy.adjacency.pay_difference import PayDifference, difference, medians_of
from taxonomy.adjacency.picture import NearRolesPicture, rows_of
from taxonomy.adjacency.similar_roles import SimilarWork
from taxonomy.ladders import RoleBox
from taxonomy.models import Profile
from taxonomy.profile.records import ProfileRecord

NEAREST = 8
# Lines of a profile's own page, of which similar work takes some.
LINES, FIRST, FIRST_SIMILAR = 6, 5, 3
# The picture looks a little farther, so that it has rows to show.
SEEN = 24
COMPARED = 3


class Neighbour(NamedTuple):
    """A near role, and the names of skills and tools that its focus shares with the subject's."""

    profile: Profile
    distance: Distance
    shared: list[str]
    is_same_focus: bool
    pay: PayDifference | None = None

    @property
    def is_related(self) -> bool:
        """Whether their functions are the same or have anything in common."""
        return self.distance.parts[0].words != Tier.NONE


class MovesOfKind(NamedTuple):
    kind: MoveKind
    words: str
    neighbours: list[Neighbour]


@dataclass(frozen=True)
class NearRoles:
    """Ask for it with `NearRoles.of(profile)`; the profile comes with its coordinates."""

    profile: Profile | ProfileRecord
    seen: list[Profile]  # nearest first
    nearest: list[Adjacent]
    neighbours: list[Neighbour]
    similar: list[SimilarWork]
    roles: list[list[Any]]  # of the focuses of all that are seen

    @classmethod
    def of(cls, profile: Profile | ProfileRecord, looking: int = NEAREST) -> "NearRoles":
        """`looking` roles far; a picture wants SEEN."""
        found, elsewhere = _asked(profile, looking)
        seen = list(profiles_of(found["seen"] or (), Profile.objects.db))
        nearest = adjacent_to(profile, seen[:NEAREST])
        near = _neighbours(profile, nearest, found)
        similar = similar_roles.shown_of(profile, elsewhere)
        return cls(profile, seen, nearest, near, similar, found["roles"] or [])

    @cached_property
    def kinds(self) -> list[MovesOfKind]:
        """The four kinds that have somebody, each from near to far."""
        kinds = [
            MovesOfKind(
                kind, words, [each for each in self.neighbours if each.distance.kind == kind]
            )
            for kind, words in KIND_WORDS.items()
        ]
        return [kind for kind in kinds if kind.neighbours]

    @cached_property
    def picture(self) -> NearRolesPicture | None:
        own = RoleBox.of(self.profile)
        focuses = rows_of(self.profile, self.seen)
        drawn = {focus.pk for focus in focuses}
        roles = [RoleBox(*row) for row in self.roles]
        others = [role for role in roles if role.focus_id in drawn and role != own]
        if not others:
            return None
        distances = {adjacent.profile.pk: adjacent.distance for adjacent in self.nearest}
        return NearRolesPicture.of(own, self.profile.function_id, focuses, others, distances)

    @property
    def first(self) -> list[Neighbour]:
        """The few that a profile's own page shows, nearest first. With a function that has nothing
        in common, level alone would make a role near: it is on the page of evidence.
        """
        related = [each for each in self.neighbours if each.is_related]
        return related[: min(FIRST, LINES - len(self.first_similar))]

    @property
    def first_similar(self) -> list[SimilarWork]:
        return self.similar[:FIRST_SIMILAR]

    @property
    def closest_keys(self) -> str:
        """The few nearest, as the compare page's address wants them."""
        return ",".join(near.profile.key for near in self._closest)

    @property
    def closest_count(self) -> int:
        return len(self._closest)

    @property
    def _closest(self) -> list[Neighbour]:
        return [each for each in self.neighbours if each.is_related][:COMPARED]


def _asked(profile: Profile | ProfileRecord, looking: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is around the role by structure, and which roles elsewhere have similar work."""
    near_roles, values = called("taxonomy_near_roles", profile, looking)
    similar, more = similar_roles.similar_call(profile)
    with connections[Profile.objects.db].cursor() as cursor:
        cursor.execute(f"SELECT {near_roles}, {similar}", [*values, *more])
        return cursor.fetchone()


def _neighbours(
    profile: Profile | ProfileRecord, nearest: list[Adjacent], found: dict[str, Any]
) -> list[Neighbour]:
    shared: dict[int, list[str]] = {}
    for focus, name in found["shared"] or ():
        shared.setdefault(focus, []).append(name)
    medians = medians_of(found["pay"])
    return [
        Neighbour(
            *adjacent,
            shared.get(adjacent.profile.focus_id, []),
            adjacent.profile.focus_id == profile.focus_id,
            difference(medians, profile.pk, adjacent.profile.pk),
        )
        for adjacent in nearest
    ]
