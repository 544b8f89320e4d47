"""How far a role's level is from what a title says of its level, in steps that all tracks share.

A title without a level word means the middle of a ladder: an engineer is no distinguished engineer.
Only levels that equal a reference level are compared.
"""

from taxonomy import reference_levels
from taxonomy.matching.own_levels import Scale
from taxonomy.matching.role_index import Index, IndexedRole, LadderKey
from taxonomy.matching.title_readings import Reading

SEVERAL = 3  # steps that make a level another one altogether
FAR = 0.5  # of the score of a role so far away
APART = 0.85  # of that of a role two steps away from a level word, or of no manager for one
OTHER_TRACK = 0.7  # of that of a manager's role for a title that says no manager
MANAGER = 4  # step of a manager without a level word
MIDDLE = 3  # step of a title that says no level
_MANAGERS = frozenset({"M", "E"})
# Level words and heads → step, where no reference level has that word.
_STEPS = {
    **{word: 1 for word in ("intern", "trainee", "graduate", "apprentice", "assistant")},
    **{"associate": 2, "manager": MANAGER, "superintendent": 4, "supervisor": 3, "foreman": 3},
}
_MANAGING = frozenset(
    (
        *("manager", "superintendent", "supervisor", "foreman", "lead", "leader", "director"),
        *("head", "chief", "president", "controller", "executive", "owner", "partner", "deputy"),
        *("vice president", "senior vice president", "executive vice president", "management"),
    )
)
# Of several levels that have a word, the first: a senior is P4 before S3.
_WORDED = {level.words: level.step for level in [*reference_levels.LEVELS.values()][::-1]}


def expected_step(reading: Reading) -> int | None:
    """None where a level word says no step, as in Head of Sales."""
    if not reading.levels:
        return _STEPS.get(reading.head, MIDDLE)
    found = [_step(word) for word in reading.levels]
    return None if None in found else max(filter(None, found))


def _step(word: str) -> int | None:
    return int(word[1:]) if word.startswith("#") else _STEPS.get(word, _WORDED.get(word))


def plausibility(scale: Scale, reading: Reading, role: IndexedRole) -> float:
    """A factor of the score of a role whose level the title does not say."""
    place = scale.places.get(role.level)
    if place is None:
        return 1.0
    expected = expected_step(reading)
    steps = 0 if expected is None else abs(place.step - expected)
    if steps >= SEVERAL:
        return FAR
    if place.track in _MANAGERS and not _manages(reading):
        return OTHER_TRACK
    if reading.head == "manager" and place.track not in _MANAGERS:
        return APART
    return APART if reading.levels and steps == SEVERAL - 1 else 1.0


def _manages(reading: Reading) -> bool:
    return not _MANAGING.isdisjoint(reading.all_words | reading.levels)


def plain_rung(index: Index, ladder: LadderKey) -> IndexedRole | None:
    """The role of a ladder that a title without a level word means: of those with a name that has
    none, best its title, the one nearest to the middle.
    """
    middle = MANAGER if ladder.track in _MANAGERS else MIDDLE
    if ladder not in index.plain_rungs:
        places = index.scale.places
        plain = [
            role
            for role in index.ladders[ladder]
            if places.get(role.level)
            and not all(index.names[at].reading.levels for at in index.by_role[role.key])
        ]
        index.plain_rungs[ladder] = min(
            plain,
            key=lambda role: (
                _says_word(index, role),
                abs(places[role.level].step - middle),
                role.key,
            ),
            default=None,
        )
    return index.plain_rungs[ladder]


def _says_word(index: Index, role: IndexedRole) -> bool:
    """Whether its title has a level word that is no numeral."""
    title = index.names[index.by_role[role.key][0]].reading
    return any(not word.startswith("#") for word in title.levels)
