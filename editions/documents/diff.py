"""What differs between two documents: names for a list of changes, and place by place for people.

The merge of two documents that were made from one is in `editions/documents/merge.py`.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from pydantic import BaseModel

from taxonomy.canon import documents, focus_documents
from taxonomy.canon.dump import Plain

# Fields by which the entries of a list are distinguished, by the name of the list.
KEYS = {
    "areas": ("name",),
    "skills": ("name",),
    "pay": ("market", "currency", "period"),
    "mappings": ("scheme", "code"),
}
SENTENCE = {"area", "kind", "text"}  # the fields of a responsibility
NOT_SHOWN = ("version",)  # counts editions, and follows from them
# The fields of each part of a canon file as it states them: the database keeps no order.
STATED_ORDERS = [
    tuple(shape.model_fields)
    for module in (documents, focus_documents)
    for shape in vars(module).values()
    if isinstance(shape, type) and issubclass(shape, BaseModel)
]


class FieldChange(NamedTuple):
    """One difference: where, and the text before and after; empty where there was or is none."""

    label: str
    before: str
    after: str


def names_that_differ(old: Plain, new: Plain) -> list[str]:
    """`title`, `pay`; `guideline.knowledge` of a field that is a mapping itself."""
    return list(_names(old, new, ""))


def _names(old: Plain, new: Plain, before: str) -> Iterator[str]:
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name), new.get(name)
        if one == other:
            continue
        if isinstance(one, dict) and isinstance(other, dict):
            yield from _names(one, other, f"{before}{name}.")
        else:
            yield f"{before}{name}"


def entry_key(name: str, entry: Any) -> Any:
    """What distinguishes this entry of a list; the entry itself where nothing does."""
    if name in KEYS and isinstance(entry, dict):
        return tuple(entry.get(field) for field in KEYS[name])
    return shown_text(entry)


def shown_text(value: Any) -> str:
    """A value in one line, as reviewers read it."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, dict) and value.keys() == SENTENCE:
        mark = "(component) " if value["kind"] == "component" else ""
        return f"{value['area']}: {mark}{value['text']}" if value["area"] else mark + value["text"]
    if isinstance(value, dict):
        return ", ".join(
            shown if name in ("text", "name", "title") else f"{in_words(name)} {shown}"
            for name in in_stated_order(tuple(value))
            if (shown := shown_text(value[name]))
        )
    if isinstance(value, list):
        return "; ".join(map(shown_text, value))
    return str(value)


def in_words(name: str) -> str:
    return name.replace("_", " ")


def text_changes(old: Plain, new: Plain) -> list[FieldChange]:
    """Every difference, in the order of canon files; what is empty on both sides is none."""
    return [each for each in _places(old, new, "") if each.before or each.after]


@lru_cache(256)
def in_stated_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of fields as the part of a canon file that has them all states them."""
    for order in STATED_ORDERS:
        if set(names) <= set(order):
            return tuple(sorted(names, key=order.index))
    return names


def _places(old: Plain, new: Plain, before: str) -> Iterator[FieldChange]:
    for name in in_stated_order(tuple(dict.fromkeys((*old, *new)))):
        one, other = old.get(name), new.get(name)
        if one == other or name in NOT_SHOWN:
            continue
        label = f"{before}{in_words(name)}"
        if isinstance(one, dict | None) and isinstance(other, dict):
            yield from _places(one or {}, other, f"{label}: ")
        elif isinstance(one, list) or isinstance(other, list):
            yield from _in_list(name, label, one or [], other or [])
        else:
            yield FieldChange(label, shown_text(one), shown_text(other))


def _in_list(name: str, label: str, old: list, new: list) -> Iterator[FieldChange]:
    if name in KEYS:
        yield from _by_key(name, label, old, new)
        return
    one, other = [shown_text(each) for each in old], [shown_text(each) for each in new]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if tag != "equal":
            pairs = zip_longest(one[from_old:to_old], other[from_new:to_new], fillvalue="")
            yield from (FieldChange(label, before, after) for before, after in pairs)


def _by_key(name: str, label: str, old: list, new: list) -> Iterator[FieldChange]:
    """An entry that is on both sides field by field; others, and a mere change of order, whole."""
    one = {entry_key(name, each): each for each in old}
    other = {entry_key(name, each): each for each in new}
    differing = [key for key in dict.fromkeys((*one, *other)) if one.get(key) != other.get(key)]
    for key in differing:
        before, after = one.get(key), other.get(key)
        if isinstance(before, dict) and isinstance(after, dict):
            called = " ".join(str(part) for part in key if part)
            yield from _places(before, after, f"{label}, {called}: ")
        else:
            yield FieldChange(label, shown_text(before), shown_text(after))
    if not differing:
        yield FieldChange(label, shown_text(old), shown_text(new))
