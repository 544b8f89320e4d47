"""A profile as a schema.org Occupation, for search engines that read the page."""

import json
from typing import Any

from markupsafe import Markup

from taxonomy.choices import PayBasis, Period
from taxonomy.profile.records import PayBandRecord, ProfileRecord
from taxonomy.text import shortest
from taxonomy.web.texts import plain_prose

DURATIONS = {
    Period.YEAR: "P1Y",
    Period.MONTH: "P1M",
    Period.WEEK: "P1W",
    Period.DAY: "P1D",
    Period.HOUR: "PT1H",
}
# What would end the script element, or open another.
_ESCAPES: dict[str, str | int | None] = {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"}


def occupation(profile: ProfileRecord) -> Markup:
    """JSON-LD, safe inside a script element; fields that the canon lacks are left out."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Occupation",
        "name": profile.title,
        "description": plain_prose(profile.summary) or plain_prose(profile.focus.summary),
        "occupationalCategory": [f"{m.scheme} {m.code}" for m in profile.mappings],
        "estimatedSalary": [_salary(band) for band in profile.pay_bands],
    }
    known = {name: value for name, value in data.items() if value}
    text = json.dumps(known, ensure_ascii=False)
    return Markup(text.translate(str.maketrans(_ESCAPES)))


def _salary(band: PayBandRecord) -> dict[str, str]:
    """Low and high are quartiles only where a survey of the whole occupation says so."""
    salary = {
        "@type": "MonetaryAmountDistribution",
        "name": "base",
        "currency": band.currency,
        "duration": DURATIONS[band.period],
        "median": shortest(band.median),
    }
    if band.basis == PayBasis.OCCUPATION:
        salary["percentile25"] = shortest(band.low)
        salary["percentile75"] = shortest(band.high)
    return salary
