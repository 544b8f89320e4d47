"""How many labelled queries begin with what a reader expects, or say that there is nothing.

An answer names what may come first: a role's key, a focus for any of its roles, `level:`, `skill:`,
`focus:`, `function:` or `page:` for something above the roles; `none` where no role is right.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from taxonomy.models import Focus, Skill
from taxonomy.search.filters import Filters
from taxonomy.search.results import Results, search_canon

LABELLED = Path(__file__).parent / "labelled.csv"
NONE = "none"


@dataclass(frozen=True)
class Labelled:
    query: str
    kind: str
    answer: str

    @property
    def answers(self) -> list[str]:
        return self.answer.split()


def labelled() -> list[Labelled]:
    with LABELLED.open(newline="", encoding="utf-8") as file:
        return [Labelled(**row) for row in csv.DictReader(file)]


def first(results: Results) -> list[str]:
    """What the page shows first: what is named so, or else the first role."""
    above = [f"page:{page.place}" for page in results.pages]
    for group in results.named:
        above += [f"{_kind(row)}:{_code(row)}" for row, _ in group.rows]
    if above:
        return above
    return [results.hits[0].profile.key] if results.hits else [NONE]


def is_right(asked: Labelled) -> bool:
    found = first(search_canon(asked.query, Filters()))
    return any(
        each == answer or each.startswith(f"{answer}.")
        for each in found
        for answer in asked.answers
    )


def wrong(asked: list[Labelled]) -> list[tuple[str, str, list[str]]]:
    """(query, expected, what came first) of those that are not right."""
    return [
        (each.query, each.answer, first(search_canon(each.query, Filters())))
        for each in asked
        if not is_right(each)
    ]


def _kind(row: object) -> str:
    return type(row).__name__.lower()


def _code(row: object) -> str:
    if isinstance(row, Focus):
        return f"{row.function.code}.{row.code}"
    return row.slug if isinstance(row, Skill) else row.code  # type: ignore[attr-defined]
