"""What a reader chose on the goals page: one format or all, some rows or all, a role to move to.

Choices are in the address; what is typed into the sheet never is.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from goals.frames import Goals

FORMATS = {
    "smart": "SMART goals",
    "okrs": "OKRs",
    "areas": "MBO areas",
    "scorecard": "Scorecard",
    "development": "Skills to develop",
}
MOST_ROWS = 200
LONGEST_KEY = 60


@dataclass(frozen=True)
class Choices:
    """`rows` are the places of responsibilities from 1, none for all of them."""

    format: str = ""
    rows: tuple[int, ...] = ()
    toward: str = ""

    @classmethod
    def of(cls, sent: QueryDict) -> "Choices":
        """What cannot be meant is left out: an unknown format is all formats."""
        chosen = sent.get("format", "")
        places = {int(n) for n in sent.getlist("row")[:MOST_ROWS] if n.isdecimal() and len(n) < 4}
        return cls(
            chosen if chosen in FORMATS else "",
            tuple(sorted(places - {0})),
            sent.get("toward", "").strip().upper()[:LONGEST_KEY].replace("\0", ""),
        )

    def __bool__(self) -> bool:
        return bool(self.format or self.rows or self.toward)

    @property
    def query(self) -> str:
        """As a query string with its question mark; empty when nothing is chosen."""
        pairs = [("format", self.format)] if self.format else []
        pairs += [("row", str(place)) for place in self.rows]
        pairs += [("toward", self.toward)] if self.toward else []
        return f"?{urlencode(pairs)}" if pairs else ""

    def has(self, place: int) -> bool:
        return not self.rows or place in self.rows

    def of_duties(self, duties: tuple) -> tuple:
        """The duties whose places are chosen; all of them where none of the places exists."""
        chosen = tuple(duty for place, duty in enumerate(duties, 1) if self.has(place))
        return chosen or duties

    def of_goals(self, goals: Goals) -> Goals:
        """Only the sections of the chosen format."""
        if not self.format:
            return goals
        kept = {"scorecard": ("internal_process", "role_calibration")}.get(
            self.format, (self.format,)
        )
        emptied = {name: () for name in Goals.__dataclass_fields__ if name not in kept}
        return replace(goals, **emptied)
