"""Codes and keys: how they look, how they are read, how a new code is minted from a first name.

Pure text work. What a key points at is the models' business.
"""

import hashlib
import re
from typing import NamedTuple

from django.utils.text import slugify

CODE = r"[A-Z0-9]{1,24}"
LEVEL_CODE = r"[A-Z0-9]{1,12}"
KEY = rf"{CODE}\.{CODE}\.{LEVEL_CODE}"

KEY_PATTERN = re.compile(KEY)
GENERAL_FOCUS = "GEN"


class Key(NamedTuple):
    """The three codes of a profile key such as `ITOPER.ITOUTSOU493C.P3`."""

    function: str
    focus: str
    level: str

    def __str__(self) -> str:
        return ".".join(self)


def parse_key(text: str) -> Key:
    """Read a profile key in either case; ValueError names what is wrong with it."""
    candidate = text.strip().upper()
    if not KEY_PATTERN.fullmatch(candidate):
        raise ValueError(f"{text[:80]!r} is not a profile key like FUNCTION.FOCUS.P3")
    return Key(*candidate.split("."))


def mint_function_code(name: str, taken: set[str]) -> str:
    """The first six letters or digits of the name, with a digit appended when that is taken."""
    stem = _alphanumeric(name)[:6]
    if not stem:
        raise ValueError(f"cannot mint a code from {name!r}: it has no letters or digits")
    code, suffix = stem, 2
    while code in taken:
        code, suffix = f"{stem}{suffix}", suffix + 1
    return code


def mint_focus_code(function_name: str, focus_name: str) -> str:
    """Eight letters or digits of the name + four hex digits of the slug's SHA-1."""
    stem = _alphanumeric(focus_name)[:8]
    if not stem:
        raise ValueError(f"cannot mint a code from {focus_name!r}: it has no letters or digits")
    slug = slugify(f"{function_name} {focus_name}")[:60]
    digest = hashlib.sha1(slug.encode(), usedforsecurity=False).hexdigest()
    return stem + digest[:4].upper()


def _alphanumeric(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", slugify(name).upper())
