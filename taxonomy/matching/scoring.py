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

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice

from taxonomy.matching import departments, level_words
from taxonomy.matching.departments import Suits
from taxonomy.matching.explanations import Explained, explain
from taxonomy.matching.level_words import Fit
from taxonomy.matching.name_worth import COMPOSED, AskedTitle, is_kin, same_head, worths_of
from taxonomy.matching.role_index import Index, IndexedRole, LadderKey, NameReading
from taxonomy.matching.title_parser import Reading
from taxonomy.matching.word_families import are_alike

BASE, LEVEL, DEPARTMENT = 0.75, 0.15, 0.10
OTHER_HEAD = 0.7
SYNONYM = 0.95
EXPLAINED_ASIDE = 0.9  # of a part of a title when the rest is explained
ASIDE = 0.75  # and when it is not
MOST_SCORED, MOST_LADDERS = 24, 6  # names, and ladders whose other levels are looked at
NOTHING = 0.4  # a score that reaches no review
WANTED = 6  # roles whose scores must be right: the candidates, and one that may be as near


@dataclass(slots=True)
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
    worths = sorted(worths_of(index, row).items(), key=lambda found: -found[1])
    floor = 0.0  # what enters neither the candidates nor the doubts
    for place, worth in worths[:MOST_SCORED]:
        name = index.names[place]
        top = in_ladder.setdefault(name.role.ladder, (worth, name))
        at_most = worth if _is_alike(index, row.reading, name, worth) else worth * OTHER_HEAD
        if at_most < floor:
            continue
        found = best.get(name.role.key)
        if worth == top[0] or found is None or found.score < worth:
            _keep(best, _score(index, row, name.role, name, worth))
            floor = _floor(best)
    if row.reading.levels or row.own:
        for ladder, (worth, name) in islice(in_ladder.items(), MOST_LADDERS):
            for role in index.ladders[ladder]:
                fit = level_words.fit(index, row.reading, row.own, role, name)
                if role is not name.role and fit.value >= 0.8:
                    _keep(best, _score(index, row, role, name, worth))
    return sorted(best.values(), key=lambda each: each.rank)


def _floor(best: dict[str, Scored]) -> float:
    if len(best) < WANTED:
        return NOTHING
    return nlargest(WANTED, (each.score for each in best.values()))[-1]


def _is_alike(index: Index, reading: Reading, name: NameReading, worth: float) -> bool:
    """Whether the kind of role is the same, or near enough."""
    if same_head(reading, name.reading) or is_kin(reading, name.reading):
        return True
    return worth == COMPOSED and index.composes(reading, name)


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
    kin = is_kin(reading, name.reading)
    composes = worth == COMPOSED and index.composes(reading, name)
    alike = same_head(reading, name.reading) or kin or composes
    if composes:  # its level words are in another name of the role, its own level is not
        explained = Explained()
        fit = fit if row.own and row.own.levels else Fit(1.0, fit.evidence)
    objections = [fit.objection, suits.objection]
    if kin and not are_alike(reading.head, name.reading.head):
        objections.append(f"‘{reading.head}’ is near to ‘{name.reading.head}’, not the same")
    if not alike:
        objections.append(f"‘{shown(reading.head)}’ is not ‘{name.reading.head}’")
    left = [word for word in explained.left if not (kin and word == reading.head)]
    if left:
        objections.append(f"{_listed(map(shown, left))} not in ‘{name.text}’")
    factor = BASE + LEVEL * fit.value + DEPARTMENT * suits.value
    factor *= (1 if alike else OTHER_HEAD) * (SYNONYM if reading.is_loose else 1)
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
    if not shared:
        return f"no word of the {kind} ‘{name.text}’ as it is written"
    return f"{shared} of the {len(words)} words of the {kind} ‘{name.text}’"


def _listed(found: Iterable[str]) -> str:
    words = list(found)
    return ", ".join(f"‘{word}’" for word in words[:4]) + (" is" if len(words) == 1 else " are")
