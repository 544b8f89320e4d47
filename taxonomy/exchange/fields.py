"""The types of fields that every kind of file has: limited text, prose, forms, choices, addresses.

Each takes what the models' fields take. Which fields a document has is said by its app.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from taxonomy import text
from taxonomy.choices import accepted
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


def or_nothing(kind: Any) -> Any:
    """A value that may be stated as empty, which takes away what is held."""
    return Annotated[kind | None, BeforeValidator(lambda value: None if value == "" else value)]


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
_web_address = URLValidator(schemes=["http", "https"])


def _is_web_address(value: str) -> str:
    if value:
        try:
            _web_address(value)
        except ValidationError:
            raise ValueError("is not a web address: http:// or https://") from None
    return value


WebAddress = Annotated[limited(500), AfterValidator(_is_web_address)]
