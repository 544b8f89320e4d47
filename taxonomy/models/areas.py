"""Key result areas: the threads that run up the ladders of a focus, so that levels compare.

Which sentences belong to an area is on the responsibilities.
"""

from django.db import models
from django.db.models import Q

from taxonomy.models.functions import Focus
from taxonomy.models.name_keys import FoldedName, Keyed, OnceByName
from taxonomy.models.text_fields import LineField


class Area(Keyed):
    focus = models.ForeignKey(Focus, models.CASCADE, related_name="areas", db_index=False)
    order = models.PositiveSmallIntegerField()
    name = LineField(max_length=120, help_text="As the profession names it: Tenders.")
    folded_name = FoldedName("name")
    description = LineField(max_length=300, blank=True, help_text="One line.")

    class Meta:
        ordering = ["order"]
        constraints = [
            OnceByName(
                fields=["focus", "folded_name"],
                name="area_name_once_a_focus",
                violation_error_message="This focus has an area of this name.",
            ),
            models.UniqueConstraint(
                fields=["focus", "order"],
                name="area_place_once_a_focus",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(name=""), name="area_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
