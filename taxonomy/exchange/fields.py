"""The types of fields that every kind of file has: limited text, prose, forms, choices, addresses.

Each takes what the models' fields take. Which fields a document has is said by its app.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import GroupedMetadata
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import CoreSchema, core_schema

from taxonomy import text
from taxonomy.choices import accepted
from taxonomy.models.text_fields import LONGEST_PROSE


def _normalised(normalise: Callable[[str], str]) -> Callable[[Any], Any]:
    def clean(value: Any) -> Any:
        if type(value) is not str:
            return value  # the check of its type has the words
        if text.is_plain(value):
            return value
        if wrong := text.unprintable(value):
            raise ValueError(wrong)
        return normalise(value)

    return clean


@dataclass(frozen=True)
class Limited(GroupedMetadata):
    """One line of so many characters, as the models' `LineField` takes it."""

    longest: int
    shortest: int = 0
    normalise: Callable[[str], str] = text.one_line

    def __iter__(self) -> Iterator[Any]:
        yield from StringConstraints(strict=True, min_length=self.shortest, max_length=self.longest)
        yield BeforeValidator(_normalised(self.normalise))


def _nothing_for_empty(value: Any) -> Any:
    return None if value == "" else value


# A value that may be stated as empty, which takes away what there is.
MAY_BE_EMPTY = BeforeValidator(_nothing_for_empty)


def of_prose(shortest: int = 0) -> Limited:
    """Paragraphs and lists, as the models' `ProseField` takes them."""
    return Limited(LONGEST_PROSE, shortest, text.prose_text)


@dataclass(frozen=True)
class OneOf:
    """The words that the models' fields choose from."""

    choices: type[models.TextChoices]
    blank: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.literal_schema(list(accepted(self.choices, blank=self.blank)))


@dataclass(frozen=True)
class OfForm(GroupedMetadata):
    """Text of a form, and what to say when it has another."""

    pattern: str
    meaning: str

    def __iter__(self) -> Iterator[Any]:
        form = re.compile(self.pattern)

        def check(value: str) -> str:
            if not form.fullmatch(value):
                raise ValueError(f"is not {self.meaning}")
            return value

        yield from StringConstraints(strict=True)
        yield AfterValidator(check)
        yield BeforeValidator(_normalised(text.one_line))


Prose = Annotated[str, of_prose()]
Sentence = Annotated[str, of_prose(shortest=1)]
Name = Annotated[str, Limited(120, 1)]
Title = Annotated[str, Limited(200, 1)]
Word = Annotated[str, Limited(60)]
_web_address = URLValidator(schemes=["http", "https"])


def _is_web_address(value: str) -> str:
    if value:
        try:
            _web_address(value)
        except ValidationError:
            raise ValueError("is not a web address: http:// or https://") from None
    return value


WebAddress = Annotated[str, Limited(500), AfterValidator(_is_web_address)]
