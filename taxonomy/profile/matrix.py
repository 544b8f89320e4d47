"""The matrix of a ladder: areas and guideline cells as rows, levels as columns.

Pure: it reads loaded profiles; how cells look is the template's business.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from markupsafe import Markup

from taxonomy.choices import ResponsibilityKind
from taxonomy.models import GUIDELINE_CELLS
from taxonomy.profile.records import ProfileRecord
from taxonomy.profile.word_changes import AreaChange, AreaChangeKind
from taxonomy.web.texts import tight_prose

MOST_COLUMNS = 5
NOBODY = 100  # places of a poster, where no level is this profile's


class MatrixColumn(NamedTuple):
    """A level of the ladder; `place` is 0 for this profile, -1 for the level below and so on."""

    profile: ProfileRecord
    place: int


class MatrixDuty(NamedTuple):
    text: Markup
    is_component: bool
    source: str  # as the canon has it


class MatrixCell(NamedTuple):
    column: MatrixColumn
    duties: list[MatrixDuty]


class MatrixRow(NamedTuple):
    """One area over all columns; without a name the duties that name no area."""

    area: str
    description: str
    cells: list[MatrixCell]


class StepUp(Protocol):
    """What of a step is marked: the role it leads to, and how its areas change."""

    @property
    def upper(self) -> ProfileRecord: ...
    @property
    def areas(self) -> list[AreaChange]: ...


class RubricRow(NamedTuple):
    label: str
    cells: list[tuple[MatrixColumn, str]]


@dataclass(frozen=True)
class Matrix:
    """The levels shown of one ladder, with every area and rubric cell that any of them has."""

    columns: list[MatrixColumn]
    rows: list[MatrixRow]
    rubric: list[RubricRow]
    hidden: int  # levels of the ladder that are not shown

    @property
    def has_areas(self) -> bool:
        return any(row.area for row in self.rows)

    @classmethod
    def of(
        cls,
        profile: ProfileRecord | None,
        ladder: Sequence[ProfileRecord],
        most: int,
        step: StepUp | None = None,
    ) -> "Matrix":
        """`most` columns around the profile; without one the whole ladder, in its own order. Words
        that are new with the step are marked in the column that it leads to.
        """
        columns = _window(profile, ladder, most)
        profiles = [column.profile for column in columns]
        return cls(
            columns,
            _rows(columns, step),
            _rubric(columns) if any(each.guideline for each in profiles) else [],
            len(ladder) - len(columns),
        )


def _window(
    profile: ProfileRecord | None, ladder: Sequence[ProfileRecord], most: int
) -> list[MatrixColumn]:
    here = ladder.index(profile) if profile else -NOBODY
    start = max(min(here - most // 2, len(ladder) - most), 0) if profile else 0
    shown = list(enumerate(ladder))[start : start + most]
    return [MatrixColumn(rung, place - here) for place, rung in shown]


def _rows(columns: list[MatrixColumn], step: StepUp | None) -> list[MatrixRow]:
    marks = _marks(step) if step else {}
    marked = {column: marks for column in columns if step and column.profile is step.upper}
    areas = {area.name: area.description for area in columns[0].profile.focus.areas}
    rows = []
    for name in [*areas, ""]:
        cells = [
            MatrixCell(column, list(_duties(column, name, marked.get(column, {}))))
            for column in columns
        ]
        if any(cell.duties for cell in cells):
            rows.append(MatrixRow(name, areas.get(name, ""), cells))
    return rows


def _duties(column: MatrixColumn, area: str, marks: dict[str, Markup]) -> Iterable[MatrixDuty]:
    for each in column.profile.responsibilities:
        if (each.area.name if each.area else "") == area:
            text = marks.get(each.text) or tight_prose(each.text)
            yield MatrixDuty(text, each.kind == ResponsibilityKind.COMPONENT, each.text)


def _marks(step: StepUp) -> dict[str, Markup]:
    """The later role's sentences with the words marked that are new to it."""
    return {
        pair.text: pair.after
        for change in step.areas
        if change.kind is AreaChangeKind.GROWS
        for pair in change.pairs
        if pair.before and pair.after
    }


def _rubric(columns: list[MatrixColumn]) -> list[RubricRow]:
    rows = [
        RubricRow(
            label,
            [(column, getattr(column.profile.guideline, field, "")) for column in columns],
        )
        for field, label in GUIDELINE_CELLS.items()
    ]
    return [row for row in rows if any(text for _, text in row.cells)]
