"""Brings the canon to what drafts state: by a load, and by taking out what is to go."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from editions.documents.canon_documents import Batch, Fault, Proposed
from editions.documents.kinds import KINDS
from editions.documents.row_keys import MODELS, row_of
from editions.models import Draft, Edition
from frameworks.exchange.links import write_links
from taxonomy.canon.load import load
from taxonomy.canon.row_numbers import with_row_numbers
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import LoadError, Problem
from taxonomy.exchange.report import Report
from taxonomy.models import Skill
from taxonomy.text import folded


def apply_drafts(drafts: Sequence[Draft], is_trial: bool = False) -> list[Fault]:
    """What is wrong, or nothing. Inside a transaction, which the caller ends or takes back; a trial
    is taken back, so search does not learn of it.
    """
    stated = [
        Proposed(draft.kind, draft.key, draft.document)
        for draft in drafts
        if draft.document is not None
    ]
    if faults := list(_rename_skills(drafts)):
        return faults
    batch = Batch(stated)
    numbers = {(draft.kind, draft.key): draft.row for draft in drafts if draft.row}
    with with_row_numbers(numbers):
        problems = _load(batch, is_trial)
    if problems:
        return [batch.fault(problem) for problem in problems]
    order = list(KINDS)  # what refers to another goes before it
    gone = [draft for draft in drafts if draft.document is None]
    gone.sort(key=lambda draft: order.index(draft.kind), reverse=True)
    return [fault for draft in gone for fault in _take_out(draft)]


@contextmanager
def restoring(is_on: bool) -> Iterator[None]:
    """What was published and is gone may come back inside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('editions.restores', %s, true)", ["yes" if is_on else ""])
        yield
        cursor.execute("SELECT set_config('editions.restores', '', true)")


def _rename_skills(drafts: Sequence[Draft]) -> Iterator[Fault]:
    """Files know a skill by its name, editions by its address, which a new name leaves."""
    names = {each.key: each.document["name"] for each in drafts
             if each.kind == "skill" and each.document is not None}  # fmt: skip
    for skill in Skill.objects.filter(slug__in=names) if names else ():
        name = names[skill.slug]
        if skill.folded_name == folded(name):
            continue
        try:
            with transaction.atomic():
                skill.name = name
                skill.save()
        except DatabaseError as error:
            yield Fault("skill", skill.slug, "name", str(error).splitlines()[0])


def _load(batch: Batch, is_trial: bool) -> list[Problem]:
    reads = list(batch.reads())
    try:
        if reads:
            load(reads, catches_up=not is_trial, names_missing=False)
    except LoadError as error:
        return error.problems
    found = list(batch.links())
    problems = [each for each in found if isinstance(each, Problem)]
    return problems or _load_links([each for each in found if isinstance(each, Read)])


def _load_links(reads: list[Read]) -> list[Problem]:
    report = Report()
    stated = [(read, read.document.framework, 0, read.document.links[0]) for read in reads]
    problems = write_links(stated, report, "links")
    return problems or [Problem("", "", note) for note in report.notes]


def _take_out(draft: Draft) -> list[Fault]:
    if not KINDS[draft.kind].is_removable and not _is_undone(draft):
        reason = "its code was published and stays: retire it instead"
        return [Fault(draft.kind, draft.key, "", reason)]
    try:
        with transaction.atomic():
            _delete(draft.kind, draft.key)
    except DatabaseError as error:
        return [Fault(draft.kind, draft.key, "", f"it is in use: {error}".splitlines()[0])]
    return []


def _is_undone(draft: Draft) -> bool:
    """Whether a thing goes because the set that made it is undone."""
    undone = draft.change_set.undoes_id if draft.change_set_id else None
    made = Edition.objects.of(draft.kind, draft.key).filter(change_set=undone).first()
    return made is not None and made.is_first


def _delete(kind: str, key: str) -> None:
    if (row := row_of(MODELS[kind], key)) is not None:
        row.delete()
