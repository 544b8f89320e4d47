"""Pay on one scale: where each rung's band stands between the lowest and the highest of a ladder.

Pure geometry in units of a drawing `WIDTH` wide; the template draws it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from taxonomy.models import PayBand, Profile

WIDTH = 320


class Rung(NamedTuple):
    """A profile's band and where its low, median and high fall on the scale."""

    profile: Profile
    band: PayBand
    start: float
    middle: float
    end: float
    is_here: bool

    @property
    def length(self) -> float:
        return round(max(self.end - self.start, 2), 1)


@dataclass(frozen=True)
class PayRange:
    """One market's bands over a ladder."""

    market: str
    currency: str
    low: int
    high: int
    rungs: list[Rung]

    @property
    def has_sources(self) -> bool:
        return any(rung.band.source for rung in self.rungs)

    @property
    def here(self) -> Rung:
        return next(rung for rung in self.rungs if rung.is_here)


def pay_ranges(profile: Profile, ladder: Iterable[Profile]) -> list[PayRange]:
    """A scale for each of the profile's bands; bands of other rungs join in the same money."""
    rungs = list(ladder)
    return [_on_one_scale(profile, own, rungs) for own in profile.pay_bands.all()]


def _on_one_scale(profile: Profile, own: PayBand, ladder: list[Profile]) -> PayRange:
    bands = [
        (rung, band)
        for rung in ladder
        for band in rung.pay_bands.all()
        if (band.market, band.currency) == (own.market, own.currency)
    ]
    low = min(band.low for _, band in bands)
    high = max(band.high for _, band in bands)
    step = WIDTH / ((high - low) or 1)

    def place(amount: int) -> float:
        return round((amount - low) * step, 1)

    drawn = [
        Rung(
            rung,
            band,
            place(band.low),
            place(band.median),
            place(band.high),
            rung.pk == profile.pk,
        )
        for rung, band in bands
    ]
    return PayRange(own.market, own.currency, low, high, drawn)
