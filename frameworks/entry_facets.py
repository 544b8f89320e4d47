"""Narrowing a model's entries down: facets with counts, in the address, in any combination.

Pure: entries come in with what their facets look at; nothing here asks the database.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from frameworks.choices import LifeCycle, PracticeType
from frameworks.models import Category, Entry
from taxonomy.web.facets import Choice, Facet

Values = tuple[str, ...]


class UnknownValueError(ValueError):
    """The address names something that this framework does not have."""


@dataclass(frozen=True)
class Rule:
    """A facet: its label, and what an entry has of it as value → label, several or none."""

    label: str
    of: Callable[[Entry], Mapping[str, str]]
    order: Values = ()  # of the values, where it is not that of the entries
    is_sorted: bool = False


Rules = Mapping[str, Rule]


def _category(category: Category | None) -> dict[str, str]:
    return {category.code: category.name} if category else {}


def _top(entry: Entry) -> dict[str, str]:
    category = entry.category
    return _category((category.parent or category) if category else None)


def _sub(entry: Entry) -> dict[str, str]:
    return _category(entry.category if entry.category and entry.category.parent else None)


def _levels(entry: Entry) -> dict[str, str]:
    return {str(d.level.number): str(d.level) for d in entry.level_descriptions.all()}


def _practice(attribute: str) -> Callable[[Entry], dict[str, str]]:
    def of(entry: Entry) -> dict[str, str]:
        value = getattr(entry.practice, attribute)
        return {value.lower(): getattr(entry.practice, f"get_{attribute}_display")()}

    return of


PRACTICE_RULES: Rules = {
    "area": Rule("Capability area", lambda entry: _category(entry.category) or {"": "no area"}),
    "lifecycle": Rule(
        "Life-cycle",
        _practice("lifecycle"),
        tuple(value.lower() for value in LifeCycle.values),
    ),
    "level": Rule(
        "Level",
        lambda entry: {str(entry.practice.level.number): str(entry.practice.level)},
        is_sorted=True,
    ),
    "type": Rule(
        "Type", _practice("practice_type"), tuple(value.lower() for value in PracticeType.values)
    ),
    "support": Rule(
        "Support practice",
        lambda entry: (
            {"yes": "Supports others"} if entry.practice.is_support else {"no": "Stands alone"}
        ),
        ("yes", "no"),
    ),
}
SKILL_RULES: Rules = {
    "category": Rule("Category", _top),
    "subcategory": Rule("Subcategory", _sub),
    "level": Rule("Level", _levels, is_sorted=True),
}
# Every parameter that a framework's page reads for its facets.
PARAMETERS = (*dict.fromkeys((*PRACTICE_RULES, *SKILL_RULES)), "q")


@dataclass(frozen=True)
class Selection:
    """What an address asks for: chosen values by facet, and words to look for."""

    rules: Rules
    noun: str
    chosen: dict[str, Values]
    words: str = ""

    @classmethod
    def read(
        cls, query: QueryDict, entries: Iterable[Entry], rules: Rules, noun: str
    ) -> "Selection":
        """UnknownValueError where a facet has no such value."""
        entries = list(entries)
        chosen = {}
        for name, rule in rules.items():
            known = {value for entry in entries for value in rule.of(entry)}
            values = tuple(dict.fromkeys(value for value in query.getlist(name) if value))
            for value in values:
                if value not in known:
                    raise UnknownValueError(
                        f"No {noun} has the {rule.label.lower()} {value[:40]!r}."
                    )
            chosen[name] = values
        return cls(rules, noun, chosen, query.get("q", "").strip()[:100])

    @property
    def is_empty(self) -> bool:
        return not self.words and not any(self.chosen.values())

    def keeps(self, entry: Entry, but: str = "") -> bool:
        """Whether an entry fits all facets, or all but one."""
        fits = all(
            not values or name == but or any(v in values for v in self.rules[name].of(entry))
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
        """Those that distinguish these entries at all."""
        found = [
            Facet(name, rule.label, self._choices(name, entries))
            for name, rule in self.rules.items()
        ]
        return [facet for facet in found if facet.choices]

    def _choices(self, name: str, entries: list[Entry]) -> list[Choice]:
        rule = self.rules[name]
        labels: dict[str, str] = {}
        counts: dict[str, int] = {}
        for entry in entries:
            for value, label in rule.of(entry).items():
                labels[value] = label
                counts[value] = counts.get(value, 0) + self.keeps(entry, but=name)
        order = rule.order or (sorted(labels) if rule.is_sorted else labels)
        return [
            Choice(
                value,
                labels[value],
                counts[value],
                self._toggled(name, value),
                value in self.chosen[name],
            )
            for value in order
            if value in labels
        ]
