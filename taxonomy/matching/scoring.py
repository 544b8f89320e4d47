"""The score of a role for a row, from 0 to 1:

    score = title × head × (0.75 + 0.15 × level + 0.10 × department)

title       1 when all words are the same in the same order. Else 0.99 × 2 × shared / (row + name),
            where each word weighs ln(1 + focuses / focuses that use it) and a word that no focus
            uses weighs as much as the rarest; level words are left out. A word of the name that the
            department says is not missing. 0.95 of that for a synonym of the site.
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
from dataclasses import dataclass

from taxonomy.matching import departments, level_words
from taxonomy.matching.departments import Department, Suits
from taxonomy.matching.level_words import Fit, OwnLevel
from taxonomy.matching.role_index import Index, IndexedRole, LadderKey, NameReading
from taxonomy.matching.title_parser import Reading

BASE, LEVEL, DEPARTMENT = 0.75, 0.15, 0.10
OTHER_ORDER = 0.99
OTHER_HEAD = 0.7
SYNONYM = 0.95
WORTH_A_LOOK = 0.5  # a title worth less can never reach needs review


@dataclass(frozen=True)
class AskedTitle:
    """What is asked about one title, read."""

    reading: Reading
    own: OwnLevel | None = None
    department: Department | None = None


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

    @property
    def is_exact(self) -> bool:
        return self.title == 1 and self.name.role is self.role and not self.reading.is_loose

    @property
    def rank(self) -> tuple[float, bool, int, str]:
        return (-self.score, not self.is_exact, len(self.objections), self.role.key)

    @property
    def evidence(self) -> tuple[str, ...]:
        """What speaks for it, in words that a person can check."""
        said = (_title_evidence(self.reading, self.name, self.role), *self.reading.notes)
        return (*said, *self.level.evidence, *self.department.evidence)


def scored(index: Index, row: AskedTitle) -> list[Scored]:
    """Roles by score, best first; a role once, under the name that suits the row best."""
    best: dict[str, Scored] = {}
    in_ladder: dict[LadderKey, tuple[float, NameReading]] = {}
    for place, worth in sorted(_worths(index, row).items(), key=lambda found: -found[1]):
        name = index.names[place]
        top = in_ladder.setdefault(name.role.ladder, (worth, name))
        found = best.get(name.role.key)
        if worth == top[0] or found is None or found.score < worth:
            _keep(best, _score(index, row, name.role, name, worth))
    if row.reading.levels or row.own:
        for ladder, (worth, name) in in_ladder.items():
            for role in index.ladders[ladder]:
                borrowed = _score(index, row, role, name, worth)
                if role is not name.role and borrowed.level.value >= 0.8:
                    _keep(best, borrowed)
    return sorted(best.values(), key=lambda each: each.rank)


def _worths(index: Index, row: AskedTitle) -> dict[int, float]:
    """What the title is worth under each name that comes near, kinds of role included."""
    reading, department = row.reading, row.department
    whole = index.weight(reading.bag)
    shared: dict[int, float] = defaultdict(float)
    for word, places in index.postings(reading):
        weight = index.weight((word,))
        for place in places:
            shared[place] += weight
    worths = dict.fromkeys(index.by_typed.get(reading.typed, ()), 1.0)
    for place, amount in shared.items():
        theirs = index.name_weights[place]
        if department:
            said = index.names[place].reading.bag & department.words - reading.bag
            theirs -= index.weight(said) if said else 0
        worth = OTHER_ORDER * 2 * amount / (whole + theirs)
        if worth < WORTH_A_LOOK or place in worths:
            continue
        if worth * OTHER_HEAD >= WORTH_A_LOOK or _same_head(reading, index.names[place].reading):
            worths[place] = worth
    return worths


def _keep(best: dict[str, Scored], new: Scored) -> None:
    if new.role.key not in best or new.rank < best[new.role.key].rank:
        best[new.role.key] = new


def _score(
    index: Index, row: AskedTitle, role: IndexedRole, name: NameReading, worth: float
) -> Scored:
    reading = row.reading
    fit = level_words.fit(index, reading, row.own, role, name)
    suits = departments.suits(index, row.department, role.function)
    same_head = _same_head(reading, name.reading)
    objections = [fit.objection, suits.objection]
    if not same_head:
        objections.append(f"‘{reading.head}’ is not ‘{name.reading.head}’")
    if extra := sorted(reading.bag - name.reading.bag):
        objections.append(f"{_listed(extra)} not in that name")
    factor = BASE + LEVEL * fit.value + DEPARTMENT * suits.value
    factor *= (1 if same_head else OTHER_HEAD) * (SYNONYM if reading.is_loose else 1)
    score = round(worth * factor, 4)
    against = tuple(filter(None, objections))
    return Scored(role, score, name, reading, worth, fit, suits, against)


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


def _listed(words: list[str]) -> str:
    return ", ".join(f"‘{word}’" for word in words[:4]) + (" is" if len(words) == 1 else " are")
