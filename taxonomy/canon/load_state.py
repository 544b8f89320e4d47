"""One load, document by document: plans each, writes it, notes what is stated and what is wrong.

The transaction around it is in `load`, what a document means in `plan` and `vocabulary`.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from taxonomy import text
from taxonomy.canon.change_sets import NotRecorded, Recording
from taxonomy.canon.chunks import chunks
from taxonomy.canon.companions import Companion, companion_of, companions
from taxonomy.canon.constraint_checks import Checks
from taxonomy.canon.copying import Copying
from taxonomy.canon.directory import Directory
from taxonomy.canon.documents import (
    FunctionsDocument,
    LevelsDocument,
    MarketsDocument,
    SkillsDocument,
    SynonymsDocument,
)
from taxonomy.canon.focus_documents import FocusDocument, FunctionEntry
from taxonomy.canon.focus_plans import plan_focuses
from taxonomy.canon.left import Left, left_of, missing_rows, retire
from taxonomy.canon.levels import plan_levels
from taxonomy.canon.markets import plan_market
from taxonomy.canon.new_documents import write_announced
from taxonomy.canon.plan import FOCUS_FIELDS, FocusChange, plan_function
from taxonomy.canon.replacements import Replacements
from taxonomy.canon.skills import apply_skills
from taxonomy.canon.statements import Statements, stated_names
from taxonomy.canon.synonyms import plan_synonyms
from taxonomy.canon.vocabulary import plan_proficiencies, plan_skills
from taxonomy.exchange.changes import Change
from taxonomy.exchange.document import Document
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.exchange.progress import ProgressReport
from taxonomy.exchange.report import Report
from taxonomy.models import Function, Track

At = tuple[str | int, ...]

MOST_PROBLEMS = 200


class Loading:
    """One load as it goes: what is known, stated, planned and wrong so far."""

    def __init__(self, progress: ProgressReport, report: Report) -> None:
        self.progress = progress
        self.recording: Recording = NotRecorded()
        self.profiles_seen = 0
        self.directory = Directory()
        self.report = report
        self.statements = Statements()
        self.problems: list[Problem] = []
        self.seen_focuses: set[int] = set()
        self.waiting: list[Copying] = []  # to be written
        self.left: list[Left] = []  # of the focuses that documents speak of
        self.replacements = Replacements()
        self.companions: dict[Companion, list[Read]] = {}

    def run(self, reads: Iterable[Read | Problem], checks: Checks) -> None:
        for chunk in chunks(reads):
            checks.wait()
            if isinstance(chunk, Problem):
                self.problems.append(chunk)
            elif isinstance(chunk[0].document, FocusDocument):
                self._load_focuses(chunk)
            elif load_one := LOADED_ALONE.get(type(chunk[0].document)):
                load_one(self, chunk[0])
            else:
                self.companions.setdefault(companion_of(chunk[0].document), []).append(chunk[0])
            if len(self.problems) >= MOST_PROBLEMS:
                self.problems.append(Problem("", "", "too many problems: mend these first"))
                return
            if not self.problems:
                checks.send(self.waiting, self.recording)
                self.waiting = []
            if not isinstance(chunk, Problem):
                self._report_place(chunk[-1])
        checks.wait()

    def finish(self, retire_missing: bool, names_missing: bool = True) -> None:
        """What needs all documents: replacements, companions, what is left."""
        if self.problems:
            return
        self.problems += self.replacements.write()
        for companion in companions.get():
            reads = self.companions.get(companion, [])
            if reads or names_missing:
                self.problems += companion.load(reads, self.report, retire_missing)
        if not names_missing:
            return
        self.left += missing_rows(self.statements, self.seen_focuses)
        if retire_missing and not self.problems:
            self.left = retire(self.left, self.report)
        self.report.unlisted += map(str, self.left)

    def _state(
        self, kind: str, key: str, entry: Document, change: Change, read: Read, path: At
    ) -> None:
        """Compares a document's fields with those that earlier ones stated, and takes note."""
        for name, reason in self.statements.contradictions(kind, key, change):
            self.problems.append(read.problem((*path, name), reason))
        self.statements.note(kind, key, stated_names(entry), read.at(path))

    def _state_order(self, listed: str, codes: list[str], read: Read) -> None:
        if place := self.statements.other_order(listed, codes, read.at((listed,))):
            self.problems.append(read.problem((listed,), f"{place} has them in another order"))

    def _load_levels(self, read: Read[LevelsDocument]) -> None:
        document = read.document
        self._state_order("tracks", [track.code for track in document.tracks], read)
        stated: dict[tuple[str, str], tuple[int, Document]] = {
            **{("track", each.code): (n, each) for n, each in enumerate(document.tracks)},
            **{("level", each.code): (n, each) for n, each in enumerate(document.levels)},
        }
        for planned in plan_levels(read, self.directory):
            if isinstance(planned, Problem):
                self.problems.append(planned)
                continue
            change, row = planned
            kind = "track" if isinstance(row, Track) else "level"
            if (kind, row.code) in stated:
                place, entry = stated[kind, row.code]
                self._state(kind, row.code, entry, change, read, (f"{kind}s", place))
            self._save(change, row)
            self.directory.learn_place(row)

    def _load_synonyms(self, read: Read[SynonymsDocument]) -> None:
        for planned in plan_synonyms(read):
            if isinstance(planned, Problem):
                self.problems.append(planned)
                continue
            place, change, row = planned
            if not self.problems:  # what is not written cannot be compared
                entry = read.document.synonyms[place]
                # What a synonym leaves out is stated as no.
                entry = entry.model_copy(update={"both_ways": entry.both_ways, "off": entry.off})
                key = f"{row.term} → {row.meaning}"
                self._state("synonym", key, entry, change, read, ("synonyms", place))
            self._save(change, row)

    def _load_markets(self, read: Read[MarketsDocument]) -> None:
        for place, entry in enumerate(read.document.markets):
            planned = plan_market(entry, read, place, self.directory)
            if isinstance(planned, Problem):
                self.problems.append(planned)
                continue
            change, market = planned
            self._state("market", market.code, entry, change, read, ("markets", place))
            self._save(change, market)
            self.directory.learn_market(market)

    def _load_skills(self, read: Read[SkillsDocument]) -> None:
        document = read.document
        self._state_order("proficiencies", [each.code for each in document.proficiencies], read)
        places = {entry.code: nth for nth, entry in enumerate(document.proficiencies)}
        for change, row in plan_proficiencies(document.proficiencies, self.directory):
            if row.code in places:
                entry = document.proficiencies[places[row.code]]
                path = ("proficiencies", places[row.code])
                self._state("proficiency", row.code, entry, change, read, path)
            self._save(change, row)
            self.directory.proficiencies[row.code] = row
        changes = []
        for planned in plan_skills(read, self.directory):
            if isinstance(planned, Problem):
                self.problems.append(planned)
            else:
                self.report.note(planned)
                changes.append(planned)
        if not self.problems:  # what is not written cannot be compared
            for place, change in enumerate(changes):
                key, stated = text.folded(change.name), document.skills[place]
                self._state("skill", key, stated, change, read, ("skills", place))
        if not self.problems:
            apply_skills(changes)
        self.directory.skills.clear()  # read anew, with the names that are now in use

    def _load_functions(self, read: Read[FunctionsDocument]) -> None:
        for place, entry in enumerate(read.document.functions):
            self._load_function(entry, read, ("functions", place))

    def _load_function(self, entry: FunctionEntry, read: Read, path: At) -> Function | None:
        planned = plan_function(entry, read, path, self.directory)
        if isinstance(planned, Problem):
            self.problems.append(planned)
            return None
        change, function = planned
        self._state("function", function.code, entry, change, read, path)
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

    def _load_focuses(self, reads: list[Read[FocusDocument]]) -> None:
        placed = []
        for read in reads:
            function = self._load_function(read.document.function, read, ("function",))
            if function is not None:
                placed.append((read, function))
        changes = []
        for planned in plan_focuses(placed, self.directory, self.recording):
            if isinstance(planned, Problem):
                self.problems.append(planned)
            else:
                changes.append(planned)
                self._note(planned)
        for market in self.directory.new_markets:
            self._save(Change(f"market {market.code}", None), market)
        self.directory.new_markets.clear()
        if not self.problems:
            for change in changes:
                self._state_focus(change)
        if not self.problems:
            self.waiting = write_announced(changes, self.recording)
            self.seen_focuses.update(change.row_id for change in changes)

    def _note(self, change: FocusChange) -> None:
        self.report.note(change)
        self.profiles_seen += len(change.profiles)
        for profile in change.profiles:
            self.report.note(profile)

    def _state_focus(self, change: FocusChange) -> None:
        read, document = change.read, change.read.document
        key = change.key
        names = {*stated_names(document.focus), *stated_names(document)}
        for name, reason in self.statements.contradictions("focus", key, change):
            path = ("focus", name) if name in FOCUS_FIELDS else (name,)
            self.problems.append(read.problem(path, reason))
        self.statements.note("focus", key, names, read.at(("focus",)))
        self.statements.mention_names(document)
        for place, (entry, profile) in enumerate(
            zip(document.profiles, change.profiles, strict=True)
        ):
            self._state("profile", profile.key, entry, profile, read, ("profiles", place))
            self.problems += self.replacements.note(profile, read, place)
        self.left += left_of(change)

    def _report_place(self, last: Read) -> None:
        self.progress(f"profiles planned: {self.profiles_seen:,}, {last.place}")


LOADED_ALONE: dict[Any, Any] = {
    LevelsDocument: Loading._load_levels,
    SynonymsDocument: Loading._load_synonyms,
    MarketsDocument: Loading._load_markets,
    SkillsDocument: Loading._load_skills,
    FunctionsDocument: Loading._load_functions,
}
