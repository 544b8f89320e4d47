"""What changes from one role to the next: sentences added, dropped and changed, words marked.

Pure: text in, text out. Which roles are neighbours, and how the marks look, is decided elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from markupsafe import Markup

# Sentences that share this much of their words are one sentence, changed.
SAME_SENTENCE = 0.55
# How a piece of text is marked; the text is escaped when it is put in.
KEPT, GOES, COMES = Markup("%s"), Markup("<del>%s</del>"), Markup("<ins>%s</ins>")
WHOLE_GOES = Markup('<del class="whole">%s</del>')
WHOLE_COMES = Markup('<ins class="whole">%s</ins>')
# Texts that share less than this are shown whole, one after the other: marks would only confuse.
WORTH_MARKING = 0.3
# Comparing is quadratic; longer texts than this many words are shown whole.
LONGEST = 1500


class Change(NamedTuple):
    """One difference: `kind` is added, dropped or changed; both sides are safe, marked HTML."""

    kind: str
    before: Markup
    after: Markup
    label: str = ""


def marked(before: str, after: str) -> tuple[Markup, Markup]:
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
        frames = (KEPT, KEPT) if tag == "equal" else (GOES, COMES)
        went.append((frames[0], " ".join(old[old_from:old_to])))
        came.append((frames[1], " ".join(new[new_from:new_to])))
    return _joined(went), _joined(came)


def _joined(pieces: list[tuple[Markup, str]]) -> Markup:
    return Markup(" ").join(frame % text for frame, text in pieces if text)


def _whole(before: str, after: str) -> tuple[Markup, Markup]:
    return (
        WHOLE_GOES % before if before.strip() else Markup(),
        WHOLE_COMES % after if after.strip() else Markup(),
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
    earlier = [_words(text) for text in before]
    for new, text in enumerate(after):
        matcher, words = SequenceMatcher(None, autojunk=False), _words(text)
        matcher.set_seq2(words)
        for old, others in enumerate(earlier):
            if _most_alike(others, words) >= SAME_SENTENCE:
                matcher.set_seq1(others)
                if (ratio := matcher.ratio()) >= SAME_SENTENCE:
                    alike.append((-ratio, new, old))
    used_new: set[int] = set()
    used_old: set[int] = set()
    for _, new, old in sorted(alike):
        if new not in used_new and old not in used_old:
            used_new.add(new)
            used_old.add(old)
            yield new, old


def _most_alike(one: list[str], other: list[str]) -> float:
    """What the ratio of two texts cannot exceed, from their words in whatever order."""
    known = set(other)
    total = len(one) + len(other)
    return 2 * sum(word in known for word in one) / total if total else 1.0


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
