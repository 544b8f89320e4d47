"""Any text as plain words: lower case, without accents, in the singular."""

import re

from taxonomy.text import without_accents

LETTERS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*\+*#?", re.UNICODE)
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
# Their s is no plural.
_SINGULAR = frozenset(
    ("accounts", "presales", "kubernetes", "devops", "windows", "secops", "sas", "analytics")
)


def plain_words(text: str) -> str:
    """Lower case, without accents, dotted abbreviations joined, `&` and `+` as words."""
    bare = without_accents(text.replace("\0", " "))
    return _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), bare).replace("&", " and ")


def tokens(text: str) -> list[str]:
    """The plain words of any text: a department, a function's name."""
    return [single(word) for word in LETTERS.findall(plain_words(text))]


def single(word: str) -> str:
    """Without the plural's `s`. Accounts are kept: an accounts clerk has no account to manage."""
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word if word in _SINGULAR else word[:-1]
    return word
