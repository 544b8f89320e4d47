"""What a title is worth under one name of a role, by their words.

Under which names a title is looked at is in `title_worths`, how this makes a score in `scoring`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from taxonomy.matching.contexts import CONTEXTS
from taxonomy.matching.departments import Department
from taxonomy.matching.explained_words import Explained, explain
from taxonomy.matching.own_levels import OwnLevel
from taxonomy.matching.role_index import Index, NameReading
from taxonomy.matching.title_readings import Reading, spelled_out
from taxonomy.matching.word_families import HEADS, PROFESSIONS, trade

OTHER_ORDER = 0.99
EXPLAINED = 0.94  # at most, of a title that a name covers but for words that are explained
WHOLE_NAME = 0.55  # at least, of a title that has all words of a name
COMPOSED = 0.93  # all words are in the names of one role
KIN = 0.95  # the same trade with a head of the same family
RELATED_WORTH = 0.6  # of a word by one related to it
STRANGE = 0.8  # see _Likened.doubt
OTHER_KIND = 0.75  # of a head alone, before which the title has another trade
HOPELESS = 0.3  # nothing makes up for so little of a title
WORTH_A_LOOK = 0.42  # a title worth less can never reach needs review


@dataclass(frozen=True)
class AskedTitle:
    """What is asked about one title, read."""

    reading: Reading
    own: OwnLevel | None = None
    department: Department | None = None
    shown: Mapping[str, str] = field(default_factory=dict)  # a word as the title writes it
    is_name: bool = False  # in this or in another reading it is a role's name word for word

    def written(self, word: str) -> str:
        plain = word.removeprefix("#")  # a numeral
        return self.shown.get(plain) or spelled_out(self.reading).get(word, plain)


class Likened:
    """A title's words compared with those of one name after another: what they share, and what
    makes up for the others (explanations, families, further names of the role).

    What is asked of `reading` in a method is its level words: all else is the same in every reading
    that has these words.
    """

    def __init__(self, index: Index, reading: Reading) -> None:
        self.index, self.reading = index, reading
        self.bag, self.head, self.kind = reading.bag, reading.head, reading.kind
        self.whole = index.weight(reading.bag)
        known = index.by_word, CONTEXTS
        self.strange = sum(not any(word in each for each in known) for word in reading.all_words)

    def worth(self, reading: Reading, name: NameReading, amount: float, theirs: float) -> float:
        """`amount` is the weight of what the two share, `theirs` that of the name's words."""
        # Related words and the department may say one word twice.
        worth = OTHER_ORDER * min(1.0, 2 * amount / (self.whole + theirs))
        if worth < HOPELESS and amount < 0.99 * theirs:
            return 0.0
        share = amount / (self.whole + theirs)
        return max(worth * self.doubt(name), self._made_up(reading, name, share))

    def asks_level(self, name: NameReading) -> bool:
        """Whether the worth depends on the level words of the title."""
        if name.bag < self.bag and self.head == name.head:
            return len(name.bag) == 1 and self.head in PROFESSIONS
        return self.index.may_compose(self.bag, name)

    def explained(self, name: NameReading) -> Explained:
        return explain(self.index, self.reading, name.bag, name.role)

    def doubt(self, name: NameReading) -> float:
        """A factor for a title with words that neither the canon nor the tables know, when it
        shares but one word of a trade with a name that says more (a care home is no customer care),
        or nothing but a head (an air traffic controller is no controller).
        """
        if name.bag <= self.bag:
            is_head_alone = len(name.bag) == 1 and self.head not in PROFESSIONS
            return self._doubt_of_head(name) if is_head_alone else 1.0
        if not self.strange:
            return 1.0
        return 1.0 if len(name.trade & self.bag) > 1 else STRANGE

    def _doubt_of_head(self, name: NameReading) -> float:
        if name.head in HEADS & name.bag and trade(
            self.bag.intersection(self.explained(name).left)
        ):
            return OTHER_KIND  # a stock controller is no controller
        return STRANGE if self.strange > 1 else 1.0

    def _made_up(self, reading: Reading, name: NameReading, share: float) -> float:
        if self.head == name.head:
            if name.bag < self.bag:
                return self._beside(reading, name, share)
        elif self.kind == name.kind:
            return KIN
        return COMPOSED if name.may_compose and self.index.composes(reading, name) else 0.0

    def _beside(self, reading: Reading, name: NameReading, share: float) -> float:
        """The name is whole in the title."""
        beside = self.explained(name)
        explained = self.index.weight(beside.words & self.bag) / self.whole
        whole = 2 * share / (1 - explained * (1 - share))
        says_more = name.reading.levels - reading.levels
        worth = (EXPLAINED - explained / 20) * min(1.0, whole)
        if len(name.bag) > 1 or (self.head in PROFESSIONS and not says_more):
            return max(worth, WHOLE_NAME)
        return worth * self.doubt(name)


def is_kin(reading: Reading, name: NameReading) -> bool:
    """The same trade and a head of one family: warehouse worker, warehouse associate."""
    return reading.head != name.head and reading.kind == name.kind


def same_head(a: Reading, b: Reading) -> bool:
    """An analyst lead and a lead analyst are the same kind; a nurse and a nurse manager are not."""
    if a.head == b.head:
        return True
    return (
        a.bag == b.bag
        and (a.head in b.bag or a.head in b.levels)
        and (b.head in a.bag or b.head in a.levels)
    )
