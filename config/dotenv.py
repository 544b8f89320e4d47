"""Reads .env for manage.py, one NAME=value a line. What the environment already says wins; checking
is settings' work."""

import os
import sys
from pathlib import Path


def read_dotenv(path: Path) -> None:
    """Add the file's values to the environment; a line that is neither a value nor a comment stops
    the start.
    """
    if not path.is_file():
        return
    for number, line in enumerate(_lines(path), start=1):
        text = line.strip().removeprefix("export ")
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            sys.exit(f"{path}, line {number}: write NAME=value, or start the line with #.")
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        os.environ.setdefault(name.strip(), value)


def _lines(path: Path) -> list[str]:
    """The file's lines; some editors put a byte order mark before the first."""
    try:
        content = path.read_bytes()
    except OSError as error:
        sys.exit(f"{path} cannot be read: {error.strerror}.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        sys.exit(f"{path}, line {number}: not UTF-8; save the file in that encoding.")
    if "\0" in text:
        number = text.count("\n", 0, text.index("\0")) + 1
        sys.exit(f"{path}, line {number}: a NUL character; save the file as UTF-8 text.")
    return text.splitlines()
