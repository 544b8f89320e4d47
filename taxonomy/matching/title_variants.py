"""What a title says twice or beside itself: brackets, slashes and what follows a dash or a comma.

`RN (Registered Nurse)`, `Accountant/Auditor II`, `Data Scientist – Fraud`: each part may be the
title alone. What a part leaves aside must be the same again or be explained, or a person decides.
"""

import re
from typing import NamedTuple

MOST = 8  # variants of one title
_BRACKETS = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]\s*")
_BREAKS = re.compile(r"\s*[,;|:]\s*|\s+[-–—]+\s*|\s*[–—]+\s*|-\s+")
_JOINTS = re.compile(r"\s*/\s*|\s+(?:and|or)\s+")
_SLASH = re.compile(r"\s*/\s*")
_NUMERAL = re.compile(r"\s+(?:[ivx]{1,4}|[1-5])$")


class Variant(NamedTuple):
    """A title, or a part of it; `aside` is what the part leaves out, `other` the title that this
    would make by itself. `is_joined`: the two are joined by a slash or an `and`.
    """

    text: str
    aside: str = ""
    other: str = ""
    is_joined: bool = False


def variants(text: str) -> list[Variant]:
    """The whole first. `text` is plain."""
    found = {(text, ""): Variant(text)}
    for each in (*_of_brackets(text), *_of_breaks(text), *_of_joints(text)):
        if each.text.strip() and len(found) < MOST:
            found.setdefault((each.text, each.aside), each)
    return list(found.values())


def _of_brackets(text: str) -> list[Variant]:
    inner = [part.strip() for part in _BRACKETS.findall(text) if part.strip()]
    if not inner:
        return []
    outer = _BRACKETS.sub(" ", text).strip()
    aside = ", ".join(inner)
    found = [Variant(outer, aside, aside), Variant(inner[0], outer, outer)]
    for each in (*_of_breaks(outer), *_of_joints(outer)):
        found.append(each._replace(aside=f"{each.aside}, {aside}"))
    return found


def _of_breaks(text: str) -> list[Variant]:
    parts = [part for part in _BREAKS.split(_BRACKETS.sub(" ", text)) if part.strip()]
    found = []
    for length in range(len(parts) - 1, 0, -1):
        aside = ", ".join(parts[length:])
        found.append(Variant(", ".join(parts[:length]), aside, aside))
    if len(parts) > 1:
        found.append(Variant(parts[-1], ", ".join(parts[:-1]), ", ".join(parts[:-1])))
    if len(parts) > 1 and "/" in parts[0]:
        aside = ", ".join(parts[1:])
        found += [v._replace(aside=f"{v.aside}, {aside}") for v in _of_joints(parts[0])]
    return found


def _of_joints(text: str) -> list[Variant]:
    """`A/B C` is A C and B C; `A B/C D` is A B and C D. All joints but the first are left."""
    joint = _SLASH.search(text) or _JOINTS.search(text)
    if joint is None:
        return []
    left, right = text[: joint.start()].split(), text[joint.end() :].split()
    if not left or not right:
        return []
    before, after = left[:-1], right[1:]
    one, other = " ".join(before + left[-1:] + after), " ".join(before + right)
    found = [Variant(one, right[0], other, True), Variant(other, left[-1], one, True)]
    if after or before:
        numeral = _NUMERAL.search(text)
        end = numeral[0] if numeral and len(right) > 1 else ""
        first, second = " ".join(left), " ".join(right)
        found += [Variant(first + end, second, second, True), Variant(second, first, first, True)]
    if len(after) > 0 and before:
        # Call Centre/Customer Service Representative: the head is said once.
        found.append(
            Variant(f"{' '.join(left)} {right[-1]}", " ".join(right[:-1]), " ".join(right))
        )
    return found
