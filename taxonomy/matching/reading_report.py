"""What a person should know of how a roster was read: what was taken, what was left out, and why.

The same sentences are on the page and in the file.
"""

from collections.abc import Iterable, Iterator

from taxonomy.matching.columns import COLUMNS
from taxonomy.matching.roster import OpenedRoster, Roster
from taxonomy.spreadsheets.headers import letter

LISTED = 10  # numbers of rows that a sentence names


def report_sentences(roster: Roster) -> list[str]:
    """In the order of the reading: file, sheet, header, columns, rows."""
    opened = roster.opened
    return [*of_file(opened), *_of_columns(roster), *_of_rows(roster)]


def of_file(opened: OpenedRoster) -> Iterator[str]:
    """What is known before any column is."""
    yield from _of_sheet(opened)
    yield from (note for note in opened.book.notes if not note.startswith("Read as"))
    yield from _of_header(opened)
    yield from opened.columns.notes
    yield from opened.sheet.notes


def _of_sheet(opened: OpenedRoster) -> Iterator[str]:
    book = opened.book
    if not book.listed:
        yield from (note for note in book.notes if note.startswith("Read as"))
        return
    yield f"Read as {book.kind}, sheet “{opened.sheet.name}”; formulas as their saved values."
    others = [sheet for sheet in book.listed if sheet.name != opened.sheet.name]
    if others:
        named = ", ".join(
            f"“{sheet.name}”" + (f" ({sheet.passed_over})" if sheet.passed_over else "")
            for sheet in others[:LISTED]
        )
        more = f" and {len(others) - LISTED} more" if len(others) > LISTED else ""
        yield f"Not read: {named}{more}."


def _of_header(opened: OpenedRoster) -> Iterator[str]:
    at, rows = opened.columns.header_at, opened.sheet.rows
    if at is None:
        yield f"No row is taken as the header: the roster begins in row {rows[0].number}."
        return
    above = [line.number for line in rows[:at]]
    left = f" Above it, {_rows_named(above)} left out." if above else ""
    yield f"Row {rows[at].number} is the header.{left}"


def _of_columns(roster: Roster) -> Iterator[str]:
    places = roster.opened.columns.places
    read = [
        f"{column} from column {letter(places[column])} “{roster.columns[column]}”"
        for column in COLUMNS
        if column in places
    ]
    missing = [column for column in COLUMNS if column not in places]
    none = f"; no column for the {' and the '.join(missing)}" if missing else ""
    yield f"Read: {', '.join(read)}{none}."
    if table := roster.level_table:
        first = list(table.items())[:LISTED]
        means = ", ".join(f"{own} = {' or '.join(sorted(levels))}" for own, levels in first)
        more = f" and {len(table) - LISTED} more" if len(table) > LISTED else ""
        yield f"Own levels are read by your table: {means}{more}."


def _of_rows(roster: Roster) -> Iterator[str]:
    opened, rows = roster.opened, roster.rows
    at, lines = opened.columns.header_at, opened.sheet.rows
    begins = rows[0].number if at is None else lines[at].number + 1
    empty = rows[-1].number - begins + 1 - len(rows)
    between = f"; {_counted(empty, 'empty row')} between them left out" if empty else ""
    yield f"{_counted(len(rows), 'row')} in, {_counted(len(rows), 'row')} out{between}."
    yield from _of_titles(roster)
    yield from _of_merged(opened)
    yield from _of_wider(roster)
    yield from _of_formulas(opened)


def _of_titles(roster: Roster) -> Iterator[str]:
    untitled = [row.number for row in roster.rows if row.problem.endswith("no title")]
    if untitled:
        yield f"No title in {_rows_named(untitled, verb='')}: no match."
    formulas = [row.number for row in roster.rows if "formula" in row.problem]
    if formulas:
        yield (
            f"In {_rows_named(formulas, verb='')} the title is a formula that was saved without "
            "its value: open the file in a spreadsheet program, save it and send it again."
        )
    errors = [row.number for row in roster.rows if "is an error" in row.problem]
    if errors:
        yield f"In {_rows_named(errors, verb='')} the title is an error of a formula: no match."


def _of_formulas(opened: OpenedRoster) -> Iterator[str]:
    """Formulas without values in columns beside the title."""
    title = opened.columns.places["title"]
    others = sorted({column for _, column in opened.sheet.formulas} - {title})
    if others:
        letters = ", ".join(letter(place) for place in others[:LISTED])
        yield f"Formulas that were saved without their values are empty, in column {letters}."


def _of_merged(opened: OpenedRoster) -> Iterator[str]:
    for column, place in opened.columns.places.items():
        tall = [each for each in opened.sheet.merged if each[1] == place and each[2] > each[0]]
        if tall:
            speaks = "speaks for all its rows" if len(tall) == 1 else "speak for all their rows"
            yield f"{_counted(len(tall), 'merged cell')} of the {column} {speaks}."


def _of_wider(roster: Roster) -> Iterator[str]:
    """Rows of a text with more cells than the header, as an unquoted comma makes them."""
    if roster.wider and not roster.opened.book.listed:
        named = _rows_named(roster.wider, verb="has" if len(roster.wider) == 1 else "have")
        yield (
            f"{named.capitalize()} more cells than the header: look whether a cell with the "
            "delimiter in it lacks its quotes."
        )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _rows_named(numbers: Iterable[int], verb: str = "is") -> str:
    """`row 3 is`, `rows 3, 4 and 7 more are`: for a sentence."""
    found = list(numbers)
    listed = ", ".join(f"{number}" for number in found[:LISTED])
    more = f" and {len(found) - LISTED:,} more" if len(found) > LISTED else ""
    if verb == "is" and len(found) > 1:
        verb = "are"
    return f"{'row' if len(found) == 1 else 'rows'} {listed}{more}{f' {verb}' if verb else ''}"
