"""What changes from one role to another, whichever two they are: areas, rubric, level, pay.

Pure: both profiles come loaded with level, guideline, responsibilities and pay bands.
"""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from taxonomy.profile.records import PayBandRecord, ProfileRecord
from taxonomy.profile.skills import RequirementChange, requirement_changes
from taxonomy.profile.word_changes import AreaChange, AreaSentence, TextChange, by_area, fields


class PayStep(NamedTuple):
    """Two bands on the same terms, the earlier role's and the later one's."""

    before: PayBandRecord
    after: PayBandRecord

    @property
    def amount(self) -> Decimal:
        return self.after.median - self.before.median

    @property
    def percent(self) -> int | None:
        return round(100 * self.amount / self.before.median) if self.before.median else None


class Step(NamedTuple):
    lower: ProfileRecord
    upper: ProfileRecord
    areas: list[AreaChange]
    guideline: list[TextChange]
    dimensions: tuple[TextChange, ...]
    skills: list[RequirementChange]
    pay: list[PayStep]

    def of_kind(self, kind: str) -> list[AreaChange]:
        return [change for change in self.areas if change.kind == kind]

    @property
    def has_areas(self) -> bool:
        """Whether both roles name areas, so that it can be said what grows, begins and ends."""
        return not self.of_kind("asks")

    def heading(self, change: AreaChange) -> str:
        return change.area or ("Further duties" if self.has_areas else "Responsibilities")


def step_between(lower: ProfileRecord, upper: ProfileRecord) -> Step:
    return Step(
        lower,
        upper,
        by_area(sentences(lower), sentences(upper)),
        fields(_cells(lower), _cells(upper)),
        _changes_of_level(_dimensions(lower), _dimensions(upper)),
        requirement_changes(lower, upper),
        pay_steps(lower, upper),
    )


def sentences(profile: ProfileRecord) -> list[AreaSentence]:
    """The profile's responsibilities as they are compared."""
    return [
        AreaSentence(each.area.name if each.area else None, each.text)
        for each in profile.responsibilities
    ]


def pay_steps(lower: ProfileRecord, upper: ProfileRecord) -> list[PayStep]:
    """Bands that compare: of one market, currency and period."""
    bands = {band.terms: band for band in lower.pay_bands}
    return [PayStep(bands[band.terms], band) for band in upper.pay_bands if band.terms in bands]


def _cells(profile: ProfileRecord) -> list[tuple[str, str]]:
    return [cell for cell in profile.guideline.cells if cell[1]] if profile.guideline else []


def _dimensions(profile: ProfileRecord) -> tuple[tuple[str, str], ...]:
    years = [("Typical experience", profile.level.years)] if profile.level.years else []
    return tuple(profile.level.dimensions + years)


# From one level to the next all roles have the same changes, so they are marked once.
@lru_cache(maxsize=64)
def _changes_of_level(
    lower: tuple[tuple[str, str], ...], upper: tuple[tuple[str, str], ...]
) -> tuple[TextChange, ...]:
    return tuple(fields(lower, upper))
