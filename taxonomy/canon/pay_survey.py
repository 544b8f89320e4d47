"""Spreads one surveyed wage distribution over a ladder, by a rule that every band states.

The survey gives figures for an occupation, not for a level: the anchor level of a track takes them
as they are (basis survey), each rank above or below is one step of `STEP` away (basis modelled).
"""

import csv
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from taxonomy.canon.focus_documents import FocusDocument
from taxonomy.canon.reader import Read
from taxonomy.canon.tables import PAY, PROFILE_SECTIONS, Row
from taxonomy.models import ClassificationMapping, PayBand, Profile
from taxonomy.reference_levels import LEVELS

# The reference level at which a typical member of a surveyed occupation is, a track.
ANCHORS = {LEVELS[code].track: LEVELS[code] for code in ("P3", "M2", "E3", "S2")}
STEP = Decimal("1.15")
ROUND_TO = 500  # units of the currency


class Percentiles(NamedTuple):
    """Annual wages of an occupation in whole units of the survey's currency."""

    p25: int
    median: int
    p75: int


class Survey(NamedTuple):
    """Where figures come from: `name` is what a band's source line says."""

    name: str
    market: str
    currency: str
    as_of: str  # ISO date
    scheme: str  # of the occupation codes
    figures: dict[str, Percentiles]


def read_figures(path: Path) -> dict[str, Percentiles]:
    """Occupation code → percentiles of a table with the columns soc_code and annual_p25/median/p75.

    Occupations whose figures are not published are left out. ValueError names a missing column.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        columns = ("soc_code", "annual_p25", "annual_median", "annual_p75")
        missing = [name for name in columns if name not in (rows.fieldnames or [])]
        if missing:
            raise ValueError(f"{path}: no column {', '.join(missing)}")
        published = ([row[name] or "" for name in columns] for row in rows)
        return {
            code: Percentiles(*map(int, figures))
            for code, *figures in published
            if all(figure.isdecimal() for figure in figures)
        }


def band(level: str, code: str, survey: Survey) -> dict:
    """The pay band of a reference level mapped to an occupation of the survey, as a canon file
    states it.
    """
    figures = survey.figures[code]
    anchor = ANCHORS[LEVELS[level].track]
    steps = LEVELS[level].step - anchor.step
    low, median, high = (_spread(figure, steps) for figure in figures)
    return {
        "market": survey.market,
        "currency": survey.currency,
        "low": low,
        "median": median,
        "high": high,
        "basis": PayBand.Basis.MODELLED if steps else PayBand.Basis.SURVEY,
        "source": _source(survey, code, anchor.code, steps),
        "as_of": survey.as_of,
    }


def _spread(figure: int, steps: int) -> int:
    if not steps:
        return figure
    exact = figure * STEP**steps / ROUND_TO
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP)) * ROUND_TO


def _source(survey: Survey, code: str, anchor: str, steps: int) -> str:
    surveyed = f"{survey.name}, {survey.scheme} {code}: 25th percentile, median, 75th percentile"
    if not steps:
        return surveyed
    direction = "above" if steps > 0 else "below"
    noun = "level" if abs(steps) == 1 else "levels"
    sign = "×" if steps > 0 else "÷"
    power = f"{STEP}" if abs(steps) == 1 else f"{STEP} to the power {abs(steps)}"
    return (
        f"{surveyed}; {abs(steps)} {noun} {direction} {anchor}, so {sign} {power}, "
        f"to the nearest {ROUND_TO}"
    )


def read_survey(survey: Survey) -> Iterator[Read]:
    """What the survey says of the canon: a document a focus that has mapped profiles.

    A profile with several codes takes the first that is published; bands of other markets stay. A
    level without a reference level gets no pay.
    """
    mappings = ClassificationMapping.objects.filter(scheme=survey.scheme, code__in=survey.figures)
    codes: dict[int, str] = {}
    for profile_id, code in mappings.order_by("profile", "code").values_list("profile", "code"):
        codes.setdefault(profile_id, code)
    held = next(s for s in PROFILE_SECTIONS if s.name == "pay").held(list(codes))
    profiles = Profile.objects.filter(pk__in=codes).with_coordinates().in_order()
    for focus, members in groupby(profiles, key=lambda profile: profile.focus):
        entries = [
            {
                "level": profile.level_id,
                "pay": [
                    *_others(held.get(profile.pk, []), survey),
                    band(profile.level.reference, codes[profile.pk], survey),
                ],
            }
            for profile in members
            if profile.level.reference
        ]
        document = FocusDocument.model_validate(
            {"function": focus.function.code, "focus": {"code": focus.code}, "profiles": entries}
        )
        yield Read(document, survey.name, 0, {})


def _others(rows: list[Row], survey: Survey) -> list[dict]:
    entries = (dict(zip(PAY, (row[0] or "", *row[1:]), strict=True)) for row in rows)
    of_survey = (survey.market, survey.currency)
    return [entry for entry in entries if (entry["market"], entry["currency"]) != of_survey]
