"""The score of a role for a row, from 0 to 1:

    score = title × head × (0.75 + 0.15 × level + 0.10 × department)

title       1 when all words are the same in the same order. Else 0.99 × 2 × shared / (row + name),
            where each word weighs ln(1 + focuses / focuses that use it) and a word that no focus
            uses weighs as much as the rarest; level words are left out. A related word (recruiter,
            recruitment) counts 0.6. A word of the name that the department says is not missing.
            0.93 when all words are in the names of one role, 0.95 when the trade is the same and
            the heads are of one family (worker, associate), 0.94 at most when the name is whole in
            the title and every other word is explained. 0.95 of that for a synonym of the site;
            of a part of the title 0.9 when the rest is explained and 0.75 when it is not.
head        1 when the word for the kind of role is the same (manager, engineer), else 0.7.
level       1 the same level words, words that name this level in its ladder, or an own level that
            is this one; 0.9 the title says none and a mere number is this one's rank;
            0.8 the level's own name says the word; 0.5 the title says none, or it disagrees with
            the own level; 0.3 the title says none and the own level is another; 0 another level.
department  1 it names the role's function; 0.5 none given, unknown, or of the same super-function;
            0 it names quite another function.

What keeps a high score from being confident is collected here as objections and judged in `decide`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import islice

from taxonomy.matching import departments, level_words
from taxonomy.matching.departments import Department, Suits
from taxonomy.matching.explanations import Explained, explain
from taxonomy.matching.level_words import Fit, OwnLevel
from taxonomy.matching.related_words import RELATED
from taxonomy.matching.role_index import Index, IndexedRole, LadderKey, NameReading
from taxonomy.matching.title_parser import Reading
from taxonomy.matching.word_families import PROFESSIONS, are_alike, family

BASE, LEVEL, DEPARTMENT = 0.75, 0.15, 0.10
OTHER_ORDER = 0.99
OTHER_HEAD = 0.7
SYNONYM = 0.95
EXPLAINED = 0.94  # at most, of a title that a name covers but for words that are explained
EXPLAINED_ASIDE = 0.9  # of a part of a title when the rest is explained
ASIDE = 0.75  # and when it is not
WHOLE_NAME = 0.55  # at least, of a title that has all words of a name
COMPOSED = 0.93  # all words are in the names of one role
KIN = 0.95  # the same trade with a head of the same family
RELATED_WORTH = 0.6  # of a word by one related to it
MOST_RELATED = 500  # names looked at for one related word
MOST_SCORED, MOST_LADDERS = 24, 6  # names, and ladders whose other levels are looked at
WANTED = 6  # roles whose scores must be right: the candidates, and one that may be as near
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


@dataclass(frozen=True)
class Scored:
    """A role for a row under one of its names, or one borrowed from a mate of its ladder."""

    role: IndexedRole
    score: float
    name: NameReading
    reading: Reading
    title: float
    level: Fit
    department: Suits
    objections: tuple[str, ...]
    explained: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()  # words of the title

    @property
    def is_exact(self) -> bool:
        return self.title == 1 and self.name.role is self.role and not self.reading.is_loose

    @property
    def beside(self) -> frozenset[str]:
        """The words of the title that the name lacks."""
        return self.reading.all_words - self.name.reading.bag

    @property
    def rank(self) -> tuple[float, bool, int, str]:
        return (-self.score, not self.is_exact, len(self.objections), self.role.key)

    @property
    def evidence(self) -> tuple[str, ...]:
        """What speaks for it, in words that a person can check."""
        said = (_title_evidence(self.reading, self.name, self.role),)
        names = self.explained if self.title == COMPOSED else (*said, *self.explained)
        notes = (*self.reading.notes, *self.level.evidence, *self.department.evidence)
        return (*names, *notes)


def scored(index: Index, row: AskedTitle) -> list[Scored]:
    """Roles by score, best first; a role once, under the name that suits the row best."""
    best: dict[str, Scored] = {}
    in_ladder: dict[LadderKey, tuple[float, NameReading]] = {}
    worths = sorted(_worths(index, row).items(), key=lambda found: -found[1])
    for place, worth in worths[:MOST_SCORED]:
        if len(best) >= WANTED and worth < nlargest(WANTED, (e.score for e in best.values()))[-1]:
            break  # no score is above the worth of its title
        name = index.names[place]
        top = in_ladder.setdefault(name.role.ladder, (worth, name))
        found = best.get(name.role.key)
        if worth == top[0] or found is None or found.score < worth:
            _keep(best, _score(index, row, name.role, name, worth))
    if row.reading.levels or row.own:
        for ladder, (worth, name) in islice(in_ladder.items(), MOST_LADDERS):
            for role in index.ladders[ladder]:
                fit = level_words.fit(index, row.reading, row.own, role, name)
                if role is not name.role and fit.value >= 0.8:
                    _keep(best, _score(index, row, role, name, worth))
    return sorted(best.values(), key=lambda each: each.rank)


def _worths(index: Index, row: AskedTitle) -> dict[int, float]:
    """What the title is worth under each name that comes near, kinds of role included."""
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
    if name.reading.bag < reading.bag and _same_head(reading, name.reading):
        found = explain(index, reading, name.reading.bag, name.role).words & reading.bag
        explained = index.weight(found) / index.weight(reading.bag)
        whole = 2 * share / (1 - explained * (1 - share))
        least = len(name.reading.bag) > 1 or reading.head in PROFESSIONS
        worth = (EXPLAINED - explained / 20) * min(1.0, whole)
        return max(worth, WHOLE_NAME) if least else worth
    if _is_kin(reading, name.reading):
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
    for word in reading.bag:
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


def _is_kin(reading: Reading, name: Reading) -> bool:
    """The same trade and a head of one family: warehouse worker, warehouse associate."""
    return (
        reading.head != name.head
        and family(reading.head) == family(name.head)
        and reading.bag - {reading.head} == name.bag - {name.head}
    )


def _keep(best: dict[str, Scored], new: Scored) -> None:
    if new.role.key not in best or new.rank < best[new.role.key].rank:
        best[new.role.key] = new


def _score(
    index: Index, row: AskedTitle, role: IndexedRole, name: NameReading, worth: float
) -> Scored:
    reading, shown = row.reading, row.written
    fit = level_words.fit(index, reading, row.own, role, name)
    suits = departments.suits(index, row.department, role.function)
    explained = explain(index, reading, name.reading.bag, role)
    is_kin = _is_kin(reading, name.reading)
    composes = worth == COMPOSED and index.composes(reading, name)
    same_head = _same_head(reading, name.reading) or is_kin or composes
    if composes:  # its level words are in another name of the role, its own level is not
        explained = Explained()
        fit = fit if row.own and row.own.levels else Fit(1.0, fit.evidence)
    objections = [fit.objection, suits.objection]
    if is_kin and not are_alike(reading.head, name.reading.head):
        objections.append(f"‘{reading.head}’ is near to ‘{name.reading.head}’, not the same")
    if not same_head:
        objections.append(f"‘{shown(reading.head)}’ is not ‘{name.reading.head}’")
    left = [word for word in explained.left if not (is_kin and word == reading.head)]
    if left:
        objections.append(f"{_listed(map(shown, left))} not in ‘{name.text}’")
    factor = BASE + LEVEL * fit.value + DEPARTMENT * suits.value
    factor *= (1 if same_head else OTHER_HEAD) * (SYNONYM if reading.is_loose else 1)
    factor *= _of_aside(reading, explained)
    score = round(worth * factor, 4)
    against = tuple(filter(None, objections))
    because = explained.evidence(row.shown) if not left else ()
    if composes:
        because = (f"its words are in ‘{name.text}’ and further names of {role.title}",)
    return Scored(*(role, score, name, reading, worth, fit, suits, against, because), tuple(left))


def _of_aside(reading: Reading, explained: Explained) -> float:
    if not reading.aside:
        return 1.0
    return ASIDE if set(reading.aside) & set(explained.left) else EXPLAINED_ASIDE


def _same_head(a: Reading, b: Reading) -> bool:
    """An analyst lead and a lead analyst are the same kind; a nurse and a nurse manager are not."""
    crossed = a.head in b.bag | b.levels and b.head in a.bag | a.levels
    return a.head == b.head or (crossed and a.bag == b.bag)


def _title_evidence(reading: Reading, name: NameReading, role: IndexedRole) -> str:
    kind = "title" if name.is_title else "alias"
    if reading.typed == name.reading.typed:
        owner = "" if name.role is role else f" of {name.role.level}"
        of = role.title if not name.is_title else role.key
        return f"exact {kind}{owner} ‘{name.text}’" + ("" if name.is_title else f" of {of}")
    words = name.reading.bag
    shared = len(reading.bag & words)
    if words == reading.bag:
        return f"the same words as in the {kind} ‘{name.text}’"
    return f"{shared} of {len(words | reading.bag)} words of the {kind} ‘{name.text}’"


def _listed(found: Iterable[str]) -> str:
    words = list(found)
    return ", ".join(f"‘{word}’" for word in words[:4]) + (" is" if len(words) == 1 else " are")
