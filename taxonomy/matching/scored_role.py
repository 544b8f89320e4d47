"""A role that was scored for a row, and what there is to say for and against it.

The sentences are made when they are asked for: most roles that are scored are never shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from taxonomy.matching.departments import Suits
from taxonomy.matching.explained_words import Explained
from taxonomy.matching.level_words import Fit
from taxonomy.matching.name_worth import COMPOSED, AskedTitle
from taxonomy.matching.role_index import IndexedRole, NameReading
from taxonomy.matching.title_readings import Reading
from taxonomy.matching.title_words import HEADS_BY_LEVEL
from taxonomy.matching.word_families import HEADS, are_alike


class Likeness(NamedTuple):
    """How the kind of role in a title is like that in a name."""

    is_alike: bool
    is_kin: bool
    composes: bool


@dataclass(slots=True)
class Scored:
    """A role for a row under one of its names, or one borrowed from a mate of its ladder."""

    role: IndexedRole
    score: float
    name: NameReading
    row: AskedTitle
    title: float
    level: Fit
    department: Suits
    like: Likeness
    beside_name: Explained

    @property
    def reading(self) -> Reading:
        return self.row.reading

    @property
    def is_exact(self) -> bool:
        return self.title == 1 and self.name.role is self.role and not self.reading.is_loose

    @property
    def is_lent(self) -> bool:
        """Whether the name is that of another level of the ladder."""
        return self.name.role is not self.role

    @property
    def beside(self) -> frozenset[str]:
        """The words of the title that the name lacks."""
        return self.reading.all_words - self.name.bag

    def is_better(self, other: "Scored") -> bool:
        return self.score > other.score or (self.score == other.score and self.rank < other.rank)

    @property
    def rank(self) -> tuple[float, bool, int, bool, str]:
        in_order = _within(self.name.reading.typed, self.reading.typed)
        return (-self.score, not self.is_exact, self._count, not in_order, self.role.key)

    @property
    def _count(self) -> int:
        """Of objections, without their sentences."""
        said = bool(self.level.objection) + bool(self.department.objection)
        return said + self._is_near_only + (not self.like.is_alike) + bool(self.unexplained)

    @property
    def _is_near_only(self) -> bool:
        return self.like.is_kin and not are_alike(self.reading.head, self.name.head)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Words of the title that nothing explains."""
        left = self.beside_name.left
        if not left or not (self.like.is_kin or (self.is_lent and self.like.is_alike)):
            return left
        return tuple(word for word in left if word != self.reading.head)

    @property
    def objections(self) -> tuple[str, ...]:
        """What the trade says first, then the level and the department: the first is the reason."""
        found, name, shown = [], self.name, self.row
        if self._is_near_only:
            found.append(f"‘{self.reading.head}’ is near to ‘{name.head}’, not the same")
        if not self.like.is_alike:
            found.append(self._of_head)
        if left := [word for word in self.unexplained if word not in self._said_of_head]:
            found.append(f"{_listed(map(shown.written, left))} not in ‘{name.text}’")
        if self.is_lent and self.beside and name.reading.levels - self.reading.levels:
            found.append(f"‘{name.text}’ is the name of {name.role.title}, another level")
        return tuple(filter(None, (*found, self.level.objection, self.department.objection)))

    @property
    def _of_head(self) -> str:
        head, theirs = self.row.written(self.reading.head), self.name.head
        if theirs in self.reading.bag:
            return f"the title is read as a kind of ‘{head}’, not of ‘{theirs}’"
        if self._said_of_head:
            return f"‘{head}’ is not ‘{theirs}’"
        return f"the title has no ‘{theirs}’, as ‘{self.name.text}’ has"

    @property
    def _said_of_head(self) -> tuple[str, ...]:
        """The title's kind of work, where it says one and the name another."""
        head = self.reading.head
        is_kind = head in HEADS or head in HEADS_BY_LEVEL
        is_said = is_kind and head not in self.name.bag and self.name.head not in self.reading.bag
        return (head,) if is_said and not self.like.is_alike else ()

    @property
    def _kin_evidence(self) -> str:
        return (
            f"‘{self.row.written(self.reading.head)}’ read as ‘{self.name.head}’: one kind of work"
        )

    @property
    def explained(self) -> tuple[str, ...]:
        if self.like.composes:
            return (f"its words are in ‘{self.name.text}’ and further names of {self.role.title}",)
        return () if self.unexplained else self.beside_name.evidence(self.row.shown)

    @property
    def evidence(self) -> tuple[str, ...]:
        """What speaks for it, in words that a person can check."""
        said = (_title_evidence(self.reading, self.name, self.role),)
        names = self.explained if self.title == COMPOSED else (*said, *self.explained)
        kin = (self._kin_evidence,) if self.like.is_kin and not self._is_near_only else ()
        notes = (*kin, *self.reading.notes, *self.level.evidence, *self.department.evidence)
        return (*names, *notes)


def _title_evidence(reading: Reading, name: NameReading, role: IndexedRole) -> str:
    kind = "title" if name.is_title else "alias"
    if reading.typed == name.reading.typed:
        owner = "" if name.role is role else f" of {name.role.level}"
        of = role.title if not name.is_title else role.key
        return f"exact {kind}{owner} ‘{name.text}’" + ("" if name.is_title else f" of {of}")
    called = f"the {kind} ‘{name.text}’"
    if name.role is not role:
        called += f" of {name.role.level}, another level of the ladder"
    words = name.reading.bag
    shared = len(reading.bag & words)
    if words == reading.bag:
        return f"the same words as in {called}"
    if not shared:
        return f"related words in {called}"
    return (
        f"{shared} of the {len(words)} words of {called}"
        if len(words) > 1
        else f"the word of {called}"
    )


def _within(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether the words are among the others in one piece."""
    length = len(words)
    return any(others[at : at + length] == words for at in range(len(others) - length + 1))


def _listed(found: Iterable[str]) -> str:
    words = list(found)
    return ", ".join(f"‘{word}’" for word in words[:4]) + (" is" if len(words) == 1 else " are")
