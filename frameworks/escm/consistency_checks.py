"""The text compared with itself: appendices, stated numbers, label order, shape of sentences.

Nothing is changed here; whatever does not agree becomes a doubt in the report.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from frameworks.escm.appendices import PracticeRow
from frameworks.escm.errata import Errata
from frameworks.escm.lines import digest, is_finished
from frameworks.escm.model import OTHER, TYPES, Model, PracticeText
from frameworks.escm.reading_report import ReadingReport
from frameworks.escm.running_heads import is_running_head

OPENS = re.compile(r"[A-Z“]")
# A sentence followed by small letters is two torn pieces in one, but for these.
ABBREVIATIONS = re.compile(r"(?:etc|e\.g|i\.e|vs)\.$|…$")
GLUED = re.compile(r"(\S+\.) [a-z]\S* ")


@dataclass(frozen=True)
class Witnesses:
    """What the rest of the text says of the practices."""

    rows: Mapping[str, PracticeRow]
    statements: set[str]
    levels: Mapping[int, int]


def check_model(model: Model, witnesses: Witnesses, errata: Errata, report: ReadingReport) -> None:
    """Compare every practice with the rest of the text."""
    _levels(model, witnesses.levels, report)
    _supports(model, report)
    _expected(model, errata, report)
    codes = {practice.code for practice in model.practices}
    for practice in model.practices:
        _appendix_b(practice, witnesses.rows[practice.code], report)
        if practice.statement not in witnesses.statements:
            report.doubted(practice.code, "Appendix C does not have this statement")
        if practice.practice_type != worded_type(practice.statement):
            report.doubted(
                practice.code, "its type is not the one that its statement is worded for"
            )
        for other in (*practice.related, *(c for r in practice.required() for c in r.supports)):
            if other not in codes:
                report.doubted(practice.code, f"{other} is named but is no practice of this text")
        for where, text in _texts(practice):
            for fault in _faults(text):
                report.doubted(f"{practice.code} {where}", fault)


def worded_type(statement: str) -> str:
    """The type for which a statement is worded: “Establish and implement a policy…”."""
    if statement.startswith("Plan and track "):
        return "Plan"
    if statement.startswith("Establish and implement "):
        for word in TYPES:
            if re.search(rf"\b{word[:-1].lower()}(?:y|ies|e|es|m|ms)\b", statement):
                return word
    return OTHER


def _levels(model: Model, stated: Mapping[int, int], report: ReadingReport) -> None:
    counted = Counter(practice.level for practice in model.practices)
    for level, number in stated.items():
        if counted[level] != number:
            what = f"{counted[level]} practices at level {level}, the text says {number}"
            report.doubted("whole text", what)


def _appendix_b(practice: PracticeText, row: PracticeRow, report: ReadingReport) -> None:
    pairs = {
        "title": (practice.title.casefold(), row.title.casefold()),
        "statement": (practice.statement, row.statement),
        "level": (practice.level, row.level),
        "life-cycle": (practice.lifecycle, row.lifecycle),
        "type": (practice.practice_type, row.practice_type or practice.practice_type),
    }
    for name, (here, there) in pairs.items():
        if here != there:
            what = f"the {name} is “{here}” on its page, “{there}” in Appendix B; the page counts"
            report.doubted(practice.code, what)


def _supports(model: Model, report: ReadingReport) -> None:
    """The supporting practices of a1 to c5 depend on the level alone, 3 and 4 being alike."""
    lists: dict[tuple[bool, str], Counter[tuple[str, ...]]] = defaultdict(Counter)
    for practice in model.practices:
        for activity in practice.required():
            if activity.label[0] != "b" and activity.text is not None:
                lists[practice.level == 2, activity.label][activity.supports] += 1
    for practice in model.practices:
        for activity in practice.required():
            seen = lists[practice.level == 2, activity.label]
            if activity.label[0] == "b":
                usual: tuple[str, ...] = ()
            elif activity.text is None or not seen:
                continue
            else:
                usual = seen.most_common(1)[0][0]
            if activity.supports != usual:
                where = f"{practice.code} {activity.label}"
                report.doubted(where, f"supported by {activity.supports}, elsewhere by {usual}")


def _expected(model: Model, errata: Errata, report: ReadingReport) -> None:
    """Damage that leaves whole sentences behind shows only against a reading checked before."""
    for practice in model.practices if errata.expected else ():
        wanted = errata.expected.get(practice.code)
        if wanted is None:
            report.doubted(practice.code, "the errata expect no such practice")
        elif practice.counts() != wanted.counts:
            what = "required, recommended and notes number {}, where {} were expected"
            report.doubted(practice.code, what.format(practice.counts(), wanted.counts))
        elif fingerprint(practice) != wanted.text:
            what = f"its text is not the one that was checked: {fingerprint(practice)}"
            report.doubted(practice.code, what)


def fingerprint(practice: PracticeText) -> str:
    """A digest of the letters and digits of a practice: each text under its label, and supports."""
    texts = "".join(f"{where}{text}" for where, text in _texts(practice))
    texts += "".join(code for each in practice.required() for code in each.supports)
    return digest("".join(sign for sign in texts.casefold() if sign.isalnum()))


def _texts(practice: PracticeText) -> Iterator[tuple[str, str]]:
    """Every text of a practice with its place; a lost text was doubted already."""
    yield "statement", practice.statement
    yield from ((f"description {n}", text) for n, text in enumerate(practice.description, 1))
    for major in practice.activities:
        yield major.label, major.text or "Lost."
        for activity in major.required:
            yield activity.label, activity.text or "Lost."
            yield from ((f"{activity.label} note", note) for note in activity.supplemental)
            for finer in activity.recommended:
                yield finer.label, finer.text or "Lost."
                yield from ((f"{finer.label} note", note) for note in finer.supplemental)


def _faults(text: str) -> Iterator[str]:
    if not OPENS.match(text):
        yield f"starts in the middle of a sentence: “{_some(text)}…”"
    for line in text.split("\n"):
        if not is_finished(line):
            yield f"does not end as a sentence does: “…{' '.join(line.split()[-3:])}”"
        if is_running_head(line):
            yield "contains lines of the page's margin"
    if text.endswith(":") and "following" in text[-20:] and "Activities" not in text[-20:]:
        yield "announces a list that is not there"
    for match in GLUED.finditer(text):
        if not ABBREVIATIONS.search(match[1]):
            yield f"small letters after a full stop: “{match[0].strip()}”"


def _some(text: str) -> str:
    return " ".join(text.split()[:3])
