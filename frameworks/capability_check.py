"""A capability check: which required activities an organisation has evidence for, and what follows.

Pure; the state is a short text that travels in the address, so nothing is stored. `cnt02` says all
of a practice, `cnt02.1f` the activities whose bits are set, in the practice's own order.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

STATE = re.compile(r"(?P<code>[a-z]{2,6}\d{2})(\.(?P<mask>[0-9a-f]{1,16}))?")


class UnknownStateError(ValueError):
    """The address has evidence for something that the model does not have."""


@dataclass(frozen=True)
class Wanted:
    """A practice as the check sees it: its place and the labels of its required activities."""

    code: str
    title: str
    area: str
    area_name: str
    level: int
    labels: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True)
class Standing:
    """A practice with the activities for which there is evidence."""

    wanted: Wanted
    present: frozenset[str]

    @property
    def is_whole(self) -> bool:
        return bool(self.wanted.labels) and len(self.present) == len(self.wanted.labels)

    @property
    def missing(self) -> list[str]:
        return [label for label in self.wanted.labels if label not in self.present]


@dataclass(frozen=True)
class Coverage:
    """How far one area or level is covered."""

    key: str
    label: str
    practices: int
    whole: int
    activities: int
    present: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return self.present * 100 // self.activities if self.activities else 0


@dataclass
class CheckResult:
    standings: list[Standing]
    by_area: list[Coverage] = field(default_factory=list)
    by_level: list[Coverage] = field(default_factory=list)
    total: Coverage | None = None
    reached: int = 1
    next_level: int | None = None
    missing: list[Standing] = field(default_factory=list)  # for the next level, least missing first

    @property
    def missing_count(self) -> int:
        return sum(len(standing.missing) for standing in self.missing)


def read_state(text: str, practices: Mapping[str, Wanted]) -> dict[str, frozenset[str]]:
    """Evidence by practice code. UnknownStateError names what cannot be understood."""
    state: dict[str, frozenset[str]] = {}
    for part in filter(None, text.split(",")):
        match = STATE.fullmatch(part)
        if match is None or match["code"] not in practices:
            raise UnknownStateError(f"{part[:40]!r} is no practice of this model.")
        labels = practices[match["code"]].labels
        if match["mask"] is None:
            state[match["code"]] = frozenset(labels)
            continue
        mask = int(match["mask"], 16)
        if mask >> len(labels):
            raise UnknownStateError(f"{match['code']} has only {len(labels)} required activities.")
        state[match["code"]] = frozenset(labels[n] for n in range(len(labels)) if mask >> n & 1)
    return state


def write_state(state: Mapping[str, Iterable[str]], practices: Mapping[str, Wanted]) -> str:
    """The shortest text that `read_state` reads back, in the model's order."""
    parts = []
    for code, wanted in practices.items():
        labels = set(state.get(code, ())) & set(wanted.labels)
        if labels and len(labels) == len(wanted.labels):
            parts.append(code)
        elif labels:
            mask = sum(1 << n for n, label in enumerate(wanted.labels) if label in labels)
            parts.append(f"{code}.{mask:x}")
    return ",".join(parts)


def assess(practices: Mapping[str, Wanted], state: Mapping[str, frozenset[str]]) -> CheckResult:
    """Coverage, the level reached by the model's rule, and what the next one still asks for.

    A level is reached when every required activity of every practice of that level and of those
    below is there. The top level asks for time, not for practices, and cannot be reached here.
    """
    standings = [Standing(p, state.get(p.code, frozenset())) for p in practices.values()]
    result = CheckResult(standings)
    areas = {s.wanted.area: s.wanted.area_name for s in standings}
    levels = sorted({s.wanted.level for s in standings})
    result.by_area = [
        _coverage(code, name, [s for s in standings if s.wanted.area == code])
        for code, name in areas.items()
    ]
    result.by_level = [
        _coverage(str(n), f"Level {n}", [s for s in standings if s.wanted.level == n])
        for n in levels
    ]
    result.total = _coverage("", "All", standings)
    for level in levels:
        lacking = [s for s in standings if s.wanted.level <= level and not s.is_whole]
        if lacking:
            result.next_level = level
            result.missing = sorted(lacking, key=lambda s: (len(s.missing), s.wanted.level))
            break
        result.reached = level
    return result


def _coverage(key: str, label: str, standings: list[Standing]) -> Coverage:
    return Coverage(
        key,
        label,
        practices=len(standings),
        whole=sum(standing.is_whole for standing in standings),
        activities=sum(len(standing.wanted.labels) for standing in standings),
        present=sum(len(standing.present) for standing in standings),
    )


def with_practices(
    state: Mapping[str, frozenset[str]], practices: Mapping[str, Wanted], ticked: set[str]
) -> dict[str, frozenset[str]]:
    """Whole practices ticked or not; one that is in part there stays so unless it was ticked."""
    after = dict(state)
    for code, wanted in practices.items():
        if code in ticked:
            after[code] = frozenset(wanted.labels)
        elif len(state.get(code, ())) == len(wanted.labels):
            after.pop(code, None)
    return after


def with_activities(
    state: Mapping[str, frozenset[str]],
    practices: Mapping[str, Wanted],
    area: str,
    ticked: set[str],
) -> dict[str, frozenset[str]]:
    """An area's practices have the ticked activities (`cnt02.a1`) and no others."""
    after = dict(state)
    for code, wanted in practices.items():
        if wanted.area == area:
            after[code] = frozenset(n for n in wanted.labels if f"{code}.{n}" in ticked)
    return after
