"""Compares the headers of columns, and finds the row of them below whatever precedes it.

Which headers are looked for is for the caller to say.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from taxonomy import text
from taxonomy.spreadsheets.book import Cell
from taxonomy.spreadsheets.book import cell_text as text_of
from taxonomy.spreadsheets.limits import HEADER_WITHIN

_BETWEEN_WORDS = re.compile(r"[\s_\-./]+")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
# Beside a header's words these say that the column has something else: `Job Title Code`.
_SOMETHING_ELSE = re.compile(
    r"\b(?:previous|former|prior|past|old|last|next|target|code|id|key|no|nr|number|date|since|"
    r"manager|manager's|supervisor|supervisor's|reports|email|e mail|phone|count|head|owner)\b"
)


def plain_header(header: str) -> str:
    """A header as it is compared: `Job_Title:` and `job  title` are the same."""
    return " ".join(_BETWEEN_WORDS.split(text.one_line(header).casefold())).strip(" :*#")


def name_rank(header: str, names: Sequence[str], phrases: Sequence[str]) -> int | None:
    """How likely a plain header is one of these names: 0 the first of them; None if it is none.

    What is in brackets does not count, and a phrase may have other words beside it.
    """
    if header in names:
        return 3 * names.index(header)
    if _SOMETHING_ELSE.search(header):
        return None
    bare = _BRACKETS.sub(" ", header).strip()
    if bare in names:
        return 3 * names.index(bare) + 1
    return next(
        (3 * n + 2 for n, phrase in enumerate(phrases) if f" {phrase} " in f" {bare} "), None
    )


def letter(place: int) -> str:
    """The letters of a column that is counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place(letters: str) -> int:
    """The column, counted from 0, that has these letters."""
    number = 0
    for each in letters.upper():
        number = number * 26 + ord(each) - 64
    return number - 1


def header_row(rows: Iterable[Sequence[Cell]], score: Callable[[list[str]], int]) -> int | None:
    """The place of the row whose plain headers score highest among the first; None if none does.

    The first of equals is taken: a header is above the rows it describes.
    """
    best, found = 0, None
    for number, cells in zip(range(HEADER_WITHIN), rows, strict=False):
        here = score([plain_header(text_of(cell)) for cell in cells])
        if here > best:
            best, found = here, number
    return found
