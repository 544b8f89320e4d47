"""The form that shows how a roster was read and lets a person change it: sheet, header, columns.

It carries the file itself, when that is small enough, so that it need not be chosen again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from taxonomy import text
from taxonomy.matching.columns import COLUMNS, NO_COLUMN, SAMPLE
from taxonomy.matching.reading_report import of_file, report_sentences
from taxonomy.matching.resending import packed
from taxonomy.matching.roster import Chosen, OpenedRoster, Roster
from taxonomy.spreadsheets.book import Cell
from taxonomy.spreadsheets.book import cell_text as text_of
from taxonomy.spreadsheets.headers import letter

FIELDS = (*(f"{column}_column" for column in COLUMNS), "sheet", "header_row")
SHOWN_ROWS, SHOWN_COLUMNS, SHOWN_CHARACTERS = 5, 40, 80


def chosen_in(sent: Mapping[str, str]) -> Chosen:
    """What a form says of the reading. Once its sheet or header row is another, only fields that
    were changed with it count: the others were found for what was shown before (`of_…`).
    """
    fields = {name: sent.get(name, "") for name in FIELDS}
    changed = {name for name in FIELDS if fields[name] != sent.get(f"of_{name}", "")}
    was_shown = "of_header_row" in sent
    if was_shown and changed & {"sheet", "header_row"}:
        fields = {n: words if n in changed or n == "sheet" else "" for n, words in fields.items()}
        if "sheet" not in changed:
            fields["header_row"] = sent.get("header_row", "")
    columns = {column: fields[f"{column}_column"] for column in COLUMNS}
    return Chosen(**columns, sheet=fields["sheet"], header_row=fields["header_row"])


class FormOption(NamedTuple):
    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Select:
    """A field with its options."""

    name: str
    label: str
    options: list[FormOption]

    @property
    def value(self) -> str:
        return next((option.value for option in self.options if option.is_chosen), "")


@dataclass
class ReadingForm:
    """An opened file as a form: what was read, what might be, and the first rows."""

    opened: OpenedRoster
    content: bytes
    roster: Roster | None = None
    level_table: str = ""  # as it was sent

    def __post_init__(self) -> None:
        self.again = packed(self.content)

    @property
    def sentences(self) -> list[str]:
        return report_sentences(self.roster) if self.roster else list(of_file(self.opened))

    @property
    def sheet(self) -> Select | None:
        name = self.opened.sheet.name
        options = [
            FormOption(
                s.name, s.name + (f" ({s.passed_over})" if s.passed_over else ""), s.name == name
            )
            for s in self.opened.book.listed
            if s.passed_over in ("", "hidden", "very hidden")
        ]
        return Select("sheet", "Sheet", options) if options else None

    @property
    def header_row(self) -> int:
        """Its number; 0 where there is none."""
        at = self.opened.columns.header_at
        return 0 if at is None else self.opened.sheet.rows[at].number

    @property
    def columns(self) -> list[Select]:
        labels = {"title": "Title", "department": "Department", "level": "Own level"}
        return [Select(f"{c}_column", labels[c], list(self._options(c))) for c in COLUMNS]

    def _options(self, column: str) -> list[FormOption]:
        read = self.opened.columns.places.get(column)
        heads = self._heads()
        none = FormOption("" if column == "title" else NO_COLUMN, "none", read is None)
        return [none] + [
            FormOption(f"#{n + 1}", f"{letter(n)} {head}".strip(), n == read)
            for n, head in enumerate(heads)
        ]

    def _heads(self) -> list[str]:
        width = max((len(line.cells) for line in self.opened.sheet.rows[:SAMPLE]), default=0)
        heads = [_short(cell) for cell in self.opened.header]
        return heads + [""] * (width - len(heads))

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """How the file was read, so that it is read so again."""
        fields = [(each.name, each.value) for each in self.columns]
        if self.sheet:
            fields.append(("sheet", self.opened.sheet.name))
        table = [("level_table", self.level_table)] if self.level_table else []
        return [*fields, ("header_row", str(self.header_row)), *table]

    @property
    def heads(self) -> list[tuple[str, str, str]]:
        """(letter, header, what is read from it) of the columns that are shown."""
        read = {place: column for column, place in self.opened.columns.places.items()}
        return [
            (letter(n), head, read.get(n, ""))
            for n, head in enumerate(self._heads()[:SHOWN_COLUMNS])
        ]

    @property
    def sample(self) -> list[tuple[int, list[str]]]:
        """The first rows below the header, as wide as the heads."""
        width = len(self.heads)
        shown = []
        for line in self.opened.lines[:SHOWN_ROWS]:
            cells = [_short(cell) for cell in line.cells[:width]]
            shown.append((line.number, cells + [""] * (width - len(cells))))
        return shown


def _short(cell: Cell) -> str:
    words = text.one_line(text_of(cell))
    return words if len(words) <= SHOWN_CHARACTERS else f"{words[: SHOWN_CHARACTERS - 1]}…"
