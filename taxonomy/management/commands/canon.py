"""`manage.py canon`: load, check, capture, pay, dump, digest, verify. Words and exit codes only.

The work is in `taxonomy/canon/`.
"""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from taxonomy.canon import dump, pay_survey
from taxonomy.canon.capture.reader import read_captures
from taxonomy.canon.change_sets import Origin, origin_of, unrecorded
from taxonomy.canon.dump_folder import dump_into
from taxonomy.canon.load import load
from taxonomy.canon.reader import read
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import LoadError, Problem
from taxonomy.exchange.progress import Progress
from taxonomy.exchange.report import MOST_LINES, Report
from taxonomy.exchange.yaml_text import as_yaml
from taxonomy.models.currencies import CURRENCIES

DRAFT = "leave an open change set for review, with a draft of each thing; publish nothing"
TITLE = "of its change set in the history; by default the names of the files"
MOST_WARNINGS = 50
FEW_LINES = 20  # of what a load leaves; a check names more
# As diff answers: the same, different, something wrong.
SAME, DIFFERENT, WRONG = 0, 1, 2


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no date such as 2026-05-31") from None


def _currency(text: str) -> str:
    if text not in CURRENCIES:
        raise ArgumentTypeError(f"{text!r} is no currency of ISO 4217")
    return text


def _origin(action: str, options: dict[str, Any]) -> Origin:
    paths = options.get("paths") or [options["survey"]]
    return origin_of(paths, f"canon {action}", options.get("title", ""), announces=True)


def _add_paying(paying: ArgumentParser) -> None:
    paying.add_argument(
        "survey", type=Path, metavar="CSV", help="soc_code, annual_p10/p25/median/p75/p90"
    )
    paying.add_argument("--name", required=True, help="the survey, as bands cite it")
    paying.add_argument("--as-of", required=True, type=_date, help="of the figures: 2026-05-31")
    paying.add_argument("--market", default="US")
    paying.add_argument("--currency", default="USD", type=_currency)
    paying.add_argument("--scheme", default="SOC 2018", help="of the occupation codes")
    _add_ways(paying)


def _add_ways(action: ArgumentParser) -> None:
    """What becomes of the plan."""
    ways = action.add_mutually_exclusive_group()
    ways.add_argument("--dry-run", action="store_true", help="show the plan only")
    ways.add_argument("--draft", action="store_true", help=DRAFT)
    action.add_argument("--title", default="", help=TITLE)


class Command(BaseCommand):
    help = "Loads, checks and dumps canon files, and reads captured pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        loading = actions.add_parser("load", help="bring the canon to what the files state")
        check = actions.add_parser("check", help="old → new and every problem; writes nothing")
        capture = actions.add_parser("capture", help="merge saved pages of a public catalogue")
        for action in (loading, check, capture):
            action.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        for action in (loading, capture):
            _add_ways(action)
        for action in (loading, check):
            action.add_argument(
                "--retire-missing",
                action="store_true",
                help="retire profiles that no file has; take out synonyms, links and unused skills",
            )
        check.add_argument(
            "--exit-code",
            action="store_true",
            help="0 when files and canon say the same, 1 when they differ, 2 for problems",
        )
        _add_paying(actions.add_parser("pay", help="spread a wage survey over the mapped ladders"))
        dumping = actions.add_parser("dump", help="write the canon as files, or to standard output")
        dumping.add_argument("folder", nargs="?", type=Path)
        dumping.add_argument("--format", choices=["yaml", "jsonl"], default="yaml")
        actions.add_parser("verify", help="compare the canon with its editions; 1 when they differ")
        actions.add_parser("digest", help="one short text; the same for the same canon")

    def handle(self, action: str, **options: Any) -> None:
        if action == "dump":
            with dump.one_moment():
                self._dump(options["folder"], options["format"])
        elif action == "verify":
            with dump.one_moment():
                self._verify()
        elif action == "digest":
            with dump.one_moment():
                self.stdout.write(dump.canon_digest())
        else:
            self._load(action, options)

    def _load(self, action: str, options: dict[str, Any]) -> None:
        is_check = action == "check"
        dry_run = options.get("dry_run", is_check)
        as_drafts = options.get("draft", False)
        try:
            with Progress(self.stderr) as progress:
                report = load(
                    self._reads(action, progress, options),
                    dry_run=dry_run,
                    retire_missing=options.get("retire_missing", False),
                    details=dry_run,
                    progress=progress,
                    origin=_origin(action, options),
                    as_drafts=as_drafts,
                )
        except LoadError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            code = WRONG if options.get("exit_code") else 1
            raise CommandError(f"{error.count}; the canon is unchanged", returncode=code) from None
        if action in ("capture", "pay"):
            report.unlisted.clear()  # they speak of a corner of the canon, never of all of it
        self._report(report, dry_run or as_drafts, MOST_LINES if is_check else FEW_LINES)
        if options.get("exit_code") and not (report.is_empty and not report.unlisted):
            raise SystemExit(DIFFERENT)

    def _verify(self) -> None:
        lines = unrecorded()
        for line in lines:
            self.stdout.write(line)
        if lines:
            raise CommandError(f"{len(lines)} differ from their editions")
        self.stdout.write("The canon is what its editions say.")

    def _reads(
        self, action: str, progress: Progress, options: dict[str, Any]
    ) -> Iterable[Read | Problem]:
        if action == "pay":
            return self._survey(**options)
        if action == "capture":
            return read_captures(options["paths"])
        return read(options["paths"], progress)

    def _survey(self, survey: Path, **options: Any) -> Iterator[Read]:
        named = {name: options[name] for name in ("name", "market", "currency", "as_of", "scheme")}
        try:
            figures = pay_survey.read_figures(survey)
        except (OSError, ValueError) as error:
            raise CommandError(f"{error}; the canon is unchanged") from None
        return pay_survey.read_survey(pay_survey.Survey(figures=figures, **named))

    def _report(self, report: Report, is_plan: bool, most_left: int) -> None:
        for line in report.shown_lines():
            self.stdout.write(line)
        if report.unlisted:
            self.stdout.write("In the canon but not in the files (left as they are):")
            for label in report.unlisted[:most_left]:
                self.stdout.write(f"  {label}")
            if len(report.unlisted) > most_left:
                self.stdout.write(f"  … and {len(report.unlisted) - most_left} more")
        for words, found in (
            ("Pay that does not keep order", report.warnings),
            ("What could not be approved in the admin", report.lacking),
        ):
            self._warn(words, found)
        counted = ["added", "changed", *(["removed"] if report.removed else [])]
        self.stdout.write(f"{report.totals(counted, is_plan)}, {report.unchanged} unchanged")

    def _warn(self, words: str, found: list[str]) -> None:
        if found:
            self.stdout.write(f"{words} (a warning, refuses nothing):")
        for line in found[:MOST_WARNINGS]:
            self.stdout.write(f"  {line}")
        if len(found) > MOST_WARNINGS:
            self.stdout.write(f"  … and {len(found) - MOST_WARNINGS} more")

    def _dump(self, folder: Path | None, form: str) -> None:
        if folder is not None and form == "yaml":
            self._dump_into(folder)
            return
        if folder is not None:
            raise CommandError("JSON Lines go to standard output: canon dump --format jsonl > FILE")
        for place, (_, document) in enumerate(dump.documents()):
            if form == "jsonl":
                self.stdout.write(dump.as_json_line(document), ending="")
            else:
                self.stdout.write("---\n" * bool(place) + as_yaml(document), ending="")

    def _dump_into(self, folder: Path) -> None:
        try:
            dumped = dump_into(folder)
        except OSError as error:
            where = error.filename or folder
            raise CommandError(f"{where} cannot be written: {error.strerror}") from None
        for path in dumped.removed:
            self.stdout.write(f"removed {path}: the canon no longer has it")
        for path in dumped.left:
            self.stdout.write(f"left {path}: no canon file that a dump writes")
        self.stdout.write(f"{len(dumped.written)} files written below {folder}")
