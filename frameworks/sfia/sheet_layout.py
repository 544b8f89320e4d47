"""Finds tables in the sheets of a workbook by the names of their columns, upright or on their side.

A header that is merged over several columns names them by number: 1, 2, 3 and on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from taxonomy import text
from taxonomy.spreadsheets.book import Book, Sheet
from taxonomy.spreadsheets.book import cell_text as text_of
from taxonomy.spreadsheets.headers import letter
from taxonomy.spreadsheets.limits import HEADER_WITHIN

Names = Mapping[str, tuple[str, ...]]  # the name that is used → names that are found
Grid = list[tuple[int, list[str]]]  # (number of the row or column, its cells)


@dataclass
class SfiaRow:
    """A row of a table by column name; a column that is not there is empty."""

    number: int
    cells: dict[str, str]
    formulas: list[str] = field(default_factory=list)  # columns with one that has no saved value

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def get(self, name: str) -> str | None:
        return self.cells.get(name)


@dataclass
class SfiaTable:
    sheet: str
    rows: list[SfiaRow]


@dataclass(frozen=True)
class Side:
    """A sheet as it is read from one side."""

    sheet: Sheet
    grid: Grid
    is_turned: bool = False


def tables_of(book: Book) -> list[Side]:
    """Every sheet upright, then every sheet on its side."""
    upright = [Side(sheet, _grid(sheet)) for sheet in book.sheets]
    return upright + [Side(side.sheet, _turned(side.grid), True) for side in upright]


def find_table(sides: list[Side], names: Names) -> SfiaTable | None:
    """The first that has all these columns within its first rows."""
    for side in sides:
        for place, (number, cells) in enumerate(side.grid[:HEADER_WITHIN]):
            columns = _columns(cells, side, number)
            renamed = {found: name for name, all_names in names.items() for found in all_names}
            columns = [renamed.get(column, column) for column in columns]
            if set(names) <= set(columns):
                return SfiaTable(side.sheet.name, list(_rows(side, columns, place + 1)))
    return None


def _grid(sheet: Sheet) -> Grid:
    return [(line.number, [_words(text_of(cell)) for cell in line.cells]) for line in sheet.rows]


def _words(cell: str) -> str:
    """Lines stay lines; what nobody sees is taken out."""
    return text.normalised(cell).strip()


def _turned(grid: Grid) -> Grid:
    width = max((len(cells) for _, cells in grid), default=0)
    return [
        (column + 1, [cells[column] if column < len(cells) else "" for _, cells in grid])
        for column in range(width)
    ]


def _columns(cells: list[str], side: Side, number: int) -> list[str]:
    names = [" ".join(cell.lower().split()) for cell in cells]
    if side.is_turned:
        return names
    for top, left, _, right in side.sheet.merged:
        # The level is the place below the header: an empty flag has its column all the same.
        if top == number and right > left and left < len(names) and names[left].startswith("level"):
            names += [""] * (right + 1 - len(names))
            names[left : right + 1] = [str(n) for n in range(1, right - left + 2)]
    return names


def _rows(side: Side, columns: list[str], start: int) -> Iterator[SfiaRow]:
    for number, cells in side.grid[start:]:
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        found: dict[str, str] = {}
        for name, cell in zip(columns, padded, strict=False):
            if name:
                found.setdefault(name, cell)
        yield SfiaRow(number, found, list(_formulas(side, columns, number)))


def _formulas(side: Side, columns: list[str], number: int) -> Iterator[str]:
    if side.is_turned:
        return
    for column, name in enumerate(columns):
        if (number, column) in side.sheet.formulas:
            yield name or f"column {letter(column)}"
