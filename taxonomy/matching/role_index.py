"""The canon as the matcher sees it: roles, all their names by word, what each word is worth.

Built from plain records, once a revision of the canon; who wins is decided in `decision`.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.abbreviations import SHIPPED, Abbreviations
from taxonomy.matching.memory import Kept
from taxonomy.matching.own_levels import CanonLevel, Scale
from taxonomy.matching.related_words import RELATED
from taxonomy.matching.title_readings import Meanings, Reading, read_title
from taxonomy.matching.title_words import JOINING, LEVEL_WORDS
from taxonomy.matching.word_families import GENERAL, trade
from taxonomy.matching.word_forms import LETTERS, plain_words, single, tokens

if TYPE_CHECKING:
    from taxonomy.matching.level_words import Fit
    from taxonomy.matching.title_worths import TitleWords

MOST_KEPT = 20_000  # answers about words of other focuses
FEWEST_LETTERS = 5  # of a word that may be a slip of the finger
MOST_TITLES = 300_000  # names that titles were compared with, kept
MOST_POSTINGS = 4000  # names looked at for one title, those with its rarest words first


class LadderKey(NamedTuple):
    """All roles of a focus on one track."""

    function: str
    focus: str
    track: str


@dataclass(frozen=True)
class IndexedRole:
    """A profile: what the matcher needs of it. `names`: its title first, then its aliases."""

    key: str
    title: str
    function: str
    focus: str
    track: str
    level: str
    names: tuple[str, ...] = ()

    @cached_property
    def ladder(self) -> LadderKey:
        return LadderKey(self.function, self.focus, self.track)


@dataclass(frozen=True)
class Discipline:
    """A function: its code, its names and the tiers above it, the names of its focuses."""

    code: str
    name: str
    super_function: str = ""
    family: str = ""
    focuses: tuple[str, ...] = ()


class NameReading:
    """One reading of one name of a role, with what each title is compared with: computed once."""

    __slots__ = (
        *("bag", "head", "is_title", "kind", "may_compose", "reading", "role", "text", "specific"),
        *("trade", "place"),
    )

    def __init__(self, role: IndexedRole, text: str, reading: Reading, place: int) -> None:
        self.role, self.text, self.reading, self.place = role, text, reading, place
        self.is_title = text == role.title
        self.head, self.bag = reading.head, reading.bag
        self.specific = self.bag - {self.head}
        self.kind = reading.kind
        self.trade = frozenset(trade(reading.words))
        self.may_compose = self.head in GENERAL and bool(trade(self.specific))


class Sought(NamedTuple):
    """A word that names are looked for by: one of a title's, or one related to it."""

    word: str
    weight: float
    last: int  # place of a name that is looked at
    of: str = ""  # the word that it is related to: a name that has this too has it anyway


@dataclass
class Index:
    """Look-ups over all names. `levels` are those of the canon."""

    roles: Iterable[IndexedRole]
    disciplines: Iterable[Discipline] = ()
    levels: Iterable[CanonLevel] = ()
    synonyms: Meanings = field(default_factory=dict)
    abbreviations: Abbreviations = SHIPPED
    # (function, focus) → what its areas, its skills and its summary say
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    # The site's synonyms of one or more words, for departments
    phrases: Meanings = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.roles = list(self.roles)
        self._name_functions()
        self.names: list[NameReading] = []
        self.by_word: dict[str, list[int]] = defaultdict(list)
        self.by_role: dict[str, list[int]] = defaultdict(list)
        self.by_typed: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self.by_name: dict[str, list[int]] = defaultdict(list)
        self.ladders: dict[LadderKey, list[IndexedRole]] = defaultdict(list)
        # Which levels a ladder calls ‘senior’, and so on.
        self.uses: dict[LadderKey, dict[frozenset[str], set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )
        self.words_of_role: dict[str, set[str]] = defaultdict(set)
        self.words_of: dict[tuple[str, str], set[str]] = defaultdict(set)
        for role in self.roles:
            self.ladders[role.ladder].append(role)
            for text in dict.fromkeys(role.names or (role.title,)):
                for reading in read_title(text, abbreviations=self.abbreviations):
                    self._add(NameReading(role, text, reading, len(self.names)))
        self._weigh()
        self.texts_of = {home: frozenset(tokens(text)) for home, text in self.texts.items()}
        # The same as running text, in the singular, for words that come one after another
        self.running_text = {
            home: f" {' '.join(map(single, tokens(text)))} " for home, text in self.texts.items()
        }
        self.spellings = by_slips(self._all_words())
        self.stand_ins = {
            word: meanings
            for word, meanings in self.synonyms.items()
            if single(word) not in self.weights
        }
        self.scale = Scale(self.levels, self.abbreviations)
        self._remember_nothing()

    def _remember_nothing(self) -> None:
        """What is found out title by title is remembered as long as the index."""
        self._elsewhere: dict[tuple[str, frozenset[str], tuple[str, str], bool], bool] = {}
        # (level words, whether of one word, role, those of a name, whether its own, the name where
        # it matters) → how the level words suit
        self.fits: dict[tuple[frozenset[str], bool, str, frozenset[str], bool, int], Fit] = {}
        # (level words, track) → levels whose names say them
        self.named_levels: dict[tuple[frozenset[str], str], frozenset[str]] = {}
        self.plain_rungs: dict[LadderKey, IndexedRole | None] = {}
        self.related: dict[str, list[Sought]] = {}  # a word → words related to it
        self.titles: Kept[TitleWords] = Kept(MOST_TITLES)  # by what they say of the work
        # (text, by synonyms of the site) → its readings
        self.read: dict[tuple[str, bool], list[Reading]] = {}

    def _name_functions(self) -> None:
        self.functions = {each.code: each for each in self.disciplines}
        # Code → name, with the code beside it where several functions have one name.
        times = Counter(each.name.lower() for each in self.functions.values())
        self.called = {
            code: f"{each.name} ({code})" if times[each.name.lower()] > 1 else each.name
            for code, each in self.functions.items()
        }
        words = (word for each in self.functions.values() for word in tokens(each.name))
        self.words_of_functions = frozenset(words) - JOINING

    def _weigh(self) -> None:
        focuses = Counter(word for words in self.words_of.values() for word in words)
        count = len({(role.function, role.focus) for role in self.roles})
        self.unknown = math.log(1 + max(count, 1))
        self.weights = {word: math.log(1 + count / times) for word, times in focuses.items()}
        self.name_weights = [self.weight(name.bag) for name in self.names]
        self.tradeless = [place for place, name in enumerate(self.names) if not name.trade]

    def _add(self, name: NameReading) -> None:
        place = name.place
        self.names.append(name)
        self.by_role[name.role.key].append(place)
        self.by_typed[name.reading.typed].append(place)
        self.by_name[name.text].append(place)
        self.words_of_role[name.role.key] |= name.bag
        for word in name.reading.bag:
            self.by_word[word].append(place)
            self.words_of[name.role.function, name.role.focus].add(word)
        if name.reading.levels:
            self.uses[name.role.ladder][name.reading.levels].add(name.role.level)

    def _all_words(self) -> set[str]:
        texts = (plain_words(name.text) for name in self.names)
        known = {
            form
            for text in texts
            for word in LETTERS.findall(text)
            for form in (word, single(word))
        }
        known |= {word for phrase in LEVEL_WORDS for word in phrase.split()}
        known |= {w for long in self.abbreviations.every_meaning() for w in tokens(long)}
        return known

    def is_name(self, reading: Reading) -> bool:
        """Whether the whole title is a role's name as it is written."""
        return reading.typed in self.by_typed and not reading.aside and not reading.is_loose

    def weight(self, words: Iterable[str]) -> float:
        """In whatever order the words come: the last digit would decide between two roles else."""
        return math.fsum(self.weights.get(word, self.unknown) for word in words)

    def postings(self, reading: Reading) -> list[tuple[str, list[int]]]:
        """(word, names that use it), the rarest words first and so many names at most."""
        found, space_left = [], MOST_POSTINGS
        words = dict.fromkeys(reading.words)
        for word in sorted(words, key=lambda word: len(self.by_word.get(word, ()))):
            places = self.by_word.get(word, [])[:space_left]
            found.append((word, places))
            space_left -= len(places)
        return found

    def composes(self, reading: Reading, name: NameReading) -> bool:
        """Whether the name has the title's trade, and all other words of the title, its head and
        its level words are in further names of the same role: Deskside Support Technician.
        """
        if reading.aside or not self.may_compose(reading.bag, name):
            return False
        if bool(reading.levels) != bool(name.reading.levels):
            return False
        others = [self.names[place].reading for place in self.by_role[name.role.key]]
        alike = [each for each in others if bool(each.levels) == bool(reading.levels)]
        return (
            reading.levels in {each.levels for each in alike}
            and any(each.head == reading.head and trade(each.bag & reading.bag) for each in alike)
            and reading.bag <= frozenset().union(*(each.bag for each in alike))
        )

    def may_compose(self, bag: frozenset[str], name: NameReading) -> bool:
        """Whether it does by its words, whatever the level."""
        return (
            name.may_compose and name.specific <= bag and bag <= self.words_of_role[name.role.key]
        )

    def belongs_elsewhere(
        self, word: str, words: frozenset[str], home: tuple[str, str], whole: bool
    ) -> bool:
        """Whether a role of another focus has the word in its name beside another trade word of
        these; `whole`: or has a name that is made of these words alone.
        """
        key = word, words, home, whole
        found = self._elsewhere.get(key)
        if found is None:
            if len(self._elsewhere) > MOST_KEPT:
                self._elsewhere.clear()
            found = self._elsewhere[key] = self._is_elsewhere(word, words, home, whole)
        return found

    def _is_elsewhere(
        self, word: str, words: frozenset[str], home: tuple[str, str], whole: bool
    ) -> bool:
        near = trade(words.union(*(RELATED.get(each, ()) for each in words))) - {word}
        for place in self.by_word.get(word, ()):
            name = self.names[place]
            if (name.role.function, name.role.focus) != home and (
                not near.isdisjoint(name.bag) or (whole and name.bag <= words)
            ):
                return True
        return False


def by_slips(words: Iterable[str]) -> dict[str, set[str]]:
    """Each word under itself and under all that is left of it when one letter is missing."""
    found: dict[str, set[str]] = defaultdict(set)
    for word in words:
        if len(word) >= FEWEST_LETTERS:
            for shorter in without_a_letter(word):
                found[shorter].add(word)
    return found


def without_a_letter(word: str) -> set[str]:
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}
