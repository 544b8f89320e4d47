"""Reads a spreadsheet of any kind that the product takes: the one function that everybody calls.

The work is done in a child process under limits, so that no file stops the site; here it is started
and its answer, or its end, becomes a book or a sentence.
"""

import importlib.util
import json
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from taxonomy.spreadsheets.book import (
    Book,
    ListedSheet,
    PackedRows,
    Question,
    Sheet,
    SpreadsheetError,
    unpacked_value,
)
from taxonomy.spreadsheets.limits import (
    CPU_SECONDS,
    MEMORY,
    MOST_BYTES,
    OUT_OF_MEMORY,
    WAIT_SECONDS,
    WALL_SECONDS,
)
from taxonomy.spreadsheets.reader_slots import slot

_ROOT = Path(__file__).resolve().parents[2]
# Without `site`, which would cost more than reading a small file: the two places that are needed.
_START = (
    "import sys; sys.path[:0] = sys.argv[2:];from taxonomy.spreadsheets.child import main; main()"
)
_TOO_LONG = f"The file takes more than {CPU_SECONDS} seconds of computing to read; it is not read."
_TOO_MUCH = (
    f"The file takes more than {MEMORY >> 20} MB of memory to read; it is not read. A cell far "
    "below or far to the right of the table makes a sheet that large."
)


def read_spreadsheet(content: bytes, question: Question, wait: float = WAIT_SECONDS) -> Book:
    """The sheets asked for. SpreadsheetError says why not; ReadersBusyError, that it is not yet."""
    if len(content) > MOST_BYTES:
        raise SpreadsheetError(f"The file is larger than {MOST_BYTES >> 20} MB.")
    if not content.strip():
        raise SpreadsheetError("The file is empty.")
    return book_of(_asked(content, question, wait).split(b"\n"))


def book_of(lines: Iterable[bytes]) -> Book:
    """The book that a child's answer describes."""
    rows: list[bytes] = []
    sheets: list[Sheet] = []
    for line in lines:
        if line.startswith(b"["):
            rows.append(line)
            continue
        facts: dict[str, Any] = unpacked_value(line) if line else {}
        if "refused" in facts:
            raise SpreadsheetError(facts["refused"])
        if "sheet" in facts:
            sheets.append(_sheet(facts, rows))
            rows = []
        elif facts:
            listed = [ListedSheet(*each) for each in facts["listed"]]
            return Book(facts["kind"], listed, sheets, facts["notes"])
    raise SpreadsheetError("The file cannot be read: its reader stopped half way.")


def _sheet(facts: dict[str, Any], rows: list[bytes]) -> Sheet:
    merged = [tuple(each) for each in facts["merged"]]
    formulas = {(row, column) for row, column in facts["formulas"]}
    return Sheet(facts["sheet"], PackedRows(rows), merged, formulas, facts["notes"])


def _asked(content: bytes, question: Question, wait: float) -> bytes:
    places = [str(_ROOT), str(Path(_library()).parents[1])]
    command = [sys.executable, "-I", "-S", "-c", _START, json.dumps(asdict(question)), *places]
    with (
        slot(wait) as taken,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"LC_ALL": "C.UTF-8"},
            pass_fds=[taken],
        ) as child,
    ):
        try:
            answer, said = child.communicate(content, timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise SpreadsheetError(_stopped(-signal.SIGALRM)) from None
        finally:
            child.kill()
    if child.returncode in (1, 2):  # Python's own: the fault is here and not in the file
        raise RuntimeError(f"The reader of spreadsheets failed: {said[-2000:].decode()}")
    if child.returncode:
        raise SpreadsheetError(_stopped(child.returncode))
    return answer


def _library() -> str:
    found = importlib.util.find_spec("python_calamine")
    assert found is not None, "python-calamine is not installed"
    assert found.origin is not None
    return found.origin


def _stopped(code: int) -> str:
    """What the end of a child process says of the file."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return _TOO_LONG
    if code in (OUT_OF_MEMORY, -signal.SIGABRT):
        return _TOO_MUCH
    if code == -signal.SIGALRM:
        return f"The file was not read within {WALL_SECONDS} seconds; it is not read."
    return f"The file cannot be read: its reader stopped ({signal_name(code)}); it may be damaged."


def signal_name(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"
