"""A role among its neighbours, as its page shows it: the nearest ones by kind, and a picture.

One query, whatever the size of the canon. Distances come from `taxonomy/adjacency/distance.py`,
places in the picture from `taxonomy/adjacency/picture.py`.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import connections

from taxonomy.adjacency.distance import KIND_WORDS, Adjacent, Distance, MoveKind
from taxonomy.adjacency.nearest import adjacent_to, called, profiles_of
from taxonomy.adjacency.picture import Neighbourhood, rows_of
from taxonomy.ladders import RoleBox
from taxonomy.models import Focus, Profile
from taxonomy.models.pay import Terms
from taxonomy.profile.records import FocusRecord, ProfileRecord

NEAREST = 8
FIRST = 5
# The picture looks a little farther, so that it has rows to show.
SEEN = 24
COMPARED = 3


class PayDifference(NamedTuple):
    """Median of the near role less the subject's, in one market, currency and period."""

    amount: Decimal
    currency: str
    period: str


class Neighbour(NamedTuple):
    """A near role, and the names of skills and tools that its focus shares with the subject's."""

    profile: Profile
    distance: Distance
    shared: list[str]
    is_same_focus: bool
    pay: PayDifference | None = None


class KindOfMove(NamedTuple):
    kind: MoveKind
    words: str
    neighbours: list[Neighbour]


@dataclass(frozen=True)
class Surroundings:
    """Ask for it with `Surroundings.of(profile)`; the profile comes with its coordinates."""

    kinds: list[KindOfMove]
    nearest: list[Adjacent]
    neighbours: list[Neighbour]
    picture: Neighbourhood | None

    @classmethod
    def of(cls, profile: Profile | ProfileRecord) -> "Surroundings":
        seen, shared, roles, bands = _asked(profile)
        nearest = adjacent_to(profile, seen[:NEAREST])
        focuses = rows_of(profile, seen)
        near = _neighbours(profile, nearest, shared, bands)
        return cls(_kinds(near), nearest, near, _picture(profile, nearest, focuses, roles))

    @property
    def first(self) -> list[Neighbour]:
        """The few that a profile's own page shows, nearest first."""
        return self.neighbours[:FIRST]

    @property
    def closest_keys(self) -> str:
        """The few nearest, as the compare page's address wants them."""
        return ",".join(adjacent.profile.key for adjacent in self.nearest[:COMPARED])

    @property
    def closest_count(self) -> int:
        return len(self.nearest[:COMPARED])


Bands = dict[int, dict[Terms, Decimal]]


def _asked(
    profile: Profile | ProfileRecord,
) -> tuple[list[Profile], dict[int, list[str]], list[RoleBox], Bands]:
    """The roles seen from near to far, names of shared skills by focus, the roles in use of all
    focuses seen, and medians of the roles seen by their terms.
    """
    database = Profile.objects.db
    call, values = called("taxonomy_surroundings", profile, SEEN)
    with connections[database].cursor() as cursor:
        cursor.execute(f"SELECT {call}", values)
        (found,) = cursor.fetchone()
    shared: dict[int, list[str]] = {}
    for focus, name in found["shared"] or ():
        shared.setdefault(focus, []).append(name)
    seen = list(profiles_of(found["seen"] or (), database))
    bands: Bands = {}
    for profile_id, median, *terms in found["pay"] or ():
        bands.setdefault(profile_id, {})[Terms(*terms)] = Decimal(str(median))
    return seen, shared, [RoleBox(*row) for row in found["roles"] or ()], bands


def _neighbours(
    profile: Profile | ProfileRecord,
    nearest: list[Adjacent],
    shared: dict[int, list[str]],
    bands: Bands,
) -> list[Neighbour]:
    own = bands.get(profile.pk, {})
    return [
        Neighbour(
            *adjacent,
            shared.get(adjacent.profile.focus_id, []),
            adjacent.profile.focus_id == profile.focus_id,
            _difference(own, bands.get(adjacent.profile.pk, {})),
        )
        for adjacent in nearest
    ]


def _difference(own: dict[Terms, Decimal], other: dict[Terms, Decimal]) -> PayDifference | None:
    """On the first terms, in order of the alphabet, on which both are paid."""
    both = min(own.keys() & other.keys(), default=None)
    return PayDifference(other[both] - own[both], both.currency, both.period) if both else None


def _kinds(neighbours: list[Neighbour]) -> list[KindOfMove]:
    """The four kinds that have somebody, each from near to far."""
    kinds = [
        KindOfMove(kind, words, [each for each in neighbours if each.distance.kind == kind])
        for kind, words in KIND_WORDS.items()
    ]
    return [kind for kind in kinds if kind.neighbours]


def _picture(
    profile: Profile | ProfileRecord,
    nearest: list[Adjacent],
    focuses: list[Focus | FocusRecord],
    roles: list[RoleBox],
) -> Neighbourhood | None:
    own = RoleBox.of(profile)
    drawn = {focus.pk for focus in focuses}
    others = [role for role in roles if role.focus_id in drawn and role != own]
    if not others:
        return None
    distances = {adjacent.profile.pk: adjacent.distance for adjacent in nearest}
    return Neighbourhood.of(own, profile.function_id, focuses, others, distances)
