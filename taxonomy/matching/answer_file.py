"""The answers to a roster as a file: each row of the roster as it was, and ours appended to it.

CSV or XLSX, one row in for one row out, in the same order. The workbook adds a list of candidates
to choose from in each row, the catalogue, and how the roster was read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from taxonomy.matching.catalogue import HEADER as ROLE_HEADER
from taxonomy.matching.catalogue import Catalogue
from taxonomy.matching.reading_report import report_sentences
from taxonomy.matching.roster import NONE, Answered, Roster
from taxonomy.spreadsheets import writer
from taxonomy.spreadsheets.book import Cell
from taxonomy.spreadsheets.book import cell_text as text_of
from taxonomy.spreadsheets.csv_writer import csv_lines
from taxonomy.spreadsheets.headers import letter, plain_header

CANDIDATES = 3
OURS = (
    *("row", "state", *ROLE_HEADER, "score", "reason"),
    *(
        f"candidate {n} {fact}"
        for n in range(1, CANDIDATES + 1)
        for fact in ("key", "title", "score")
    ),
    *("decision", "reading"),
)
# The workbook alone: hidden cells that the list in the column `decision` offers.
CHOICES = (*(f"choice {n}" for n in range(1, CANDIDATES + 1)), "choice none")
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": writer.CONTENT_TYPE}
PROMPT = (
    "Choose the key of a candidate, or none. Any other key of the sheet Catalogue may be typed."
)
BATCH = 500  # rows whose roles are looked up together
WIDTHS = {"title": 34, "key": 30, "reason": 50, "function": 26, "focus": 26, "basis": 30, "pay": 34}


@dataclass
class AnswerFile:
    """A roster with its answers, which are read once, as they are written."""

    roster: Roster
    answers: Iterable[Answered]

    def __post_init__(self) -> None:
        self.catalogue = Catalogue()
        header = [text_of(cell) for cell in self.roster.opened.header]
        without = range(len(header), self.roster.widest)
        self.theirs = header + [f"column {letter(place)}" for place in without]
        taken = {plain_header(name) for name in self.theirs}
        self.ours = [_free(name, taken) for name in OURS]

    @property
    def header(self) -> list[str]:
        return [*self.theirs, *self.ours]

    def rows(self) -> Iterator[list[Cell]]:
        """Cells under the header, theirs as they were read."""
        lines = iter(self.roster.opened.lines)
        report = " ".join(report_sentences(self.roster))
        answers = iter(self.answers)
        while batch := list(islice(answers, BATCH)):
            self.catalogue.look_up(_keys(batch))
            for answered, line in zip(batch, lines, strict=False):
                blank = [""] * (len(self.theirs) - len(line.cells))
                yield [*line.cells, *blank, *self._ours(answered), report]
                report = ""

    def _ours(self, answered: Answered) -> Iterator[Cell]:
        """All of OURS but the last."""
        decision = answered.decision
        yield from (answered.row.number, answered.words)
        if answered.decided:
            yield from self.catalogue[answered.decided].cells
        else:
            yield from [""] * len(ROLE_HEADER)
        scores = {each.key: each.score for each in decision.candidates}
        yield scores.get(answered.decided, "")
        yield answered.reason
        for place in range(CANDIDATES):
            found = decision.candidates[place : place + 1]
            yield from (found[0].key, found[0].title, found[0].score) if found else ("", "", "")
        yield answered.choice or answered.decided


def _free(name: str, taken: set[str]) -> str:
    """A roster may have columns of its own named state or title."""
    return f"Rolebook {name}" if plain_header(name) in taken else name


def _keys(batch: Sequence[Answered]) -> set[str]:
    candidates = {each.key for a in batch for each in a.decision.candidates[:CANDIDATES]}
    return candidates | {answered.decided for answered in batch if answered.decided}


def content(answer: AnswerFile, ending: str) -> Iterable[bytes]:
    """Of the file with this ending of TYPES: a CSV is made as it is sent."""
    return csv_chunks(answer) if ending == "csv" else [answer_workbook(answer)]


def csv_chunks(answer: AnswerFile) -> Iterator[bytes]:
    return csv_lines(answer.header, answer.rows())


def answer_workbook(answer: AnswerFile) -> bytes:
    first = len(answer.header)
    places = {name: len(answer.theirs) + n for n, name in enumerate(OURS)}
    matches = writer.SheetTable(
        "Matches",
        [*answer.header, *CHOICES],
        (_with_choices(row, places) for row in answer.rows()),
        widths=[_width(name) for name in (*answer.theirs, *OURS)],
        hidden=range(first, first + len(CHOICES)),
        choices=[writer.CellChoice(places["decision"], first, first + len(CHOICES) - 1, PROMPT)],
    )
    catalogue = writer.SheetTable(
        "Catalogue",
        ROLE_HEADER,
        _catalogue(answer),
        widths=[30, 34, 8, 26, 26, *map(_width, ROLE_HEADER[5:])],
    )
    reading = writer.SheetTable(
        "Reading",
        ["How the roster was read"],
        [[s] for s in report_sentences(answer.roster)],
        [120],
    )
    return writer.workbook(matches, catalogue, reading)


def _catalogue(answer: AnswerFile) -> Iterator[Sequence[Cell]]:
    for facts in answer.catalogue.listed():
        yield facts.cells


def _with_choices(row: list[Cell], places: dict[str, int]) -> list[Cell]:
    keys = [row[places[f"candidate {n} key"]] for n in range(1, CANDIDATES + 1)]
    return [*row, *keys, NONE if any(keys) else ""]


def _width(name: str) -> int:
    last = name.rpartition(" ")[2].casefold()
    return WIDTHS.get(last, 14)
