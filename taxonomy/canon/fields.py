"""The types of fields that only canon files have: codes, keys, amounts, scores.

Which fields a document has is in `documents`; texts and web addresses are in
`taxonomy/exchange/fields.py`.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints

from taxonomy import keys, reference_levels
from taxonomy.exchange.fields import OfForm
from taxonomy.limits import HIGHEST_PAY, LONGEST_YEARS
from taxonomy.models.currencies import CURRENCIES
from taxonomy.text import shortest

Code = Annotated[str, OfForm(keys.CODE, "a code: 1 to 24 letters A-Z or digits")]
LevelCode = Annotated[
    str, OfForm(keys.LEVEL_CODE, "a level's code: 1 to 12 letters A-Z or digits, such as P3")
]
TrackCode = Annotated[
    str, OfForm(keys.LEVEL_CODE, "a track's code: 1 to 12 letters A-Z or digits, such as P")
]
Equivalent = Annotated[
    str,
    OfForm(
        "|".join(["", *reference_levels.LEVELS]),
        f"a reference level: {', '.join(reference_levels.LEVELS)}",
    ),
]
ProfileKey = Annotated[str, OfForm(keys.KEY, "a profile key such as ITOPER.GEN.P3")]
Published = Annotated[
    str, OfForm(r"([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?", "a year, a year-month or a date")
]
ProficiencyCode = Annotated[
    str,
    OfForm("[a-z0-9][a-z0-9-]{0,29}", "a proficiency's code: lower-case letters, digits and -"),
]
SkillSlug = Annotated[
    str,
    OfForm(
        "(?=.{1,140}$)[a-z0-9]+(-[a-z0-9]+)*",
        "a slug: lower-case letters and digits, with single hyphens between, 140 at most",
    ),
]
Years = Annotated[int, Field(ge=0, le=LONGEST_YEARS)]


Number = Annotated[Decimal, PlainSerializer(shortest, when_used="json-unless-none")]
Amount = Annotated[Number, Field(ge=0, le=HIGHEST_PAY)]


def _of_iso_4217(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("is not a currency of ISO 4217: three letters such as USD")
    return code


CurrencyCode = Annotated[str, StringConstraints(strict=True), AfterValidator(_of_iso_4217)]


def _halves(score: Decimal) -> Decimal:
    if score * 2 % 1:
        raise ValueError("goes in steps of one half")
    return score


Score = Annotated[Number, Field(ge=1, le=5), AfterValidator(_halves)]
