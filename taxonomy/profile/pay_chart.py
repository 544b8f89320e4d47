"""Pay on one scale: where each rung's band is between the lowest and the highest of a ladder.

Pure geometry in units of a drawing `WIDTH` wide; the template draws it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from taxonomy.profile.records import PayBandRecord, ProfileRecord

WIDTH = 320


class PayRung(NamedTuple):
    """A profile's band and where its low, median and high fall on the scale."""

    profile: ProfileRecord
    band: PayBandRecord
    start: float
    middle: float
    end: float
    is_here: bool

    @property
    def length(self) -> float:
        return round(max(self.end - self.start, 2), 1)


@dataclass(frozen=True)
class PayRange:
    """Bands of a ladder on the same terms; `market` is its name, empty where it is not stated."""

    market: str
    currency: str
    period: str  # in words: a year
    low: Decimal
    high: Decimal
    rungs: list[PayRung]

    @property
    def has_sources(self) -> bool:
        return any(rung.band.source for rung in self.rungs)

    @property
    def here(self) -> PayRung:
        return next(rung for rung in self.rungs if rung.is_here)


def pay_ranges(profile: ProfileRecord, ladder: Iterable[ProfileRecord]) -> list[PayRange]:
    """A scale for each of the profile's bands; bands of other rungs join on the same terms."""
    rungs = list(ladder)
    return [_on_one_scale(profile, own, rungs) for own in profile.pay_bands]


def _on_one_scale(
    profile: ProfileRecord, own: PayBandRecord, ladder: list[ProfileRecord]
) -> PayRange:
    bands = [(rung, band) for rung in ladder for band in rung.pay_bands if band.terms == own.terms]
    low = min(band.low for _, band in bands)
    high = max(band.high for _, band in bands)
    step = WIDTH / (float(high - low) or 1)

    def place(amount: Decimal) -> float:
        return round(float(amount - low) * step, 1)

    drawn = [
        PayRung(
            rung,
            band,
            place(band.low),
            place(band.median),
            place(band.high),
            rung.pk == profile.pk,
        )
        for rung, band in bands
    ]
    market = own.market.name if own.market else ""
    return PayRange(market, own.currency, own.get_period_display(), low, high, drawn)
