"""`manage.py frameworks`: load, read, dump. Words and exit codes only.

The work is in `frameworks/exchange/`.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from frameworks import as_json
from frameworks.exchange import dump, sources
from frameworks.exchange.load import FrameworkReport, load_frameworks
from frameworks.models import Framework
from taxonomy.canon.change_sets import origin_of
from taxonomy.exchange.problems import LoadError
from taxonomy.exchange.report import Report
from taxonomy.exchange.yaml_text import as_yaml

DRAFT = (
    "leave links to the canon as drafts of an open change set; texts of frameworks have no drafts"
    " and are written"
)


class Command(BaseCommand):
    help = "Loads framework files, reads texts of frameworks, and dumps what is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        loading = actions.add_parser("load", help="bring frameworks to what our files state")
        loading.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        reading = actions.add_parser(
            "read", help="read your copy: eSCM-SP Part 2 as text, a SFIA skill page or workbook"
        )
        reading.add_argument("paths", nargs="+", type=Path, metavar="FILE")
        for action in (loading, reading):
            ways = action.add_mutually_exclusive_group()
            ways.add_argument("--dry-run", action="store_true", help="show the plan only")
            ways.add_argument("--draft", action="store_true", help=DRAFT)
            action.add_argument("--title", default="", help="of its change set in the history")
        dumping = actions.add_parser("dump", help="write a framework to standard output")
        dumping.add_argument("slug")
        dumping.add_argument("--format", choices=["yaml", "json"], default="yaml")
        dumping.add_argument(
            "--facts", action="store_true", help="without the sentences (YAML only)"
        )

    def handle(self, action: str, **options: Any) -> None:
        if action == "dump":
            self._dump(options["slug"], options["format"], options["facts"])
            return
        read = sources.files if action == "load" else sources.texts
        try:
            origin = origin_of(options["paths"], f"frameworks {action}", options["title"])
            found = read(options["paths"])
            report = load_frameworks(
                found, dry_run=options["dry_run"], origin=origin, as_drafts=options["draft"]
            )
        except LoadError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{error.count}; the frameworks are unchanged") from None
        self._report(report, options["dry_run"], of_texts=action == "read")
        if options["draft"]:
            self._left_for_review(report.for_review)

    def _left_for_review(self, links: Report) -> None:
        self.stdout.write("That is written: texts of frameworks have no drafts. Links, for review:")
        self._lines(links)
        self._counts(links, is_plan=True)

    def _lines(self, report: Report) -> None:
        for line in report.shown_lines():
            self.stdout.write(line)

    def _counts(self, report: Report, is_plan: bool) -> None:
        self.stdout.write(report.totals(("added", "changed", "removed"), is_plan))

    def _report(self, report: FrameworkReport, dry_run: bool, of_texts: bool) -> None:
        self._lines(report)
        for framework in report.frameworks.values() if of_texts else ():
            if framework.is_public:
                self.stdout.write(
                    f"{framework} is public: every visitor can read these texts. Ask what your "
                    "licence allows; its visibility is set in the admin."
                )
        self._counts(report, dry_run)

    def _dump(self, slug: str, form: str, facts: bool) -> None:
        framework = Framework.objects.filter(slug=slug).first()
        if framework is None:
            slugs = ", ".join(Framework.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"no framework {slug!r} here; there are: {slugs}")
        if form == "json":
            self.stdout.write(as_json.json_text(as_json.as_json(framework)), ending="")
        else:
            self.stdout.write(as_yaml(dump.document(framework, facts)), ending="")
