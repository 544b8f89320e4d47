"""How near two roles are: structural coordinates and one additive distance from 0 to 1.

Pure arithmetic on codes and steps, with its weights in this one place. Finding
the nearest roles in the database is `taxonomy/adjacency/nearest_query.py`'s work.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings

if TYPE_CHECKING:
    from taxonomy.models import Profile
    from taxonomy.profile.records import ProfileRecord

FORMULA_VERSION = "structural@1"

# What a difference costs. `rules` says which order the weights must keep; a test checks it.
LEVEL = Decimal("0.05")
TRACK = Decimal("0.03")
FARTHEST = Decimal(1)

CLOSE, LESS_CLOSE, FAR = "close in structure", "less close in structure", "far in structure"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Tier(StrEnum):
    """What two roles share of the taxonomy, in words, nearest first."""

    FOCUS = "same focus"
    FUNCTION = "other focus of the function"
    FAMILY = "other function of the family"
    SUPER_FUNCTION = "other family of the super-function"
    NONE = "unrelated function"


TIERS = {
    Tier.FOCUS: Decimal(0),
    Tier.FUNCTION: Decimal("0.08"),
    Tier.FAMILY: Decimal("0.14"),
    Tier.SUPER_FUNCTION: Decimal("0.35"),
    Tier.NONE: Decimal("0.65"),
}


class MoveKind(StrEnum):
    """What a move from one role to another would be: same or other focus, higher or not."""

    ADVANCE = "advance"
    LATERAL_ADVANCE = "lateral advance"
    SIMILAR = "similar"
    LATERAL = "lateral"


KIND_WORDS = {
    MoveKind.ADVANCE: "the same focus, at a higher level",
    MoveKind.LATERAL_ADVANCE: "another focus, at a higher level",
    MoveKind.SIMILAR: "the same focus, at the same level of another track or lower",
    MoveKind.LATERAL: "another focus, at the same level or lower",
}


class Part(NamedTuple):
    """One addend of a distance."""

    words: str
    amount: Decimal


class Coordinates(NamedTuple):
    """The place of a role. Codes, except for the two upper tiers, which are names or empty; `step`
    is the place on the scale that all tracks share, `track_words` the track's name in a sentence.
    """

    super_function: str
    family: str
    function: str
    focus: str
    track: str
    step: int
    track_words: str = ""

    @classmethod
    def of(cls, profile: "Profile | ProfileRecord") -> "Coordinates":
        """The profile comes with its function, its level and the level's track."""
        function, focus, _ = profile.key.split(".")
        tiers = profile.function.super_function, profile.function.family
        level = profile.level
        return cls(*tiers, function, focus, level.track_id, level.step, level.track.in_words)


@dataclass(frozen=True)
class Distance:
    """A total from 0 to 1, the parts that add up to it, and what a move from a to b would be."""

    total: Decimal
    parts: tuple[Part, ...]
    kind: MoveKind

    @property
    def band(self) -> str:
        return band_of(self.total)

    @property
    def words(self) -> str:
        """`same focus, one level up`"""
        return ", ".join(part.words for part in self.parts)


class Adjacent(NamedTuple):
    """A role near another one."""

    profile: "Profile"
    distance: Distance

    @property
    def facts(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {
            "key": self.profile.key,
            "distance": float(self.distance.total),
            "band": self.distance.band,
            "parts": [
                {"words": part.words, "amount": float(part.amount)} for part in self.distance.parts
            ],
        }


def distance_between(a: Coordinates, b: Coordinates) -> Distance:
    """How far `b` is from `a`: the same both ways, except for the words up and down."""
    tier, rise = shared_tier(a, b), b.step - a.step
    parts = [Part(tier, TIERS[tier]), Part(_level_words(rise), LEVEL * abs(rise))]
    if a.track != b.track:
        parts.append(Part(f"{b.track_words} track", TRACK))
    over = _total(parts) - FARTHEST
    if over > 0:
        parts.append(Part("no farther than 1", -over))
    return Distance(_total(parts), tuple(parts), _kind(tier, rise))


def _total(parts: list[Part]) -> Decimal:
    return sum((part.amount for part in parts), Decimal(0))


def shared_tier(a: Coordinates, b: Coordinates) -> Tier:
    """The nearest tier that both share; an empty family or super-function is shared by nobody."""
    if a.function == b.function:
        return Tier.FOCUS if a.focus == b.focus else Tier.FUNCTION
    if not a.super_function or a.super_function != b.super_function:
        return Tier.NONE
    return Tier.FAMILY if a.family and a.family == b.family else Tier.SUPER_FUNCTION


def band_of(total: Decimal) -> str:
    """How near in structure, which says nothing of the work; an edge belongs to the nearer band."""
    if total <= settings.ADJACENT_CONFIDENT:
        return CLOSE
    return LESS_CLOSE if total <= settings.ADJACENT_NEEDS_REVIEW else FAR


def order_rules() -> list[tuple[str, str, bool]]:
    """What the weights promise about the order: in words, as a formula, and whether it is true."""
    a, t = LEVEL, TRACK
    _, f, g, s, h = TIERS.values()
    across = 2 * a + t  # two levels away, on another track
    return [
        ("Another track costs less than a level", "t < a", t < a),
        ("Another focus costs between one and two levels", "a < f < 2a", a < f < 2 * a),
        ("Another function: between 2 levels + track and 3", "2a+t < g < 3a", across < g < 3 * a),
        ("Another family: above 4 levels + track", "s > 4a+t", s > 4 * a + t),
        ("Another family: above another function + 2 levels + track", "s > g+2a+t", s > g + across),
        ("No relation: above another family 2 levels away", "h > s+2a", h > s + 2 * a),
    ]


def _level_words(rise: int) -> str:
    if not rise:
        return "same level"
    count = abs(rise)
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{number} level{'s' if count > 1 else ''} {'up' if rise > 0 else 'down'}"


def _kind(tier: Tier, rise: int) -> MoveKind:
    if tier is Tier.FOCUS:
        return MoveKind.ADVANCE if rise > 0 else MoveKind.SIMILAR
    return MoveKind.LATERAL_ADVANCE if rise > 0 else MoveKind.LATERAL
