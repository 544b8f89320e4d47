"""What a title is worth under each name of a role, whatever its level and its department.

How this makes a score is in `scoring`.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from taxonomy.matching.departments import Department
from taxonomy.matching.explanations import explain
from taxonomy.matching.own_levels import OwnLevel
from taxonomy.matching.related_words import RELATED
from taxonomy.matching.role_index import Index, NameReading
from taxonomy.matching.title_parser import Reading
from taxonomy.matching.word_families import PROFESSIONS, family

OTHER_ORDER = 0.99
EXPLAINED = 0.94  # at most, of a title that a name covers but for words that are explained
WHOLE_NAME = 0.55  # at least, of a title that has all words of a name
COMPOSED = 0.93  # all words are in the names of one role
KIN = 0.95  # the same trade with a head of the same family
RELATED_WORTH = 0.6  # of a word by one related to it
MOST_RELATED = 500  # names looked at for one related word
MOST_WORTHS = 3_000  # readings whose worths are kept
HOPELESS = 0.3  # nothing makes up for so little of a title
WORTH_A_LOOK = 0.42  # a title worth less can never reach needs review
NO_WORDS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class AskedTitle:
    """What is asked about one title, read."""

    reading: Reading
    own: OwnLevel | None = None
    department: Department | None = None
    shown: Mapping[str, str] = field(default_factory=dict)  # a word as the title writes it

    def written(self, word: str) -> str:
        return self.shown.get(word, word)


def worths_of(index: Index, row: AskedTitle) -> Mapping[int, float]:
    """What the title is worth under each name that comes near, kinds of role included. Kept for a
    while: many rows of a roster have one title.
    """
    said = row.department.words if row.department else NO_WORDS
    key = row.reading, frozenset(word for word in said if word in index.by_word)
    if key not in index.worths:
        if len(index.worths) > MOST_WORTHS:
            index.worths.clear()
        index.worths[key] = _worths(index, row)
    return index.worths[key]


def _worths(index: Index, row: AskedTitle) -> dict[int, float]:
    reading, department = row.reading, row.department
    whole, near = index.weight(reading.bag), _near(row)
    worths = dict.fromkeys(index.by_typed.get(reading.typed, ()), 1.0)
    for place, amount in _shared(index, reading).items():
        name, theirs = index.names[place], index.name_weights[place]
        if department and (said := name.reading.bag & department.words - reading.bag):
            theirs -= index.weight(said)
        worth = OTHER_ORDER * 2 * amount / (whole + theirs)
        if place in worths or (worth < HOPELESS and amount < 0.99 * theirs):
            continue
        if not _is_telling(reading, name.reading, index.trades[place], near):
            continue
        worth = max(worth, _likened(index, reading, name, amount / (whole + theirs)))
        if worth >= WORTH_A_LOOK:
            worths[place] = worth
    return worths


def _likened(index: Index, reading: Reading, name: NameReading, share: float) -> float:
    """What makes up for words that are not the same: explanations, families, names of the role."""
    if name.reading.bag < reading.bag and same_head(reading, name.reading):
        found = explain(index, reading, name.reading.bag, name.role).words & reading.bag
        explained = index.weight(found) / index.weight(reading.bag)
        whole = 2 * share / (1 - explained * (1 - share))
        least = len(name.reading.bag) > 1 or reading.head in PROFESSIONS
        worth = (EXPLAINED - explained / 20) * min(1.0, whole)
        return max(worth, WHOLE_NAME) if least else worth
    if is_kin(reading, name.reading):
        return KIN
    return COMPOSED if index.composes(reading, name) else 0.0


def _near(row: AskedTitle) -> frozenset[str]:
    """The words of the title and of the department, and those related to the title's."""
    said = row.reading.bag | (row.department.words if row.department else NO_WORDS)
    return said.union(*(RELATED.get(word, NO_WORDS) for word in row.reading.bag))


def _shared(index: Index, reading: Reading) -> dict[int, float]:
    """NameReading → the weight of the title's words in it; related words count for less."""
    shared: dict[int, float] = defaultdict(float)
    for word, places in index.postings(reading):
        weight = index.weight((word,))
        for place in places:
            shared[place] += weight
    for word in dict.fromkeys(reading.words):
        for other in RELATED.get(word, ()):
            if other in reading.bag:
                continue
            weight = RELATED_WORTH * min(index.weight((word,)), index.weight((other,)))
            for place in index.by_word.get(other, ())[:MOST_RELATED]:
                if word not in index.names[place].reading.bag:
                    shared[place] += weight
    return shared


def _is_telling(
    reading: Reading, name: Reading, told: frozenset[str], near: frozenset[str]
) -> bool:
    """Whether what is shared says anything of the trade: neither does ‘engineer’ alone."""
    if told:
        return not told.isdisjoint(near)
    return name.bag <= reading.bag if len(name.bag) > 1 else name.typed == reading.typed


def is_kin(reading: Reading, name: Reading) -> bool:
    """The same trade and a head of one family: warehouse worker, warehouse associate."""
    return (
        reading.head != name.head
        and family(reading.head) == family(name.head)
        and reading.bag - {reading.head} == name.bag - {name.head}
    )


def same_head(a: Reading, b: Reading) -> bool:
    """An analyst lead and a lead analyst are the same kind; a nurse and a nurse manager are not."""
    crossed = a.head in b.bag | b.levels and b.head in a.bag | a.levels
    return a.head == b.head or (crossed and a.bag == b.bag)
