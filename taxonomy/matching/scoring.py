"""The score of a role for a row, from 0 to 1:

    score = title × head × (0.75 + 0.15 × level + 0.10 × department)

title       1 when all words are the same in the same order. Else 0.99 × 2 × shared / (row + name),
            where each word weighs ln(1 + focuses / focuses that use it) and a word that no focus
            uses weighs as much as the rarest; level words are left out. A related word (recruiter,
            recruitment) counts 0.6. A word of the name that the department says is not missing,
            unless the title is a name word for word: then it needs no other words.
            0.93 when all words are in the names of one role, 0.95 when the trade is the same and
            the heads are of one family (worker, associate), 0.94 at most when the name is whole in
            the title and every other word is explained. 0.95 of that for a synonym of the site;
            of a part of the title 0.9 when the rest is explained and 0.75 when it is not.
head        1 when the word for the kind of role is the same (manager, engineer), or is trainee,
            intern or apprentice; else 0.7.
level       1 the same level words, words that name this level in its ladder, or an own level that
            is this one; 0.9 a mere number, in the title or as the own level, is this one's rank and
            the title says nothing else; 0.8 the level's own name says the word; 0.5 the title says
            none, or it disagrees with the own level; 0.3 the title says none and the own level or
            the name says another; 0 another level.
            A role whose level the title does not say keeps half of its whole score three or more
            steps away, 0.85 two steps from a level word or where the title says manager and the
            role is none, 0.7 where it manages and the title does not say so; `plausible_levels`.
department  1 it names the role's function; 0.5 none given, unknown, or of the same super-function;
            0 it names quite another function.

What keeps a high score from being confident is collected as objections; `decision` judges them.
"""

from collections.abc import Iterable
from itertools import islice

from taxonomy.matching import departments, level_words
from taxonomy.matching.explained_words import Explained
from taxonomy.matching.level_words import Fit
from taxonomy.matching.name_worth import COMPOSED, AskedTitle, is_kin, same_head
from taxonomy.matching.plausible_levels import plain_rung, plausibility
from taxonomy.matching.role_index import Index, IndexedRole, LadderKey, NameReading
from taxonomy.matching.scored_role import Likeness, Scored
from taxonomy.matching.title_readings import Reading
from taxonomy.matching.title_words import ENTRY_WORDS
from taxonomy.matching.title_worths import TitleWords, title_words

BASE, LEVEL, DEPARTMENT = 0.75, 0.15, 0.10
OTHER_HEAD = 0.7
SYNONYM = 0.95
EXPLAINED_ASIDE = 0.9  # of a part of a title when the rest is explained
ASIDE = 0.75  # and when it is not
MOST_LADDERS = 6  # ladders whose other levels are looked at
SAID = 0.8  # how a level fits at least that the title names
NOTHING = 0.4  # a score that reaches no review
FAR = 0.06  # behind the first: no rival
ROUNDING = 0.0001
_SAME, _OTHER = Likeness(True, False, False), Likeness(False, False, False)
WANTED = 6  # roles whose scores must be right: the candidates, and one that may be as near


def scored(index: Index, rows: Iterable[AskedTitle]) -> list[Scored]:
    """Roles with their scores; a role once, under the name and the reading that suit best. `rows`
    are readings of one row.
    """
    best = _Best(index)
    for row in rows:
        best.read(row)
    return list(best.by_role.values())


class _Best:
    """The best score of each role for a row. What a role would need to count is known meanwhile,
    so that most are left before all about them is computed.
    """

    row: AskedTitle
    words: TitleWords

    def __init__(self, index: Index) -> None:
        self.index = index
        self.by_role: dict[str, Scored] = {}
        self.top = 0.0
        self.floor = 0.0  # less than this enters neither the candidates nor the doubts

    def read(self, row: AskedTitle) -> None:
        self.row, self.words = row, title_words(self.index, row.reading)
        in_ladder: dict[LadderKey, tuple[float, NameReading]] = {}
        for worth, _, place in self.words.best(row):
            name = self.index.names[place]
            top, _ = in_ladder.setdefault(name.role.ladder, (worth, name))
            found = self.by_role.get(name.role.key)
            if worth == top or found is None or found.score < worth:
                self.look_at(name, worth)
        is_said = row.reading.levels or (row.own and row.own.levels)
        for worth, name in islice(in_ladder.values(), MOST_LADDERS):
            if row.reading.levels or row.own:
                self.look_at_mates(name, worth)
            if not is_said:  # a code of another scale says no more than none
                self.look_at_middle(name, worth)

    def look_at(self, name: NameReading, worth: float) -> None:
        if worth < self.floor:
            return
        like = self._likeness(name, worth)
        if like.is_alike or worth * OTHER_HEAD >= self.floor:
            self._score(name.role, name, worth, like)

    def look_at_mates(self, name: NameReading, worth: float) -> None:
        """The other roles of the ladder, as if they bore the name: those whose level fits."""
        reading, own = self.row.reading, self.row.own
        like = self._likeness(name, worth)
        levels = level_words.suiting(self.index, reading, own, name.role)
        for role in self.index.ladders[name.role.ladder]:
            if role is not name.role and (levels is None or role.level in levels):
                self._score(role, name, worth, like, least=0.8)

    def look_at_middle(self, name: NameReading, worth: float) -> None:
        """The middle of the ladder, where the name is of a rung that the title does not say."""
        if worth < self.floor:
            return
        role = plain_rung(self.index, name.role.ladder) if name.reading.levels else None
        if role and role is not name.role:
            self._score(role, name, worth, self._likeness(name, worth))
        if self.row.reading.head == "manager" != name.head:
            self.look_at_manager(name, worth)

    def look_at_manager(self, name: NameReading, worth: float) -> None:
        """The manager of those who bear the name: a finance manager is rather the manager of the
        finance analysts than one of them.
        """
        ladder = name.role.ladder._replace(track="M")
        role = plain_rung(self.index, ladder) if ladder in self.index.ladders else None
        if role and role is not name.role:
            self._score(role, name, worth * OTHER_HEAD, _SAME)

    def _likeness(self, name: NameReading, worth: float) -> Likeness:
        composes = worth == COMPOSED and self.index.composes(self.row.reading, name)
        if composes:
            return Likeness(True, is_kin(self.row.reading, name), True)
        found = self.words.alike.get(name.place)
        if found is None:
            return self._likeness_of_heads(name)
        return found

    def _likeness_of_heads(self, name: NameReading) -> Likeness:
        reading = self.row.reading
        # A trainee is one in the work of the name, whatever its kind.
        is_entry = reading.head in ENTRY_WORDS
        if kin := is_kin(reading, name):
            found = Likeness(True, kin, False)
        else:
            found = _SAME if is_entry or same_head(reading, name.reading) else _OTHER
        if reading.bag != name.bag:  # else level words count too
            self.words.alike[name.place] = found
        return found

    def _score(
        self, role: IndexedRole, name: NameReading, worth: float, like: Likeness, least: float = 0.0
    ) -> None:
        """Keep a role whose level fits so well at least, unless it comes to nothing."""
        index, row = self.index, self.row
        suits = departments.suits(index, row.department, role.function)
        by_kind = (1 if like.is_alike else OTHER_HEAD) * (SYNONYM if row.reading.is_loose else 1)
        at_most = worth * by_kind * (EXPLAINED_ASIDE if row.reading.aside else 1)
        if self._is_hopeless(role, at_most * (BASE + LEVEL + DEPARTMENT * suits.value)):
            return
        fit = level_words.fit(index, row.reading, row.own, role, name)
        if fit.value < least:
            return
        if like.composes:  # its level words are in another name of the role, its own level is not
            fit = fit if row.own and row.own.levels else Fit(1.0, fit.evidence)
        factor = BASE + LEVEL * fit.value + DEPARTMENT * suits.value
        if self._is_hopeless(role, at_most * factor):
            return
        explained = Explained() if like.composes else self.words.explained(name)
        factor *= by_kind
        if not self._says_level(role, name, fit):
            factor *= plausibility(index.scale, row.reading, role)
        score = round(worth * factor * _of_aside(row.reading, explained), 4)
        self._keep(Scored(role, score, name, row, worth, fit, suits, like, explained))

    def _says_level(self, role: IndexedRole, name: NameReading, fit: Fit) -> bool:
        """Whether the row names this level, or the title has the whole name of the role."""
        row = self.row
        # A number is no word for a level: Analyst II is no manager at M2.
        is_said = fit.value >= SAID and fit.value != level_words.RANK
        if (row.own and row.own.levels) or (row.reading.levels and is_said):
            return True
        department = row.department.words if row.department else frozenset()
        is_own = name.role is role and name.reading.levels == row.reading.levels
        return is_own and name.bag <= row.reading.all_words | department

    def _is_hopeless(self, role: IndexedRole, at_most: float) -> bool:
        """Whether a role with such a score is no candidate and too far to be a rival, or has a
        better one.
        """
        at_most += ROUNDING
        if at_most < self.floor and at_most < self.top - FAR:
            return True
        found = self.by_role.get(role.key)
        return found is not None and at_most < found.score

    def _keep(self, new: Scored) -> None:
        old = self.by_role.get(new.role.key)
        if old and not new.is_better(old):
            return
        self.by_role[new.role.key] = new
        self.top = max(self.top, new.score)
        if len(self.by_role) < WANTED:
            self.floor = NOTHING
        elif new.score > self.floor:
            self.floor = sorted(each.score for each in self.by_role.values())[-WANTED]


def _of_aside(reading: Reading, explained: Explained) -> float:
    if not reading.aside:
        return 1.0
    return EXPLAINED_ASIDE if set(reading.aside).isdisjoint(explained.left) else ASIDE
