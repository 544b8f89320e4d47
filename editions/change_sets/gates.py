"""What a thing needs before it is approved, from its document alone.

`canon load` and the other commands of the operator are not bound by it.
"""

from collections.abc import Iterator
from decimal import Decimal

from editions.documents.canon_documents import Fault
from taxonomy.canon.dump import Plain
from taxonomy.canon.focus_documents import ScoresEntry
from taxonomy.canon.tables import GUIDELINE

LOWEST_SCORE = 4


def faults_of(kind: str, key: str, document: Plain | None) -> Iterator[Fault]:
    check = {"focus": _focus, "profile": _profile}.get(kind)
    if check and document:
        yield from (Fault(kind, key, path, reason) for path, reason in check(document))


def _focus(document: Plain) -> Iterator[tuple[str, str]]:
    if not document["sources"]:
        yield "sources", "a focus needs a source"
    for criterion in ScoresEntry.model_fields:
        score = document["scores"].get(criterion)
        if score is None:
            yield f"scores.{criterion}", "has no score"
        elif Decimal(score) < LOWEST_SCORE:
            yield f"scores.{criterion}", f"is {score}, at least {LOWEST_SCORE} is needed"


def _profile(document: Plain) -> Iterator[tuple[str, str]]:
    if document["status"] == "retired":
        return
    for cell in GUIDELINE:
        if not document["guideline"].get(cell):
            yield f"guideline.{cell}", "is empty"
    for place, sentence in enumerate(document["responsibilities"]):
        if not sentence["area"]:
            yield f"responsibilities[{place}].area", "has no area"
