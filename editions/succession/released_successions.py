"""What followed what between two releases, or at one: for the pages of releases and for a role as
it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from editions.change_sets.trials import Thing
from editions.models import Release, Succession

INTO = {"split": "split into", "merged": "merged into", "replaced": "replaced by"}
OUT_OF = {"split": "split from", "merged": "merged from", "replaced": "in place of"}


class Followed(NamedTuple):
    """Of one thing: `split into` with the keys of what follows it."""

    relation: str
    words: str
    keys: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.words} {', '.join(self.keys)}"


class Successions(NamedTuple):
    """Of all things: what follows them, and what they follow."""

    after: dict[Thing, tuple[Followed, ...]]
    before: dict[Thing, tuple[Followed, ...]]

    def of(self, thing: Thing) -> tuple[Followed, ...]:
        return (*self.after.get(thing, ()), *self.before.get(thing, ()))


def successions_between(old: Release, new: Release) -> Successions:
    """Those that readers of the one see and those of the other do not."""
    found = Succession.objects.at(new.revision).filter(from_revision__gt=old.revision)
    rows = list(found.exclude(relation=Succession.Relation.NONE))
    after = ((each.kind, each.from_key, each.relation, each.to_key) for each in rows)
    before = ((each.kind, each.to_key, each.relation, each.from_key) for each in rows)
    return Successions(_grouped(after, INTO), _grouped(before, OUT_OF))


def successors_at(release: Release, kind: str, key: str) -> list[Succession]:
    return list(Succession.objects.at(release.revision).filter(kind=kind, from_key=key))


def _grouped(
    rows: Iterable[tuple[str, str, str, str]], words: dict[str, str]
) -> dict[Thing, tuple[Followed, ...]]:
    keys: dict[Thing, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, key, relation, other in rows:
        keys[kind, key][relation].append(other)
    return {thing: tuple(_followed(found, words)) for thing, found in keys.items()}


def _followed(found: dict[str, list[str]], words: dict[str, str]) -> Iterator[Followed]:
    for relation, others in found.items():
        yield Followed(relation, words[relation], tuple(others))
