"""What follows what, as a document that goes with the canon: dumped into its folder and loaded
after it, so that a dump of the canon brings back splits and mergers with their reasons.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Annotated, Any, NamedTuple

from pydantic import Field, model_validator

from editions.change_sets.trials import Thing
from editions.choices import SucceededKind, SuccessionRelation
from editions.history.recording import set_being_written
from editions.models import ChangeSet, Succession
from editions.models.change_sets import LONGEST_KEY
from editions.succession.successions import raised_revision
from taxonomy.canon.companions import Companion
from taxonomy.exchange.document import Document, once
from taxonomy.exchange.fields import Limited, OneOf, Prose
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.exchange.report import Report
from taxonomy.keys import focus_key
from taxonomy.models import Focus, Function, Profile, Skill

FILE = "successions"
MOST = 5000  # of one thing
ThingKey = Annotated[str, Limited(LONGEST_KEY, 1)]


class SuccessionEntry(Document):
    """One thing that went, and all that follows it in one relation and for one reason."""

    kind: Annotated[str, OneOf(SucceededKind)]
    key: ThingKey
    relation: Annotated[str, OneOf(SuccessionRelation)]
    successors: Annotated[list[ThingKey], Field(max_length=MOST)] = []
    why: Prose = ""

    @model_validator(mode="after")
    def _has_successors_or_says_none(self) -> "SuccessionEntry":
        is_none = self.relation == SuccessionRelation.NONE
        if is_none and self.successors:
            raise ValueError("has the relation `none` and successors")
        if not is_none and not self.successors:
            raise ValueError(f"has no successors: {self.relation} by or into what?")
        once("successor", "successors", self.successors)
        if self.key in self.successors:
            raise ValueError("does not follow itself")
        return self

    @property
    def thing(self) -> Thing:
        return self.kind, self.key


class SuccessionsDocument(Document):
    successions: list[SuccessionEntry]

    @model_validator(mode="after")
    def _once_each(self) -> "SuccessionsDocument":
        pairs = (
            (*e.thing, to) for e in self.successions for to in e.successors or ["no successor"]
        )
        once("succession of", "successions", pairs)
        return self


class After(NamedTuple):
    """What follows one thing, or the statement that nothing does."""

    relation: str
    to_key: str
    why: str


Successors = dict[Thing, set[After]]


class SuccessionInFile(NamedTuple):
    """What one entry of a file says."""

    read: Read[SuccessionsDocument]
    place: int
    entry: SuccessionEntry

    def problem(self, reason: str) -> Problem:
        return self.read.problem(("successions", self.place), reason)

    @property
    def after(self) -> set[After]:
        entry = self.entry
        return {After(entry.relation, to, entry.why) for to in entry.successors or [""]}


def _documents() -> Iterator[tuple[str, dict[str, Any]]]:
    if entries := [_plain(*of) for of in _entries(_current())]:
        yield FILE, {"successions": entries}


def _entries(current: Successors) -> Iterator[tuple[Thing, str, str, list[str]]]:
    for thing in sorted(current):
        by_reason = sorted(current[thing], key=lambda each: (each.relation, each.why, each.to_key))
        for (relation, why), some in groupby(by_reason, key=lambda each: (each.relation, each.why)):
            yield thing, relation, why, [each.to_key for each in some if each.to_key]


def _plain(thing: Thing, relation: str, why: str, successors: list[str]) -> dict[str, Any]:
    kind, key = thing
    return {
        "kind": kind,
        "key": key,
        "relation": relation,
        "successors": successors,
        "why": why,
    }


def _current() -> Successors:
    """What readers are shown, of what there is."""
    found: Successors = defaultdict(set)
    rows = list(Succession.objects.current())
    there = _There(rows)
    for each in rows:
        if not there.wrong_with((each.kind, each.from_key), [each.to_key]):
            said = After(each.relation, each.to_key, each.why)
            found[each.kind, each.from_key].add(said)
    return found


class _There:
    """Which of the named things the canon has, and which roles are in use."""

    def __init__(self, rows: Iterable[Any]) -> None:
        keys: dict[str, set[str]] = defaultdict(set)
        self.gone_skills: set[str] = set()
        for each in rows:
            keys[each.kind] |= {each.from_key, each.to_key}
            if each.kind == "skill":
                self.gone_skills.add(each.from_key)
        roles = Profile.objects.filter(key__in=keys["profile"]).values_list("key", "status")
        self.status = dict(roles) if keys["profile"] else {}
        self.keys = {"profile": self.status.keys()} | {
            kind: set(keys_of(keys[kind])) if keys[kind] else set()
            for kind, keys_of in KEYS_OF.items()
        }

    def wrong_with(self, thing: Thing, successors: Iterable[str]) -> str:
        """The reason why the canon cannot say that these follow the thing; or nothing."""
        kind, key = thing
        for each in (*([key] if kind != "skill" else []), *filter(None, successors)):
            if each not in self.keys[kind] and each not in self.gone_skills:
                return f"no {kind} {each} in the canon"
        if kind == "profile" and self.status[key] != Profile.Status.RETIRED:
            return f"profile {key} is in use: what is not retired has no successors"
        return ""


def _focuses(keys: set[str]) -> Iterator[str]:
    codes = [key.partition(".")[2] for key in keys]
    rows = Focus.objects.filter(code__in=codes).values_list("function__code", "code")
    return (focus_key(*codes) for codes in rows)


KEYS_OF: dict[str, Any] = {
    "focus": _focuses,
    "function": lambda keys: Function.objects.filter(code__in=keys).values_list("code", flat=True),
    "skill": lambda keys: Skill.objects.filter(slug__in=keys).values_list("slug", flat=True),
}


def _load(
    reads: list[Read[SuccessionsDocument]], report: Report, retire_missing: bool
) -> list[Problem]:
    stated = [
        SuccessionInFile(read, place, entry)
        for read in reads
        for place, entry in enumerate(read.document.successions)
    ]
    if problems := list(_problems(stated)):
        return problems
    wanted: Successors = defaultdict(set)
    for each in stated:
        wanted[each.entry.thing] |= each.after
    current = _current()
    changes = {thing: after for thing, after in wanted.items() if after != current.get(thing)}
    report.unchanged += len(wanted) - len(changes)
    missing = sorted(current.keys() - wanted.keys())
    if retire_missing:
        changes |= {thing: set() for thing in missing}
    else:
        report.unlisted += [f"successors of {kind} {key}" for kind, key in missing]
    if changes:
        _report(changes, current, report)
        _write(changes, current)
    return []


def _problems(stated: list[SuccessionInFile]) -> Iterator[Problem]:
    by_thing: dict[Thing, SuccessionInFile] = {}
    rows = [
        Succession(kind=each.entry.kind, from_key=each.entry.key, to_key=to)
        for each in stated
        for to in each.entry.successors or [""]
    ]
    there = _There([*rows, *Succession.objects.current().filter(kind="skill")])
    for each in stated:
        first = by_thing.setdefault(each.entry.thing, each)
        if first.read is not each.read:
            place = first.read.at(("successions", first.place))
            yield each.problem(f"{place} states what follows it, too")
        if reason := there.wrong_with(each.entry.thing, each.entry.successors):
            yield each.problem(reason)


def _report(changes: Successors, current: Successors, report: Report) -> None:
    for thing, after in changes.items():
        sign = "-" if not after else "~" if current.get(thing) else "+"
        report.say(f"{sign} successors of {' '.join(thing)}", *_lines(thing, after))
    removed = sum(not after for after in changes.values())
    changed = sum(thing in current for thing in changes) - removed
    report.count(len(changes) - changed - removed, changed, removed)


def _lines(thing: Thing, after: set[After]) -> Iterator[str]:
    for _, relation, why, successors in _entries({thing: after}):
        words = f"{SuccessionRelation(relation).label} {', '.join(successors)}".strip()
        yield f"    {words}{f': {why}' if why else ''}"


def _write(changes: Successors, current: Successors) -> None:
    now, change_set = raised_revision(), ChangeSet.objects.get(pk=set_being_written())
    for (kind, key), after in changes.items():
        here = Succession.objects.current().filter(kind=kind, from_key=key)
        kept = current.get((kind, key), set()) & after
        ended = here.exclude(to_key__in=[each.to_key for each in kept])
        ended.update(until_revision=now, ended_in=change_set)
        Succession.objects.bulk_create(
            Succession(
                kind=kind, from_key=key, from_revision=now, change_set=change_set, **each._asdict()
            )
            for each in sorted(after - kept)
        )


def _is_successions(data: Any) -> bool:
    return isinstance(data, dict) and "successions" in data


COMPANION = Companion(SuccessionsDocument, _is_successions, _documents, _load)
