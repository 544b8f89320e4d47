"""Profiles side by side: the rows that a comparison shows.

Pure: it reads loaded profiles and says what is in each cell. Queries are the models', words
around the table the template's.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from taxonomy.adjacency.distance import Coordinates, Distance, distance_between
from taxonomy.choices import Period
from taxonomy.models import DIMENSIONS, GUIDELINE_CELLS
from taxonomy.models.pay import Terms
from taxonomy.profile.records import PayBandRecord, ProfileRecord, SkillRecord
from taxonomy.profile.skills import requirements
from taxonomy.profile.step import pay_steps

REFERENCE = "reference"
REQUIRED = "Required skills"
REQUIRED_OF_ONE = "Skills required of one role only"


@dataclass(frozen=True)
class ComparedRow:
    """One line of the table: a cell a column. `kind` names how a cell is shown."""

    label: str
    cells: tuple
    kind: str = "text"
    differs: bool = False


class OwnArea(NamedTuple):
    """An area that no other column has, with its sentences."""

    name: str
    texts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}: {' '.join(self.texts)}"


Own = tuple[tuple[tuple[ComparedRow, Any], ...], ...]  # by column: a row and its one cell


class Away(NamedTuple):
    """How far another column's role is."""

    profile: ProfileRecord
    distance: Distance


class ComparedGroup(NamedTuple):
    heading: str
    rows: tuple[ComparedRow, ...]


def groups(profiles: list[ProfileRecord], only_differences: bool = False) -> list[ComparedGroup]:
    """All rows in reading order; with `only_differences`, those whose cells are not all alike."""
    required, alone = _required(profiles)
    offered: tuple[ComparedGroup, ...] = (
        ComparedGroup("Role", (*_pay(profiles), *_pay_differences(profiles), *_place(profiles))),
        ComparedGroup("Level dimensions", tuple(_dimensions(profiles))),
        ComparedGroup("Level guideline", tuple(_guideline(profiles))),
        ComparedGroup("Responsibilities", tuple(_responsibilities(profiles))),
        ComparedGroup(REQUIRED, tuple(required)),
        ComparedGroup(REQUIRED_OF_ONE, tuple(_required_of_one(alone))),
        ComparedGroup("Further skills", tuple(_skills(profiles))),
        ComparedGroup("Nearness", (_distances(profiles),) if len(profiles) > 1 else ()),
    )
    if only_differences and len(profiles) > 1:
        offered = tuple(
            ComparedGroup(group.heading, tuple(row for row in group.rows if row.differs))
            for group in offered
        )
    kept = [group for group in offered if group.rows]
    if REQUIRED in {group.heading for group in kept}:
        return kept
    return [g._replace(heading=REQUIRED) if g.heading == REQUIRED_OF_ONE else g for g in kept]


def _row(label: str, cells: Iterable, kind: str = "text") -> ComparedRow:
    cells = tuple(cells)
    return ComparedRow(label, cells, kind, differs=any(cell != cells[0] for cell in cells))


def _texts(
    label: str, profiles: list[ProfileRecord], value: Callable[[ProfileRecord], str]
) -> Iterator[ComparedRow]:
    """A row, where the canon has the text of any of them."""
    row = _row(label, (value(profile) for profile in profiles))
    if any(row.cells):
        yield row


def _pay(profiles: list[ProfileRecord]) -> Iterable[ComparedRow]:
    """A row for all terms on which any of them is paid; at least one row."""
    bands = [{band.terms: band for band in profile.pay_bands} for profile in profiles]
    listed = dict.fromkeys(chain.from_iterable(bands))
    if not listed:
        yield _row("Pay", (None for _ in profiles), "pay")
    for terms in listed:
        cells = tuple(row.get(terms) for row in bands)
        label = f"Pay{_where(terms, listed)}"
        differs = any(_figures(cell) != _figures(cells[0]) for cell in cells)
        yield ComparedRow(label, cells, "pay", differs)


def _where(terms: Terms, listed: Iterable[Terms]) -> str:
    """`, UK (GBP), an hour`: currency and period only where others are listed for the market."""
    where = f", {terms.market}" if terms.market else ""
    of_market = [other for other in listed if other.market == terms.market]
    if any(other.currency != terms.currency for other in of_market):
        where += f" ({terms.currency})"
    if any(other.period != terms.period for other in of_market):
        where += f", {Period(terms.period).label}"
    return where


def _figures(band: PayBandRecord | None) -> tuple | None:
    return (band.low, band.median, band.high, band.basis) if band else None


def _place(profiles: list[ProfileRecord]) -> Iterable[ComparedRow]:
    yield _row("Level", (profile.level for profile in profiles), "link")
    yield _row("Function", (profile.function for profile in profiles), "link")
    yield _row("Focus", (profile.focus for profile in profiles), "link")
    yield from _texts("Typical years", profiles, lambda profile: profile.level.years)


def _dimensions(profiles: list[ProfileRecord]) -> Iterable[ComparedRow]:
    for field, label in DIMENSIONS.items():
        yield from _texts(label, profiles, attrgetter(f"level.{field}"))


def _guideline(profiles: list[ProfileRecord]) -> Iterable[ComparedRow]:
    for field, label in GUIDELINE_CELLS.items():
        yield from _texts(label, profiles, partial(_cell, field))


def _cell(field: str, profile: ProfileRecord) -> str:
    return getattr(profile.guideline, field, "")


def _responsibilities(profiles: list[ProfileRecord]) -> Iterable[ComparedRow]:
    """A row an area, whatever the case of its name, so that roles of two focuses meet; areas that
    one role alone has share a row where several roles have such; what has no area comes last.
    """
    names: dict[str, str] = {}
    for profile in profiles:
        for duty in profile.responsibilities:
            if duty.area:
                names.setdefault(duty.area.name.casefold(), duty.area.name)
    rows = [
        _row(name, (_texts_of(profile, folded) for profile in profiles), "texts")
        for folded, name in names.items()
    ]
    shared, alone = _apart(rows)
    yield from shared
    if alone:
        cells = tuple(tuple(OwnArea(row.label, texts) for row, texts in own) for own in alone)
        yield ComparedRow("Areas of one role only", cells, "areas", differs=True)
    rest = [_texts_of(profile, "") for profile in profiles]
    if any(rest) or not names:
        yield _row("Other duties" if names else "Responsibilities", rest, "texts")


def _apart(rows: list[ComparedRow]) -> tuple[list[ComparedRow], Own]:
    """The rows, and for each column those of them that it alone has; these stay among the rows
    unless several columns have some.
    """
    alone = [row for row in rows if len(row.cells) > 1 and sum(map(bool, row.cells)) == 1]
    columns = tuple(
        tuple((row, cell) for row, cell in zip(alone, column, strict=True) if cell)
        for column in zip(*(row.cells for row in alone), strict=True)
    )
    if sum(map(bool, columns)) < 2:
        return rows, ()
    return [row for row in rows if row not in alone], columns


def _texts_of(profile: ProfileRecord, area: str) -> tuple[str, ...]:
    return tuple(
        duty.text
        for duty in profile.responsibilities
        if (duty.area.name.casefold() if duty.area else "") == area
    )


def _pay_differences(profiles: list[ProfileRecord]) -> Iterable[ComparedRow]:
    """Medians against the first role's, a row for all terms on which it and another are paid."""
    first, *others = profiles
    listed = [band.terms for band in first.pay_bands]
    for own in first.pay_bands:
        cells = [
            next((step for step in pay_steps(first, other) if step.before == own), None)
            for other in others
        ]
        if any(cells):
            where = _where(own.terms, listed)
            yield ComparedRow(
                f"Median against {first.level_label}{where}", (REFERENCE, *cells), "rise", True
            )


def _distances(profiles: list[ProfileRecord]) -> ComparedRow:
    """From each column to every other one."""
    coordinates = [Coordinates.of(profile) for profile in profiles]
    cells = tuple(
        tuple(
            Away(other, distance_between(here, there))
            for other, there in zip(profiles, coordinates, strict=True)
            if there is not here
        )
        for here in coordinates
    )
    return ComparedRow("Distance", cells, "distances", differs=True)


def _required(profiles: list[ProfileRecord]) -> tuple[list[ComparedRow], Own]:
    """A row a skill, with the proficiency at which each role requires it, as `_apart` has them."""
    required = [{each.skill.pk: each for each in requirements(profile)} for profile in profiles]
    rows = []
    for pk in dict.fromkeys(chain.from_iterable(required)):
        cells = [row.get(pk) for row in required]
        rows.append(_row(next(filter(None, cells)).skill.name, cells, "requirement"))
    return _apart(rows)


def _required_of_one(alone: Own) -> Iterable[ComparedRow]:
    if alone:
        cells = tuple(tuple(requirement for _, requirement in own) for own in alone)
        yield ComparedRow(REQUIRED_OF_ONE, cells, "requirements", differs=True)


def _skills(profiles: list[ProfileRecord]) -> Iterable[ComparedRow]:
    """What all of them apply in one cell across the table, then what is each column's own. A skill
    that one of them requires has a row of its own already."""
    required = {each.skill for profile in profiles for each in requirements(profile)}
    applied = [
        [skill for skill in _applied(profile) if skill not in required] for profile in profiles
    ]
    if required and not any(applied):
        return
    shared = [skill for skill in applied[0] if all(skill in others for others in applied)]
    if len(profiles) == 1:
        yield ComparedRow("Applied", (tuple(shared),), "skills")
        return
    if shared:
        yield ComparedRow("Shared by all", (tuple(shared),), "shared")
    own = [tuple(skill for skill in skills if skill not in shared) for skills in applied]
    if any(own) or not shared:
        label = "Only here" if len(profiles) == 2 else "Not shared by all"
        yield ComparedRow(label, tuple(own), "skills", differs=any(own))


def _applied(profile: ProfileRecord) -> list[SkillRecord]:
    return [applied.skill for applied in profile.focus.applied_skills]
