"""How the wages of one surveyed occupation become the pay of levels: a rule that every band states.

A survey publishes percentiles of a whole occupation and nothing of its levels. The rule gives each
level one of these percentiles as its median and the ones around it as its range; levels beyond
what is published get no pay. Steps between levels are therefore those of the survey.
"""

import re
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from taxonomy.choices import PayBasis

PUBLISHED = (10, 25, 50, 75, 90)
ROUND_TO = 10  # units of the currency, of interpolated figures

Figures = Mapping[int, int]  # percentile → annual wage, of those that are published


class Slice(NamedTuple):
    """The percentiles that a level takes as low, median and high."""

    low: int
    median: int
    high: int


# By their medians. The 15th, 60th and 85th percentile are not published: see `interpolated`.
SLICES = {
    15: Slice(10, 15, 25),
    25: Slice(10, 25, 50),
    50: Slice(25, 50, 75),
    60: Slice(50, 60, 75),
    75: Slice(50, 75, 90),
    85: Slice(75, 85, 90),
}

_MANAGERS = {"M1": 15, "M2": 25, "M3": 50, "M4": 75, "M5": 85}


class OccupationKind(Enum):
    """Whose wages an occupation has: which levels take them, each at which percentile.

    Most people of an occupation are at its third professional, second support or third manager's
    level; most first-line supervisors are team leads and managers. Chief executives include those
    of very small firms, so the upper half of their wages is that of an organisation with levels.
    """

    CHIEF_EXECUTIVES = {"E3": 50, "E4": 60, "E5": 75, "E6": 85}
    GENERAL_MANAGERS = {**_MANAGERS, "E1": 75, "E2": 85}
    MANAGERS = _MANAGERS
    SUPERVISORS = {"M1": 25, "M2": 50, "M3": 75}
    OTHERS = {
        **{"P1": 15, "P2": 25, "P3": 50, "P4": 75, "P5": 85},
        **{"S1": 25, "S2": 50, "S3": 75, "S4": 85},
    }


# What the codes of a classification say of their occupations; the first that fits counts.
_KINDS = {
    "SOC": (
        (r"11-1011", OccupationKind.CHIEF_EXECUTIVES),
        (r"11-1021", OccupationKind.GENERAL_MANAGERS),
        (r"11-", OccupationKind.MANAGERS),
        (r"(?:3[3579]|4[13579]|5[13])-10", OccupationKind.SUPERVISORS),
    ),
    "ISCO": (
        (r"11[12]", OccupationKind.CHIEF_EXECUTIVES),
        (r"1", OccupationKind.MANAGERS),
        (r"312|3341|5151|5222", OccupationKind.SUPERVISORS),
    ),
}


def kind_of(scheme: str, code: str) -> OccupationKind:
    for name, kinds in _KINDS.items():
        if scheme.upper().startswith(name):
            return next(
                (kind for form, kind in kinds if re.match(form, code)), OccupationKind.OTHERS
            )
    return OccupationKind.OTHERS


def slice_of(level: str, scheme: str, code: str) -> Slice | None:
    """What a reference level takes of an occupation's wages; None where the rule gives it none."""
    percentile = kind_of(scheme, code).value.get(level)
    return SLICES[percentile] if percentile else None


def amounts(figures: Figures, wanted: Slice) -> tuple[int, int, int] | None:
    """Low, median and high; None where one of the figures is not published."""
    low, median, high = (_at(figures, percentile) for percentile in wanted)
    return None if low is None or median is None or high is None else (low, median, high)


def _at(figures: Figures, percentile: int) -> int | None:
    if percentile in PUBLISHED:
        return figures.get(percentile)
    lower = max(each for each in PUBLISHED if each < percentile)
    upper = min(each for each in PUBLISHED if each > percentile)
    if lower not in figures or upper not in figures:
        return None
    return interpolated(figures[lower], figures[upper], (percentile - lower) / (upper - lower))


def interpolated(lower: int, upper: int, share: float) -> int:
    """Between two figures, by equal factors and not by equal amounts, as wages are spread."""
    if not lower:
        return 0
    return round(lower * (upper / lower) ** share / ROUND_TO) * ROUND_TO


def basis(wanted: Slice) -> PayBasis:
    return PayBasis.OCCUPATION if wanted == SLICES[50] else PayBasis.MODELLED


def words(wanted: Slice, level: str) -> str:
    """What a band's source line says of the rule."""
    low, median, high = wanted
    middle = "median" if median == 50 else f"{median}th percentile"
    if median not in PUBLISHED:
        middle += " (interpolated)"
    return f"{middle} for {level}, from the {low}th to the {high}th"
