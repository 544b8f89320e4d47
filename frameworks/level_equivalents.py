"""Which level of SFIA is nearest to a reference level (`taxonomy/reference_levels.py`).

SFIA counts seven levels of responsibility; the table is this project's reading of both scales, by
autonomy and reach, not by years. What a page shows with it is in templates.
"""

from collections.abc import Iterable

NEAREST = {
    # Professional: helps, applies, enables, then answers for others' results.
    "P1": 2,
    "P2": 3,
    "P3": 4,
    "P4": 5,
    "P5": 5,
    "P6": 6,
    "P7": 6,
    "P8": 7,
    # Management: a team lead already ensures; a vice president sets strategy.
    "M1": 4,
    "M2": 5,
    "M3": 5,
    "M4": 6,
    "M5": 6,
    "M6": 7,
    "E1": 6,
    "E2": 6,
    "E3": 7,
    "E4": 7,
    "E5": 7,
    "E6": 7,
    # Support: from routine under supervision to leading a shift.
    "S1": 1,
    "S2": 2,
    "S3": 3,
    "S4": 4,
}


def nearest_defined(level: str, defined: Iterable[int]) -> int | None:
    """The defined level nearest to the one that fits a reference level; of two, the lower one."""
    wanted = NEAREST.get(level)
    numbers = sorted(defined)
    if wanted is None or not numbers:
        return None
    return min(numbers, key=lambda number: (abs(number - wanted), number))
