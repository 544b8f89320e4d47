"""The candidates that a person chose on the page of an answer, as its form sends them."""

from collections.abc import Mapping

from taxonomy.matching.columns import RosterError
from taxonomy.matching.roster import NONE, Roster
from taxonomy.models import Profile

PREFIX = "choice-"  # and the number of the row


def read_choices(sent: Mapping[str, str]) -> dict[int, str]:
    """Row number → key of a role, or NONE. RosterError names what is no choice."""
    choices: dict[int, str] = {}
    for name, key in sent.items():
        if not name.startswith(PREFIX) or not key:
            continue
        number = name.removeprefix(PREFIX)
        if not (number.isascii() and number.isdecimal() and len(number) < 8):
            raise RosterError(f"There is no row {number[:20]!r} to choose for.")
        choices[int(number)] = key
    return choices


class WrongChoiceError(RosterError):
    """Choices that cannot be, the first in words; `kept` are the others."""

    def __init__(self, problem: str, kept: Mapping[int, str]) -> None:
        others = f" The other {len(kept)} choices stay in this form." if len(kept) > 1 else ""
        super().__init__(problem + others)
        self.kept = kept


def check_choices(choices: Mapping[int, str], roster: Roster) -> None:
    """WrongChoiceError where one cannot be: the roster may be another file than the one they were
    made for, and a role may have been retired since.
    """
    keys = {key for key in choices.values() if key != NONE}
    in_use = set(Profile.objects.in_use().filter(key__in=keys).values_list("key", flat=True))
    rows = {row.number for row in roster.rows}
    wrong: dict[int, str] = {}
    for number, key in choices.items():
        if number not in rows:
            wrong[number] = f"The roster has no row {number}, for which a role was chosen."
        elif key != NONE and key not in in_use:
            wrong[number] = f"For row {number} {key[:60]} was chosen, which is no role in use."
    if wrong:
        kept = {number: key for number, key in choices.items() if number not in wrong}
        raise WrongChoiceError(next(iter(wrong.values())), kept)
