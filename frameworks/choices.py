"""The words that fields of frameworks choose from, each list once (`taxonomy/choices.py`)."""

from django.db import models


class FrameworkKind(models.TextChoices):
    SKILLS = "skills", "Skills defined at levels"
    PRACTICES = "practices", "Practices with activities"


class Visibility(models.TextChoices):
    PUBLIC = "public", "Everybody"
    SIGNED_IN = "signed-in", "Signed-in people only"


class LifeCycle(models.TextChoices):
    ONGOING = "Ongoing"
    INITIATION = "Initiation"
    DELIVERY = "Delivery"
    COMPLETION = "Completion"


class PracticeType(models.TextChoices):
    POLICY = "Policy"
    PROCEDURE = "Procedure"
    GUIDELINE = "Guideline"
    PROGRAM = "Program"
    PLAN = "Plan"
    OTHER = "Other"


class ActivityKind(models.TextChoices):
    MAJOR = "major", "Major"
    REQUIRED = "required", "Required"
    RECOMMENDED = "recommended", "Recommended"


class RelationKind(models.TextChoices):
    SUPPORTS = "supports", "supports"
    PROGRESSION = "progression", "leads on to"
    DEPENDENCY = "dependency", "depends on"
    RELATED = "related", "is related to"


class StatedRelation(models.TextChoices):
    """What a file may state of an entry itself; its other relations follow from its practice."""

    PROGRESSION = RelationKind.PROGRESSION.value
    DEPENDENCY = RelationKind.DEPENDENCY.value


class LinkKind(models.TextChoices):
    EXACT = "exact", "the same"
    CLOSE = "close", "close"
    BROAD = "broad", "broader"
    NARROW = "narrow", "narrower"
