"""The words that fields choose from, each list once: models, constraints and files read them here.

Only what the database stores; what an address may choose is in the module that reads it.
"""

from typing import Any

from django.db import models


class Differential(models.TextChoices):
    SKILL = "skill", "Skill"
    PAY = "pay", "Pay"
    NONE = "none", "None"


class ProfileStatus(models.TextChoices):
    """Of what readers see; what is not published is a draft in a change set and has no row."""

    APPROVED = "approved", "approved"
    RETIRED = "retired", "retired"


class StatedStatus(models.TextChoices):
    """What a file may state: what it loads is published, unless it is retired."""

    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    APPROVED = "approved", "approved"
    RETIRED = "retired", "retired"


class ResponsibilityKind(models.TextChoices):
    JFM = "jfm", "JFM (graded sentence)"
    COMPONENT = "component", "Component"


class SkillKind(models.TextChoices):
    SKILL = "skill", "Skill"
    TOOL = "tool", "Tool"


class PayBasis(models.TextChoices):
    SURVEY = "survey", "survey"
    OCCUPATION = "occupation", "survey, occupation as a whole"
    MODELLED = "modelled", "modelled"
    INHERITED = "inherited", "inherited"


# Figures of a labour market, whoever pays; a band on any other basis is what its source says it is.
MARKET_BASES = frozenset({PayBasis.SURVEY, PayBasis.OCCUPATION, PayBasis.MODELLED})


class Period(models.TextChoices):
    YEAR = "year", "a year"
    MONTH = "month", "a month"
    WEEK = "week", "a week"
    DAY = "day", "a day"
    HOUR = "hour", "an hour"


def accepted(choices: type[models.TextChoices], *, blank: bool = False) -> list[str]:
    """The values that a field of these choices takes."""
    return [*([""] if blank else []), *choices.values]


def known(
    field: str, choices: type[models.TextChoices], name: str, *, blank: bool = False
) -> models.CheckConstraint:
    """The constraint that a column has one of these values."""
    condition: dict[str, Any] = {f"{field}__in": accepted(choices, blank=blank)}
    return models.CheckConstraint(condition=models.Q(**condition), name=name)
