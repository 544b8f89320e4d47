"""Loads documents into the canon: read → plan → apply, in one transaction, or nothing at all.

What a document means is decided in `plan`, how rows are written in `focus_rows`.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

from taxonomy.canon import pay_order
from taxonomy.canon.change_sets import Origin, change_set, set_for_review, trial
from taxonomy.canon.constraint_checks import Checks
from taxonomy.canon.gates import all_lacking
from taxonomy.canon.load_state import Loading
from taxonomy.canon.published import Publishing
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import LoadError, Problem
from taxonomy.exchange.progress import ProgressReport, silent
from taxonomy.exchange.report import Report
from taxonomy.exchange.transaction import all_or_nothing
from taxonomy.models import Revision
from taxonomy.search import indexing

LOADED = Origin("Documents loaded", "load", announces=True)


def load(
    reads: Iterable[Read | Problem],
    *,
    dry_run: bool = False,
    retire_missing: bool = False,
    details: bool = False,
    progress: ProgressReport = silent,
    catches_up: bool = True,
    origin: Origin = LOADED,
    as_drafts: bool = False,
    names_missing: bool = True,
) -> Report:
    """Brings the canon to what the documents state, in one transaction.

    Raises LoadError with every problem found; the canon is then as it was before. What no document
    speaks of stays as it is and is listed; `retire_missing` retires it, where it can be retired.
    Without `catches_up` search entries wait: for what is taken back again. `as_drafts` leaves the
    canon as it is and an open set with a draft of each thing that would change. `names_missing` is
    off for documents of which nobody expects the whole canon: then nothing else of it is read.
    """
    loading, publishing = Loading(progress, Report(details)), Publishing()
    with _without_collecting(), all_or_nothing(loading.problems, dry_run=dry_run):
        indexing.postpone()
        _plan_for_full_tables()
        # Other loads and editors' saves wait here, so that the plan stays true while it is applied.
        Revision.objects.wait_for_turn()
        record = set_for_review if as_drafts else change_set
        recording = trial() if dry_run else record(origin)
        with Checks() as checks, recording as loading.recording:
            loading.run(publishing.all(reads), checks)
            loading.finish(retire_missing, names_missing)
            loading.report.notes += publishing.notes()
            if loading.problems:
                raise LoadError(loading.problems)
        loading.report.notes += loading.recording.notes
        if dry_run and not loading.problems:
            loading.report.warnings = [str(finding) for finding in pay_order.findings()]
            loading.report.lacking = [str(each) for each in all_lacking()]
    if catches_up:
        indexing.catch_up(lambda left: progress(f"search entries: {left:,} changes left to write"))
    return loading.report


def _plan_for_full_tables() -> None:
    """Plans of foreign keys are kept for the session. Made while the tables are empty, they would
    scan them whole for each row that follows.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Documents and rows are many and have no circles, yet Python would look for some after every
    few hundred: a third of the time of a load. What has no circles is forgotten without looking.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
