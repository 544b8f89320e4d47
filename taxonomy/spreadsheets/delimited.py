"""Reads delimited text (CSV in any of its forms): encoding, delimiter, quotes, records.

A quote that is not closed would swallow the rows below it, so it is refused by its row.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from taxonomy.spreadsheets.book import SpreadsheetError
from taxonomy.spreadsheets.limits import LAST_ROW, LONGEST_CELL

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
NONE = "\x1f"  # separates units in ASCII and nothing in any roster
SAMPLE = 64 * 1024  # characters from which the delimiter is guessed
SAMPLE_LINES = 50
_DECLARED = re.compile(r"\s*sep=(.)[ \t]*(?:\r\n?|\n)")
_QUOTED = re.compile(r'"[^"]*"')

NumberedRow = tuple[int, list[str]]


class Delimited:
    """A text and how it is to be read; iterate for its records, numbered from 1."""

    def __init__(self, content: bytes) -> None:
        self.notes: list[str] = []
        self.text = self._decoded(content)
        if "\0" in self.text[:SAMPLE]:
            raise SpreadsheetError("The file is neither text (CSV) nor a workbook.")
        self.first = 1
        declared = _DECLARED.match(self.text)
        if declared and declared[1] in DELIMITERS:
            self.delimiter = declared[1]
            self.text, self.first = self.text[declared.end() :], 2
        else:
            self.delimiter = _delimiter(self.text[:SAMPLE])
        words = DELIMITERS.get(self.delimiter)
        how = f"columns separated by {words}" if words else "each line as one cell"
        self.notes.append(f"Read as text, {how}.")

    def _decoded(self, content: bytes) -> str:
        for mark, encoding in ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32")):
            if content.startswith(mark):
                return _strictly(content, encoding)
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return _strictly(content, "utf-16")
        if (unmarked := _unmarked_utf_16(content[:2000])) is not None:
            return _strictly(content, unmarked)
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self.notes.append(
                f"Line {line} is no UTF-8, so the file was read as Windows-1252 (Latin-1)."
            )
            return content.decode("cp1252", errors="replace")

    def __iter__(self) -> Iterator[NumberedRow]:
        csv.field_size_limit(LONGEST_CELL)
        lines = _Remembered(self.text)
        reader = csv.reader(lines, delimiter=self.delimiter)
        number, line = self.first, 0
        while True:
            lines.recent.clear()
            where = f"Row {number} (line {line + self.first} of the file)"
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise SpreadsheetError(_unreadable(where, str(error))) from None
            if self._swallows(lines.recent):
                last = reader.line_num + self.first - 1
                lost = f"the rows up to line {last}" if len(lines.recent) > 1 else "its other cells"
                raise SpreadsheetError(
                    f"{where} opens a quote and does not close it, so {lost} "
                    f"would be lost in one cell: {_QUOTE_OPEN}"
                )
            line = reader.line_num
            if number > LAST_ROW:
                raise SpreadsheetError(
                    f"The file has more than {LAST_ROW:,} rows, most of them empty."
                )
            yield number, cells
            number += 1

    def _swallows(self, lines: list[str]) -> bool:
        """A cell over several lines must be quoted as the rules say; else a quote is not closed.
        In a record of one line it can be open in the last line of the file alone.
        """
        if len(lines) == 1 and lines[0].count('"') % 2 == 0:
            return False
        try:
            for _ in csv.reader(list(lines), delimiter=self.delimiter, strict=True):
                pass
        except csv.Error as error:
            return len(lines) > 1 or "unexpected end" in str(error)
        return False


class _Remembered:
    """The lines of a text, and those of them that belong to the record that is read."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.recent: list[str] = []

    def __iter__(self) -> "_Remembered":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.recent.append(line)
        return line


def _unreadable(where: str, error: str) -> str:
    if "field limit" not in error:
        return f"{where} cannot be read: {error}."
    return f"{where} has a cell of more than {LONGEST_CELL:,} characters: {_QUOTE_OPEN}"


_QUOTE_OPEN = 'close the quote (") or take it out, and send the file again.'


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        name = encoding[:6].upper()
        raise SpreadsheetError(f"The file starts as {name} text but is damaged.") from None


def _unmarked_utf_16(head: bytes) -> str | None:
    """Text of Latin letters in UTF-16 has a zero as every second byte."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half < 4:
        return None
    if odd > 0.8 * half and not even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.8 * half and not odd else None


def _delimiter(sample: str) -> str:
    """The delimiter that lines have equally often; none where most lines have none.

    Lines above the first that has it are a heading and do not count, if those below agree.
    """
    lines = [line for line in _QUOTED.sub('""', sample).splitlines() if line.strip()]
    lines = lines[:SAMPLE_LINES]
    best, chosen = (0.0, 0), NONE
    for delimiter in DELIMITERS:
        counts = [line.count(delimiter) for line in lines]
        having = [n for n in counts if n]
        if not having:
            continue
        table = counts[counts.index(having[0]) :]
        is_most = len(having) * 2 >= len(lines)
        if not is_most and (len(having) < 2 or len(having) < 0.9 * len(table)):
            continue
        usual, agreeing = Counter(having).most_common(1)[0]
        if (agreeing / len(table), usual) > best:
            best, chosen = (agreeing / len(table), usual), delimiter
    return chosen
