"""Published states: immutable editions, and the codes that were ever used."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from editions.models.change_sets import LONGEST_KEY, LONGEST_KIND, ChangeSet


class MintedCode(models.Model):
    """A key that was published once. It never comes to mean something else."""

    kind = models.CharField(max_length=LONGEST_KIND)
    key = models.CharField(max_length=LONGEST_KEY)
    minted_at = models.DateTimeField()

    class Meta:
        db_table = "editions_code"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="code_minted_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class EditionQuerySet(models.QuerySet):
    def current(self) -> "EditionQuerySet":
        return self.filter(until_revision__isnull=True)

    def at(self, revision: int) -> "EditionQuerySet":
        """Those that were published at a revision of the canon."""
        ended = Q(until_revision__isnull=True) | Q(until_revision__gt=revision)
        return self.filter(ended, from_revision__lte=revision)

    def of(self, kind: str, key: str) -> "EditionQuerySet":
        return self.filter(kind=kind, key=key)


class Edition(models.Model):
    """One published state of one thing. A trigger lets nothing change but its end, once."""

    kind = models.CharField(max_length=LONGEST_KIND)
    key = models.CharField(max_length=LONGEST_KEY)
    number = models.PositiveIntegerField()
    # None where the thing was taken out; such an edition has ended when it begins.
    document = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    from_revision = models.PositiveBigIntegerField()
    until_revision = models.PositiveBigIntegerField(null=True, blank=True)
    change_set = models.ForeignKey(ChangeSet, models.PROTECT, related_name="editions")
    # Names of what differs from the edition before; none for the first.
    paths = ArrayField(models.CharField(max_length=120), default=list, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "key", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "number"], name="edition_number_once_a_key"
            ),
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(until_revision__isnull=True),
                name="edition_current_once_a_key",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(
                condition=Q(until_revision__isnull=True)
                | Q(until_revision__gte=F("from_revision")),
                name="edition_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["from_revision"], name="edition_from_revision"),
            # Without those that are current: a plan made while the table is empty would read all
            # of them for each key.
            models.Index(
                fields=["until_revision"],
                name="edition_ended_at",
                condition=Q(until_revision__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}, edition {self.number}"

    def former(self) -> "Edition | None":
        return Edition.objects.of(self.kind, self.key).filter(number=self.number - 1).first()

    @property
    def is_first(self) -> bool:
        """Whether the thing was not there before."""
        former = self.former()
        return former is None or (former.document is None and not former.is_purged)

    @property
    def is_purged(self) -> bool:
        """Whether it had a document; one that says that a thing was taken out had none."""
        return self.document is None and bool(self.digest)

    @property
    def stated(self) -> dict[str, Any]:
        """The document, of an edition that has one."""
        assert self.document is not None, "with this edition the thing was taken out"
        return self.document


class Touched(models.Model):
    """What a transaction wrote: triggers note it, recording its editions takes the note away."""

    kind = models.CharField(max_length=LONGEST_KIND)
    key = models.CharField(max_length=LONGEST_KEY)
    # What the transaction called its set; None where migrations noted it.
    change_set = models.CharField(max_length=200, null=True)  # noqa: DJ001

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="touched_once_a_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
