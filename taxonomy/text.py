"""Normalises text that comes in from files and forms, before anything is compared or stored.

One rule for all: composed characters (NFC), one kind of line end, plain spaces and hyphens, and no
characters that nobody can see.
"""

import re
import unicodedata

_LINE_END = re.compile(r"\r\n?|[\x85\u2028\u2029]")
# Office Open XML writes a character that XML cannot carry as its number: `_x000D_`.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _Plain(dict[int, str]):
    """Code point → what stands for it; each is decided when it is first met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        category = unicodedata.category(sign)
        if category == "Cf":  # zero-width spaces, joiners, marks of direction, soft hyphens, BOM
            sign = ""
        elif category in ("Zs", "Cs") or (category == "Cc" and sign not in "\n\t"):
            sign = " "
        elif sign in "\u2010\u2011":
            sign = "-"
        self[code] = sign
        return sign


_PLAIN = _Plain()


def normalised(text: str) -> str:
    """The text as it is compared and stored; line breaks stay."""
    if "_x" in text:
        text = _unescaped(text)
    text = _LINE_END.sub("\n", text)
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text.translate(_PLAIN))
    return text


def one_line(text: str) -> str:
    """The normalised text with single spaces and no line break, as titles and names have it."""
    return " ".join(normalised(text).split())


def _unescaped(text: str) -> str:
    found = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    # Two escapes may be the halves of one character.
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
