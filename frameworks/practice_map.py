"""The picture of a model: its practices as tiles, in columns by area, in bands by life-cycle.

Pure arithmetic on rows that are there; colours are the stylesheet's, words the template's.
"""

import textwrap
from dataclasses import dataclass, field
from typing import cast

from frameworks.choices import LifeCycle
from frameworks.models import Category, Entry, FrameworkLevel

WIDTH, COLUMNS, GAP = 1200, 6, 10
COLUMN = (WIDTH - GAP * (COLUMNS - 1)) / COLUMNS
TILE, STEP = 34, 38  # height of a tile; from one tile to the next
HEAD = 34  # height of an area's name above its tiles
BAND = 40  # height of a life-cycle's arrow above its columns
LINE, SHORT_LINE = 22, 19  # letters of a title that fit on a line, also beside a mark


@dataclass(frozen=True)
class Tile:
    entry: Entry
    x: float
    y: float
    lines: list[str]
    out: bool  # not among those that were asked for

    @property
    def number(self) -> str:
        return self.entry.code.lstrip("abcdefghijklmnopqrstuvwxyz") or self.entry.code

    @property
    def level(self) -> int:
        return self.entry.practice.level.number


@dataclass(frozen=True)
class AreaHead:
    area: Category
    x: float
    y: float
    count: int


@dataclass(frozen=True)
class Band:
    """A life-cycle's arrow over its columns."""

    label: str
    count: int
    x: float
    y: float
    width: float
    points: str


@dataclass(frozen=True)
class LevelShare:
    """How much of the model is at one level, for the legend: a bar with its number."""

    level: FrameworkLevel
    count: int
    shown: int
    y: float
    width: float


@dataclass
class PracticeTable:
    """The same as a table: a row an area, a column a life-cycle, (practice, left out) in cells."""

    stages: list[str]
    rows: list[tuple[Category, list[list[tuple[Entry, bool]]]]]


@dataclass
class Map:
    height: float = 0
    bands: list[Band] = field(default_factory=list)
    heads: list[AreaHead] = field(default_factory=list)
    tiles: list[Tile] = field(default_factory=list)
    shares: list[LevelShare] = field(default_factory=list)
    legend_x: float = 0
    legend_width: float = 0
    support_count: int = 0
    area_count: int = 0
    width: int = WIDTH


def draw(entries: list[Entry], shown: set[int]) -> Map:
    """A row of stages of an engagement with the legend at its end; what is ongoing below it."""
    picture = Map()
    stages = [stage for stage in LifeCycle if stage != LifeCycle.ONGOING]
    column = 0
    bottom = 0.0
    for stage in stages:
        groups = _areas(entries, stage)
        if groups:
            used, low = _add_band(picture, stage, groups, column, 0, shown)
            column, bottom = column + used, max(bottom, low)
    # Where the stages fill the row, the legend is below everything.
    picture.legend_x = column * (COLUMN + GAP) + GAP
    picture.legend_width = WIDTH - picture.legend_x
    ongoing = _areas(entries, LifeCycle.ONGOING)
    if ongoing:
        top = bottom + GAP * 2 if bottom else 0
        _, bottom = _add_band(picture, LifeCycle.ONGOING, ongoing, 0, top, shown)
    picture.height = bottom + GAP
    picture.support_count = sum(entry.practice.is_support for entry in entries)
    picture.area_count = len({head.area for head in picture.heads})
    picture.shares = list(_shares(entries, shown, picture.legend_width))
    return picture


def _areas(entries: list[Entry], stage: str) -> list[list[Entry]]:
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.practice.lifecycle == stage and entry.category:
            groups.setdefault(entry.category.pk, []).append(entry)
    return list(groups.values())


def _stacked(groups: list[list[Entry]]) -> list[list[list[Entry]]]:
    """Areas as columns; a short area is below the one before it where there is space."""
    most = max(len(group) for group in groups)
    columns: list[list[list[Entry]]] = []
    for group in groups:
        space_left = most - sum(len(above) + 1 for above in columns[-1]) if columns else -1
        if columns and len(group) <= space_left:
            columns[-1].append(group)
        else:
            columns.append([group])
    return columns


def _add_band(
    picture: Map, stage: str, groups: list[list[Entry]], column: int, top: float, shown: set[int]
) -> tuple[int, float]:
    """(columns used, lowest edge)."""
    columns = _stacked(groups)
    x = column * (COLUMN + GAP)
    width = len(columns) * (COLUMN + GAP) - GAP
    count = sum(len(group) for group in groups)
    picture.bands.append(Band(stage, count, x, top, width, _arrow(x, top, width)))
    lowest = top
    for n, stacked in enumerate(columns):
        y = top + BAND
        for group in stacked:
            here = x + n * (COLUMN + GAP)
            picture.heads.append(AreaHead(_area_of(group), here, y, len(group)))
            y += HEAD
            for entry in group:
                letters = SHORT_LINE if entry.practice.is_support else LINE
                lines = textwrap.wrap(entry.title, letters)[:2]
                out = entry.pk not in shown
                picture.tiles.append(Tile(entry, here, y, lines, out))
                y += STEP
            y += STEP - HEAD
        lowest = max(lowest, y)
    return len(columns), lowest


def _area_of(group: list[Entry]) -> Category:
    """Entries without one are in no group."""
    return cast(Category, group[0].category)


def _arrow(x: float, y: float, width: float) -> str:
    """An arrow as high as a band's head, pointing to what comes next."""
    right, middle, low = x + width, y + 14, y + 28
    corners = [(x, y), (right - 10, y), (right, middle), (right - 10, low), (x, low)]
    return " ".join(f"{a:g},{b:g}" for a, b in corners)


def _shares(entries: list[Entry], shown: set[int], width: float) -> list[LevelShare]:
    counts: dict[FrameworkLevel, int] = {}
    seen: dict[FrameworkLevel, int] = {}
    for entry in entries:
        level = entry.practice.level
        counts[level] = counts.get(level, 0) + 1
        seen[level] = seen.get(level, 0) + (entry.pk in shown)
    most = max(counts.values(), default=1)
    in_order = sorted(counts, key=lambda level: level.number)
    return [
        LevelShare(
            level, counts[level], seen[level], 150 + n * 62, (width - 60) * counts[level] / most
        )
        for n, level in enumerate(in_order)
    ]


def tabulate(entries: list[Entry], shown: set[int]) -> PracticeTable:
    stages = [stage.value for stage in LifeCycle]
    rows: dict[int, tuple[Category, list[list[tuple[Entry, bool]]]]] = {}
    for entry in entries:
        if entry.category:
            row = rows.setdefault(entry.category.pk, (entry.category, [[] for _ in stages]))
            row[1][stages.index(entry.practice.lifecycle)].append((entry, entry.pk not in shown))
    return PracticeTable(stages, list(rows.values()))
