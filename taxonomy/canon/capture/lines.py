"""Saved text as clean lines, whichever way it was saved: marks of bullets, headings and tables off.

What the lines mean is the page readers' business.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

LONGEST_LINE = 20_000  # characters: a whole goal page folded into one line is shorter
MOST_CELLS = 20  # in one row of a table: pages have five

_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2007]+")
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\u00ad]")
_QUOTED_BLOCK = re.compile(r"^(?:>\s?)+")
_HEADING = re.compile(r"^#{1,6}\s+")
_BULLET = re.compile(r"^[•◦▪‣*+-]\s+")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+?)(?<=\S)\1")
_SLANTED = re.compile(r"^([*_])(?=[^\s*_])([^*_]+)\1$")
_CODE = re.compile(r"`([^`]+)`")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~$&-])")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-{2,}:?")
_PLACEHOLDER = re.compile(r"[⟨〈〈‹<](target|baseline|date)[⟩〉〉›>]")


@dataclass(frozen=True)
class PageLine:
    """One line that says something; `cells` where it is a row of a table."""

    number: int
    text: str
    marked: bool = False  # it followed a bullet
    cells: tuple[str, ...] = ()
    is_header: bool = False


def decode(data: bytes) -> str:
    """Text of a saved page, UTF-8 or UTF-16 with its mark; ValueError says why it is none."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 text: {error.reason} at byte {error.start}") from None
    if "\0" in text:
        raise ValueError("not text: it has NUL characters")
    return text


def lines_of(text: str) -> list[PageLine]:
    """The lines that say something, numbered as in the file; ValueError names one too large."""
    found: list[PageLine] = []
    for number, raw in enumerate(_BREAKS.sub("\n", text).split("\n"), 1):
        if len(raw) > LONGEST_LINE:
            raise ValueError(f"line {number} is longer than {LONGEST_LINE} characters")
        if raw.count("|") + raw.count("\t") > MOST_CELLS:
            raise ValueError(f"line {number} has more than {MOST_CELLS} cells")
        line = _line(number, raw)
        if line and line.cells and all(_RULE.fullmatch(cell) for cell in line.cells):
            if found and found[-1].cells:
                found[-1] = replace(found[-1], is_header=True)
        elif line:
            found.append(line)
    return found


def _line(number: int, raw: str) -> PageLine | None:
    text = _QUOTED_BLOCK.sub("", _INVISIBLE.sub("", raw).strip())
    heading = _HEADING.match(text)
    if heading:
        text = re.sub(r"\s+#+$", "", text[heading.end() :])
    bullet = _BULLET.match(text)
    if bullet:
        text = text[bullet.end() :]
    cells = _cells(text)
    text = " ".join(cells) if cells else _inline(text)
    return PageLine(number, text, bool(bullet), cells) if text else None


def _cells(text: str) -> tuple[str, ...]:
    if text.startswith("|") and len(_CELL_BORDER.findall(text)) > 1:
        return tuple(_inline(cell) for cell in _CELL_BORDER.split(text.strip("|")))
    if "\t" in text:
        return tuple(_inline(cell) for cell in text.split("\t"))
    return ()


def _inline(text: str) -> str:
    """The words alone: spaces single, marks of links, weight and code off."""
    for pattern, kept in ((_LINK, r"\1"), (_BOLD, r"\2"), (_CODE, r"\1"), (_ESCAPED, r"\1")):
        text = pattern.sub(kept, text)
    text = _PLACEHOLDER.sub(r"⟨\1⟩", _SPACES.sub(" ", text).strip())
    return _SLANTED.sub(r"\2", text)


def flat(lines: Iterable[PageLine]) -> Iterator[PageLine]:
    """Rows taken apart, each cell a line: for places where a table is only another list."""
    for line in lines:
        if not line.cells:
            yield line
        elif not line.is_header:
            for cell in filter(None, line.cells):
                yield replace(line, text=cell, cells=())


def joined(lines: Iterable[PageLine]) -> str:
    """All lines as one, with single spaces and the bullets that were taken off put back."""
    return " ".join(f"- {line.text}" if line.marked else line.text for line in lines)
