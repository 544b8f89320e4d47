"""The merge of two documents that were made from one: what only one side changed is taken from it,
what both changed otherwise is a clash that shows both.

No change of either side is lost: it is in the merged document or in a clash.
"""

import json
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from editions.documents.diff import KEYS, entry_key

DocumentPath = tuple[Any, ...]
MISSING: Any = type("Missing", (), {"__repr__": lambda self: "nothing"})()


class Clash(NamedTuple):
    """Both sides changed what is at this path; MISSING where one took it out."""

    path: DocumentPath
    base: Any
    mine: Any
    theirs: Any


class Merged(NamedTuple):
    document: Any  # where there is a clash, mine
    clashes: list[Clash]


class Edit(NamedTuple):
    """In the place of base[start:end] these entries."""

    start: int
    end: int
    entries: list[Any]


def merge(base: Any, mine: Any, theirs: Any) -> Merged:
    clashes: list[Clash] = []
    return Merged(_value((), base, mine, theirs, clashes), clashes)


def _value(path: DocumentPath, base: Any, mine: Any, theirs: Any, clashes: list[Clash]) -> Any:
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return _fields(path, base if isinstance(base, dict) else {}, mine, theirs, clashes)
    if isinstance(base, list) and isinstance(mine, list) and isinstance(theirs, list):
        keyed = path and path[-1] in KEYS and all(map(_is_keyed(path[-1]), (base, mine, theirs)))
        of_list = _entries_by_key if keyed else _entries_in_order
        return of_list(path, base, mine, theirs, clashes)
    clashes.append(Clash(path, base, mine, theirs))
    return mine


def _fields(path: DocumentPath, base: dict, mine: dict, theirs: dict, clashes: list[Clash]) -> dict:
    merged = {}
    for name in dict.fromkeys((*mine, *theirs, *base)):
        was, ours, other = (side.get(name, MISSING) for side in (base, mine, theirs))
        value = _value((*path, name), was, ours, other, clashes)
        if value is not MISSING:
            merged[name] = value
    return merged


def _is_keyed(name: str) -> Any:
    """Whether each entry of a list has a key of its own."""

    def check(entries: list) -> bool:
        return len({entry_key(name, entry) for entry in entries}) == len(entries)

    return check


def _entries_by_key(
    path: DocumentPath, base: list, mine: list, theirs: list, clashes: list[Clash]
) -> list:
    name = path[-1]
    was, ours, other = (
        {entry_key(name, entry): entry for entry in side} for side in (base, mine, theirs)
    )
    merged = _fields(path, was, ours, other, clashes)
    order = _order(path, list(was), list(ours), list(other), clashes)
    return [merged[key] for key in order if key in merged]


def _order(path: DocumentPath, base: list, mine: list, theirs: list, clashes: list[Clash]) -> list:
    """The order of the side that moved entries; what only the other has goes after what it was
    after there.
    """
    common = set(base) & set(mine) & set(theirs)
    orders = [[key for key in side if key in common] for side in (base, mine, theirs)]
    if orders[1] != orders[0] and orders[2] not in (orders[0], orders[1]):
        clashes.append(Clash((*path, "order"), *orders))
    first, second = (mine, theirs) if orders[2] == orders[0] or orders[1] != orders[0] else (
        theirs, mine)  # fmt: skip
    ordered = list(first)
    for place, key in enumerate(second):
        if key not in ordered:
            after = second[place - 1] if place else None
            ordered.insert(ordered.index(after) + 1 if after is not None else 0, key)
    return ordered


def _entries_in_order(
    path: DocumentPath, base: list, mine: list, theirs: list, clashes: list[Clash]
) -> list:
    """Entries without a key, such as sentences: edits in different places merge."""
    one, other = _edits(base, mine), _edits(base, theirs)
    if any(_meet(edit, another) for edit in one for another in other):
        clashes.append(Clash(path, base, mine, theirs))
        return mine
    merged = list(base)
    apart = [edit for edit in other if edit not in one]
    for edit in sorted((*one, *apart), key=lambda edit: (edit.start, edit.end), reverse=True):
        merged[edit.start : edit.end] = edit.entries
    return merged


def _edits(base: list, side: list) -> list[Edit]:
    one, other = list(map(_same, base)), list(map(_same, side))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [
        Edit(from_base, to_base, side[from_side:to_side])
        for tag, from_base, to_base, from_side, to_side in matcher.get_opcodes()
        if tag != "equal"
    ]


def _same(entry: Any) -> str:
    """The same text for the same entry, in whichever order its fields come."""
    return json.dumps(entry, sort_keys=True, default=repr)


def _meet(one: Edit, other: Edit) -> bool:
    """Whether two edits touch the same place, unless they are the same edit."""
    if one == other:
        return False
    return one.start <= other.end and other.start <= one.end
