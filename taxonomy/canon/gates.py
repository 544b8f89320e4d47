"""What a focus and a role need before the admin approves them: one list, asked of the draft of a
thing, by `canon check` of what files would make, and by the page of what needs a look.

`canon load` and the other commands of the operator are not bound by it.
"""

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

from taxonomy.canon.focus_documents import ScoresEntry
from taxonomy.canon.tables import GUIDELINE
from taxonomy.choices import ProfileStatus
from taxonomy.exchange.plain import Plain
from taxonomy.models import Focus, Guideline, Profile, ProvenanceScore, Responsibility, Source
from taxonomy.models.provenance import PASSING_SCORE
from taxonomy.successors import keys_with_successors_stated

Lack = tuple[str, str]  # path, reason


class Gate(NamedTuple):
    kind: str
    lacks: str  # `has no source`
    of_document: Callable[[Plain], Iterator[Lack]]
    rows: Callable[[], QuerySet]  # those of the canon that lack it


class Lacking(NamedTuple):
    """One thing of the canon that could not be approved as it is."""

    kind: str
    key: str
    lacks: str
    row: Model

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.lacks}"


def lacks_of(
    kind: str, key: str, document: Plain, followed: Collection[str] = ()
) -> Iterator[Lack]:
    """`followed` are keys of roles whose successors, or lack of any, are stated elsewhere."""
    for gate in GATES:
        if gate.kind == kind and not (gate is SUCCESSOR and key in followed):
            yield from gate.of_document(document)


def lacking(gate: Gate, most: int | None = None) -> Iterator[Lacking]:
    for row in gate.rows()[:most]:
        yield Lacking(gate.kind, row.key, gate.lacks, row)


def all_lacking() -> list[Lacking]:
    return [each for gate in GATES for each in lacking(gate)]


def focuses_lacking() -> QuerySet:
    return reduce(or_, (gate.rows() for gate in GATES if gate.kind == "focus"))


def _no_source(document: Plain) -> Iterator[Lack]:
    if not document["sources"]:
        yield "sources", "a focus needs a source"


def _scores(document: Plain) -> Iterator[Lack]:
    for criterion in ScoresEntry.model_fields:
        score = document["scores"].get(criterion)
        if score is None:
            yield f"scores.{criterion}", "has no score"
        elif Decimal(score) < PASSING_SCORE:
            yield f"scores.{criterion}", f"is {score}, at least {PASSING_SCORE} is needed"


def _guideline(document: Plain) -> Iterator[Lack]:
    for cell in GUIDELINE if _is_in_use(document) else ():
        if not document["guideline"].get(cell):
            yield f"guideline.{cell}", "is empty"


def _areas(document: Plain) -> Iterator[Lack]:
    for place, sentence in enumerate(document["responsibilities"] if _is_in_use(document) else ()):
        if not sentence["area"]:
            yield f"responsibilities[{place}].area", "has no area"


def _successor(document: Plain) -> Iterator[Lack]:
    if not _is_in_use(document) and not document["replaced_by"]:
        reason = "a retired role needs a successor: choose one, or state on its page Retire that"
        yield "replaced_by", f"{reason} nothing replaces it, and why"


def _is_in_use(document: Plain) -> bool:
    return document["status"] != ProfileStatus.RETIRED


def _focuses() -> QuerySet:
    return Focus.objects.select_related("function").order_by("function__code", "code")


def _below_the_mark() -> QuerySet:
    good = ProvenanceScore.objects.filter(focus=OuterRef("pk"), score__gte=PASSING_SCORE)
    enough = good.order_by().values("focus").annotate(n=Count("pk"))
    return _focuses().exclude(Exists(enough.filter(n=len(ProvenanceScore.Criterion))))


def _without_a_cell() -> QuerySet:
    empty = Q(*((cell, "") for cell in GUIDELINE), _connector=Q.OR)
    whole = Guideline.objects.filter(profile=OuterRef("pk")).exclude(empty)
    return Profile.objects.in_use().exclude(Exists(whole)).order_by("key")


def _without_an_area() -> QuerySet:
    loose = Responsibility.objects.filter(profile=OuterRef("pk"), area=None)
    return Profile.objects.in_use().filter(Exists(loose)).order_by("key")


def _without_a_successor() -> QuerySet:
    retired = Profile.objects.filter(status=Profile.Status.RETIRED, replaced_by=None)
    return retired.exclude(key__in=keys_with_successors_stated("profile")).order_by("key")


SUCCESSOR = Gate(
    "profile",
    "is retired, and neither a successor nor why there is none is stated",
    _successor,
    _without_a_successor,
)
GATES = (
    Gate(
        "focus",
        "has no source",
        _no_source,
        lambda: _focuses().exclude(Exists(Source.objects.filter(focus=OuterRef("pk")))),
    ),
    Gate(
        "focus",
        f"lacks a score, or one is below {PASSING_SCORE}",
        _scores,
        _below_the_mark,
    ),
    Gate("profile", "lacks a cell of its guideline", _guideline, _without_a_cell),
    Gate("profile", "has a responsibility without an area", _areas, _without_an_area),
    SUCCESSOR,
)
