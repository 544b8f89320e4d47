"""Runs in an interpreter of its own, without Django: reads one file under limits and ends.

The file comes by standard input, the question as an argument, the answer goes to standard output: a
line a row, then a line on the sheet they are of, and last a line on the whole book.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from taxonomy.spreadsheets.book import Question, SpreadsheetError, packed_value
from taxonomy.spreadsheets.delimited import Delimited
from taxonomy.spreadsheets.kinds import FileKind, recognise
from taxonomy.spreadsheets.limits import (
    CPU_SECONDS,
    HEADER_WITHIN,
    LAST_COLUMN,
    MEMORY,
    MOST_CELLS,
    MOST_TEXT,
    OUT_OF_MEMORY,
    WALL_SECONDS,
)
from taxonomy.spreadsheets.workbook import OpenedSheet, Workbook, choose


def main() -> None:
    _set_limits()
    question = Question(**json.loads(sys.argv[1]))
    write = sys.stdout.buffer.write
    try:
        for line in answer(sys.stdin.buffer.read(), question):
            write(line + b"\n")
        sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # an orderly exit would need memory


def _set_limits() -> None:
    _limit(resource.RLIMIT_CORE, 0, 0)
    _limit(resource.RLIMIT_FSIZE, 0, 0)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 1)
    if sys.platform != "darwin":  # macOS has no limit of memory
        _limit(resource.RLIMIT_AS, MEMORY, MEMORY)
    signal.alarm(WALL_SECONDS)  # also when nobody waits for the answer any more


def _limit(kind: int, soft: int, hard: int) -> None:
    """Never above what the process was started with."""
    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(kind, (soft, hard))


def answer(content: bytes, question: Question) -> Iterator[bytes]:
    """The lines of the answer; the last says what stopped it, if something did."""
    try:
        yield from _answer(content, question)
    except SpreadsheetError as error:
        yield packed_value({"refused": str(error), "by": "rule"})
    except (MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the library is no Exception
        reason = f"The file cannot be read; it is damaged ({type(error).__name__})."
        yield packed_value({"refused": reason, "by": "damage"})


def _answer(content: bytes, question: Question) -> Iterator[bytes]:
    kind = recognise(content)
    read = _text if kind is FileKind.TEXT else _workbook
    yield from read(content, kind, question)


def _text(content: bytes, kind: FileKind, question: Question) -> Iterator[bytes]:
    text = Delimited(content)
    yield from _rows(text, question)
    yield _sheet("", [])
    yield packed_value({"kind": kind, "listed": [], "notes": text.notes})


def _workbook(content: bytes, kind: FileKind, question: Question) -> Iterator[bytes]:
    book = Workbook(content, kind)
    opened: Iterator[OpenedSheet]
    if question.every:
        opened = (book.open(place) for place in sorted(book.in_order()))
    else:
        opened = iter([choose(book, question)])
    for each in opened:
        yield from _rows(each.rows(), question)
        notes = [f"{each.found.unnoted:,} more formulas or errors"] if each.found.unnoted else []
        yield _sheet(each.name, each.merged, list(each.found.formulas), notes)
    listed = [[sheet.name, sheet.passed_over] for sheet in book.listed]
    yield packed_value({"kind": kind, "listed": listed, "notes": book.notes})


def _sheet(
    name: str, merged: list[Any], formulas: Iterable[Any] = (), notes: Iterable[str] = ()
) -> bytes:
    facts = {"sheet": name, "merged": merged, "formulas": list(formulas), "notes": list(notes)}
    return packed_value(facts)


def _rows(rows: Iterable[tuple[int, list[Any]]], question: Question) -> Iterator[bytes]:
    """Rows that are not empty, packed; one too many of them is refused."""
    count = cells = size = 0
    most = question.most_rows + HEADER_WITHIN  # the caller knows which of them is the header
    for number, row in rows:
        while row and row[-1] == "":
            row.pop()
        if not _has_something(row):
            continue
        count, cells = count + 1, cells + len(row)
        if count > most:
            raise SpreadsheetError(
                f"Row {number:,} is one too many: at most {question.most_rows:,} rows are read."
            )
        if cells > MOST_CELLS or len(row) > LAST_COLUMN:
            raise SpreadsheetError(
                f"Row {number:,} is one too many: at most {MOST_CELLS:,} cells are read, and "
                f"{LAST_COLUMN:,} in a row."
            )
        line = packed_value([number, row])
        size += len(line)
        if size > MOST_TEXT:
            raise SpreadsheetError(f"The rows have more than {MOST_TEXT >> 20} MB of text.")
        yield line


def _has_something(row: list[Any]) -> bool:
    return any(not isinstance(cell, str) or (cell and not cell.isspace()) for cell in row)
