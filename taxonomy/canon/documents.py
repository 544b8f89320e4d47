"""The shapes of canon files, and which of them some data has; focus documents are in
`focus_documents`.

A field that a document does not state is unset, not empty: loading leaves what the canon has.
How documents are read from files is in `reader`, what becomes of them in `plan`.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from taxonomy.canon.fields import (
    Equivalent,
    LevelCode,
    ProficiencyCode,
    SkillSlug,
    TrackCode,
    Years,
)
from taxonomy.canon.focus_documents import FocusDocument, FunctionEntry
from taxonomy.choices import SkillKind
from taxonomy.exchange.document import Document, code_alone, name_alone, once
from taxonomy.exchange.fields import MAY_BE_EMPTY, Limited, Name, OneOf, Prose, Sentence
from taxonomy.limits import HIGHEST_PLACE, HIGHEST_RANK, HIGHEST_STEP, MOST
from taxonomy.text import folded

# Among the entries of its list; one that states none has the place that it has in a file's list.
OwnPlace = Annotated[Annotated[int, Field(ge=0, le=HIGHEST_PLACE)] | None, MAY_BE_EMPTY]


class TrackEntry(Document):
    code: TrackCode
    name: Annotated[str, Limited(60)] = ""
    order: OwnPlace = None


class LevelEntry(Document):
    """A level; track, rank and step may be left out where the code says them, as in P4."""

    code: LevelCode
    track: TrackCode | None = None
    rank: Annotated[int, Field(ge=1, le=HIGHEST_RANK)] | None = None
    step: Annotated[int, Field(ge=1, le=HIGHEST_STEP)] | None = None
    label: Annotated[str, Limited(30)] = ""
    name: Annotated[str, Limited(120)] = ""
    equivalent: Equivalent = ""
    years: Annotated[list[Years], Field(max_length=2)] = []
    description: Prose = ""
    scope: Prose = ""
    autonomy: Prose = ""
    complexity: Prose = ""
    impact: Prose = ""
    decision_rights: Prose = ""
    leadership: Prose = ""

    @model_validator(mode="after")
    def _years_in_order(self) -> "LevelEntry":
        if self.years != sorted(self.years):
            raise ValueError("years run from low to high")
        return self


class LevelsDocument(Document):
    tracks: Annotated[list[TrackEntry], Field(max_length=MOST["tracks"])] = []
    levels: Annotated[list[LevelEntry], Field(max_length=MOST["levels"])] = []

    @model_validator(mode="after")
    def _once_each(self) -> "LevelsDocument":
        once("track", "tracks", (track.code for track in self.tracks))
        once("level", "levels", (level.code for level in self.levels))
        return self


class FunctionsDocument(Document):
    functions: list[FunctionEntry]

    @model_validator(mode="after")
    def _once_each(self) -> "FunctionsDocument":
        once("function", "functions", (entry.code or entry.name for entry in self.functions))
        return self


class ProficiencyEntry(Document):
    code: ProficiencyCode
    name: Annotated[str, Limited(60)] = ""
    description: Annotated[str, Limited(300)] = ""
    order: OwnPlace = None


class VocabularyEntry(Document):
    """A skill of the vocabulary: what it is below, its other names, what proficiencies mean.

    Its slug is minted from the name; dumps state one that is not, and what redirects to it.
    """

    name: Annotated[str, Limited(140, 1)]
    kind: Annotated[str, OneOf(SkillKind)] | None = None
    description: Prose = ""
    broader: Annotated[str, Limited(140)] | None = None
    also: Annotated[list[Annotated[str, Limited(140, 1)]], Field(max_length=MOST["also"])] = []
    levels: dict[ProficiencyCode, Sentence] = {}
    slug: SkillSlug | None = None
    former_slugs: Annotated[list[SkillSlug], Field(max_length=100)] = []

    @model_validator(mode="after")
    def _once_each(self) -> "VocabularyEntry":
        once("name", "also", map(folded, self.also), before=[folded(self.name)])
        once("slug", "former_slugs", self.former_slugs, before=[self.slug])
        return self


class SkillsDocument(Document):
    proficiencies: Annotated[
        list[Annotated[ProficiencyEntry, BeforeValidator(code_alone)]],
        Field(max_length=MOST["proficiencies"]),
    ] = []
    skills: list[Annotated[VocabularyEntry, BeforeValidator(name_alone)]] = []

    @model_validator(mode="after")
    def _once_each(self) -> "SkillsDocument":
        once("proficiency", "proficiencies", (entry.code for entry in self.proficiencies))
        once("skill", "skills", (folded(entry.name) for entry in self.skills))
        once("slug", "skills", (entry.slug for entry in self.skills))
        return self


class MarketEntry(Document):
    code: Annotated[str, Limited(60, 1)]
    name: Name = ""


class MarketsDocument(Document):
    markets: Annotated[list[MarketEntry], Field(max_length=MOST["markets"])]

    @model_validator(mode="after")
    def _once_each(self) -> "MarketsDocument":
        once("market", "markets", (folded(entry.code) for entry in self.markets))
        once("name", "markets", (folded(entry.name) for entry in self.markets))
        return self


class SynonymEntry(Document):
    term: Annotated[str, Limited(60, 1)]
    meaning: Name
    both_ways: bool = False
    off: bool = False  # an abbreviation that ships is not read so


class SynonymsDocument(Document):
    synonyms: list[SynonymEntry]

    @model_validator(mode="after")
    def _once_each(self) -> "SynonymsDocument":
        pairs = ((folded(entry.term), folded(entry.meaning)) for entry in self.synonyms)
        once("synonym", "synonyms", pairs)
        return self


SHAPES: dict[str, type[Document]] = {
    "tracks": LevelsDocument,
    "levels": LevelsDocument,
    "functions": FunctionsDocument,
    "synonyms": SynonymsDocument,
    "markets": MarketsDocument,
    "focus": FocusDocument,
    "proficiencies": SkillsDocument,
    "skills": SkillsDocument,
}


def shape_of(data: Any) -> type[Document]:
    """The document class whose own key is in `data`; ValueError when there is none."""
    if isinstance(data, dict):
        for own_key, shape in SHAPES.items():
            if own_key in data:
                return shape
    raise ValueError("not a canon document: it has none of the keys " + ", ".join(SHAPES))
