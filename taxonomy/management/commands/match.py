"""`manage.py match`: one title or a roster from the command line. Words and exit codes only.

The matching is in `taxonomy/matching/`.
"""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from taxonomy.matching import report
from taxonomy.matching.decision import Decision, State
from taxonomy.matching.matcher_cache import current_matcher
from taxonomy.matching.roster import Answered, Roster, read_roster
from taxonomy.matching.sheets import MOST_BYTES, RosterError

EVERY = 5_000  # rows between two words on progress


class Command(BaseCommand):
    help = "Finds the role of one title (--title) or of each row of a roster (FILE: CSV or XLSX)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--title", help="one title instead of a file")
        parser.add_argument("--department", default="", help="of the one title")
        parser.add_argument("--level", default="", help="own level of the one title: P3, 3, Senior")
        parser.add_argument("--format", choices=["text", "json", "csv"], default="text")
        parser.add_argument("--out", type=Path, metavar="FILE", help="write .csv or .xlsx there")
        for column in ("title", "department", "level"):
            parser.add_argument(f"--{column}-column", default="", help="its header, letter, number")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["file"] is None) == (options["title"] is None):
            raise CommandError("give either a FILE or --title")
        if options["file"]:
            self._roster(options)
            return
        if options["out"] or options["format"] == "csv":
            raise CommandError("--out and --format csv are for a FILE")
        asked = options["title"], options["department"], options["level"]
        found = current_matcher().match(*asked)
        if options["format"] == "json":
            self.stdout.write(json.dumps(found.facts, ensure_ascii=False, indent=2))
        else:
            self._tell(found)

    def _tell(self, found: Decision) -> None:
        self.stdout.write(f"{found.state}{f': {found.reason}' if found.reason else ''}")
        for candidate in found.candidates:
            self.stdout.write(f"  {candidate.score:.2f}  {candidate.key}  {candidate.title}")
            for line in candidate.evidence:
                self.stdout.write(f"        {line}")

    def _roster(self, options: dict[str, Any]) -> None:
        out: Path | None = options["out"]
        if out and out.suffix.lower() not in (".csv", ".xlsx"):
            raise CommandError("--out names a .csv or an .xlsx file")
        roster = self._read(options)
        for note in roster.notes:
            self.stderr.write(note)
        counts: Counter[State] = Counter()
        answers = self._counted(roster, counts)
        if out:
            chunks = [report.workbook(answers)] if out.suffix.lower() == ".xlsx" else None
            with out.open("wb") as file:
                file.writelines(chunks or report.csv_chunks(answers))
        elif options["format"] == "csv":
            for chunk in report.csv_chunks(answers):
                self.stdout.write(chunk.decode(), ending="")
        elif options["format"] == "json":
            rows = [_facts(answered) for answered in answers]
            told = {"counts": {str(state): counts[state] for state in State}, "rows": rows}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            for answered in answers:
                self.stdout.write(_line(answered))
        told = ", ".join(f"{counts[state]} {state}" for state in State)
        self.stderr.write(f"{counts.total()} rows: {told}")

    def _read(self, options: dict[str, Any]) -> Roster:
        chosen = {name: options[f"{name}_column"] for name in ("title", "department", "level")}
        try:
            with options["file"].open("rb") as file:
                return read_roster(file.read(MOST_BYTES + 1), chosen)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        except RosterError as error:
            raise CommandError(f"{options['file']}: {error}") from None

    def _counted(self, roster: Roster, counts: Counter[State]) -> Iterator[Answered]:
        for answered in roster.answers(current_matcher()):
            counts[answered.state] += 1
            if counts.total() % EVERY == 0:
                self.stderr.write(f"{counts.total():,} of {len(roster.rows):,} rows matched")
            yield answered


def _facts(answered: Answered) -> dict[str, Any]:
    row = answered.row
    asked = {"row": row.number, "title": row.title, "department": row.department}
    return {**asked, "level": row.level, **answered.decision.facts}


def _line(answered: Answered) -> str:
    decision = answered.decision
    found = decision.candidates[0] if decision.candidates else None
    answer = f"{found.score:.2f} {found.key} {found.title}" if found else decision.reason
    return f"{answered.row.number}: {answered.row.title}: {decision.state}: {answer}"
