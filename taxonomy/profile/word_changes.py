"""What changes from one role to the next: area by area and field by field, words marked.

Pure: text in, text out. Which roles are neighbours, and how the marks look, is decided elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple

from markupsafe import Markup

from taxonomy.web.texts import inline_prose, plain_prose, tight_prose

# How a piece of text is marked; plain text is escaped when it is put in.
KEPT, GOES, COMES = Markup("%s"), Markup("<del>%s</del>"), Markup("<ins>%s</ins>")
WHOLE_GOES = Markup('<del class="whole">%s</del>')
WHOLE_COMES = Markup('<ins class="whole">%s</ins>')
# Texts that share less than this are shown whole, one after the other: marks would only confuse.
WORTH_MARKING = 0.3
# Comparing is quadratic; longer texts than this many words are shown whole.
LONGEST = 1500


class TextChange(NamedTuple):
    """One difference: `kind` is added, dropped or changed; both sides are safe, marked HTML."""

    kind: str
    before: Markup
    after: Markup
    label: str = ""


def marked(before: str, after: str) -> tuple[Markup, Markup]:
    """The earlier text with <del> around what goes, the later with <ins> around what comes.

    Texts without much in common are marked whole, with the class `whole`.
    """
    old, new = plain_prose(before).split(), plain_prose(after).split()
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
        WHOLE_GOES % inline_prose(before) if before.strip() else Markup(),
        WHOLE_COMES % inline_prose(after) if after.strip() else Markup(),
    )


class AreaSentence(NamedTuple):
    """A responsibility as it is compared: the name of its area, or None, and its text."""

    area: str | None
    text: str


class Pair(NamedTuple):
    """Two sentences of one area side by side, marked where they are alike; one may be missing."""

    before: Markup
    after: Markup
    text: str = ""  # the later sentence as it is stored


class AreaChangeKind(StrEnum):
    """What becomes of an area."""

    SAME = "same"
    GROWS = "grows"
    NEW = "new"
    ENDS = "ends"
    ASKS = "asks"  # where a side has no areas


class AreaChange(NamedTuple):
    area: str
    kind: AreaChangeKind
    pairs: list[Pair]


def by_area(before: Sequence[AreaSentence], after: Sequence[AreaSentence]) -> list[AreaChange]:
    """Area by area, in the order of the later role, areas that end last.

    Areas are equal by name, whatever its case, so roles of two focuses compare too. Where a side
    has no areas nothing is said to end or to be new: the one change is of kind `asks`.
    """
    if not (_areas_of(before) and _areas_of(after)):
        texts = [sentence.text for sentence in before], [sentence.text for sentence in after]
        return [AreaChange("", AreaChangeKind.ASKS, _plain_pairs(*texts))] if any(texts) else []
    names: dict[str, str] = {}
    for sentence in (*after, *before):
        names.setdefault(_folded(sentence), sentence.area or "")
    changes = [
        _change(
            name,
            [sentence.text for sentence in before if _folded(sentence) == folded],
            [sentence.text for sentence in after if _folded(sentence) == folded],
        )
        for folded, name in names.items()
    ]
    return sorted(changes, key=lambda change: change.kind is AreaChangeKind.ENDS)


def _areas_of(sentences: Iterable[AreaSentence]) -> bool:
    return any(sentence.area for sentence in sentences)


def _folded(sentence: AreaSentence) -> str:
    return (sentence.area or "").casefold()


def _change(area: str, before: list[str], after: list[str]) -> AreaChange:
    if not before:
        pairs = [Pair(Markup(), tight_prose(text), text) for text in after]
        return AreaChange(area, AreaChangeKind.NEW, pairs)
    if not after:
        pairs = [Pair(tight_prose(text), Markup()) for text in before]
        return AreaChange(area, AreaChangeKind.ENDS, pairs)
    if before == after:
        pairs = [Pair(tight_prose(text), tight_prose(text), text) for text in after]
        return AreaChange(area, AreaChangeKind.SAME, pairs)
    return AreaChange(area, AreaChangeKind.GROWS, _pairs(before, after))


def _pairs(before: list[str], after: list[str]) -> list[Pair]:
    """Those most alike together, in the later order; one each are a pair in any case."""
    alone = len(before) == len(after) == 1
    partner = {0: 0} if alone else dict(partners(before, after, WORTH_MARKING))
    pairs = []
    for place, text in enumerate(after):
        if place in partner:
            pairs.append(Pair(*alike_marked(before[partner[place]], text), text))
        else:
            pairs.append(Pair(Markup(), tight_prose(text), text))
    taken = set(partner.values())
    left = (text for place, text in enumerate(before) if place not in taken)
    return pairs + [Pair(tight_prose(text), Markup()) for text in left]


def _plain_pairs(before: list[str], after: list[str]) -> list[Pair]:
    both = zip_longest(before, after, fillvalue="")
    return [Pair(tight_prose(old), tight_prose(new), new) for old, new in both]


def alike_marked(before: str, after: str) -> tuple[Markup, Markup]:
    """As `marked`; texts too unlike to mark come back plain, since marks would only confuse."""
    old, new = marked(before, after)
    if 'class="whole"' in old or 'class="whole"' in new:
        return tight_prose(before), tight_prose(after)
    return old, new


def partners(
    before: Sequence[str], after: Sequence[str], least: float
) -> Iterator[tuple[int, int]]:
    """(place after, place before) of sentences that belong together, the most alike first."""
    alike = []
    earlier = [_words(text) for text in before]
    for new, text in enumerate(after):
        matcher, words = SequenceMatcher(None, autojunk=False), _words(text)
        matcher.set_seq2(words)
        for old, others in enumerate(earlier):
            if _most_alike(others, words) >= least:
                matcher.set_seq1(others)
                if (ratio := matcher.ratio()) >= least:
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


def fields(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> list[TextChange]:
    """Changes between two rows of (label, text); a label may be missing on either side."""
    old, new = dict(before), dict(after)
    labels = list(dict.fromkeys([*new, *old]))
    changes = []
    for label in labels:
        was, is_now = old.get(label, ""), new.get(label, "")
        if was == is_now:
            continue
        kind = "changed" if was and is_now else "added" if is_now else "dropped"
        changes.append(TextChange(kind, *marked(was, is_now), label))
    return changes
