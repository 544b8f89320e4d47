"""Narrowing a model's practices down: facets with counts, in the address, in any combination.

Pure: entries come in with their practice, category and level; nothing here asks the database.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from frameworks.models import Entry, Practice

Values = tuple[str, ...]


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int  # entries one would see with it, the other facets left as they are
    chosen: bool
    query: str  # the address with this option put in or taken out


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: list[Option]


class UnknownValue(ValueError):
    """The address names something that this framework does not have."""


@dataclass(frozen=True)
class _Rule:
    label: str
    value: Callable[[Entry], str]
    named: Callable[[Entry], str]


RULES = {
    "area": _Rule(
        "Capability area",
        lambda entry: entry.category.code if entry.category else "",
        lambda entry: entry.category.name if entry.category else "no area",
    ),
    "lifecycle": _Rule(
        "Life-cycle",
        lambda entry: entry.practice.lifecycle.lower(),
        lambda entry: entry.practice.get_lifecycle_display(),
    ),
    "level": _Rule(
        "Level",
        lambda entry: str(entry.practice.level.number),
        lambda entry: str(entry.practice.level),
    ),
    "type": _Rule(
        "Type",
        lambda entry: entry.practice.practice_type.lower(),
        lambda entry: entry.practice.get_practice_type_display(),
    ),
    "support": _Rule(
        "Support practice",
        lambda entry: "yes" if entry.practice.is_support else "no",
        lambda entry: "Supports others" if entry.practice.is_support else "Stands alone",
    ),
}
ORDER = {
    "lifecycle": [value.lower() for value in Practice.LifeCycle.values],
    "type": [value.lower() for value in Practice.Type.values],
    "support": ["yes", "no"],
}


@dataclass(frozen=True)
class Selection:
    """What an address asks for: chosen values by facet, and words to look for."""

    chosen: dict[str, Values]
    words: str = ""

    @classmethod
    def read(cls, query: QueryDict, entries: Iterable[Entry]) -> "Selection":
        """UnknownValue where a facet has no such value."""
        entries = list(entries)
        chosen = {}
        for name, rule in RULES.items():
            known = {rule.value(entry) for entry in entries}
            values = tuple(dict.fromkeys(value for value in query.getlist(name) if value))
            for value in values:
                if value not in known:
                    raise UnknownValue(f"No practice has the {rule.label.lower()} {value[:40]!r}.")
            chosen[name] = values
        return cls(chosen, query.get("q", "").strip()[:100])

    @property
    def is_empty(self) -> bool:
        return not self.words and not any(self.chosen.values())

    def keeps(self, entry: Entry, but: str = "") -> bool:
        """Whether an entry fits all facets, or all but one."""
        fits = all(
            not values or name == but or RULES[name].value(entry) in values
            for name, values in self.chosen.items()
        )
        text = f"{entry.code} {entry.title} {entry.statement}".lower()
        return fits and all(word in text for word in self.words.lower().split())

    def pairs(self) -> list[tuple[str, str]]:
        found = [(name, value) for name, values in self.chosen.items() for value in values]
        return found + ([("q", self.words)] if self.words else [])

    def _toggled(self, name: str, value: str) -> str:
        pairs = self.pairs()
        pair = (name, value)
        pairs = [p for p in pairs if p != pair] if pair in pairs else [*pairs, pair]
        return f"?{urlencode(pairs)}" if pairs else "?"

    def facets(self, entries: list[Entry]) -> list[Facet]:
        return [
            Facet(name, rule.label, self._options(name, entries)) for name, rule in RULES.items()
        ]

    def _options(self, name: str, entries: list[Entry]) -> list[Option]:
        rule = RULES[name]
        labels = {rule.value(entry): rule.named(entry) for entry in entries}
        counts = dict.fromkeys(labels, 0)
        for entry in entries:
            counts[rule.value(entry)] += self.keeps(entry, but=name)
        order = ORDER.get(name) or (sorted(labels) if name == "level" else list(labels))
        return [
            Option(
                value,
                labels[value],
                counts[value],
                value in self.chosen[name],
                self._toggled(name, value),
            )
            for value in order
            if value in labels
        ]
