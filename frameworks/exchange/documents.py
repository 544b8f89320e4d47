"""The shape of framework files: what a framework, its entries, activities and links may say.

A field that a document does not state is unset, not empty: loading leaves what there is. What
becomes of a document is in `plan`.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from frameworks.choices import (
    FrameworkKind,
    LifeCycle,
    LinkKind,
    PracticeType,
    StatedRelation,
    Visibility,
)
from frameworks.models.entries import CHANGE_MARK, CODE
from frameworks.models.framework import SLUG
from frameworks.models.limits import LONGEST, LONGEST_PARAGRAPHS
from taxonomy import keys, text
from taxonomy.exchange.document import Document, once
from taxonomy.exchange.fields import Limited, OfForm, OneOf, WebAddress

Slug = Annotated[
    str, OfForm(f"(?=.{{1,60}}$){SLUG}", "a slug: lower-case words joined by hyphens, 60 at most")
]
EntryCode = Annotated[str, OfForm(CODE, "a code: letters, then digits, such as cnt02 or ITMG")]
Mark = Annotated[str, OfForm(f"({CHANGE_MARK})?", "a change mark in lower case, such as unchanged")]
Text = Annotated[str, Limited(LONGEST, 0, text.paragraphs_text)]
Paragraph = Annotated[str, Limited(LONGEST, 1, text.paragraphs_text)]
FrameworkName = Annotated[str, Limited(160, 1)]
LevelNumber = Annotated[int, Field(ge=1, le=9)]
Label = Annotated[str, OfForm(r"[a-z](\d{1,2}[a-z]?)?", "an activity's label: b, b2 or b2a")]
FocusKey = Annotated[str, OfForm(rf"{keys.CODE}\.{keys.CODE}", "a focus such as ITOPER.GEN")]


def _not_too_long(paragraphs: list[str]) -> list[str]:
    length = len("\n\n".join(paragraphs))
    if length > LONGEST_PARAGRAPHS:
        raise ValueError(f"has {length:,} characters, at most {LONGEST_PARAGRAPHS:,} are kept")
    return paragraphs


Paragraphs = Annotated[list[Paragraph], AfterValidator(_not_too_long)]
Notes = Annotated[int, Field(ge=0, le=50)] | list[Paragraph]


class FrameworkHead(Document):
    slug: Slug
    kind: Annotated[str, OneOf(FrameworkKind)]
    name: FrameworkName = ""
    short_name: Annotated[str, Limited(40)] = ""
    edition: Annotated[str, Limited(60)] = ""
    publisher: Annotated[str, Limited(160)] = ""
    licence: Text = ""
    url: WebAddress = ""
    summary: Text = ""
    visibility: Annotated[str, OneOf(Visibility)] = "public"


class ScaleEntry(Document):
    number: LevelNumber
    label: Annotated[str, Limited(80)] = ""
    essence: Text = ""


class CategoryEntry(Document):
    code: Annotated[str, Limited(40, 1)]
    name: Annotated[str, Limited(120, 1)]
    parent: Annotated[str, Limited(40, 1)] | None = None


class DefinedLevel(Document):
    """A level at which a skill is defined; `text` when its words are known."""

    number: LevelNumber
    change: Mark = ""
    text: Paragraphs = []


class _Activity(Document):
    label: Label
    text: Text = ""
    lost: bool = False  # the source lost the text: the place is kept
    supplemental: Notes = []

    @model_validator(mode="after")
    def _lost_or_stated(self) -> "_Activity":
        if self.lost and self.text:
            raise ValueError(f"{self.label} has a text, so it is not lost")
        return self


class RecommendedEntry(_Activity):
    pass


class RequiredEntry(_Activity):
    supports: list[EntryCode] = []
    recommended: list[RecommendedEntry] = []


class MajorEntry(Document):
    label: Label
    text: Text = ""
    lost: bool = False
    required: list[RequiredEntry] = []


class PracticeEntry(Document):
    level: LevelNumber
    lifecycle: Annotated[str, OneOf(LifeCycle)]
    type: Annotated[str, OneOf(PracticeType)]
    support_practice: bool = False
    activities: list[MajorEntry] = []

    @model_validator(mode="after")
    def _labels_in_their_place(self) -> "PracticeEntry":
        seen: set[str] = set()
        for label, above in _labels(self.activities):
            if label in seen:
                raise ValueError(f"activity {label} is there twice")
            if above is not None and (len(label) <= len(above) or not label.startswith(above)):
                raise ValueError(f"activity {label} does not belong below {above}")
            seen.add(label)
        return self


def _labels(majors: list[MajorEntry]) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for major in majors:
        found.append((major.label, None))
        for required in major.required:
            found.append((required.label, major.label))
            found += [(finer.label, required.label) for finer in required.recommended]
    return found


class RelationEntry(Document):
    kind: Annotated[str, OneOf(StatedRelation)]
    entry: EntryCode


class EntryEntry(Document):
    code: EntryCode
    title: Annotated[str, Limited(160, 1)]
    category: Annotated[str, Limited(40, 1)] | None = None
    statement: Text = ""
    description: Paragraphs = []
    guidance: Paragraphs = []
    change: Mark = ""
    guidance_change: Mark = ""
    url: WebAddress = ""
    attribute: bool = False  # a generic attribute of a framework of skills, and no skill
    levels: list[DefinedLevel] = []
    practice: PracticeEntry | None = None
    related: list[EntryCode] = []
    relations: list[RelationEntry] = []

    @model_validator(mode="after")
    def _attribute_or_practice(self) -> "EntryEntry":
        if self.attribute and self.practice:
            raise ValueError(f"{self.code} is a practice, so it is no generic attribute")
        return self


class TermEntry(Document):
    term: Annotated[str, Limited(120, 1)]
    definition: Paragraph


class LinkEntry(Document):
    """A link from an entry to one function, focus, skill or profile of the canon."""

    entry: EntryCode
    function: Annotated[str, OfForm(keys.CODE, "a function's code")] | None = None
    focus: FocusKey | None = None
    skill: Annotated[str, Limited(140, 1)] | None = None
    profile: Annotated[str, OfForm(keys.KEY, "a profile's key")] | None = None
    kind: Annotated[str, OneOf(LinkKind)] = "close"
    note: Text = ""
    source: Annotated[str, Limited(120)] = ""

    @property
    def target(self) -> tuple[str, str]:
        """(kind of row, its key): ("focus", "ITOPER.GEN")."""
        names = ("function", "focus", "skill", "profile")
        return next((name, key) for name in names if (key := getattr(self, name)))

    @model_validator(mode="after")
    def _one_target(self) -> "LinkEntry":
        if sum(bool(t) for t in (self.function, self.focus, self.skill, self.profile)) != 1:
            raise ValueError("names exactly one of function, focus, skill and profile")
        return self


class FrameworkDocument(Document):
    framework: FrameworkHead
    levels: list[ScaleEntry] = []
    categories: list[CategoryEntry] = []
    entries: list[EntryEntry] = []
    glossary: list[TermEntry] = []
    links: list[LinkEntry] = []

    @model_validator(mode="after")
    def _each_once(self) -> "FrameworkDocument":
        once("level", "levels", (level.number for level in self.levels))
        once("category", "categories", (category.code for category in self.categories))
        once("entry", "entries", (entry.code for entry in self.entries))
        once("term", "glossary", (term.term for term in self.glossary))
        return self


def _slug_alone(value: Any) -> Any:
    return value["slug"] if isinstance(value, dict) and set(value) == {"slug"} else value


class LinksDocument(Document):
    framework: Annotated[Slug, BeforeValidator(_slug_alone)]
    links: list[LinkEntry]


def framework_shape(data: Any) -> type[Document]:
    if not isinstance(data, dict) or "framework" not in data:
        raise ValueError("a framework file says `framework:` and its entries, or its links")
    return FrameworkDocument if isinstance(data["framework"], dict) else LinksDocument
