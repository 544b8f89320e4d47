"""The canon's revision: one number that rises with every committed change, whatever the door.

Triggers on every table that a public page reads raise it (see the migrations); nothing else
writes it.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import connections, models
from django.db.models import Q


class CurrentRevision(NamedTuple):
    number: int
    changed_at: datetime | None


class RevisionQuerySet(models.QuerySet):
    def current(self) -> CurrentRevision:
        """The committed revision; number 0 before anything was ever written."""
        # Every page asks first of all; written out, it costs a third.
        with connections[self.db].cursor() as cursor:
            cursor.execute("SELECT number, changed_at FROM taxonomy_revision")
            row = cursor.fetchone()
        return CurrentRevision(*row) if row else CurrentRevision(0, None)

    def wait_for_turn(self) -> None:
        """Waits until no other transaction writes the canon, and makes others wait for this one.

        What is read afterwards stays true until this transaction ends.
        """
        list(self.select_for_update().values_list("pk"))


class Revision(models.Model):
    number = models.PositiveBigIntegerField()
    changed_at = models.DateTimeField()
    # The transaction that raised it last, so that one transaction raises it once.
    changed_in = models.CharField(max_length=20)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="revision_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)
