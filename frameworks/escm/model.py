"""The eSCM-SP model as plain values: practices with their activities, capability areas, glossary.

Reading, repairing and checking happen in the neighbouring modules; nothing here knows a database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from frameworks.choices import LifeCycle, PracticeType

AREAS = {
    "knw": "Knowledge Management",
    "ppl": "People Management",
    "prf": "Performance Management",
    "rel": "Relationship Management",
    "tch": "Technology Management",
    "thr": "Threat Management",
    "cnt": "Contracting",
    "sdd": "Service Design & Deployment",
    "del": "Service Delivery",
    "tfr": "Service Transfer",
}
LIFE_CYCLES = tuple(LifeCycle.values)
OTHER = PracticeType.OTHER.value
TYPES = tuple(value for value in PracticeType.values if value != OTHER)
CODE = rf"(?:{'|'.join(AREAS)})\d\d"


@dataclass(frozen=True)
class CapabilityArea:
    """A capability area: three letters and a name."""

    code: str
    name: str


@dataclass(frozen=True)
class Recommended:
    """A recommended activity, such as b2a; `text` is None where the source lost it."""

    label: str
    text: str | None
    supplemental: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"label": self.label, "text": self.text, "supplemental": list(self.supplemental)}


@dataclass(frozen=True)
class Required:
    """A required activity, such as c2, with the support practices that its text names."""

    label: str
    text: str | None
    supports: tuple[str, ...] = ()
    supplemental: tuple[str, ...] = ()
    recommended: tuple[Recommended, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "text": self.text,
            "supports": list(self.supports),
            "supplemental": list(self.supplemental),
            "recommended": [activity.as_json() for activity in self.recommended],
        }


@dataclass(frozen=True)
class Major:
    """A major activity: a prepares, b documents, c implements."""

    label: str
    text: str | None
    required: tuple[Required, ...] = ()

    def as_json(self) -> dict[str, Any]:
        required = [activity.as_json() for activity in self.required]
        return {"label": self.label, "text": self.text, "required": required}


@dataclass(frozen=True)
class PracticeText:
    """One practice, whole; `description` is a tuple of paragraphs."""

    code: str
    title: str
    area: CapabilityArea
    lifecycle: str
    level: int
    practice_type: str
    statement: str
    description: tuple[str, ...]
    is_support_practice: bool
    related: tuple[str, ...]
    activities: tuple[Major, ...]

    def required(self) -> Iterator[Required]:
        for major in self.activities:
            yield from major.required

    def recommended(self) -> Iterator[Recommended]:
        for activity in self.required():
            yield from activity.recommended

    def notes(self) -> Iterator[str]:
        for activity in self.required():
            yield from activity.supplemental
            for finer in activity.recommended:
                yield from finer.supplemental

    def counts(self) -> tuple[int, int, int]:
        """Required activities with a text, recommended activities, supplemental notes."""
        required = sum(activity.text is not None for activity in self.required())
        recommended = sum(activity.text is not None for activity in self.recommended())
        return required, recommended, sum(1 for _ in self.notes())

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "title": self.title,
            "capability_area": {"code": self.area.code, "name": self.area.name},
            "lifecycle": self.lifecycle,
            "level": self.level,
            "practice_type": self.practice_type,
            "statement": self.statement,
            "description": list(self.description),
            "is_support_practice": self.is_support_practice,
            "related": list(self.related),
            "activities": [major.as_json() for major in self.activities],
        }


@dataclass(frozen=True)
class GlossaryTerm:
    """A glossary entry."""

    term: str
    definition: str


@dataclass(frozen=True)
class Model:
    """The whole document: what it calls itself, its areas, practices and glossary."""

    title: str
    edition: str
    publisher: str
    practices: tuple[PracticeText, ...]
    areas: tuple[CapabilityArea, ...]
    glossary: tuple[GlossaryTerm, ...] = field(default=())

    def practice(self, code: str) -> PracticeText:
        """The practice with this code; KeyError where there is none."""
        for practice in self.practices:
            if practice.code == code:
                return practice
        raise KeyError(code)

    def as_json(self) -> dict[str, Any]:
        return {"practices": [practice.as_json() for practice in self.practices]}
