"""Disciplines and the specialisations inside them: functions and focuses.

The roles of a focus are in `profiles`, its evidence in `provenance`, what it applies in `skills`.
"""

from typing import Any

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Collate

from taxonomy import keys
from taxonomy.choices import Differential, known
from taxonomy.limits import MOST_SOURCES_STATED
from taxonomy.models.name_keys import FoldedName, Keyed, KeyedQuerySet, OnceByName, SortKey
from taxonomy.models.text_fields import LineField, ProseField
from taxonomy.web.links import address

code_validator = RegexValidator(
    f"^{keys.CODE}$", "A code has 1 to 24 letters A-Z or digits, in upper case."
)


def count_of(rows: models.QuerySet, parent: str) -> Coalesce:
    """How many `rows` hang on the outer row through their `parent` key, as a subquery.

    Counts made this way stay right when several are in one query, where joins would multiply.
    """
    counted = rows.filter(**{parent: OuterRef("pk")}).order_by().values(parent)
    return Coalesce(Subquery(counted.annotate(rows=Count("pk")).values("rows")), 0)


def rows_that_refer(model: type[models.Model], name: str) -> models.QuerySet[Any]:
    """All rows of the model behind a reverse relation, whose module imports this one."""
    related: Any = model._meta.get_field(name).related_model
    return related.objects.all()


class FunctionQuerySet(KeyedQuerySet["Function"]):
    def with_counts(self) -> "FunctionQuerySet":
        """Adds `focus_count`; `profile_count`, of roles in use; `retired_count`, of the others."""
        profiles: Any = rows_that_refer(self.model, "profiles")
        return self.annotate(  # type: ignore[no-redef]
            focus_count=count_of(Focus.objects.all(), "function"),
            profile_count=count_of(profiles.in_use(), "function"),
            retired_count=count_of(profiles.retired(), "function"),
        )

    def with_profiles_at(self, level: models.Model) -> "FunctionQuerySet":
        """Only functions that have roles at the level, retired ones included; `profile_count` is of
        those in use.
        """
        profiles: Any = rows_that_refer(self.model, "profiles").filter(level=level)
        return self.filter(  # type: ignore[no-redef]
            Exists(profiles.filter(function=OuterRef("pk")))
        ).annotate(profile_count=count_of(profiles.in_use(), "function"))

    def in_order(self) -> "FunctionQuerySet":
        """Super-function, family, name, code; functions without a super-function come last."""
        return self.order_by(
            models.Case(models.When(super_function="", then=1), default=0),
            "super_function_key",
            "super_function",
            "family_key",
            "family",
            "name_key",
            "code",
        )


class Function(Keyed):
    focus_count: int  # by with_counts
    profile_count: int
    retired_count: int

    code = models.CharField(max_length=24, unique=True, validators=[code_validator])
    name = LineField(max_length=120)
    summary = ProseField(blank=True)
    super_function = LineField("super-function", max_length=120, blank=True)
    family = LineField(max_length=120, blank=True)
    name_key = SortKey("name")
    super_function_key = SortKey("super_function")
    family_key = SortKey("family")

    objects = FunctionQuerySet.as_manager()  # type: ignore[misc]  # of its own rows

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=f"^{keys.CODE}$"), name="function_code_form"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="function_has_a_name"),
        ]
        indexes = [
            # Nearest roles: the functions of a family or super-function, in the order of keys.
            models.Index(
                "super_function", "family", Collate("code", "C"), name="function_coordinates"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("taxonomy:function", self.code)


class FocusQuerySet(KeyedQuerySet["Focus"]):
    def with_counts(self) -> "FocusQuerySet":
        """Adds `profile_count`, of roles in use."""
        profiles: Any = rows_that_refer(self.model, "profiles")
        return self.annotate(profile_count=count_of(profiles.in_use(), "focus"))


class Focus(Keyed):
    function = models.ForeignKey(Function, models.PROTECT, related_name="focuses", db_index=False)
    code = models.CharField(max_length=24, validators=[code_validator])
    name = LineField(max_length=160)
    folded_name = FoldedName("name")
    name_key = SortKey("name")
    summary = ProseField(blank=True)
    differential = models.CharField(
        max_length=5,
        choices=Differential,
        blank=True,
        help_text="In what it differs materially from the function's baseline.",
    )
    sources_stated = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_SOURCES_STATED)],
        help_text="How many sources a captured page counts without listing them.",
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = FocusQuerySet.as_manager()  # type: ignore[misc]  # of its own rows

    class Meta:
        verbose_name_plural = "focuses"
        constraints = [
            models.UniqueConstraint(fields=["function", "code"], name="focus_code_once_a_function"),
            OnceByName(
                fields=["function", "folded_name"],
                name="focus_name_once_a_function",
                violation_error_message="This function has a focus of this name.",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=f"^{keys.CODE}$"), name="focus_code_form"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="focus_has_a_name"),
            known("differential", Differential, "focus_differential_known", blank=True),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return keys.focus_key(self.function.code, self.code)

    def get_absolute_url(self) -> str:
        return address("taxonomy:focus", self.function.code, self.code)
