"""What a load did, or would do, for people: counts, the first lines of the plan, what is left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from taxonomy.exchange.changes import Change

MOST_LINES = 500


@dataclass
class Report:
    """`details` asks for old → new below a line; `unlisted` is here, but not in the files."""

    details: bool = False
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    lines: list[str] = field(default_factory=list)
    lines_left_out: int = 0
    unlisted: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)  # of a dry run: what would be out of order
    lacking: list[str] = field(default_factory=list)  # and what could not be approved

    def note(self, change: Change) -> None:
        if change.is_empty:
            self.unchanged += 1
            return
        self.added += change.is_new
        self.changed += not change.is_new
        self.say(change, *(f"    {line}" for line in change.details()) if self.details else ())

    def count(self, added: int, changed: int, removed: int = 0) -> None:
        self.added += added
        self.changed += changed
        self.removed += removed

    def say(self, line: object, *below: str) -> None:
        if len(self.lines) >= MOST_LINES:
            self.lines_left_out += 1
            return
        self.lines += [str(line), *below]

    def shown_lines(self) -> Iterator[str]:
        """The plan as a command prints it."""
        yield from (*self.lines, *self.notes)
        if self.lines_left_out:
            yield f"… and {self.lines_left_out} more"

    def totals(self, names: Iterable[str], is_plan: bool) -> str:
        """`3 would be added, 1 would be changed`, of the counts that are named."""
        verb = "would be " if is_plan else ""
        return ", ".join(f"{getattr(self, name)} {verb}{name}" for name in names)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)
