"""The base of every document: which fields it states, no unknown keys, nothing twice."""

from collections.abc import Collection, Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Document(BaseModel):
    """Base of every shape: no unknown keys, so that a misspelt one is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def stated(self) -> dict[str, Any]:
        """Field → value of what this document really says."""
        return {name: getattr(self, name) for name in self.model_fields_set}


PATH = "path"  # key, in a problem's context, of the way to what is wrong below its location


def column_fields(entry: type[Document], but: Collection[str]) -> tuple[str, ...]:
    """The fields of an entry that are columns of its row, in their order."""
    return tuple(name for name in entry.model_fields if name not in but)


def name_alone(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def code_alone(value: Any) -> Any:
    return {"code": value} if isinstance(value, str) else value


def once(what: str, listed: str, values: Iterable[Any], before: Iterable[Any] = ()) -> None:
    """Refuses a value of the list that is there twice, at the place of the second; what is empty
    does not count. `before` is taken already.
    """
    all_values, seen = list(values), set(before)
    if len(seen.union(all_values)) == len(seen) + len(all_values):
        return  # nearly always, and soon known
    for nth, value in enumerate(all_values):
        if value in seen:
            shown = " ".join(filter(None, value)) if isinstance(value, tuple) else value
            reason = f"the {what} {shown!r} is there twice"
            raise PydanticCustomError("twice", "{reason}", {"reason": reason, PATH: (listed, nth)})
        if value:
            seen.add(value)
