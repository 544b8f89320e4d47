"""The score of a role for a row, from 0 to 1:

    score = title × head × (0.75 + 0.15 × level + 0.10 × department)

title       1 when all words are the same in the same order. Else 0.99 × 2 × shared / (row + name),
            where each word weighs ln(1 + focuses / focuses that use it) and a word that no focus
            uses weighs as much as the rarest; level words are left out. A word of the name that the
            department says is not missing.
head        1 when the word for the kind of role is the same (manager, engineer), else 0.7.
level       1 the same level words, or words that name this level in its ladder, or an own level
            that is this one; 0.8 the level's own name says the word; 0.5 the title says none;
            0.3 the own level is another one; 0 the level words are another level's.
department  1 it names the role's function; 0.5 none given, unknown, or of the same super-function;
            0 it names quite another function.

What keeps a high score from being confident is collected here as objections and judged in `decide`.
"""

from dataclasses import dataclass, replace

from taxonomy.matching import departments, levels
from taxonomy.matching.departments import Department
from taxonomy.matching.index import Index, Name, Role
from taxonomy.matching.levels import OwnLevel
from taxonomy.matching.words import Reading

BASE, LEVEL, DEPARTMENT = 0.75, 0.15, 0.10
OTHER_ORDER = 0.99
OTHER_HEAD = 0.7
ALMOST_NONE = 0.3  # a title worth less is not looked at


@dataclass(frozen=True)
class Scored:
    """A role for a row: its score, why, and what speaks against it."""

    role: Role
    score: float
    evidence: tuple[str, ...]
    objections: tuple[str, ...]
    is_exact: bool = False
    is_borrowed: bool = False  # the name is a ladder-mate's, moved by a level word
    title: float = 0.0

    @property
    def rank(self) -> tuple[float, bool, int, str]:
        return (-self.score, not self.is_exact, len(self.objections), self.role.key)


@dataclass(frozen=True)
class Row:
    """What is asked about one title, read."""

    reading: Reading
    own: OwnLevel | None = None
    department: Department | None = None


def scored(index: Index, row: Row) -> list[Scored]:
    """Roles by score, best first; a role once, under the name that suits the row best."""
    worth = {place: title_worth(index, row, place) for place in index.sharing(row.reading)}
    worth = {place: value for place, value in worth.items() if value >= ALMOST_NONE}
    best: dict[str, Scored] = {}
    in_ladder: dict[tuple, int] = {}
    for place, value in worth.items():
        name = index.names[place]
        _keep(best, _score(index, row, name.role, place, value))
        top = in_ladder.get(name.role.ladder)
        if top is None or value > worth[top]:
            in_ladder[name.role.ladder] = place
    if row.reading.levels or row.own:
        for ladder, place in in_ladder.items():
            for role in index.ladders[ladder]:
                if role is not index.names[place].role:
                    _keep(best, _borrowed(index, row, role, place, worth[place]))
    return sorted(best.values(), key=lambda each: each.rank)


def title_worth(index: Index, row: Row, place: int) -> float:
    name, reading = index.names[place].reading, row.reading
    if name.typed == reading.typed:
        return 1.0
    shared = index.weight(reading.bag & name.bag)
    missing = name.bag - reading.bag
    if row.department and missing:
        missing -= row.department.words
    whole = index.weight(reading.bag) + shared + index.weight(missing)
    return OTHER_ORDER * 2 * shared / whole if whole else 0.0


def _keep(best: dict[str, Scored], new: Scored | None) -> None:
    if new and (new.role.key not in best or new.rank < best[new.role.key].rank):
        best[new.role.key] = new


def _borrowed(index: Index, row: Row, role: Role, place: int, worth: float) -> Scored | None:
    """A ladder-mate's name, when the row's level words or own level lead to this role."""
    found = _score(index, row, role, place, worth)
    fit = levels.fit(index, row.reading, row.own, role, index.names[place])
    return replace(found, is_borrowed=True) if fit.value >= 0.8 else None


def _score(index: Index, row: Row, role: Role, place: int, worth: float) -> Scored:
    name, reading = index.names[place], row.reading
    fit = levels.fit(index, reading, row.own, role, name)
    suits = departments.suits(index, row.department, role.function)
    same_head = _same_head(reading, name.reading)
    evidence = (_title_evidence(reading, name, role), *reading.notes)
    evidence += (*fit.evidence, *suits.evidence)
    objections = [fit.objection, suits.objection]
    if not same_head:
        objections.append(f"‘{reading.head}’ is not ‘{name.reading.head}’")
    if extra := sorted(reading.bag - name.reading.bag):
        objections.append(f"{_listed(extra)} not in that name")
    factor = BASE + LEVEL * fit.value + DEPARTMENT * suits.value
    return Scored(
        role,
        round(worth * (1 if same_head else OTHER_HEAD) * factor, 4),
        evidence,
        tuple(filter(None, objections)),
        is_exact=worth == 1 and name.role is role,
        title=worth,
    )


def _same_head(a: Reading, b: Reading) -> bool:
    """An analyst lead and a lead analyst are the same kind; a nurse and a nurse manager are not."""
    crossed = a.head in b.bag | b.levels and b.head in a.bag | a.levels
    return a.head == b.head or (crossed and a.bag == b.bag)


def _title_evidence(reading: Reading, name: Name, role: Role) -> str:
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
