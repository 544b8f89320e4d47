"""The base of every document: which fields it states, no unknown keys, nothing twice."""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel, ConfigDict


class Document(BaseModel):
    """Base of every shape: no unknown keys, so that a misspelt one is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def stated(self) -> dict[str, Any]:
        """Field → value of what this document really says."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def column_fields(entry: type[Document], but: Collection[str]) -> tuple[str, ...]:
    """The fields of an entry that are columns of its row, in their order."""
    return tuple(name for name in entry.model_fields if name not in but)


def name_alone(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def code_alone(value: Any) -> Any:
    return {"code": value} if isinstance(value, str) else value


def once(what: str, values: Any) -> None:
    seen = set()
    for value in values:
        if value in seen:
            shown = " ".join(filter(None, value)) if isinstance(value, tuple) else value
            raise ValueError(f"the {what} {shown!r} stands there twice")
        seen.add(value)
