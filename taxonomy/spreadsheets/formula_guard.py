"""Keeps texts from becoming formulas in the spreadsheet program that opens a file of ours.

CSV has no types, so there a text that begins like a formula gets an apostrophe; a workbook has a
mark of its own for it, and the text stays as it is.
"""

import re

# White space and the signs that begin a formula, in their wide forms too.
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*\s?%?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def begins_like_a_formula(text: str) -> bool:
    """Plain numbers do not, whatever their sign."""
    return _FORMULA.match(text) is not None and not _NUMBER.fullmatch(text)


def guarded(text: str) -> str:
    """The text as a cell of a CSV file that no spreadsheet program computes."""
    text = _UNPRINTABLE.sub(" ", text)
    return f"'{text}" if begins_like_a_formula(text) else text
