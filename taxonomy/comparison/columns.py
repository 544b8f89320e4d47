"""Which roles a comparison shows, and the addresses that move, add and take away columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from taxonomy.keys import parse_key
from taxonomy.profile.records import ProfileRecord

MOST = 4


@dataclass(frozen=True)
class AskedKeys:
    """Keys in the order given, each once; titles with the place among them where their key goes."""

    keys: tuple[str, ...]
    titles: tuple[tuple[int, str], ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class ComparedColumn:
    """A profile, and the queries that move it a place or take it away; empty at an edge."""

    profile: ProfileRecord
    called: str  # its level, with the title where another column is of that level too
    left: str
    right: str
    removed: str


def read_keys(given: Iterable[str]) -> AskedKeys:
    """What came in the address: keys in any case, by commas or spaces, and titles by commas."""
    keys: dict[str, None] = {}
    titles: dict[str, int] = {}
    problems: dict[str, None] = {}
    for text in chain.from_iterable(part.split(",") for part in given):
        found = _keys_in(text)
        if not found and text.strip():
            titles.setdefault(" ".join(text.split()), len(keys))
        for key in found:
            if key in keys:
                problems[f"{key} was given twice; it is shown once."] = None
            keys[key] = None
    return AskedKeys(
        tuple(keys), tuple((place, title) for title, place in titles.items()), tuple(problems)
    )


def _keys_in(text: str) -> list[str]:
    """The keys of a piece that has nothing else; none where it is to be read as a title."""
    try:
        return [str(parse_key(word)) for word in text.split()]
    except ValueError:
        return []


def query(keys: Iterable[str], only_differences: bool = False) -> str:
    """The query string of a comparison: `?keys=A,B&only=differences`; empty without keys."""
    joined = ",".join(keys)
    if not joined:
        return ""
    return f"?keys={joined}{'&only=differences' if only_differences else ''}"


def columns(profiles: list[ProfileRecord], only_differences: bool = False) -> list[ComparedColumn]:
    keys = [profile.key for profile in profiles]
    levels = [profile.level_label for profile in profiles]
    return [
        ComparedColumn(
            profile,
            label if levels.count(label) == 1 else f"{label} {profile.title}",
            query(_swapped(keys, place - 1), only_differences),
            query(_swapped(keys, place), only_differences),
            query(keys[:place] + keys[place + 1 :], only_differences),
        )
        for place, (label, profile) in enumerate(zip(levels, profiles, strict=True))
    ]


def _swapped(keys: list[str], place: int) -> list[str]:
    """The keys with those at `place` and after it exchanged; nothing where one is missing."""
    if not 0 <= place < len(keys) - 1:
        return []
    return [*keys[:place], keys[place + 1], keys[place], *keys[place + 2 :]]
