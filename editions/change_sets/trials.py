"""Writing the canon to see what becomes of it: everything inside is taken back, nothing of it is
recorded, searched or seen by anybody else.

A form of the admin saves its rows as it always did; what the things are afterwards is read as
documents, and those are what is kept.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models, transaction

from editions.change_sets.applying import apply_drafts
from editions.documents.canon_documents import Fault
from editions.documents.kinds import KINDS, live_documents
from editions.history.notes import take_touched
from editions.history.recording import not_recording
from editions.models import Draft
from taxonomy.search import indexing

Thing = tuple[str, str]  # kind, key


class Written(NamedTuple):
    """What a form did to one thing; no document where there was or is none."""

    kind: str
    key: str
    before: dict | None
    after: dict | None


@contextmanager
def tried() -> Iterator[None]:
    with transaction.atomic(), not_recording():
        indexing.postpone()
        try:
            yield
        finally:
            transaction.set_rollback(True)


def documents_of(things: Collection[Thing]) -> dict[Thing, dict]:
    """As the rows are now, of those that there are."""
    by_kind: dict[str, list[str]] = {}
    for kind, key in things:
        by_kind.setdefault(kind, []).append(key)
    return {
        (kind, key): json.loads(text)
        for kind, keys in by_kind.items()
        for key, text in live_documents(KINDS[kind], keys)
    }


class Trial:
    """What `write` did, inside `tried`: its own answer, and each thing that differs afterwards."""

    def __init__(self, write: Callable[[], Any], is_done: Callable[[], bool]) -> None:
        take_touched()  # of what was applied before, and is not this write's
        self.written: list[Written] = []
        after: dict[Thing, dict] = {}
        touched: list[Thing] = []
        with transaction.atomic():
            self.answer = write()
            self.is_done = is_done()
            if self.is_done:
                check_deferred_constraints()
                touched = [(kind, key) for kind, keys in take_touched().items() for key in keys]
                after = documents_of(touched)
                transaction.set_rollback(True)
        before = documents_of(touched)
        for thing in sorted(touched, key=lambda each: (list(KINDS).index(each[0]), each[1])):
            if before.get(thing) != after.get(thing):
                self.written.append(Written(*thing, before.get(thing), after.get(thing)))


def check_deferred_constraints() -> None:
    """Now, and not only when everything ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {_deferred()} IMMEDIATE")
        cursor.execute(f"SET CONSTRAINTS {_deferred()} DEFERRED")


@cache
def _deferred() -> str:
    names = [
        constraint.name
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.deferrable
    ]
    return ", ".join(map(connection.ops.quote_name, sorted(names)))


def applied(drafts: Collection[Draft], instead: Mapping[Thing, dict | None]) -> list[Fault]:
    """Brings the canon to these drafts, and to other documents `instead` of theirs."""
    stated = [
        Draft(
            kind=each.kind,
            key=each.key,
            row=each.row,
            document=each.document,
            change_set=each.change_set,
        )
        for each in drafts
        if (each.kind, each.key) not in instead
    ]
    rows = {(each.kind, each.key): each.row for each in drafts}
    stated += [
        Draft(kind=kind, key=key, row=rows.get((kind, key)), document=document)
        for (kind, key), document in instead.items()
    ]
    return apply_drafts(stated, is_trial=True)


def without_those_that_follow(written: list[Written], kind: str) -> list[Written]:
    """What those of one kind bring about by themselves needs no draft of its own: roles that name
    a renamed skill.
    """
    others = [(each.kind, each.key) for each in written if each.kind != kind]
    if not others or len(others) == len(written):
        return written
    with transaction.atomic():
        stated = {(each.kind, each.key): each.after for each in written if each.kind == kind}
        faults = applied([], stated)
        follow = {} if faults else documents_of(others)
        transaction.set_rollback(True)
    if faults:
        return written
    return [
        each
        for each in written
        if each.kind == kind or follow.get((each.kind, each.key)) != each.after
    ]
