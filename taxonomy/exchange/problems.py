"""What is wrong with a file, and where: one problem a line, for people to mend.

Finding problems is the parser's and the plan's work.
"""

from typing import NamedTuple


class Problem(NamedTuple):
    file: str
    path: str
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.path, self.reason) if part)


class LoadError(Exception):
    """Everything stays as it was; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    @property
    def count(self) -> str:
        """`1 problem`, `3 problems`."""
        return f"{len(self.problems)} problem{'' if len(self.problems) == 1 else 's'}"


def path_of(location: tuple[str | int, ...]) -> str:
    """('profiles', 2, 'pay', 0, 'low') → `profiles[2].pay[0].low`."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
