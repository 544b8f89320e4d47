"""The canon's revision: one number that rises with every committed change, whatever writes it.

Triggers on every table that a public page reads raise it (`taxonomy/sql/triggers/`). Besides them
a release writes its number here, and a restore or new stored functions give it a new identity.
"""

from datetime import datetime
from typing import NamedTuple

from django.contrib.postgres.functions import RandomUUID
from django.db import OperationalError, connections, models
from django.db.models import F, Q
from psycopg.errors import LockNotAvailable

# `identity` distinguishes databases that count alike: a restored one, a copy, one made anew. It
# names the server's data directory and timeline, the table, and a random mark of the last change.
CURRENT = """
SELECT number, changed_at, concat_ws(
    '/', mark, tableoid, (pg_control_system()).system_identifier,
    (pg_control_checkpoint()).timeline_id
), release FROM taxonomy_revision
"""


WAITED = "Somebody else is writing to the canon and took too long: try again when that has ended."


class WriteInProgressError(OperationalError):
    """The canon is being written by somebody else, for longer than one waits."""


class CurrentRevision(NamedTuple):
    number: int
    changed_at: datetime | None
    identity: str = ""
    release: int | None = None  # the number of the last one


class RevisionQuerySet(models.QuerySet):
    def current(self) -> CurrentRevision:
        """The committed revision; number 0 before anything was ever written."""
        # Every page asks first of all; written out, it costs a third.
        with connections[self.db].cursor() as cursor:
            cursor.execute(CURRENT)
            row = cursor.fetchone()
        return CurrentRevision(*row) if row else CurrentRevision(0, None)

    def renew(self) -> None:
        """Gives this database an identity that none before it had, after a restore."""
        self.update(number=F("number") + 1, mark=RandomUUID())

    def wait_for_turn(self) -> None:
        """Waits until no other transaction writes the canon, and makes others wait for this one.

        What is read afterwards stays true until this transaction ends. How long it waits is the
        connection's lock_timeout.
        """
        try:
            list(self.select_for_update().values_list("pk"))
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise WriteInProgressError(WAITED) from error.__cause__
            raise


class Revision(models.Model):
    number = models.PositiveBigIntegerField()
    changed_at = models.DateTimeField()
    # The transaction that raised it last, so that one transaction raises it once.
    changed_in = models.CharField(max_length=20)
    # Of the last change, so that two copies of a database differ from their first change on.
    mark = models.UUIDField(db_default=RandomUUID())
    # The number of the last release, written by whoever cuts it: every page and the health check
    # say it, and read this row anyway.
    release = models.PositiveIntegerField(null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="revision_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)
