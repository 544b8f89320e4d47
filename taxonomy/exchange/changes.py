"""What is to become of one row and the lists below it, and how that reads.

Which changes there are is decided in taxonomy/canon/plan.py and frameworks/exchange/plan.py.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

Row = tuple[Any, ...]
SHOWN = 72  # characters of a value
BEFORE = 24  # of these, before the first difference


@dataclass
class Change:
    """`stored_id` is None for a new row; `before` has what the canon has of all that changes."""

    label: str
    stored_id: int | None
    fields: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, list[Row]] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)

    def compare(self, row: Any, wanted: dict[str, Any]) -> None:
        """Takes up those of the wanted fields that the row has otherwise."""
        current = {name: getattr(row, name) for name in wanted}
        if "replaced_by" in current:
            current["replaced_by"] = current["replaced_by"].key if current["replaced_by"] else None
        self.fields = {name: value for name, value in wanted.items() if value != current[name]}
        self.before |= {name: current[name] for name in self.fields}

    @property
    def row_id(self) -> int:
        """Of a row that the canon has, or has got by now."""
        assert self.stored_id is not None
        return self.stored_id

    @property
    def is_new(self) -> bool:
        return self.stored_id is None

    @property
    def is_empty(self) -> bool:
        return not (self.is_new or self.fields or self.sections)

    def __str__(self) -> str:
        if self.is_new:
            return f"+ {self.label}"
        return f"~ {self.label}: {', '.join((*self.fields, *self.sections))}"

    def details(self) -> Iterator[str]:
        """Old → new of everything that changes in a row of the canon."""
        if self.is_new:
            return
        for name, value in self.fields.items():
            if isinstance(value, (list, dict)):
                yield from _rows(name, _as_rows(self.before.get(name)), _as_rows(value))
            else:
                old, new = _shown(self.before.get(name), value)
                yield f"{name}: {old} → {new}"
        for name, rows in self.sections.items():
            yield from _rows(name, self.before.get(name, []), rows)


def _as_rows(value: Any) -> list[Row]:
    return [row if isinstance(row, tuple) else (row,) for row in _items(value)]


def _items(value: Any) -> list[Any]:
    return list(value.items()) if isinstance(value, dict) else list(value or [])


def _rows(name: str, old: list[Row], new: list[Row]) -> Iterator[str]:
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if not (gone or come):
        yield f"{name}: in another order"
    for row in gone.elements():
        yield f"{name} − {_row(row)}"
    for row in come.elements():
        yield f"{name} + {_row(row)}"


def _row(row: Row) -> str:
    return _cut(" | ".join(_text(value) for value in row if value not in (None, "")))


def _shown(old: Any, new: Any) -> tuple[str, str]:
    """Both as text; long ones from shortly before the first difference."""
    one, other = _text(old), _text(new)
    if max(len(one), len(other)) > SHOWN:
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other)))  # noqa: B905
        start = max(same - BEFORE, 0)
        one, other = (f"…{text[start:]}" if start else text for text in (one, other))
    return _cut(one) or "nothing", _cut(other) or "nothing"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())
