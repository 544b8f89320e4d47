"""Brings the stored frameworks to what documents state: all of it, or nothing.

Words for the terminal are the command's; where documents come from is in `sources`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from frameworks.exchange.documents import FrameworkDocument, LinksDocument
from frameworks.exchange.framework_rows import write_framework
from frameworks.exchange.links import write_links
from frameworks.exchange.plan import FrameworkChange, plan_framework
from frameworks.exchange.sources import FrameworkSource
from frameworks.models import Framework, LoadReport
from taxonomy.canon.change_sets import Origin, change_set, set_for_review, trial
from taxonomy.exchange.problems import LoadError, Problem
from taxonomy.exchange.report import Report
from taxonomy.exchange.transaction import all_or_nothing
from taxonomy.models import Revision


@dataclass
class FrameworkReport(Report):
    """Its notes are repairs and doubts of readings, and links left out."""

    frameworks: dict[str, Framework] = field(default_factory=dict)
    for_review: Report = field(default_factory=Report)  # of links that are drafts of an open set


LOADED = Origin("Frameworks loaded", "frameworks load")


def load_frameworks(
    sources: Iterable[FrameworkSource | Problem],
    dry_run: bool = False,
    origin: Origin = LOADED,
    as_drafts: bool = False,
) -> FrameworkReport:
    """LoadError names everything that is wrong; then, as in a dry run, nothing was written.

    `as_drafts` leaves the links to the canon for review, in an open set. Texts of frameworks have
    no editions, so no drafts: they are written at once.
    """
    given = list(sources)
    problems = [item for item in given if isinstance(item, Problem)]
    if problems:
        raise LoadError(problems)
    found = [item for item in given if isinstance(item, FrameworkSource)]
    # Frameworks before the files of links alone.
    found.sort(key=lambda source: not isinstance(source.read.document, FrameworkDocument))
    report = FrameworkReport()
    with all_or_nothing(problems, dry_run=dry_run):
        Revision.objects.wait_for_turn()  # as whoever writes links does: both wait in one order
        problems += _write_texts(found, report)
        if not problems:
            problems += _write_links(found, report, origin, dry_run, as_drafts)
        if problems:
            raise LoadError(problems)
    return report


def _write_links(
    sources: list[FrameworkSource],
    report: FrameworkReport,
    origin: Origin,
    dry_run: bool,
    as_drafts: bool,
) -> list[Problem]:
    """Links to the canon are in a change set, as everything of it is."""
    record = set_for_review if as_drafts else change_set
    links = report.for_review if as_drafts else report
    with trial() if dry_run else record(origin) as recording:
        if problems := _load_links(sources, links):
            raise LoadError(problems)
    links.notes += recording.notes
    return []


def _write_texts(sources: list[FrameworkSource], report: FrameworkReport) -> list[Problem]:
    problems: list[Problem] = []
    for source in sources:
        if isinstance(source.read.document, FrameworkDocument):
            planned = plan_framework(source.read)
            if isinstance(planned, list):
                problems += planned
            elif not problems:
                _write(source, planned, report)
    return problems


def _write(source: FrameworkSource, change: FrameworkChange, report: FrameworkReport) -> None:
    if not change.is_empty:
        write_framework(change)
    added, changed, removed = change.counts()
    for line in change.lines():
        report.say(line)
    report.count(added, changed, removed)
    report.notes += [*source.repairs, *source.doubts]
    report.frameworks[change.framework.slug] = change.framework
    if change.unlisted:
        report.say(f"  {len(change.unlisted)} entries stored but not here: left as they are")
    reports = change.framework.load_reports
    if change.is_empty and reports.filter(digest=source.digest).exists():
        return
    LoadReport.objects.create(
        framework=change.framework,
        file_name=source.name[:255],
        digest=source.digest,
        added=added,
        changed=changed,
        removed=removed,
        repairs=source.repairs,
        doubts=source.doubts,
    )


def _load_links(sources: list[FrameworkSource], report: Report) -> list[Problem]:
    stated = []
    for source in sources:
        document = cast(FrameworkDocument | LinksDocument, source.read.document)
        head = document.framework
        slug = head if isinstance(head, str) else head.slug
        stated += [(source.read, slug, n, link) for n, link in enumerate(document.links)]
    if not stated:
        return []
    return write_links(stated, report, "links to the canon")
