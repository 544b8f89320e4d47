"""Readers of the environment: each takes a variable's name and stops the start with one line when
the value cannot be used.
"""

import os
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import NoReturn


def refuse(name: str, allowed: str) -> NoReturn:
    """Stop the start with one line; a wrong setting must never be guessed around."""
    sys.exit(f"{name}={os.environ.get(name, '')!r} cannot be used: {allowed}.")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = text(name, str(default)).lower()
    if value not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        refuse(name, "say 1, true, yes or on; or 0, false, no or off")
    return value in {"1", "true", "yes", "on"}


def whole(name: str, default: int, low: int, high: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal() or not low <= int(value) <= high:
        refuse(name, f"give a whole number from {low} to {high}")
    return int(value)


def share(name: str, default: str) -> Decimal:
    value = text(name, default)
    if not re.fullmatch(r"[01]|[01]?\.\d{1,4}", value) or Decimal(value) > 1:
        refuse(name, "give a share from 0 to 1, such as 0.30")
    return Decimal(value)


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default))).expanduser().absolute()


def names(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]
