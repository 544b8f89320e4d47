"""Codes and keys: how they look, how they are read, how a new code is minted from a first name.

Pure text work. What a key points at is the models' business.
"""

import hashlib
import re
import unicodedata
from collections.abc import Container
from typing import NamedTuple

from anyascii import anyascii
from django.utils.text import slugify

CODE = r"[A-Z0-9]{1,24}"
LEVEL_CODE = r"[A-Z0-9]{1,12}"
KEY = rf"{CODE}\.{CODE}\.{LEVEL_CODE}"

KEY_PATTERN = re.compile(KEY)


class Key(NamedTuple):
    """The three codes of a profile key such as `ITOPER.ITOUTSOU493C.P3`."""

    function: str
    focus: str
    level: str

    def __str__(self) -> str:
        return ".".join(self)


def focus_key(function: str, focus: str) -> str:
    """Of its two codes: `ITOPER.ITOUTSOU493C`."""
    return f"{function}.{focus}"


def profile_key(focus: str, level: str) -> str:
    """Of its focus's key and the code of its level: `ITOPER.ITOUTSOU493C.P3`."""
    return f"{focus}.{level}"


def parse_key(text: str) -> Key:
    """Read a profile key in either case; ValueError names what is wrong with it."""
    candidate = text.strip().upper()
    if not KEY_PATTERN.fullmatch(candidate):
        raise ValueError(f"{text[:80]!r} is not a profile key like FUNCTION.FOCUS.P3")
    return Key(*candidate.split("."))


def mint_function_code(name: str, taken: Container[str]) -> str:
    """The first six letters or digits of the name, with a digit appended when that is taken.

    ValueError when the name has none, in any alphabet.
    """
    stem = _alphanumeric(name)[:6]
    code, suffix = stem, 2
    while code in taken:
        code, suffix = f"{stem}{suffix}", suffix + 1
    return code


def mint_focus_code(function_name: str, focus_name: str, taken: Container[str] = ()) -> str:
    """Eight letters or digits of the name + four hex digits of the slug's SHA-1, the next four when
    that is taken.

    ValueError when the name has no letters or digits, or all forty hex digits are used up.
    """
    for code in focus_codes(function_name, focus_name):
        if code not in taken:
            return code
    raise ValueError(f"every code that can be made from the name {focus_name!r} is taken")


def focus_codes(function_name: str, focus_name: str) -> list[str]:
    """The codes that a focus may get from its first name, in order."""
    stem = _alphanumeric(focus_name)[:8]
    slug = slugify(in_latin(f"{function_name} {focus_name}"))[:60]
    digest = hashlib.sha1(slug.encode(), usedforsecurity=False).hexdigest().upper()
    return [stem + digest[place : place + 4] for place in range(0, len(digest), 4)]


def in_latin(text: str) -> str:
    """Letters and digits of other alphabets in Latin ones. Accents stay, and so do signs, so that
    a code is what slugs have always made of a name in Latin letters.
    """
    return "".join(_in_latin(sign) for sign in unicodedata.normalize("NFC", text))


def _in_latin(sign: str) -> str:
    if sign.isascii() or unicodedata.category(sign)[0] not in "LNM":
        return sign
    return sign if slugify(sign) else anyascii(sign)


def _alphanumeric(name: str) -> str:
    found = re.sub(r"[^A-Z0-9]", "", slugify(in_latin(name)).upper())
    if not found:
        raise ValueError(f"none can be made from the name {name!r}: it has no letters or digits")
    return found
