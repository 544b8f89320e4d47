"""Reads .env for manage.py, one NAME=value a line. What the environment already says wins; checking
is settings' work."""

import os
import sys
from pathlib import Path


def read(path: Path) -> None:
    """Add the file's values to the environment; a line that is neither a value nor a comment stops
    the start.
    """
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
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
