"""What a title is worth under each name of a role, whatever its level and its department.

How this makes a score is in `scoring`.
"""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from taxonomy.matching.contexts import CONTEXTS
from taxonomy.matching.departments import Department
from taxonomy.matching.explained_words import explain
from taxonomy.matching.own_levels import OwnLevel
from taxonomy.matching.related_words import RELATED
from taxonomy.matching.role_index import MOST_POSTINGS, Index, NameReading
from taxonomy.matching.title_readings import Reading
from taxonomy.matching.word_families import GENERAL, PROFESSIONS

OTHER_ORDER = 0.99
EXPLAINED = 0.94  # at most, of a title that a name covers but for words that are explained
WHOLE_NAME = 0.55  # at least, of a title that has all words of a name
COMPOSED = 0.93  # all words are in the names of one role
KIN = 0.95  # the same trade with a head of the same family
RELATED_WORTH = 0.6  # of a word by one related to it
MOST_RELATED = 500  # names looked at for one related word
MOST_RELATIONS = 500  # words whose relations are kept
MOST_WORTHS = 3_000  # readings whose worths are kept
STRANGE = 0.8  # see _Likened.doubt
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
    key = row.reading.said, frozenset(word for word in said if word in index.by_word)
    found = index.worths.get(key)
    if found is None:
        if len(index.worths) > MOST_WORTHS:
            index.worths.clear()
        found = index.worths[key] = _worths(index, row)
    return found


def _worths(index: Index, row: AskedTitle) -> dict[int, float]:
    reading, names, weights = row.reading, index.names, index.name_weights
    whole, likened = index.weight(reading.bag), _Likened(index, reading)
    beside = row.department.words - reading.bag if row.department else NO_WORDS
    worths = dict.fromkeys(index.by_typed.get(reading.typed, ()), 1.0)
    for place, amount in _shared(index, reading, _of_trade(index, row)).items():
        name, theirs = names[place], weights[place]
        if beside and not beside.isdisjoint(name.bag):  # what the department says is not missing
            theirs -= index.weight(name.bag & beside)
        worth = OTHER_ORDER * 2 * amount / (whole + theirs)
        if (worth < HOPELESS and amount < 0.99 * theirs) or place in worths:
            continue
        worth *= likened.doubt(name)
        worth = max(worth, likened.worth(name, amount / (whole + theirs)))
        if worth >= WORTH_A_LOOK:
            worths[place] = worth
    return worths


class _Likened:
    """What makes up for words that are not the same: explanations, families, names of the role."""

    def __init__(self, index: Index, reading: Reading) -> None:
        self.index, self.reading = index, reading
        self.bag, self.head, self.kind = reading.bag, reading.head, reading.kind
        known = index.by_word, CONTEXTS
        self.strange = sum(not any(word in each for each in known) for word in reading.all_words)

    def worth(self, name: NameReading, share: float) -> float:
        if name.bag < self.bag and same_head(self.reading, name.reading):
            return self._explained(name, share)
        if self.kind == name.kind and self.head != name.head:
            return KIN
        is_composed = name.may_compose and self.index.composes(self.reading, name)
        return COMPOSED if is_composed else 0.0

    def doubt(self, name: NameReading) -> float:
        """A factor for a title with words that neither the canon nor the tables know, when it
        shares but one word of a trade with a name that says more (a care home is no customer care),
        or nothing but a head (an air traffic controller is no controller).
        """
        if not self.strange:
            return 1.0
        if name.bag <= self.bag:
            is_head_alone = len(name.bag) == 1 and self.head not in PROFESSIONS
            return STRANGE if is_head_alone and self.strange > 1 else 1.0
        return 1.0 if len(name.trade & self.bag) > 1 else STRANGE

    def _explained(self, name: NameReading, share: float) -> float:
        beside = explain(self.index, self.reading, name.bag, name.role)
        explained = self.index.weight(beside.words & self.bag) / self.index.weight(self.bag)
        whole = 2 * share / (1 - explained * (1 - share))
        says_more = name.reading.levels - self.reading.levels
        worth = (EXPLAINED - explained / 20) * min(1.0, whole)
        if len(name.bag) > 1 or (self.head in PROFESSIONS and not says_more):
            return max(worth, WHOLE_NAME)
        return worth * self.doubt(name)


def _of_trade(index: Index, row: AskedTitle) -> Set[int]:
    """The names that share a word of a trade with the title, with a word related to one of its
    words or with the department: ‘engineer’ alone says nothing of the trade. Names without a
    trade are among them when the title has all of their words.
    """
    reading = row.reading
    said = reading.bag | (row.department.words if row.department else NO_WORDS)
    near = said.union(*(RELATED.get(word, ()) for word in reading.bag)) - GENERAL
    places = (index.by_word[word][:MOST_POSTINGS] for word in near if word in index.by_word)
    found = set().union(*places)
    for place in index.tradeless:
        name = index.names[place]
        if name.bag <= reading.bag if len(name.bag) > 1 else name.reading.typed == reading.typed:
            found.add(place)
    return found


def _shared(index: Index, reading: Reading, of_trade: Set[int]) -> dict[int, float]:
    """A name of the trade → the weight of the title's words in it; related words count for less."""
    shared: dict[int, float] = defaultdict(float)
    for word, places in index.postings(reading):
        weight = index.weights.get(word, index.unknown)
        for place in places:
            if place in of_trade:
                shared[place] += weight
    for word in dict.fromkeys(reading.words):
        for other, weight, places in _related(index, word):
            if other not in reading.bag:
                for place in places:
                    if place in of_trade:
                        shared[place] += weight
    return shared


def _related(index: Index, word: str) -> list[tuple[str, float, list[int]]]:
    """Words related to this one: what each is worth, and the names that have it alone."""
    if word not in RELATED:
        return []
    if word not in index.related:
        if len(index.related) > MOST_RELATIONS:
            index.related.clear()
        weight = index.weights.get(word, index.unknown)
        index.related[word] = [
            (
                other,
                RELATED_WORTH * min(weight, index.weights[other]),
                [p for p in index.by_word[other][:MOST_RELATED] if word not in index.names[p].bag],
            )
            for other in RELATED[word]
            if other in index.by_word
        ]
    return index.related[word]


def is_kin(reading: Reading, name: NameReading) -> bool:
    """The same trade and a head of one family: warehouse worker, warehouse associate."""
    return reading.head != name.head and reading.kind == name.kind


def same_head(a: Reading, b: Reading) -> bool:
    """An analyst lead and a lead analyst are the same kind; a nurse and a nurse manager are not."""
    crossed = a.head in b.bag | b.levels and b.head in a.bag | a.levels
    return a.head == b.head or (crossed and a.bag == b.bag)
