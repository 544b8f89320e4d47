"""`manage.py canon`: load, check, capture, dump. Words and exit codes only.

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
from taxonomy.canon.load import Report, load
from taxonomy.canon.reader import read
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import LoadError, Problem
from taxonomy.exchange.progress import Progress
from taxonomy.models.currencies import CURRENCIES

MOST_WARNINGS = 50


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no date such as 2026-05-31") from None


def _currency(text: str) -> str:
    if text not in CURRENCIES:
        raise ArgumentTypeError(f"{text!r} is no currency of ISO 4217")
    return text


class Command(BaseCommand):
    help = "Loads, checks and dumps canon files, and reads captured pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        loading = actions.add_parser("load", help="bring the canon to what the files state")
        check = actions.add_parser("check", help="the plan and every problem; writes nothing")
        capture = actions.add_parser("capture", help="merge saved pages of a public catalogue")
        for action in (loading, check, capture):
            action.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        for action in (loading, capture):
            action.add_argument("--dry-run", action="store_true", help="show the plan only")
        paying = actions.add_parser("pay", help="spread a wage survey over the mapped ladders")
        paying.add_argument(
            "survey", type=Path, metavar="CSV", help="soc_code, annual_p10/p25/median/p75/p90"
        )
        paying.add_argument("--name", required=True, help="the survey, as bands cite it")
        paying.add_argument("--as-of", required=True, type=_date, help="of the figures: 2026-05-31")
        paying.add_argument("--market", default="US")
        paying.add_argument("--currency", default="USD", type=_currency)
        paying.add_argument("--scheme", default="SOC 2018", help="of the occupation codes")
        paying.add_argument("--dry-run", action="store_true", help="show the plan only")
        dumping = actions.add_parser("dump", help="write the canon as files, or to standard output")
        dumping.add_argument("folder", nargs="?", type=Path)
        dumping.add_argument("--format", choices=["yaml", "jsonl"], default="yaml")

    def handle(self, action: str, **options: Any) -> None:
        if action == "dump":
            self._dump(options["folder"], options["format"])
            return
        dry_run = options.get("dry_run", action == "check")
        try:
            with Progress(self.stderr) as progress:
                reads = self._reads(action, progress, options)
                report = load(reads, dry_run=dry_run, progress=progress)
        except LoadError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            count = len(error.problems)
            noun = "problem" if count == 1 else "problems"
            raise CommandError(f"{count} {noun}; the canon is unchanged") from None
        if action == "capture":
            report.unlisted.clear()  # a page tells of a corner of the canon, never of all of it
        self._report(report, dry_run)

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

    def _report(self, report: Report, dry_run: bool) -> None:
        for line in report.lines:
            self.stdout.write(line)
        hidden = report.added + report.changed - len(report.lines)
        if hidden > 0:
            self.stdout.write(f"… and {hidden} more")
        if report.unlisted:
            self.stdout.write("In the canon but not in the files (left as they are):")
            for label in report.unlisted:
                self.stdout.write(f"  {label}")
        if report.warnings:
            self.stdout.write("Pay that does not keep order (a warning, refuses nothing):")
            for line in report.warnings[:MOST_WARNINGS]:
                self.stdout.write(f"  {line}")
            if len(report.warnings) > MOST_WARNINGS:
                self.stdout.write(f"  … and {len(report.warnings) - MOST_WARNINGS} more")
        verb = "would be " if dry_run else ""
        self.stdout.write(
            f"{report.added} {verb}added, {report.changed} {verb}changed, "
            f"{report.unchanged} unchanged"
        )

    def _dump(self, folder: Path | None, form: str) -> None:
        if folder is not None and form == "yaml":
            files = dump.dump_tree(folder)
            self.stdout.write(f"{len(files)} files written below {folder}")
            return
        if folder is not None:
            raise CommandError("JSON Lines go to standard output: canon dump --format jsonl > FILE")
        for place, (_, document) in enumerate(dump.documents()):
            if form == "jsonl":
                self.stdout.write(dump.as_json_line(document), ending="")
            else:
                self.stdout.write("---\n" * bool(place) + dump.as_yaml(document), ending="")
