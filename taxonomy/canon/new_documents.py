"""What new focuses and profiles are, as documents: as their files state them, with names as the
canon spells them.

Read back from the database they would be the same, at several times the cost.
"""

from collections.abc import Iterable, Iterator

from taxonomy.canon import focus_rows
from taxonomy.canon.change_sets import KeyedDocument, Recording
from taxonomy.canon.copying import Copying
from taxonomy.canon.documents import VocabularyEntry
from taxonomy.canon.focus_documents import (
    AreaEntry,
    FocusDocument,
    FunctionEntry,
    ProfileEntry,
    ResponsibilityEntry,
)
from taxonomy.canon.plan import FocusChange
from taxonomy.exchange.changes import Row
from taxonomy.models import Skill


def write_announced(changes: list[FocusChange], recording: Recording) -> list[Copying]:
    """Writes what is planned, and says of all that is new what it is; returns the rows that
    are not written yet, in their order.
    """
    began = {"focus": new_focuses(changes), "profile": new_profiles(changes)}
    written = focus_rows.write_focuses(changes)
    began["skill"] = new_skills(written.new_skills)
    for kind, documents in began.items():
        recording.began(kind, documents)
    return written.waiting


def new_focuses(changes: list[FocusChange]) -> list[KeyedDocument]:
    return [(c.key, _focus(c)) for c in changes if c.is_new]


def _focus(change: FocusChange) -> FocusDocument:
    areas = [AreaEntry(name=name, description=about) for name, about in _rows(change, "areas")]
    return focus_document(change.read.document, change.function.code, change.code, areas)


def focus_document(
    document: FocusDocument, function_code: str, code: str, areas: list[AreaEntry]
) -> FocusDocument:
    """What the canon has of a focus once this document is all that is said of it."""
    update = {
        "function": FunctionEntry(code=function_code),
        "focus": document.focus.model_copy(update={"code": code}),
        "areas": areas,
        "skills": [
            skill.model_copy(update={"kind": None}) if skill.kind else skill
            for skill in document.skills
        ],
    }
    return document.model_copy(update=update)


def _rows(change: FocusChange, name: str) -> list[Row]:
    return change.sections.get(name, [])


def new_profiles(changes: list[FocusChange]) -> list[KeyedDocument]:
    return [found for change in changes for found in _profiles(change)]


def _profiles(change: FocusChange) -> Iterator[KeyedDocument]:
    entries = change.read.document.profiles
    for entry, profile in zip(entries, change.profiles, strict=True):
        if profile.is_new:
            rows = profile.sections.get("responsibilities", [])
            yield profile.key, profile_document(entry, profile.fields["title"], rows)


def profile_document(
    entry: ProfileEntry, title: str, sentences: list[Row] | None = None
) -> ProfileEntry:
    """What the canon has of a role; sentences as they are written, where that is otherwise."""
    update: dict[str, object] = {}
    if entry.title != title:
        update["title"] = title
    if sentences is not None and [each.area for each in entry.responsibilities] != [
        area for area, _, _ in sentences
    ]:
        update["responsibilities"] = [
            ResponsibilityEntry(area=area, kind=kind, text=text) for area, kind, text in sentences
        ]
    return entry.model_copy(update=update) if update else entry


def new_skills(skills: Iterable[Skill]) -> list[KeyedDocument]:
    """Of skills that documents of focuses and roles name, and nobody described yet."""
    return [
        (
            skill.slug,
            VocabularyEntry(name=skill.name, kind=skill.kind, broader="", slug=skill.slug),
        )
        for skill in skills
    ]
