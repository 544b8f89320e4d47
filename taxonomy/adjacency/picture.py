"""The neighbourhood picture: focuses down, levels across, the subject in the middle of its row.

Pure geometry in whole units of a drawing; the template draws it, `taxonomy/adjacency/near_roles.py`
fetches the roles.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from taxonomy.adjacency.distance import Coordinates, Distance, Tier, shared_tier
from taxonomy.ladders import RoleBox
from taxonomy.models import Focus, Profile
from taxonomy.profile.records import FocusRecord, ProfileRecord

MOST_ROWS = 8
# How many levels up and down fit beside the subject.
REACH = 3

COLUMN = 68
HEADING = 30
LABEL = 22  # above a row's boxes, not beside them: a phone shows names and subject without sliding
BOX_WIDTH, BOX_HEIGHT = 56, 34
GAP = 6
LABEL_LENGTH = 36  # letters of a focus, and of its function, that fit side by side


class PictureColumn(NamedTuple):
    """One level above, at or below the subject's: 1 is one level up."""

    rise: int
    middle: int

    @property
    def words(self) -> str:
        return f"{self.rise:+d}".replace("-", "−") if self.rise else "same level"


class Box(NamedTuple):
    """A role: the middle of its box's upper edge, and how far it is when one of the nearest."""

    role: RoleBox
    middle: int
    y: int
    distance: Distance | None
    is_subject: bool


class PictureRow(NamedTuple):
    """A focus with its boxes; `cells` has the same boxes column by column."""

    focus: Focus | FocusRecord
    y: int
    height: int
    cells: list[list[Box]]
    is_own_focus: bool
    is_own_function: bool

    @property
    def boxes(self) -> list[Box]:
        return [box for cell in self.cells for box in cell]

    @property
    def label(self) -> str:
        return _cut(self.focus.name)

    @property
    def function_label(self) -> str:
        return _cut(self.focus.function.name)

    @property
    def base_line(self) -> int:
        """Of the label."""
        return self.y + LABEL - 4


@dataclass(frozen=True)
class NearRolesPicture:
    """A drawing `width` × `height`, and how many of the nearest are outside it."""

    columns: list[PictureColumn]
    rows: list[PictureRow]
    height: int
    outside: int
    width: int = (2 * REACH + 1) * COLUMN
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT
    most_rows: int = MOST_ROWS

    @classmethod
    def of(
        cls,
        subject: RoleBox,
        function_id: int,
        focuses: Iterable[Focus | FocusRecord],
        roles: Iterable[RoleBox],
        distances: Mapping[int, Distance],
    ) -> "NearRolesPicture":
        """`focuses` are the rows from top to bottom, `distances` those of the nearest by id;
        `function_id` is the subject's.
        """
        columns = [
            PictureColumn(rise, place * COLUMN + COLUMN // 2)
            for place, rise in enumerate(range(-REACH, REACH + 1))
        ]
        rises = _by_place(subject, [subject, *roles])
        rows, top = [], HEADING
        for focus in focuses:
            cells = [rises.get((focus.pk, column.rise), []) for column in columns]
            rows.append(_row(subject, function_id, focus, top, columns, cells, distances))
            top += rows[-1].height
        drawn = {box.role.pk for row in rows for cell in row.cells for box in cell}
        return cls(columns, rows, top, len(set(distances) - drawn))


def rows_of(subject: Profile | ProfileRecord, near: Iterable[Profile]) -> list[Focus | FocusRecord]:
    """The subject's focus, then the nearest other ones of its function and family."""
    here = Coordinates.of(subject)
    focuses: dict[int, Focus | FocusRecord] = {subject.focus_id: subject.focus}
    for profile in near:
        if shared_tier(here, Coordinates.of(profile)) in (Tier.FUNCTION, Tier.FAMILY):
            focuses.setdefault(profile.focus_id, profile.focus)
    return list(focuses.values())[:MOST_ROWS]


def _by_place(subject: RoleBox, roles: Iterable[RoleBox]) -> dict[tuple[int, int], list[RoleBox]]:
    """Roles by focus and by how many levels they are above the subject."""
    placed: dict[tuple[int, int], list[RoleBox]] = {}
    for role in sorted(roles, key=lambda role: role.key):
        placed.setdefault((role.focus_id, role.step - subject.step), []).append(role)
    return placed


def _row(
    subject: RoleBox,
    function_id: int,
    focus: Focus | FocusRecord,
    top: int,
    columns: list[PictureColumn],
    cells: list[list[RoleBox]],
    distances: Mapping[int, Distance],
) -> PictureRow:
    tallest = max(1, *(len(cell) for cell in cells))
    boxed = tallest * (BOX_HEIGHT + GAP) + GAP
    boxes = [
        [
            Box(
                role,
                column.middle,
                top
                + LABEL
                + (boxed - len(cell) * (BOX_HEIGHT + GAP) + GAP) // 2
                + place * (BOX_HEIGHT + GAP),
                distances.get(role.pk),
                role.pk == subject.pk,
            )
            for place, role in enumerate(cell)
        ]
        for column, cell in zip(columns, cells, strict=True)
    ]
    height = LABEL + boxed
    return PictureRow(
        focus, top, height, boxes, focus.pk == subject.focus_id, focus.function_id == function_id
    )


def _cut(name: str) -> str:
    return name if len(name) <= LABEL_LENGTH else name[: LABEL_LENGTH - 1].rstrip() + "…"
