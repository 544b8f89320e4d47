"""An organisation's own levels in the words of the canon: a table that comes with a roster, or one
that is proposed from the rows whose titles are exact, for a person to agree to.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from taxonomy import text
from taxonomy.matching.columns import RosterError
from taxonomy.matching.own_levels import LONGEST_LEVEL, Scale

LevelTable = Mapping[str, frozenset[str]]

MOST_LINES = 200
FEWEST_ROWS = 3  # with an exact title, for a level to be proposed
SHARE = 0.8  # of them must be of one level
LISTED = 5  # levels that a sentence names
_MEANS = re.compile(r"\s*(?:=|→|->|:|;)\s*")
_BETWEEN = re.compile(r"\s*[,/|]\s*|\s+or\s+")


def folded_level(own: str) -> str:
    return " ".join(own.split())[:LONGEST_LEVEL].casefold()


def read_level_table(sent: str, scale: Scale) -> dict[str, frozenset[str]]:
    """Lines such as `L5 = P3` or `Band 7 = P4, M1`. RosterError names the line that says no level
    of the canon.
    """
    table: dict[str, frozenset[str]] = {}
    lines = [text.one_line(line.replace("\t", " = ")) for line in sent.splitlines()]
    for number, line in enumerate(filter(None, lines[: MOST_LINES + 1]), 1):
        if number > MOST_LINES:
            raise RosterError(f"The table of levels has more than {MOST_LINES} lines.")
        own, *meant = _MEANS.split(line, maxsplit=1)
        if not own or not meant or not meant[0]:
            raise RosterError(f"In the table of levels “{line[:60]}” says nothing: write L5 = P3.")
        table[folded_level(own)] = frozenset(
            code for name in _BETWEEN.split(meant[0]) for code in _levels(name, line, scale)
        )
    return table


def _levels(name: str, line: str, scale: Scale) -> frozenset[str]:
    own = scale.read(name)
    if own is None or not own.levels:
        known = ", ".join(list(scale.levels)[:30])
        raise RosterError(
            f"In the table of levels “{line[:60]}” means “{name[:30]}”, which is no level of this "
            f"catalogue. Its levels: {known}."
        )
    return own.levels


@dataclass(frozen=True)
class OwnLevelUse:
    """One own level of a roster: its rows, the levels of those whose title is exact, and the level
    that these propose, or nothing.
    """

    own: str
    rows: int
    exact: tuple[tuple[str, int], ...]
    proposed: str

    @property
    def sentence(self) -> str:
        """`L5` is on 31 rows; their exact titles are P3 (29), P4 (2)."""
        rows = f"‘{self.own}’ is on {self.rows:,} row{'' if self.rows == 1 else 's'}"
        if not self.exact:
            return f"{rows}, none of which has an exact title"
        levels = ", ".join(f"{level} ({count:,})" for level, count in self.exact[:LISTED])
        return f"{rows} whose exact titles are {levels}"


class LevelUses:
    """Counts own levels that the canon does not know, row by row."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.rows: Counter[str] = Counter()
        self.exact: dict[str, Counter[str]] = defaultdict(Counter)
        self._unknown: dict[str, bool] = {}

    def count(self, own: str, exact_level: str) -> None:
        """One row; `exact_level` is that of the role whose very name its title is, or nothing."""
        own = " ".join(own.split())[:LONGEST_LEVEL]
        if not own or not self._is_unknown(own):
            return
        self.rows[own] += 1
        if exact_level:
            self.exact[own][exact_level] += 1

    def _is_unknown(self, own: str) -> bool:
        if own not in self._unknown:
            read = self.scale.read(own)
            self._unknown[own] = read is not None and not read.levels and not read.words
        return self._unknown[own]

    def found(self) -> list[OwnLevelUse]:
        """The most frequent first, as many as a table may have."""
        return [
            OwnLevelUse(own, rows, tuple(self._levels(own)), self._proposed(own))
            for own, rows in self.rows.most_common(MOST_LINES)
        ]

    def _levels(self, own: str) -> Iterable[tuple[str, int]]:
        counts = self.exact[own].most_common()
        return ((self.scale.shown(level), count) for level, count in counts)

    def _proposed(self, own: str) -> str:
        counts = self.exact[own]
        level, most = (counts.most_common(1) or [("", 0)])[0]
        enough = most >= FEWEST_ROWS and most >= SHARE * counts.total()
        return level if enough else ""


def proposed_table(uses: Iterable[OwnLevelUse]) -> str:
    """The lines that a person may agree to, in the order of the own levels."""
    return "\n".join(sorted(f"{use.own} = {use.proposed}" for use in uses if use.proposed))
