"""The fields of text that people write: normalised and limited alike from every form and file.

Canon files read the same normaliser and limits (`taxonomy/exchange/fields.py`).
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property

from taxonomy import text

LONGEST_PROSE = 4000  # characters of a text of the canon


def printable(value: str) -> None:
    if wrong := text.unprintable(value):
        raise ValidationError(f"This text {wrong}.", "unprintable")


class _FormField(forms.CharField):
    """Normalises before it measures; what is wrong with the text as typed is said first."""

    def __init__(self, *, normalise: Callable[[str], str], **kwargs: Any) -> None:
        self.normalise = normalise
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        if not isinstance(typed, str):
            return typed
        printable(typed)
        return self.normalise(typed) or self.empty_value


class _Normalised:
    """What one line and prose have in common. Migrations know both as the plain fields.

    A field comes beside it, which types cannot say of a class to mix in: hence the ignores.
    """

    normalise: Callable[[str], str]

    def formfield(self, *args: Any, **kwargs: Any) -> forms.Field | None:
        as_text = {"form_class": _FormField, "normalise": self.normalise}
        return super().formfield(*args, **as_text | kwargs)  # type: ignore[misc]

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        if isinstance(value, str):
            printable(value)
            value = self.normalise(value)
        return super().clean(value, model_instance)  # type: ignore[misc]

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        value = self.normalise(value) if isinstance(value, str) else value
        return super().get_db_prep_save(value, connection)  # type: ignore[misc]


class LineField(_Normalised, models.CharField):
    """A name or title: single spaces, no line break."""

    normalise = staticmethod(text.one_line)

    def deconstruct(self) -> tuple:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class ProseField(_Normalised, models.TextField):
    """Paragraphs and lists, up to a length that the column itself does not have."""

    normalise = staticmethod(text.prose_text)
    longest = LONGEST_PROSE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": self.longest} | kwargs)

    @cached_property
    def validators(self) -> list:
        return [*super().validators, MaxLengthValidator(self.max_length)]

    def deconstruct(self) -> tuple:
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("max_length")
        return name, "django.db.models.TextField", args, kwargs


class QuotedField(ProseField):
    """Paragraphs in somebody else's words, whose bullets stay as they are."""

    normalise = staticmethod(text.paragraphs_text)
