"""The sections of goal templates, each with its text twin ready to copy.

The twins' layout is in `templates/goals/_*.txt`; which rows exist is decided in `frames`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from markupsafe import Markup

from goals import filling
from goals.choices import FORMATS
from goals.frames import Goals


@dataclass(frozen=True)
class GoalsSection:
    """One kind of goals: `slug` names its templates, `_smart.html` and `_smart.txt`."""

    slug: str
    heading: str
    marked: str  # the text twin with the marks of `filling`

    @property
    def template(self) -> str:
        return f"goals/_{self.slug}.html"

    @property
    def text(self) -> str:
        """The captured frames to the letter."""
        return filling.without_marks(self.marked)

    @property
    def copied(self) -> Markup:
        """The same for a page, where it follows what is typed."""
        return filling.as_spans(self.marked, self.slug)

    def with_typed(self, typed: Mapping[str, str]) -> str:
        return filling.filled(self.marked, self.slug, typed)


def headings(goals: Goals) -> dict[str, str]:
    """Slug → heading of the sections that have rows, in reading order."""
    rows = {
        "smart": goals.smart,
        "okrs": goals.okrs,
        "areas": goals.areas,
        "scorecard": goals.internal_process + goals.role_calibration,
        "development": goals.development,
    }
    return {slug: FORMATS[slug] for slug in rows if rows[slug]}


def sections(goals: Goals) -> list[GoalsSection]:
    """The sections that have rows, in reading order; the goals come with marks."""
    found = headings(goals)
    return [GoalsSection(slug, heading, _text(slug, goals)) for slug, heading in found.items()]


def _text(slug: str, goals: Goals) -> str:
    return render_to_string(f"goals/_{slug}.txt", {"goals": goals}).rstrip("\n")
