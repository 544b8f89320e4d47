"""What changes from one role to the next: sentences added, dropped and changed, words marked.

Pure: text in, text out. Which roles are neighbours, and how the marks look, is decided elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Sentences that share this much of their words are one sentence, changed.
SAME_SENTENCE = 0.55
# Texts that share less than this are shown whole, one after the other: marks would only confuse.
WORTH_MARKING = 0.3
# Comparing is quadratic; longer texts than this many words are shown whole.
LONGEST = 1500


class Change(NamedTuple):
    """One difference: `kind` is added, dropped or changed; both sides are safe, marked HTML."""

    kind: str
    before: SafeString
    after: SafeString
    label: str = ""


def marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """The earlier text with <del> around what goes, the later with <ins> around what comes.

    Texts without much in common are marked whole, with the class `whole`.
    """
    old, new = before.split(), after.split()
    if not old or not new or max(len(old), len(new)) > LONGEST:
        return _whole(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < WORTH_MARKING:
        return _whole(before, after)
    went, came = [], []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        same = tag == "equal"
        went.append(("{}" if same else "<del>{}</del>", " ".join(old[old_from:old_to])))
        came.append(("{}" if same else "<ins>{}</ins>", " ".join(new[new_from:new_to])))
    return _joined(went), _joined(came)


def _joined(pieces: list[tuple[str, str]]) -> SafeString:
    return format_html_join(
        " ", "{}", ((format_html(frame, text),) for frame, text in pieces if text)
    )


def _whole(before: str, after: str) -> tuple[SafeString, SafeString]:
    return (
        format_html('<del class="whole">{}</del>', before) if before.strip() else SafeString(),
        format_html('<ins class="whole">{}</ins>', after) if after.strip() else SafeString(),
    )


def sentences(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """Changes between two lists: what changed and what is added in the later order, then drops."""
    partner = dict(_partners(before, after))
    taken = set(partner.values())
    changes = []
    for place, text in enumerate(after):
        if place not in partner:
            changes.append(Change("added", *marked("", text)))
        elif before[partner[place]] != text:
            changes.append(Change("changed", *marked(before[partner[place]], text)))
    dropped = (text for place, text in enumerate(before) if place not in taken)
    return changes + [Change("dropped", *marked(text, "")) for text in dropped]


def _partners(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(place after, place before) of sentences that belong together, the most alike first."""
    alike = []
    for new, text in enumerate(after):
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(_words(text))
        for old, other in enumerate(before):
            matcher.set_seq1(_words(other))
            if (
                matcher.quick_ratio() >= SAME_SENTENCE
                and (ratio := matcher.ratio()) >= SAME_SENTENCE
            ):
                alike.append((-ratio, new, old))
    used_new: set[int] = set()
    used_old: set[int] = set()
    for _, new, old in sorted(alike):
        if new not in used_new and old not in used_old:
            used_new.add(new)
            used_old.add(old)
            yield new, old


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())[:LONGEST]


def fields(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> list[Change]:
    """Changes between two rows of (label, text); a label may be missing on either side."""
    old, new = dict(before), dict(after)
    labels = list(dict.fromkeys([*new, *old]))
    changes = []
    for label in labels:
        was, is_now = old.get(label, ""), new.get(label, "")
        if was == is_now:
            continue
        kind = "changed" if was and is_now else "added" if is_now else "dropped"
        changes.append(Change(kind, *marked(was, is_now), label))
    return changes
