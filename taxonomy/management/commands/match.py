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

from taxonomy.matching import answer_file
from taxonomy.matching.decision import Decision, MatchState
from taxonomy.matching.level_table import read_level_table
from taxonomy.matching.matcher_cache import current_matcher
from taxonomy.matching.reading_report import report_sentences
from taxonomy.matching.roster import Answered, Chosen, Roster, read_roster
from taxonomy.spreadsheets.book import SpreadsheetError
from taxonomy.spreadsheets.limits import MOST_BYTES
from taxonomy.spreadsheets.reader_slots import ReadersBusyError

EVERY = 5_000  # rows between two words on progress
KINDS = "a roster: text (CSV) or a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods)"
PATIENCE = 60  # seconds that it waits for a reader


class Command(BaseCommand):
    help = "Finds the role of one title (--title) or of each row of a roster (FILE)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=KINDS)
        parser.add_argument("--title", help="one title instead of a file")
        parser.add_argument("--department", default="", help="of the one title")
        parser.add_argument("--level", default="", help="own level of the one title: P3, 3, Senior")
        parser.add_argument("--format", choices=["text", "json", "csv"], default="text")
        parser.add_argument("--out", type=Path, metavar="FILE", help="write .csv or .xlsx there")
        for column in ("title", "department", "level"):
            parser.add_argument(f"--{column}-column", default="", help="its header, letter, number")
        parser.add_argument("--sheet", default="", help="of a workbook; else one with a header")
        table = "lines such as L5 = P3: what the roster's own levels mean"
        parser.add_argument("--level-table", type=Path, metavar="FILE", help=table)
        parser.add_argument("--header-row", default="", help="its number; 0 when there is none")

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
            self._print(found)

    def _print(self, found: Decision) -> None:
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
        for sentence in report_sentences(roster):
            self.stderr.write(sentence)
        counts: Counter[MatchState] = Counter()
        answers = self._counted(roster, counts)
        if out:
            answer = answer_file.AnswerFile(roster, answers)
            with out.open("wb") as file:
                file.writelines(answer_file.content(answer, out.suffix.lower()[1:]))
        else:
            self._print_rows(roster, answers, counts, options["format"])
        words = ", ".join(f"{counts[state]} {state}" for state in MatchState)
        self.stderr.write(f"{counts.total()} rows: {words}")

    def _print_rows(
        self,
        roster: Roster,
        answers: Iterator[Answered],
        counts: Counter[MatchState],
        format: str,
    ) -> None:
        """`counts` are complete when all answers are read."""
        if format == "csv":
            for chunk in answer_file.csv_chunks(answer_file.AnswerFile(roster, answers)):
                self.stdout.write(chunk.decode(), ending="")
        elif format == "json":
            rows = [_facts(answered) for answered in answers]
            content = {"counts": {str(state): counts[state] for state in MatchState}, "rows": rows}
            self.stdout.write(json.dumps(content, ensure_ascii=False, indent=2))
        else:
            for answered in answers:
                self.stdout.write(_line(answered))

    def _read(self, options: dict[str, Any]) -> Roster:
        columns = {name: options[f"{name}_column"] for name in ("title", "department", "level")}
        chosen = Chosen(**columns, sheet=options["sheet"], header_row=options["header_row"])
        try:
            with options["file"].open("rb") as file:
                roster = read_roster(file.read(MOST_BYTES + 1), chosen, wait=PATIENCE)
            if table := options["level_table"]:
                roster.level_table = read_level_table(_text(table), current_matcher().index.scale)
            return roster
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        except (SpreadsheetError, ReadersBusyError) as error:
            raise CommandError(f"{options['file']}: {error}") from None

    def _counted(self, roster: Roster, counts: Counter[MatchState]) -> Iterator[Answered]:
        for answered in roster.answers(current_matcher()):
            counts[answered.state] += 1
            if counts.total() % EVERY == 0:
                self.stderr.write(f"{counts.total():,} of {len(roster.rows):,} rows matched")
            yield answered


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(f"{path}: is not UTF-8") from None


def _facts(answered: Answered) -> dict[str, Any]:
    row = answered.row
    asked = {"row": row.number, "title": row.title, "department": row.department}
    return {**asked, "level": row.level, **answered.decision.facts}


def _line(answered: Answered) -> str:
    decision = answered.decision
    found = decision.candidates[0] if decision.candidates else None
    answer = f"{found.score:.2f} {found.key} {found.title}" if found else decision.reason
    return f"{answered.row.number}: {answered.row.title}: {decision.state}: {answer}"
