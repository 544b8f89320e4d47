"""The 24 reference levels, in one table: what matching, pay and equivalents are stated in.

A canon may have other levels and tracks; a level of its own may name the reference level that it
equals. Nothing else in the code knows these codes.
"""

import re
from typing import NamedTuple


class ReferenceLevel(NamedTuple):
    """`step` is the place on the scale that all tracks share; `words` are what titles at this
    level say of it.
    """

    code: str
    track: str
    rank: int
    step: int
    words: str = ""


# Code → name of the tracks that the shipped canon has, in reading order.
TRACKS = {"P": "Professional", "M": "Management", "E": "Executive", "S": "Support"}

# What other scales call a track of these.
OTHER_NAMES = {"IC": "P"}

# Steps follow typical years (M2 and P4 both 5-8, M3 and P5 both 8-12, S3 and P3 both 3-5, E1 and P6
# both 12-18) and names (M4 and E1 directors, M6 and E3 vice presidents).
LEVELS = {
    level.code: level
    for level in (
        ReferenceLevel("P1", "P", 1, 1, "junior"),
        ReferenceLevel("P2", "P", 2, 2),
        ReferenceLevel("P3", "P", 3, 3, "mid"),
        ReferenceLevel("P4", "P", 4, 4, "senior"),
        ReferenceLevel("P5", "P", 5, 5, "expert"),
        ReferenceLevel("P6", "P", 6, 6, "principal"),
        ReferenceLevel("P7", "P", 7, 7, "distinguished"),
        ReferenceLevel("P8", "P", 8, 8, "fellow"),
        ReferenceLevel("M1", "M", 1, 3, "lead"),
        ReferenceLevel("M2", "M", 2, 4),
        ReferenceLevel("M3", "M", 3, 5, "senior"),
        ReferenceLevel("M4", "M", 4, 6, "director"),
        ReferenceLevel("M5", "M", 5, 7, "senior director"),
        ReferenceLevel("M6", "M", 6, 8, "vice president"),
        ReferenceLevel("E1", "E", 1, 6, "director"),
        ReferenceLevel("E2", "E", 2, 7, "senior director"),
        ReferenceLevel("E3", "E", 3, 8, "vice president"),
        ReferenceLevel("E4", "E", 4, 9, "senior vice president"),
        ReferenceLevel("E5", "E", 5, 10, "executive vice president"),
        ReferenceLevel("E6", "E", 6, 11, "chief"),
        ReferenceLevel("S1", "S", 1, 1),
        ReferenceLevel("S2", "S", 2, 2),
        ReferenceLevel("S3", "S", 3, 3, "senior"),
        ReferenceLevel("S4", "S", 4, 4, "lead"),
    )
}

EXECUTIVES = frozenset(level.code for level in LEVELS.values() if level.track == "E")

# Codes of this form say their place themselves, also beyond the ranks of the table: P9, M12.
CODE = rf"[{''.join(TRACKS)}][1-9][0-9]?"
_PARTS = re.compile(rf"([{''.join(TRACKS)}])([1-9][0-9]?)")


class Place(NamedTuple):
    """Where a level is: on its track, and on the scale that all tracks share."""

    track: str
    rank: int
    step: int


def place_of(code: str) -> Place | None:
    """What the code of a level says of its place; None for a code of another form."""
    parts = _PARTS.fullmatch(code)
    if parts is None:
        return None
    track, rank = parts[1], int(parts[2])
    last = max(rank for _, of, rank, *_ in LEVELS.values() if of == track)
    known = LEVELS[f"{track}{min(rank, last)}"]
    return Place(track, rank, known.step + rank - known.rank)


def reference_of(code: str, equivalent: str, place: Place) -> str:
    """The reference level that a level of a canon equals, or nothing: the one that it names, or the
    one whose code and place it has.
    """
    if equivalent:
        return equivalent
    return code if code in LEVELS and place_of(code) == place else ""
