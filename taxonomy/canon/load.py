"""Loads documents into the canon: read → plan → apply, in one transaction, or nothing at all.

What a document means is decided in `plan`, how rows are written in `apply`.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Model

from taxonomy.canon import apply, pay_order
from taxonomy.canon.constraint_checks import Checks
from taxonomy.canon.directory import Directory
from taxonomy.canon.documents import (
    LevelsDocument,
    MarketsDocument,
    SkillsDocument,
    SynonymsDocument,
)
from taxonomy.canon.focus_documents import FocusDocument, FunctionEntry
from taxonomy.canon.levels import plan_levels
from taxonomy.canon.plan import (
    Change,
    FocusChange,
    plan_focuses,
    plan_function,
    plan_market,
    plan_synonym,
)
from taxonomy.canon.skills import apply_skills
from taxonomy.canon.vocabulary import plan_proficiencies, plan_skills
from taxonomy.exchange.loading import all_or_nothing
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.exchange.progress import Tell, silent
from taxonomy.models import Focus, Function, Revision, Track
from taxonomy.search import indexing

CHUNK = 200  # focus documents planned and written at a time: bounds memory, not the transaction
MOST_PROBLEMS = 200
MOST_LINES = 500


@dataclass
class Report:
    """What a load did, or would do: counts, and the first lines of the plan."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    lines: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)  # held, but not in the files
    warnings: list[str] = field(default_factory=list)  # of a dry run: what would be out of order

    def note(self, change: Change) -> None:
        if change.is_empty:
            self.unchanged += 1
            return
        self.added += change.is_new
        self.changed += not change.is_new
        if len(self.lines) < MOST_LINES:
            self.lines.append(str(change))

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed)


def load(
    reads: Iterable[Read | Problem], *, dry_run: bool = False, progress: Tell = silent
) -> Report:
    """Brings the canon to what the documents state, in one transaction.

    Raises LoadError with every problem found; the canon is then as it was before.
    """
    loading = _Loading(progress)
    with _without_collecting(), all_or_nothing(loading.problems, dry_run=dry_run):
        indexing.postpone()
        with connection.cursor() as cursor:
            # Plans of foreign keys are kept for the session. Made while the tables are empty, they
            # would scan them whole for each row that follows.
            cursor.execute("SET LOCAL enable_seqscan = off")
        # Other loads and editors' saves wait here, so that the plan stays true while it is applied.
        Revision.objects.wait_for_turn()
        with Checks() as checks:
            loading.run(reads, checks)
        if dry_run and not loading.problems:
            loading.report.warnings = [str(finding) for finding in pay_order.findings()]
    indexing.catch_up(lambda left: progress(f"search entries: {left:,} changes left to write"))
    return loading.report


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Documents and rows are many and hold no circles, yet Python would look for some after every
    few hundred: a third of the time of a load. What has no circles is forgotten without looking.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Loading:
    def __init__(self, progress: Tell) -> None:
        self.progress = progress
        self.profiles_seen = 0
        self.directory = Directory()
        self.report = Report()
        self.problems: list[Problem] = []
        self.seen_focuses: set[int] = set()
        self.replacements: dict[str, str | None] = {}

    def run(self, reads: Iterable[Read | Problem], checks: Checks) -> None:
        for chunk in _chunks(reads):
            checks.wait()
            if isinstance(chunk, Problem):
                self.problems.append(chunk)
            elif isinstance(chunk[0].document, FocusDocument):
                self._load_focuses(chunk)
            elif isinstance(chunk[0].document, LevelsDocument):
                self._load_levels(chunk[0])
            elif isinstance(chunk[0].document, SynonymsDocument):
                self._load_synonyms(chunk[0])
            elif isinstance(chunk[0].document, MarketsDocument):
                self._load_markets(chunk[0])
            elif isinstance(chunk[0].document, SkillsDocument):
                self._load_skills(chunk[0])
            else:
                self._load_functions(chunk[0])
            if len(self.problems) >= MOST_PROBLEMS:
                self.problems.append(Problem("", "", "too many problems: mend these first"))
                return
            if not self.problems:
                checks.ask()
            if not isinstance(chunk, Problem):
                self._tell_place(chunk[-1])
        checks.wait()
        if not self.problems:
            self._finish()

    def _load_levels(self, read: Read) -> None:
        for planned in plan_levels(read, self.directory):
            if isinstance(planned, Problem):
                self.problems.append(planned)
                continue
            change, row = planned
            self._save(change, row)
            known = self.directory.tracks if isinstance(row, Track) else self.directory.levels
            known[row.code] = row

    def _load_synonyms(self, read: Read) -> None:
        for entry in read.document.synonyms:
            self._save(*plan_synonym(entry))

    def _load_markets(self, read: Read) -> None:
        for place, entry in enumerate(read.document.markets):
            planned = plan_market(entry, read, place, self.directory)
            if isinstance(planned, Problem):
                self.problems.append(planned)
                continue
            change, market = planned
            self._save(change, market)
            self.directory.learn_market(market)

    def _load_skills(self, read: Read) -> None:
        for change, place in plan_proficiencies(read.document.proficiencies, self.directory):
            self._save(change, place)
            self.directory.proficiencies[place.code] = place
        changes = []
        for planned in plan_skills(read, self.directory):
            if isinstance(planned, Problem):
                self.problems.append(planned)
            else:
                self.report.note(planned)
                changes.append(planned)
        if not self.problems:
            apply_skills(changes)
        self.directory.skills.clear()  # read anew, with the names that are now in use

    def _load_functions(self, read: Read) -> None:
        for place, entry in enumerate(read.document.functions):
            self._load_function(entry, read, ("functions", place))

    def _load_function(self, entry: FunctionEntry, read: Read, path: tuple) -> Function | None:
        planned = plan_function(entry, read, path, self.directory)
        if isinstance(planned, Problem):
            self.problems.append(planned)
            return None
        change, function = planned
        # A focus file only points at its function: not a row of this load unless it changes it.
        if path != ("function",) or not change.is_empty:
            self._save(change, function)
        self.directory.functions[function.code] = function
        return function

    def _save(self, change: Change, row: Model) -> None:
        self.report.note(change)
        for name, value in change.fields.items():
            setattr(row, name, value)
        if not change.is_empty and not self.problems:
            row.save(force_insert=change.is_new)

    def _load_focuses(self, reads: list[Read]) -> None:
        placed = []
        for read in reads:
            function = self._load_function(read.document.function, read, ("function",))
            if function is not None:
                placed.append((read, function))
        changes = []
        for planned in plan_focuses(placed, self.directory):
            if isinstance(planned, Problem):
                self.problems.append(planned)
            else:
                changes.append(planned)
        for market in self.directory.new_markets:
            self._save(Change(f"market {market.code}", None), market)
        self.directory.new_markets.clear()
        for change in changes:
            self._note(change)
            self.profiles_seen += len(change.profiles)
        if not self.problems:
            apply.apply_focuses(changes)
            self.seen_focuses.update(change.held_id for change in changes)

    def _note(self, change: FocusChange) -> None:
        self.report.note(change)
        self.report.unlisted += change.unlisted[: MOST_LINES - len(self.report.unlisted)]
        for profile in change.profiles:
            self.report.note(profile)
            if "replaced_by" in profile.fields:
                self.replacements[profile.key] = profile.fields["replaced_by"]

    def _tell_place(self, last: Read) -> None:
        self.progress(f"profiles planned: {self.profiles_seen:,}, {last.place}")

    def _finish(self) -> None:
        for key in apply.apply_replacements(self.replacements):
            self.problems.append(Problem("", "replaced_by", f"no profile {key} in the canon"))
        missing = Focus.objects.exclude(pk__in=self.seen_focuses).select_related("function")
        for focus in missing.order_by("function__code", "code")[:MOST_LINES]:
            self.report.unlisted.append(f"{focus.function.code}.{focus.code}")


def _chunks(reads: Iterable[Read | Problem]) -> Iterator[list[Read] | Problem]:
    """Focus documents in lists, no focus twice in one; problems and other documents alone."""
    chunk: list[Read] = []
    names: set[tuple[str, str]] = set()
    for read in reads:
        is_focus = isinstance(read, Read) and isinstance(read.document, FocusDocument)
        its_names = _names_of(read.document) if is_focus else set()
        if chunk and (not is_focus or len(chunk) >= CHUNK or names & its_names):
            yield chunk
            chunk, names = [], set()
        if isinstance(read, Problem):
            yield read
        elif not is_focus:
            yield [read]
        else:
            chunk.append(read)
            names |= its_names
    if chunk:
        yield chunk


def _names_of(document: FocusDocument) -> set[tuple[str, str]]:
    """Every pair by which this document and another could mean the same focus."""
    function, focus = document.function, document.focus
    return {
        (of_function.lower(), of_focus.lower())
        for of_function in (function.code, function.name)
        for of_focus in (focus.code, focus.name)
        if of_function and of_focus
    }
