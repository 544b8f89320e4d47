"""Goes over the records of a binary workbook (.xlsb) before the library reads it: at a row that no
sheet can have the library stops, and says nothing of the rows below.
"""

from collections.abc import Iterator

from taxonomy.spreadsheets.limits import LAST_ROW
from taxonomy.spreadsheets.package import Package
from taxonomy.spreadsheets.scan import impossible_row

WORKBOOK = "xl/workbook.bin"
MOST_OF_A_LIST = 4 * 1024 * 1024  # bytes of the workbook's own part
_ROW, _LISTED_SHEET = 0, 156  # kinds of records


def relations(package: Package) -> list[str]:
    """The id of the relationship that leads to each sheet, in the workbook's order."""
    book = package.read(WORKBOOK, MOST_OF_A_LIST)
    return [_wide(book, at + 8) for kind, at in _records(book) if kind == _LISTED_SHEET]


def scan_binary_sheet(package: Package, part: str) -> None:
    """SpreadsheetError names a row that cannot be."""
    content = b"".join(package.pieces(part))
    for kind, at in _records(content):
        if kind == _ROW:
            row = int.from_bytes(content[at : at + 4], "little")
            if row >= LAST_ROW:
                raise impossible_row(row + 1)


def _records(content: bytes) -> Iterator[tuple[int, int]]:
    """(kind, where its bytes begin) of each record. Kinds and sizes take seven bits of a byte."""
    at, end = 0, len(content) - 1
    while at < end:
        kind = content[at]
        if kind & 0x80:
            at += 1
            kind = kind & 0x7F | content[at] << 7
        at += 1
        size = shift = 0
        while at <= end:
            byte = content[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift == 28:
                break
        yield kind, at
        at += size


def _wide(content: bytes, at: int) -> str:
    """A text: its length in characters, then two bytes for each."""
    length = int.from_bytes(content[at : at + 4], "little")
    return content[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace")
