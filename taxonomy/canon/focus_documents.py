"""The shape of a focus document: a focus, its lists, and its profiles with theirs.

A field that a document does not state is unset, not empty: loading leaves what the canon has.
"""

from datetime import date
from operator import attrgetter
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from taxonomy.canon.fields import (
    Amount,
    Code,
    CurrencyCode,
    LevelCode,
    Number,
    ProficiencyCode,
    ProfileKey,
    Published,
    Score,
)
from taxonomy.choices import (
    Differential,
    PayBasis,
    Period,
    ResponsibilityKind,
    SkillKind,
    StatedStatus,
)
from taxonomy.exchange.document import Document, code_alone, name_alone, once
from taxonomy.exchange.fields import (
    MAY_BE_EMPTY,
    Limited,
    Name,
    OneOf,
    Prose,
    Sentence,
    Title,
    WebAddress,
    Word,
)
from taxonomy.limits import HIGHEST_VERSION, MOST, MOST_SOURCES_STATED
from taxonomy.models.currencies import decimals
from taxonomy.models.names import wrong_with_code
from taxonomy.models.pay import decimals_allowed, too_many_decimals
from taxonomy.text import folded


class FunctionEntry(Document):
    code: Code | None = None
    name: Name = ""
    super_function: Annotated[str, Limited(120)] = ""
    family: Annotated[str, Limited(120)] = ""
    summary: Prose = ""


class FocusEntry(Document):
    code: Code | None = None
    name: Annotated[str, Limited(160, 1)] = ""
    summary: Prose = ""
    differential: Annotated[str, OneOf(Differential, blank=True)] = ""
    sources_stated: Annotated[
        Annotated[int, Field(ge=0, le=MOST_SOURCES_STATED)] | None, MAY_BE_EMPTY
    ] = None


class SkillEntry(Document):
    """A skill that a focus applies at every level; without `kind` it is what the canon says."""

    name: Annotated[str, Limited(140, 1)]
    kind: Annotated[str, OneOf(SkillKind)] | None = None
    text: Prose = ""


class RequiredSkillEntry(Document):
    """A skill that a profile requires, at a proficiency where one is stated."""

    name: Annotated[str, Limited(140, 1)]
    proficiency: Annotated[ProficiencyCode | None, MAY_BE_EMPTY] = None
    text: Prose = ""


class AreaEntry(Document):
    name: Name
    description: Annotated[str, Limited(300)] = ""


class SourceEntry(Document):
    title: Annotated[str, Limited(300, 1)]
    publisher: Annotated[str, Limited(160)] = ""
    published: Published = ""
    url: WebAddress = ""


class ScoresEntry(Document):
    level_differentiation: Annotated[Score | None, MAY_BE_EMPTY] = None
    focus_specificity: Annotated[Score | None, MAY_BE_EMPTY] = None
    concreteness: Annotated[Score | None, MAY_BE_EMPTY] = None
    factual_accuracy: Annotated[Score | None, MAY_BE_EMPTY] = None
    real_world_coverage: Annotated[Score | None, MAY_BE_EMPTY] = None


def _sentence_alone(value: Any) -> Any:
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, dict) and "component" in value and "text" not in value:
        rest = {name: each for name, each in value.items() if name != "component"}
        return {"text": value["component"], "kind": "component"} | rest
    return value


def _areas_of_sentences(value: Any) -> Any:
    """A mapping of area → sentences is read as a list of sentences that name their area."""
    if not isinstance(value, dict):
        return value
    listed = []
    for area, sentences in value.items():
        if not isinstance(sentences, list):
            raise ValueError(f"the area {str(area)[:60]!r} has no list of sentences")
        for sentence in sentences:
            entry = _sentence_alone(sentence)
            if isinstance(entry, dict) and "area" in entry:
                raise ValueError(f"a sentence below the area {str(area)[:60]!r} names one itself")
            listed.append(entry | {"area": area} if isinstance(entry, dict) else entry)
    return listed


class ResponsibilityEntry(Document):
    text: Sentence
    kind: Annotated[str, OneOf(ResponsibilityKind)] = "jfm"
    area: Annotated[str, Limited(120, 1)] | None = None


class GuidelineEntry(Document):
    knowledge: Prose = ""
    complexity: Prose = ""
    collaboration: Prose = ""
    experience: Prose = ""


terms_of = attrgetter("market", "currency", "period")  # of a band; one of each in a list


class PayEntry(Document):
    market: Word = ""
    currency: CurrencyCode
    low: Amount
    median: Amount
    high: Amount
    period: Annotated[str, OneOf(Period)] = "year"
    basis: Annotated[str, OneOf(PayBasis, blank=True)] = ""
    source: Annotated[str, Limited(300)] = ""
    as_of: Annotated[date | None, MAY_BE_EMPTY] = None

    @model_validator(mode="after")
    def _in_order(self) -> "PayEntry":
        places = decimals(self.currency)
        for amount in (self.low, self.median, self.high):
            if too_many_decimals(amount, places):
                raise ValueError(f"{decimals_allowed(self.currency)}: {amount:f} has more")
        if not self.low <= self.median <= self.high:
            raise ValueError("a band runs low ≤ median ≤ high")
        return self

    @property
    def terms(self) -> tuple[str, str, str]:
        return terms_of(self)


class MappingEntry(Document):
    scheme: Annotated[str, Limited(60, 1)]
    code: Annotated[str, Limited(60, 1)]
    source: Annotated[str, Limited(120)] = ""

    @model_validator(mode="after")
    def _code_of_its_scheme(self) -> "MappingEntry":
        if wrong := wrong_with_code(self.scheme, self.code):
            raise ValueError(wrong)
        return self


class ProfileEntry(Document):
    level: LevelCode
    title: Title = ""
    summary: Prose = ""
    status: Annotated[str, OneOf(StatedStatus)] = StatedStatus.APPROVED.value
    confidence: Annotated[
        Annotated[Number, Field(ge=0, le=1, decimal_places=2)] | None, MAY_BE_EMPTY
    ] = None
    scope: Word = ""
    # Read and not kept: a version is the number of an edition.
    version: Annotated[int, Field(ge=1, le=HIGHEST_VERSION)] = Field(default=1, exclude=True)
    replaced_by: Annotated[ProfileKey | None, MAY_BE_EMPTY] = None
    responsibilities: Annotated[
        list[Annotated[ResponsibilityEntry, BeforeValidator(_sentence_alone)]],
        BeforeValidator(_areas_of_sentences),
        Field(max_length=MOST["responsibilities"]),
    ] = []
    skills: Annotated[
        list[Annotated[RequiredSkillEntry, BeforeValidator(name_alone)]],
        Field(max_length=MOST["skills"]),
    ] = []
    guideline: GuidelineEntry = GuidelineEntry()
    pay: Annotated[list[PayEntry], Field(max_length=MOST["pay"])] = []
    aliases: Annotated[list[Title], Field(max_length=MOST["aliases"])] = []
    mappings: Annotated[list[MappingEntry], Field(max_length=MOST["mappings"])] = []

    @model_validator(mode="after")
    def _once_each(self) -> "ProfileEntry":
        once("skill", "skills", (folded(skill.name) for skill in self.skills))
        once("alias", "aliases", map(folded, self.aliases))
        once("mapping", "mappings", ((m.scheme, m.code) for m in self.mappings))
        once("pay band for", "pay", map(terms_of, self.pay))
        return self


class FocusDocument(Document):
    function: Annotated[FunctionEntry, BeforeValidator(code_alone)]
    focus: FocusEntry
    areas: Annotated[
        list[Annotated[AreaEntry, BeforeValidator(name_alone)]], Field(max_length=MOST["areas"])
    ] = []
    skills: Annotated[
        list[Annotated[SkillEntry, BeforeValidator(name_alone)]], Field(max_length=MOST["skills"])
    ] = []
    sources: Annotated[list[SourceEntry], Field(max_length=MOST["sources"])] = []
    scores: ScoresEntry = ScoresEntry()
    profiles: Annotated[list[ProfileEntry], Field(max_length=MOST["profiles"])] = []

    @model_validator(mode="after")
    def _named_and_once_each(self) -> "FocusDocument":
        for what, entry in (("function", self.function), ("focus", self.focus)):
            if entry.code is None and not entry.name:
                raise ValueError(f"the {what} has neither a code nor a name")
        once("level", "profiles", (profile.level for profile in self.profiles))
        once("skill", "skills", (folded(skill.name) for skill in self.skills))
        once("area", "areas", (folded(area.name) for area in self.areas))
        return self
