"""Which function a department's name means, and how well a role's function suits it.

Departments are named by the words of functions, focuses, families and super-functions, and by what
is common use, see `department_names`.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from taxonomy.abbreviations import Abbreviations
from taxonomy.matching.department_names import COMMON_USE
from taxonomy.matching.role_index import Discipline, Index
from taxonomy.matching.title_words import JOINING
from taxonomy.matching.word_forms import LETTERS, plain_words, single, tokens

LONGEST_DEPARTMENT = 200  # characters
VERY_NAME = 1.5  # what a function's code or very name is worth
ENOUGH = 0.6  # of the department's words must be in the name it is taken for
_PARTS = re.compile(r"\s+[-–—]+\s+|[/,;|>:()]")
# Words around the name of a department that name none.
_AROUND = frozenset(
    ("department", "dept", "team", "function", "division", "group", "global", "the")
)


class Suits(NamedTuple):
    """1 the role's function, 0.5 nothing known or near it, 0 quite another one."""

    value: float
    evidence: tuple[str, ...] = ()
    objection: str = ""


@dataclass(frozen=True)
class Department:
    """A row's department: its plain words, the functions that it means, and those that have a name
    like it and are not what is commonly meant.
    """

    text: str
    words: frozenset[str]
    functions: frozenset[str]
    alike: frozenset[str] = frozenset()
    suits: dict[str, Suits] = field(default_factory=dict, compare=False)  # function → what suits


def read_department(index: Index, text: str) -> Department | None:
    """None for an empty cell. The site's synonyms go first, then the very names and codes of
    functions, then common use, then whatever function or focus shares most words.
    """
    text = " ".join(text.split())[:LONGEST_DEPARTMENT]
    words = _words(text, index.abbreviations)
    if not words:
        return None
    alike, is_very = _alike(index, text)
    if not is_very:
        parts = (text, *filter(None, map(str.strip, _PARTS.split(text))))
        for part in dict.fromkeys(parts):
            found = _commonly(index, part)
            if found is not None:
                return Department(text, words, found, alike - found)
    return Department(text, words, alike)


def _commonly(index: Index, part: str) -> frozenset[str] | None:
    """What the site's synonyms or common use say; None where they say nothing."""
    name = " ".join(word for word in LETTERS.findall(plain_words(part)) if word not in _AROUND)
    for meant in index.phrases.get(name, ()):
        found, _ = _alike(index, meant)
        if found:
            return found
    if name not in COMMON_USE:
        return None
    for meant in COMMON_USE[name]:
        found, _ = _alike(index, meant)
        if found:
            return found
    return None if COMMON_USE[name] else frozenset()


def _alike(index: Index, text: str) -> tuple[frozenset[str], bool]:
    """The functions with the most words of the text, and whether one has that very name."""
    known = index.abbreviations
    words = _words(text, known)
    if not words:
        return frozenset(), False
    worth = {code: _worth(words, text, each, known) for code, each in index.functions.items()}
    best = max(worth.values(), default=0)
    functions = frozenset(code for code, value in worth.items() if value == best >= ENOUGH)
    return functions, best >= VERY_NAME


_UNSAID = Suits(0.5)


def suits(index: Index, department: Department | None, function: str) -> Suits:
    if department is None:
        return _UNSAID
    found = department.suits.get(function)
    if found is None:
        found = department.suits[function] = _suits(index, department, function)
    return found


def _suits(index: Index, department: Department, function: str) -> Suits:
    if not department.functions:
        return Suits(0.5, (f"department ‘{department.text}’ names no function",))
    if function in department.functions:
        return Suits(1.0, (f"department ‘{department.text}’ → {index.called[function]}",))
    here = index.functions.get(function)
    if function in department.alike:
        said = f"department ‘{department.text}’ may also mean {index.called[function]}"
        return Suits(0.5, (said,))
    theirs = ", ".join(sorted(index.called[code] for code in department.functions))
    near = (index.functions[code] for code in department.functions)
    if here and any(here.super_function and here.super_function == n.super_function for n in near):
        both = f"which belongs to {here.super_function} as {index.called[function]} does"
        return Suits(0.5, (f"department ‘{department.text}’ means {theirs}, {both}",))
    own = index.called.get(function, function)
    against = f"the role is in {own}, and department ‘{department.text}’ means {theirs}"
    return Suits(0.0, (), against)


def _worth(words: frozenset[str], text: str, function: Discipline, known: Abbreviations) -> float:
    """The share of the department's words in the best of the function's names; 1.5 for its code or
    very name, a little less for focuses and tiers, so that the nearest kind of name wins.
    """
    if text.upper() == function.code or words == _words(function.name, known):
        return VERY_NAME
    named = [(function.name, 1.0), *((focus, 0.95) for focus in function.focuses)]
    named += [(function.family, 0.9), (function.super_function, 0.85)]
    return max(
        share * len(words & _words(name, known)) / len(words) if name else 0.0
        for name, share in named
    )


@lru_cache(5000)
def _words(text: str, known: Abbreviations) -> frozenset[str]:
    found = set()
    for word in tokens(text):
        for long in (known.meanings(word) or (word,))[:1]:
            found |= {single(each) for each in long.split()}
    if found >= {"human", "resource"}:  # People & Culture, by another name
        found = found - {"human", "resource"} | {"people"}
    return frozenset(found - JOINING - {"department", "team", "function", "division"})
