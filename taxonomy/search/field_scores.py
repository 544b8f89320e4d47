"""Mixes: for each word asked for, how good a field it is in, and what that is worth together.

Pure work on worths and places; which mixes are asked for, and when, is decided in `ranking`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

HARDLY_MORE = 1.1  # times as many
DIGITS = 9  # of a score that count: sums of floats differ beyond


class MixStep(NamedTuple):
    """A group's steps go from best to least; each matches whatever the better ones match."""

    worth: float
    words: str  # a tsquery
    entries: float  # that match, as far as is known


# The place of one step for each group.
Mix = tuple[int, ...]


@dataclass
class MixLevel:
    """Mixes of the same worth: their roles are in one order among themselves."""

    worth: float
    mixes: list[Mix] = field(default_factory=list)
    names: str = ""  # instead of mixes: a tsquery for names that say just this
    roles: float = 0.0  # that have one of these mixes and none that is better, as far as is known


def mix_levels(
    groups: Sequence[Sequence[MixStep]], of_all: float, looked_at: float
) -> list[MixLevel]:
    """Every mix of these steps, the best worth first. The steps' numbers are of all entries;
    `looked_at` are left of them. Words are taken to fall without regard to each other.
    """
    shares = [_own_shares(steps, of_all) for steps in groups]
    found: dict[float, MixLevel] = {}
    for mix in product(*(range(len(steps)) for steps in groups)):
        worth, roles = 0.0, looked_at
        for steps, share, place in zip(groups, shares, mix, strict=True):
            worth += steps[place].worth
            roles *= share[place]
        worth = round(worth, DIGITS)
        level = found.setdefault(worth, MixLevel(worth))
        level.mixes.append(mix)
        level.roles += roles
    return [found[worth] for worth in sorted(found, reverse=True)]


def _own_shares(steps: Sequence[MixStep], of_all: float) -> list[float]:
    """The share of entries that match each step and none that is better."""
    before, shares = 0.0, []
    for step in steps:
        shares.append(max(0.0, step.entries - before) / max(of_all, 1.0))
        before = max(before, step.entries)
    return shares


def blurred(groups: Sequence[Sequence[MixStep]], mixes: Iterable[Mix]) -> set[Mix]:
    """Fewer mixes that match what these match and hardly more: a word that is in titles most of
    the time it is in skills need not be looked up in both.
    """
    wide = [_as_wide(steps) for steps in groups]
    return {tuple(places[n] for places, n in zip(wide, mix, strict=True)) for mix in mixes}


def _as_wide(steps: Sequence[MixStep]) -> list[int]:
    """For each step the last that is believed to match hardly more."""
    last = range(len(steps))
    return [max(n for n in last if steps[n].entries <= HARDLY_MORE * s.entries) for s in steps]


def widest(mixes: Iterable[Mix]) -> list[Mix]:
    """The few that together match what all of them match: those that no other includes."""
    kept: list[Mix] = []
    for mix in sorted(mixes, reverse=True):
        if not any(all(a >= b for a, b in zip(wide, mix, strict=True)) for wide in kept):
            kept.append(mix)
    return kept
