"""Where something is paid: a country, a region or a city, as pay bands refer to it."""

from django.db import models
from django.db.models import Q

from taxonomy.models.name_keys import FoldedName, Keyed, OnceByName
from taxonomy.models.text_fields import LineField


class Market(Keyed):
    code = LineField(
        max_length=60, primary_key=True, help_text="Short, as pages and files have it: US, London."
    )
    name = LineField(max_length=120, help_text="In full: United States.")
    folded_code = FoldedName("code")
    folded_name = FoldedName("name")

    class Meta:
        ordering = ["code"]
        constraints = [
            OnceByName(
                fields=["folded_name"],
                name="market_name_once",
                violation_error_message="There is a market of this name.",
            ),
            OnceByName(
                fields=["folded_code"],
                name="market_code_once",
                violation_error_message="There is a market of this code.",
            ),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="market_is_whole"),
        ]

    def __str__(self) -> str:
        return self.code if self.code == self.name else f"{self.name} ({self.code})"
