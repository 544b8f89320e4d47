"""A role among its neighbours, as its page tells it: the nearest ones by kind, and a picture.

Two queries beyond the search itself, whatever the size of the canon. How far apart roles are is
`taxonomy/adjacency.py`'s, where they stand in the picture `taxonomy/neighbourhood.py`'s.
"""

from dataclasses import dataclass
from typing import NamedTuple

from taxonomy.adjacency import KIND_WORDS, Adjacent, Distance, Kind
from taxonomy.models import FocusSkill, Profile
from taxonomy.neighbourhood import Neighbourhood, rows_of

NEAREST = 8
# The picture looks a little farther, so that it has rows to show.
SEEN = 24
COMPARED = 3


class Neighbour(NamedTuple):
    """A near role, and the names of skills and tools that its focus shares with the subject's."""

    profile: Profile
    distance: Distance
    shared: list[str]
    is_same_focus: bool


class KindOfMove(NamedTuple):
    kind: Kind
    words: str
    neighbours: list[Neighbour]


@dataclass(frozen=True)
class Surroundings:
    """Ask for it with `Surroundings.of(profile)`; the profile comes with its function."""

    kinds: list[KindOfMove]
    nearest: list[Adjacent]
    picture: Neighbourhood | None

    @classmethod
    def of(cls, profile: Profile) -> "Surroundings":
        seen = Profile.objects.nearest_to(profile, SEEN)
        nearest = seen[:NEAREST]
        return cls(_kinds(profile, nearest), nearest, _picture(profile, nearest, seen))

    @property
    def closest_keys(self) -> str:
        """The few nearest, as the compare page's address wants them."""
        return ",".join(adjacent.profile.key for adjacent in self.nearest[:COMPARED])

    @property
    def closest_count(self) -> int:
        return len(self.nearest[:COMPARED])


def _kinds(profile: Profile, nearest: list[Adjacent]) -> list[KindOfMove]:
    """The four kinds that have somebody, each from near to far."""
    others = {adjacent.profile.focus_id for adjacent in nearest} - {profile.focus_id}
    shared: dict[int, list[str]] = {}
    for applied in FocusSkill.objects.shared(profile.focus_id, others) if others else ():
        shared.setdefault(applied.focus_id, []).append(applied.skill.name)
    neighbours = [
        Neighbour(
            *adjacent,
            shared.get(adjacent.profile.focus_id, []),
            adjacent.profile.focus_id == profile.focus_id,
        )
        for adjacent in nearest
    ]
    kinds = [
        KindOfMove(kind, words, [each for each in neighbours if each.distance.kind == kind])
        for kind, words in KIND_WORDS.items()
    ]
    return [kind for kind in kinds if kind.neighbours]


def _picture(
    profile: Profile, nearest: list[Adjacent], seen: list[Adjacent]
) -> Neighbourhood | None:
    focuses = rows_of(profile, [adjacent.profile for adjacent in seen])
    by_id = {focus.pk: focus for focus in focuses}
    roles = list(Profile.objects.in_use().filter(focus__in=by_id).exclude(pk=profile.pk))
    if not roles:
        return None
    for role in roles:
        role.focus = by_id[role.focus_id]
    distances = {adjacent.profile.pk: adjacent.distance for adjacent in nearest}
    return Neighbourhood.of(profile, focuses, roles, distances)
