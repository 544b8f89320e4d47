"""The types of fields in canon files: limited text, codes, amounts, scores, addresses.

Which fields a document has is in `documents`.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from taxonomy import keys, reference_levels, text
from taxonomy.choices import accepted
from taxonomy.limits import HIGHEST_PAY, LONGEST_YEARS
from taxonomy.models.currencies import CURRENCIES
from taxonomy.models.text_fields import LONGEST_PROSE


def _normalised(normalise: Callable[[str], str]) -> Callable[[Any], Any]:
    def clean(value: Any) -> Any:
        if type(value) is not str:
            return value  # the check of its type has the words
        if value.isascii() and value.isprintable():
            return normalise(value)
        if wrong := text.unprintable(value):
            raise ValueError(wrong)
        return normalise(value)

    return clean


def limited(longest: int, shortest: int = 0, normalise: Callable = text.one_line) -> Any:
    """One line of so many characters, as the models' `LineField` takes it."""
    limits = StringConstraints(strict=True, min_length=shortest, max_length=longest)
    return Annotated[str, limits, BeforeValidator(_normalised(normalise))]


def prose_field(shortest: int = 0) -> Any:
    """Paragraphs and lists, as the models' `ProseField` takes them."""
    return limited(LONGEST_PROSE, shortest, text.prose_text)


def one_of(choices: type[models.TextChoices], *, blank: bool = False) -> Any:
    """The words that the models' fields choose from."""
    return Literal[tuple(accepted(choices, blank=blank))]


def of_form(pattern: str, meaning: str) -> Any:
    """Text of a form, and what to say when it has another."""
    form = re.compile(pattern)

    def check(value: str) -> str:
        if not form.fullmatch(value):
            raise ValueError(f"is not {meaning}")
        return value

    one_line = BeforeValidator(_normalised(text.one_line))
    return Annotated[str, StringConstraints(strict=True), AfterValidator(check), one_line]


Prose = prose_field()
Sentence = prose_field(shortest=1)
Name = limited(120, 1)
Title = limited(200, 1)
Word = limited(60)
Code = of_form(keys.CODE, "a code: 1 to 24 letters A-Z or digits")
LevelCode = of_form(keys.LEVEL_CODE, "a level's code: 1 to 12 letters A-Z or digits, such as P3")
TrackCode = of_form(keys.LEVEL_CODE, "a track's code: 1 to 12 letters A-Z or digits, such as P")
Equivalent = of_form(
    "|".join(["", *reference_levels.LEVELS]),
    f"a reference level: {', '.join(reference_levels.LEVELS)}",
)
ProfileKey = of_form(keys.KEY, "a profile key such as ITOPER.GEN.P3")
Published = of_form(r"([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?", "a year, a year-month or a date")
ProficiencyCode = of_form(
    "[a-z0-9][a-z0-9-]{0,29}", "a proficiency's code: lower-case letters, digits and -"
)
SkillSlug = of_form(
    "(?=.{1,140}$)[a-z0-9]+(-[a-z0-9]+)*",
    "a slug: lower-case letters and digits, with single hyphens between, 140 at most",
)
_web_address = URLValidator(schemes=["http", "https"])


def _is_web_address(value: str) -> str:
    if value:
        try:
            _web_address(value)
        except ValidationError:
            raise ValueError("is not a web address: http:// or https://") from None
    return value


WebAddress = Annotated[limited(500), AfterValidator(_is_web_address)]
Years = Annotated[int, Field(ge=0, le=LONGEST_YEARS)]
Amount = Annotated[Decimal, Field(ge=0, le=HIGHEST_PAY)]


def _of_iso_4217(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("is not a currency of ISO 4217: three letters such as USD")
    return code


CurrencyCode = Annotated[str, StringConstraints(strict=True), AfterValidator(_of_iso_4217)]


def _halves(score: Decimal) -> Decimal:
    if score * 2 % 1:
        raise ValueError("goes in steps of one half")
    return score


Score = Annotated[Decimal, Field(ge=1, le=5), AfterValidator(_halves)]
