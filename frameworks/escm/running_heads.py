"""Running heads: running titles, page numbers, tabs and codes printed around the practices.

Whether a heading belongs to a practice is decided in `document_sections`; this module recognises.
"""

from __future__ import annotations

import re

from frameworks.escm.model import AREAS, CODE

RUNNING_HEAD = re.compile(
    rf"""
      \d{{1,3}}                                   # a page number
    | Part\ 2
    | Practices:\ (?:{"|".join(AREAS)})
    | (?:{"|".join(AREAS)})                       # the tab of a capability area
    | {CODE}                                      # the code at the foot or head of a page
    | The\ eSourcing\ .{{10,60}}\(eSCM.SP\)\ v\d   # the running title
    | .{{3,60}}\ cont[’']d                        # the title on a further page
    | \ufffd[\ufffd\ ]*                           # a picture that became signs
    """,
    re.VERBOSE,
)
INTRODUCTION = re.compile(rf"(?:{'|'.join(AREAS.values())}) Practices")


def is_running_head(text: str) -> bool:
    return bool(RUNNING_HEAD.fullmatch(text))


def opens_area(text: str) -> bool:
    """Whether this line is the heading of a capability area's introduction."""
    return bool(INTRODUCTION.fullmatch(text))


def printed_code(text: str) -> str:
    """The practice code that a running head consists of, or nothing."""
    return text if re.fullmatch(CODE, text) else ""
