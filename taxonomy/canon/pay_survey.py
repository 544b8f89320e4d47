"""Reads a wage survey and gives the profiles that are mapped to its occupations their pay.

Which figures a level takes is the rule in `pay_rule`. An occupation prices one track of a focus:
other tracks have pay from an occupation of their own, or none.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from django.db.models import Q

from taxonomy.canon.focus_documents import FocusDocument
from taxonomy.canon.pay_rule import Figures, Slice, amounts, basis, slice_of, words
from taxonomy.canon.tables import PAY, PROFILE_SECTIONS, Row
from taxonomy.choices import Period
from taxonomy.exchange.parser import Read
from taxonomy.models import ClassificationMapping, Market, PayBand, Profile
from taxonomy.text import folded

COLUMNS = {
    "annual_p10": 10,
    "annual_p25": 25,
    "annual_median": 50,
    "annual_p75": 75,
    "annual_p90": 90,
}
NEEDED = ("soc_code", "annual_p25", "annual_median", "annual_p75")


class Survey(NamedTuple):
    """Where figures come from: `name` is what a band's source line says."""

    name: str
    market: str
    currency: str
    as_of: str  # ISO date
    scheme: str  # of the occupation codes
    figures: dict[str, Figures]


def read_figures(path: Path) -> dict[str, Figures]:
    """Occupation code → its percentiles, of a table with soc_code and annual_p10 to annual_p90.

    What is not a number is not published or only a bound, and is left out. ValueError names a
    missing column.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        missing = [name for name in NEEDED if name not in (rows.fieldnames or [])]
        if missing:
            raise ValueError(f"{path}: no column {', '.join(missing)}")
        read = ((row["soc_code"], _published(row)) for row in rows)
        return {code: figures for code, figures in read if figures}


def _published(row: dict[str, str | None]) -> Figures:
    stated = ((place, row.get(name) or "") for name, place in COLUMNS.items())
    return {place: int(figure) for place, figure in stated if figure.isdecimal()}


class Priced(NamedTuple):
    """A profile and the slice of its occupation's wages that it takes."""

    profile: Profile
    code: str
    slice: Slice


def read_survey(survey: Survey) -> Iterator[Read]:
    """What the survey says of the canon: a document a focus that has mapped profiles.

    Bands on other terms stay; a band of this survey that the rule no longer gives goes.
    """
    named = folded(survey.market)
    market = Market.objects.filter(Q(folded_code=named) | Q(folded_name=named))
    survey = survey._replace(market=getattr(market.first(), "code", survey.market))
    codes = _codes(survey)
    stale = PayBand.objects.filter(**_terms(survey), source__startswith=f"{survey.name},")
    concerned = set(codes) | set(stale.values_list("profile", flat=True))
    stored = next(s for s in PROFILE_SECTIONS if s.name == "pay").stored(list(concerned))
    profiles = Profile.objects.filter(pk__in=concerned).with_coordinates().in_order()
    for focus, grouped in groupby(profiles, key=lambda profile: profile.focus):
        members = list(grouped)
        bands = {each.profile.pk: _band(each, survey) for each in priced(members, codes, survey)}
        entries = [
            {"level": profile.level_id, "pay": [*others, *filter(None, [bands.get(profile.pk)])]}
            for profile in members
            for others in [_others(stored.get(profile.pk, []), survey, profile.pk in bands)]
        ]
        document = FocusDocument.model_validate(
            {"function": focus.function.code, "focus": {"code": focus.code}, "profiles": entries}
        )
        yield Read(document, survey.name, 0, {})


def _codes(survey: Survey) -> dict[int, str]:
    """Profile → the first of its occupations that the survey has."""
    mappings = ClassificationMapping.objects.filter(scheme=survey.scheme, code__in=survey.figures)
    codes: dict[int, str] = {}
    for profile_id, code in mappings.order_by("profile", "code").values_list("profile", "code"):
        codes.setdefault(profile_id, code)
    return codes


def priced(members: list[Profile], codes: dict[int, str], survey: Survey) -> list[Priced]:
    """The profiles of a focus that get pay: of an occupation that several tracks are mapped to, the
    track with the most levels that the rule knows; of two alike, the first in order.
    """
    found = []
    for profile in members:
        code = codes.get(profile.pk, "")
        wanted = code and slice_of(profile.level.reference, survey.scheme, code)
        if wanted and amounts(survey.figures[code], wanted):
            found.append(Priced(profile, code, wanted))
    counts = Counter((each.code, each.profile.level.track_id) for each in found)
    tracks: dict[str, str] = {}
    for (code, track), count in counts.items():  # in the order of the tracks
        if code not in tracks or count > counts[code, tracks[code]]:
            tracks[code] = track
    return [each for each in found if tracks[each.code] == each.profile.level.track_id]


def _terms(survey: Survey) -> dict[str, str]:
    return {"market": survey.market, "currency": survey.currency, "period": Period.YEAR}


def _band(priced: Priced, survey: Survey) -> dict:
    """The band as a canon file states it."""
    profile, code, wanted = priced
    figures = amounts(survey.figures[code], wanted)
    assert figures is not None  # what has none was left out before
    low, median, high = figures
    rule = words(wanted, profile.level.reference)
    return {
        **_terms(survey),
        "low": low,
        "median": median,
        "high": high,
        "basis": basis(wanted),
        "source": f"{survey.name}, {survey.scheme} {code} as a whole: {rule}",
        "as_of": survey.as_of,
    }


def _others(rows: list[Row], survey: Survey, is_priced: bool) -> list[dict]:
    """The bands that stay: on other terms, or by hand where the rule gives none."""
    entries = (dict(zip(PAY, (row[0] or "", *row[1:]), strict=True)) for row in rows)
    return [
        entry
        for entry in entries
        if any(entry[name] != value for name, value in _terms(survey).items())
        or not (is_priced or entry["source"].startswith(f"{survey.name},"))
    ]
