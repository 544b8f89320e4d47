"""The words that fields of editions choose from, each list once (`taxonomy/choices.py`)."""

from django.db import models


class ChangeSetState(models.TextChoices):
    OPEN = "open", "open"
    IN_REVIEW = "in_review", "in review"
    RETURNED = "returned", "returned"
    PUBLISHED = "published", "published"
    DROPPED = "dropped", "dropped"


class ReviewVerdict(models.TextChoices):
    APPROVED = "approved", "approved"
    RETURNED = "returned", "returned"


class SuccessionRelation(models.TextChoices):
    REPLACED = "replaced", "replaced by"
    SPLIT = "split", "split into"
    MERGED = "merged", "merged into"
    NONE = "none", "replaced by nothing"  # with a reason, and no key


class SucceededKind(models.TextChoices):
    PROFILE = "profile"
    FOCUS = "focus"
    FUNCTION = "function"
    SKILL = "skill"
