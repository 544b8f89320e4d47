"""What new focuses and profiles are, as documents: as their files state them, with names as the
canon spells them.

Read back from the database they would be the same, at several times the cost.
"""

from collections.abc import Iterator

from taxonomy.canon.focus_documents import (
    AreaEntry,
    FocusDocument,
    FunctionEntry,
    ProfileEntry,
    ResponsibilityEntry,
)
from taxonomy.canon.plan import FocusChange
from taxonomy.exchange.changes import Row

NewDocument = tuple[str, FocusDocument | ProfileEntry]


def new_focuses(changes: list[FocusChange]) -> list[NewDocument]:
    return [(c.label.removeprefix("focus "), _focus(c)) for c in changes if c.is_new]


def _focus(change: FocusChange) -> FocusDocument:
    document = change.read.document
    areas = [AreaEntry(name=name, description=about) for name, about in _rows(change, "areas")]
    update = {
        "function": FunctionEntry(code=change.function.code),
        "focus": document.focus.model_copy(update={"code": change.code}),
        "areas": areas,
        "skills": [skill.model_copy(update={"kind": None}) for skill in document.skills],
    }
    return document.model_copy(update=update)


def _rows(change: FocusChange, name: str) -> list[Row]:
    return change.sections.get(name, [])


def new_profiles(changes: list[FocusChange]) -> list[NewDocument]:
    return [found for change in changes for found in _profiles(change)]


def _profiles(change: FocusChange) -> Iterator[NewDocument]:
    entries = change.read.document.profiles
    for entry, profile in zip(entries, change.profiles, strict=True):
        if not profile.is_new:
            continue
        update = {}
        if entry.title != profile.fields["title"]:
            update["title"] = profile.fields["title"]
        rows = profile.sections.get("responsibilities", [])
        if [each.area for each in entry.responsibilities] != [area for area, _, _ in rows]:
            update["responsibilities"] = [
                ResponsibilityEntry(area=area, kind=kind, text=text) for area, kind, text in rows
            ]
        yield profile.key, entry.model_copy(update=update) if update else entry
