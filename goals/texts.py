"""The four sections of goal templates, each with its text twin ready to copy.

The twins' layout is in `templates/goals/_*.txt`; which rows exist is decided in `derive`.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string

from goals.derive import Goals


@dataclass(frozen=True)
class Section:
    """One kind of goals: `slug` names its templates, `_smart.html` and `_smart.txt`."""

    slug: str
    heading: str
    text: str

    @property
    def template(self) -> str:
        return f"goals/_{self.slug}.html"


def sections(goals: Goals) -> list[Section]:
    """The sections that have rows, in reading order."""
    offered = (
        ("smart", "SMART goals", goals.smart),
        ("okrs", "OKRs", goals.okrs),
        ("areas", "MBO areas", goals.areas),
        ("scorecard", "Scorecard", goals.internal_process + goals.role_calibration),
    )
    return [Section(slug, heading, _text(slug, goals)) for slug, heading, rows in offered if rows]


def _text(slug: str, goals: Goals) -> str:
    return render_to_string(f"goals/_{slug}.txt", {"goals": goals}).rstrip("\n")
