"""The names that come near a title, and what it is worth under each.

What the title's own words say is computed once and kept: in a roster they come again with other
level words and departments, which are counted in for each row.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from taxonomy.matching.explained_words import Explained
from taxonomy.matching.name_worth import RELATED_WORTH, WORTH_A_LOOK, AskedTitle, Likened
from taxonomy.matching.related_words import RELATED
from taxonomy.matching.role_index import MOST_POSTINGS, Index, NameReading, Sought
from taxonomy.matching.scored_role import Likeness
from taxonomy.matching.title_readings import Reading
from taxonomy.matching.title_words import JOINING
from taxonomy.matching.word_families import GENERAL
from taxonomy.matching.word_forms import tokens

MOST_SCORED = 24  # names of a title
MOST_RELATED = 500  # names looked at for one related word
MOST_RELATIONS = 500  # words whose relations are kept
OF_A_TITLE = 40  # what is kept of a title beside its names, counted in names
_NONE: frozenset[str] = frozenset()

# Worth; minus its place among equals, names with the rarest word first; the name's place
Ranked = tuple[float, int, int]


# A name, the weight of what a title shares with it, that of all its words, and which of the words
# looked for it has first
Compared = tuple[NameReading, float, float, int]


class TitleWords:
    """The words of a title, whatever its level and its department."""

    def __init__(self, index: Index, reading: Reading) -> None:
        self.index, self.bag = index, reading.bag
        self.likened = Likened(index, reading)
        self.sought = _by_word(_sought(index, reading))
        self.words = frozenset(self.sought)
        self.of_trade = self.bag.union(*(RELATED.get(word, ()) for word in self.bag)) - GENERAL
        self._explained: dict[int, Explained] = {}
        self.alike: dict[int, Likeness] = {}  # by name, where level words do not count
        self._having = self._with_any_word()
        self.by_level: list[Compared] = []  # names whose worth depends on level words
        self.ranked: list[Ranked] = []
        for place in self._near():
            if (found := self._compared(place)) is None:
                continue
            if self.likened.asks_level(found[0]):
                self.by_level.append(found)
            elif ranked := self._ranked(reading, found):
                self.ranked.append(ranked)
        self.ranked.sort(reverse=True)

    def best(self, row: AskedTitle) -> list[Ranked]:
        """The names under which a row is worth most, best first."""
        reading = row.reading
        exact = self._exact(row)
        # A department adds no word to a title that is a role's name as it is written.
        changed = self._by_department(row) if row.department and not row.is_name else {}
        again = [each for each in self.by_level if each[0].place not in changed]
        more = [*changed.values(), *[self._ranked(reading, each) for each in again]]
        found = [each for each in more if each and each[2] not in exact]
        found += [(1.0, len(exact) - at, place) for at, place in enumerate(exact)]
        ranked = (each for each in self.ranked if each[2] not in changed and each[2] not in exact)
        found += islice(ranked, MOST_SCORED)
        found.sort(reverse=True)
        return found[:MOST_SCORED]

    def _exact(self, row: AskedTitle) -> list[int]:
        """Names that are the title, those first that are written like it: Junior Data Analyst is
        Entry-Level Data Analyst too.
        """
        exact = self.index.by_typed.get(row.reading.typed, [])
        if len(exact) < 2:
            return exact
        said = frozenset(row.shown)
        return sorted(exact, key=lambda place: len(_tokens(self.index.names[place].text) - said))

    def explained(self, name: NameReading) -> Explained:
        """What explains the words that this name lacks."""
        found = self._explained.get(name.place)
        if found is None:
            found = self._explained[name.place] = self.likened.explained(name)
        return found

    def _near(self) -> set[int]:
        """The names that share a word of a trade with the title, or with a word related to one of
        its words: ‘engineer’ alone says nothing of the trade. Names without a trade are among them
        when the title has all of their words.
        """
        found = self._with_words(self.of_trade)
        names = ((place, self.index.names[place].bag) for place in self.index.tradeless)
        return found | {place for place, bag in names if len(bag) > 1 and bag <= self.bag}

    def _with_any_word(self) -> set[int] | None:
        """The names that have any of the words looked for, unless they are very many."""
        postings = [self.index.by_word.get(word, []) for word in self.words]
        return set().union(*postings) if sum(map(len, postings)) <= MOST_POSTINGS else None

    def _by_department(self, row: AskedTitle) -> dict[int, Ranked | None]:
        """The names that have a word of the department: it is not missing in the title, and says
        a trade.
        """
        found: dict[int, Ranked | None] = {}
        beside = row.department.words - self.bag if row.department else _NONE
        of_trade = self.of_trade | beside - GENERAL
        for place in self._with_words(beside):
            compared = self._compared(place, beside)
            found[place] = None
            if compared and not compared[0].bag.isdisjoint(of_trade):
                found[place] = self._ranked(row.reading, compared)
        return found

    def _with_words(self, words: Iterable[str]) -> set[int]:
        """The names that have one of these words, and one that the title looks for."""
        names, by_word = self.index.names, self.index.by_word
        places = set().union(*(by_word.get(word, ())[:MOST_POSTINGS] for word in words))
        if self._having is not None:
            return places & self._having
        return {place for place in places if not names[place].bag.isdisjoint(self.words)}

    def _compared(self, place: int, beside: frozenset[str] = _NONE) -> Compared | None:
        """What the title shares with the name, if anything; words `beside` it count as said."""
        name = self.index.names[place]
        hits = [each for word in name.bag & self.words for each in self.sought[word]]
        if len(hits) > 1:
            hits.sort()  # in one order: sums depend on it in their last digit
        amount, first = 0.0, -1
        for at, weight, last, of in hits:
            if place <= last and of not in name.bag:
                amount += weight
                first = at if first < 0 else first
        if first < 0:
            return None
        theirs = self.index.name_weights[place]
        if beside:
            theirs -= self.index.weight(name.bag & beside)
        return name, amount, theirs, first

    def _ranked(self, reading: Reading, compared: Compared) -> Ranked | None:
        """The name's worth if it is worth a look."""
        name, amount, theirs, first = compared
        worth = self.likened.worth(reading, name, amount, theirs)
        if worth < WORTH_A_LOOK:
            return None
        return worth, -(first * len(self.index.names) + name.place), name.place


def title_words(index: Index, reading: Reading) -> TitleWords:
    found = index.titles.get(reading.own_words)
    if found is None:
        found = TitleWords(index, reading)
        index.titles.keep(reading.own_words, found, OF_A_TITLE + len(found.ranked))
    return found


@lru_cache(1000)
def _tokens(text: str) -> frozenset[str]:
    return frozenset(tokens(text)) - JOINING


def _sought(index: Index, reading: Reading) -> Iterator[Sought]:
    for word, places in index.postings(reading):
        if places:
            yield Sought(word, index.weights.get(word, index.unknown), places[-1])
    for word in dict.fromkeys(reading.words):
        for each in _related(index, word):
            if each.word not in reading.bag:
                yield each


def _by_word(sought: Iterable[Sought]) -> dict[str, list[tuple[int, float, int, str]]]:
    found: dict[str, list[tuple[int, float, int, str]]] = {}
    for at, (word, weight, last, of) in enumerate(sought):
        found.setdefault(word, []).append((at, weight, last, of))
    return found


def _related(index: Index, word: str) -> list[Sought]:
    """The words related to this one, for names that have them alone."""
    if word not in RELATED:
        return []
    if word not in index.related:
        if len(index.related) > MOST_RELATIONS:
            index.related.clear()
        weight = index.weights.get(word, index.unknown)
        index.related[word] = [
            Sought(
                other,
                RELATED_WORTH * min(weight, index.weights[other]),
                index.by_word[other][:MOST_RELATED][-1],
                word,
            )
            for other in RELATED[word]
            if other in index.by_word
        ]
    return index.related[word]
