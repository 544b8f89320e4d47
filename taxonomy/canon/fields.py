"""The types of fields in canon files: limited text, codes, amounts, scores, addresses.

Which fields a document has is in `documents`.
"""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from taxonomy import keys

# As patterns that pydantic matches by itself: most of a large load is text, and a function of ours
# for each piece of it would take longer than all other checks.
_PRINTABLE = r"\A[^\x00-\x08\x0b-\x1f\x7f]*\z"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def unprintable_in(text: str) -> str:
    """What is wrong with text that is not printable. Python would strip more than pydantic does."""
    found = _UNPRINTABLE.search(text.strip("\t\n\v\f\r "))
    return f"has the unprintable character U+{ord(found[0]):04X}" if found else "is not printable"


def limited(longest: int, shortest: int = 0) -> Any:
    """Printable text of so many characters."""
    limits = StringConstraints(
        strip_whitespace=True,
        strict=True,
        min_length=shortest,
        max_length=longest,
        pattern=_PRINTABLE,
    )
    return Annotated[str, limits]


def like(pattern: str, meaning: str) -> Any:
    """Text of a form, and what to say when it has another."""
    form = re.compile(pattern)

    def check(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError(f"is not {meaning}")
        return text

    return Annotated[str, StringConstraints(strict=True), AfterValidator(check)]


Prose = limited(4000)
Sentence = limited(4000, 1)
Name = limited(120, 1)
Title = limited(200, 1)
Word = limited(60)
Code = like(keys.CODE, "a code: 1 to 24 letters A-Z or digits")
LevelCode = like(keys.LEVEL_CODE, "a level code such as P3")
ProfileKey = like(keys.KEY, "a profile key such as ITOPER.GEN.P3")
Published = like(r"(\d{4}(-\d{2}(-\d{2})?)?)?", "a year, a year-month or a date")
WebAddress = like(r"(https?://\S{1,490})?", "a web address: http:// or https://")
ProficiencyCode = like(
    "[a-z0-9][a-z0-9-]{0,29}", "a proficiency's code: lower-case letters, digits and -"
)
SkillSlug = like(
    "[a-z0-9]+(-[a-z0-9]+)*", "a slug: lower-case letters and digits, with single hyphens between"
)
Currency = like("[A-Z]{3}", "a currency: three letters such as USD")
Years = Annotated[int, Field(ge=0, le=80)]
Amount = Annotated[int, Field(ge=0, le=2_000_000_000)]


def _halves(score: Decimal) -> Decimal:
    if score * 2 % 1:
        raise ValueError("goes in steps of one half")
    return score


Score = Annotated[Decimal, Field(ge=1, le=5), AfterValidator(_halves)]
