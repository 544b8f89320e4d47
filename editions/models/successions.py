"""What came after a thing that was retired: as a set proposes it, and as it was published."""

from django.db import models
from django.db.models import F, Q

from editions.choices import SuccessionRelation
from editions.models.change_sets import LONGEST_KEY, LONGEST_KIND, ChangeSet
from taxonomy.models.text_fields import ProseField

NONE = SuccessionRelation.NONE.value
RELATION_KNOWN = Q(
    relation__in=[each for each in SuccessionRelation.values if each != NONE], to_key__gt=""
) | Q(relation=NONE, to_key="")


class SuccessionPair(models.Model):
    """One thing that goes, and one that follows it or the statement that none does."""

    kind = models.CharField(max_length=LONGEST_KIND)
    from_key = models.CharField(max_length=LONGEST_KEY)
    to_key = models.CharField(max_length=LONGEST_KEY, blank=True)
    relation = models.CharField(max_length=8, choices=SuccessionRelation)
    why = ProseField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        said = SuccessionRelation(self.relation).label
        return f"{self.kind} {self.from_key} is {said} {self.to_key}".strip()


class ProposedSuccession(SuccessionPair):
    """Of a set that is not published yet; with it, it becomes a Succession, or ends one."""

    change_set = models.ForeignKey(
        ChangeSet, models.CASCADE, related_name="proposed_successions", db_index=False
    )
    ends = models.BooleanField(default=False)

    class Meta:
        ordering = ["kind", "from_key", "to_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["change_set", "kind", "from_key", "to_key"],
                name="proposed_succession_once_a_pair",
            ),
            models.CheckConstraint(
                condition=RELATION_KNOWN, name="proposed_succession_relation_known"
            ),
            models.CheckConstraint(
                condition=~Q(from_key=F("to_key")), name="proposed_succession_of_another"
            ),
        ]


class SuccessionQuerySet(models.QuerySet):
    def current(self) -> "SuccessionQuerySet":
        return self.filter(until_revision__isnull=True)

    def at(self, revision: int) -> "SuccessionQuerySet":
        """Those that readers were shown at a revision of the canon."""
        ended = Q(until_revision__isnull=True) | Q(until_revision__gt=revision)
        return self.filter(ended, from_revision__lte=revision)


class Succession(SuccessionPair):
    """Published: one row for each thing that follows the one that was retired. It ends when the set
    is undone, or when what was retired is in use again.
    """

    Relation = SuccessionRelation

    change_set = models.ForeignKey(ChangeSet, models.PROTECT, related_name="successions")
    from_revision = models.PositiveBigIntegerField(default=0)
    until_revision = models.PositiveBigIntegerField(null=True, blank=True)
    # The set that took it back; none where restoring the thing ended it.
    ended_in = models.ForeignKey(
        ChangeSet, models.PROTECT, null=True, blank=True, related_name="ended_successions"
    )

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "from_key", "to_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "from_key", "to_key"],
                condition=Q(until_revision__isnull=True),
                name="succession_once_a_pair",
            ),
            models.CheckConstraint(condition=RELATION_KNOWN, name="succession_relation_known"),
            models.CheckConstraint(
                condition=~Q(from_key=F("to_key")), name="succession_of_another"
            ),
            models.CheckConstraint(
                condition=Q(until_revision__isnull=True)
                | Q(until_revision__gte=F("from_revision")),
                name="succession_ends_after_it_began",
            ),
        ]
