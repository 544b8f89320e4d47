"""What the database refuses, in words for a form: which constraint, which row.

Most is refused before, by the models' own validation. This is for what validation cannot see:
expressions and conditions in lists below a row, rows that triggers rewrite, two rows of one
form."""

from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, models

RAISED = "P0001"  # by a trigger, in its own words


class Violation(NamedTuple):
    prefix: str  # of the form whose row was refused; empty for the page's own
    message: str


def violation_of(error: DatabaseError) -> Violation | None:
    """None for what no editor can mend, which stays an error."""
    diag = getattr(error.__cause__, "diag", None)
    if diag is None:
        return None
    prefix = getattr(error, "form_prefix", "")
    if isinstance(error, IntegrityError):
        return Violation(prefix, _sentence(diag))
    if isinstance(error, DataError) or diag.sqlstate == RAISED:
        said = (diag.message_primary or "").rstrip(".")
        return Violation(prefix, f"The database refuses this: {said}.")
    return None


def _sentence(diag: Any) -> str:
    found = _constraints().get(diag.constraint_name)
    if found is None:
        return f"The database refuses this: {diag.message_primary}."
    model, constraint = found
    if constraint.violation_error_code or _has_own_words(constraint):
        return str(constraint.get_violation_error_message())
    if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
        try:  # the words of Django's own validation: "Focus with this Function and Name …"
            raise model().unique_error_message(model, constraint.fields)
        except ValidationError as error:
            return error.messages[0]
    return f"{str(model._meta.verbose_name).capitalize()}: this breaks the rule {constraint.name}."


def _has_own_words(constraint: models.BaseConstraint) -> bool:
    return constraint.violation_error_message != constraint.default_violation_error_message


@cache
def _constraints() -> dict[str, tuple[type[models.Model], models.BaseConstraint]]:
    return {
        constraint.name: (model, constraint)
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }
