"""Recall at 10 of the nearest by structure, of similar work and of both, by focus.

A focus is relevant to a role when the focus's role nearest in level is mapped to the same
occupation, or to one that the official list relates to it. Both are the two lists by turns, cut at
ten as well; what pages show of similar work, from its least total on, is measured apart.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from pathlib import Path

from taxonomy.adjacency.nearest_query import nearest_to
from taxonomy.adjacency.similar_roles import compared_with
from taxonomy.models import Profile

RELATED = Path(__file__).parent / "related.csv"
TEN = 10
LOOKED_AT = 200  # nearest roles among which ten other focuses are sought

Occupations = Mapping[str, set[str]]


@dataclass
class Recalls:
    """The share of relevant focuses among the first ten, by list; a value a role."""

    structure: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    both: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    chance: list[float] = field(default_factory=list)

    def mean(self, name: str) -> float:
        values = getattr(self, name)
        return sum(values) / len(values)


def shipped_relations() -> Occupations:
    """Of the SOC codes that the shipped canon is mapped to."""
    with RELATED.open(newline="", encoding="utf-8") as file:
        return {row["code"]: set(row["related"].split()) for row in csv.DictReader(file)}


def measure(related: Occupations, sample: Iterable[Profile]) -> Recalls:
    """`sample` comes with coordinates and mappings, as `roles_in_use` gives them."""
    focuses: dict[int, list[Profile]] = defaultdict(list)
    for role in roles_in_use():
        focuses[role.focus_id].append(role)
    found = Recalls()
    for role in sample:
        others = [each for focus, each in focuses.items() if focus != role.focus_id]
        if relevant := _relevant(related, role, others):
            _add(found, role, relevant, len(others))
    return found


def roles_in_use() -> Sequence[Profile]:
    return Profile.objects.in_use().with_coordinates().prefetch_related("mappings").order_by("key")


def _relevant(related: Occupations, role: Profile, others: list[list[Profile]]) -> set[int]:
    wanted = _codes(role).union(*(related.get(code, ()) for code in _codes(role)))
    nearest = (min(ladder, key=lambda each: _apart(role, each)) for ladder in others)
    return {each.focus_id for each in nearest if wanted & _codes(each)}


def _apart(role: Profile, other: Profile) -> tuple[int, bool, str]:
    here, there = role.level, other.level
    return abs(here.step - there.step), here.track_id != there.track_id, other.key


def _codes(role: Profile) -> set[str]:
    """O*NET's own codes, and those of the SOC without what O*NET adds to them."""
    codes = {mapping.code for mapping in role.mappings.all()}
    return codes | {code.partition(".")[0] for code in codes}


def _add(found: Recalls, role: Profile, relevant: set[int], focuses: int) -> None:
    near = (each.profile.focus_id for each in nearest_to(role, LOOKED_AT))
    structure = list(dict.fromkeys(focus for focus in near if focus != role.focus_id))
    ranked = compared_with(role)
    work = [each.profile.focus_id for each in ranked]
    shown = [each.profile.focus_id for each in ranked if each.similarity.is_shown]
    turns = chain.from_iterable(zip_longest(work[:TEN], structure[:TEN]))
    both = list(dict.fromkeys(focus for focus in turns if focus is not None))
    best = min(TEN, len(relevant))
    given_by = {"structure": structure, "work": work, "both": both, "shown": shown}
    for name, given in given_by.items():
        getattr(found, name).append(len(relevant.intersection(given[:TEN])) / best)
    found.chance.append(min(TEN / focuses, 1) * len(relevant) / best)
