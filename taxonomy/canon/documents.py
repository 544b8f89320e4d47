"""The shape of canon files: what a levels, functions, synonyms and focus document may say.

A field that a document does not state is unset, not empty: loading leaves what the canon holds.
How documents are read from files is in `reading`, what becomes of them in `plan`.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from taxonomy import keys

# As patterns that pydantic matches by itself: most of a large load is text, and a function of ours
# for each piece of it would take longer than all other checks.
_PRINTABLE = r"\A[^\x00-\x08\x0b-\x1f\x7f]*\z"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def unprintable_in(text: str) -> str:
    """What is wrong with text that is not printable. Python would strip more than pydantic does."""
    found = _UNPRINTABLE.search(text.strip("\t\n\v\f\r "))
    return f"has the unprintable character U+{ord(found[0]):04X}" if found else "is not printable"


def limited(longest: int, shortest: int = 0) -> Any:
    """Printable text of so many characters."""
    limits = StringConstraints(
        strip_whitespace=True,
        strict=True,
        min_length=shortest,
        max_length=longest,
        pattern=_PRINTABLE,
    )
    return Annotated[str, limits]


def like(pattern: str, meaning: str) -> Any:
    """Text of a form, and what to say when it has another."""
    form = re.compile(pattern)

    def check(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError(f"is not {meaning}")
        return text

    return Annotated[str, StringConstraints(strict=True), AfterValidator(check)]


Prose = limited(4000)
Sentence = limited(4000, 1)
Name = limited(120, 1)
Title = limited(200, 1)
Word = limited(60)
Code = like(keys.CODE, "a code: 1 to 24 letters A-Z or digits")
LevelCode = like(keys.LEVEL_CODE, "a level code such as P3")
ProfileKey = like(keys.KEY, "a profile key such as ITOPER.GEN.P3")
Published = like(r"(\d{4}(-\d{2}(-\d{2})?)?)?", "a year, a year-month or a date")
WebAddress = like(r"(https?://\S{1,490})?", "a web address: http:// or https://")
Currency = like("[A-Z]{3}", "a currency: three letters such as USD")
Years = Annotated[int, Field(ge=0, le=80)]
Amount = Annotated[int, Field(ge=0, le=2_000_000_000)]


def _halves(score: Decimal) -> Decimal:
    if score * 2 % 1:
        raise ValueError("goes in steps of one half")
    return score


Score = Annotated[Decimal, Field(ge=1, le=5), AfterValidator(_halves)]


class Document(BaseModel):
    """Base of every shape: no unknown keys, so that a misspelt one is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def stated(self) -> dict[str, Any]:
        """Field → value of what this document really says."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class LevelEntry(Document):
    code: LevelCode
    name: Name = ""
    years: Annotated[list[Years], Field(min_length=1, max_length=2)] = []
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


class FunctionEntry(Document):
    code: Code | None = None
    name: Name = ""
    super_function: limited(120) = ""
    family: limited(120) = ""
    summary: Prose = ""


def _code_alone(value: Any) -> Any:
    return {"code": value} if isinstance(value, str) else value


class FocusEntry(Document):
    code: Code | None = None
    name: limited(160, 1) = ""
    summary: Prose = ""
    differential: Literal["", "skill", "pay", "none"] = ""
    sources_stated: Annotated[int, Field(ge=0, le=10_000)] | None = None


class SkillEntry(Document):
    name: limited(140, 1)
    kind: Literal["skill", "tool"] = "skill"
    text: Prose = ""


class SourceEntry(Document):
    title: limited(300, 1)
    publisher: limited(160) = ""
    published: Published = ""
    url: WebAddress = ""


class ScoresEntry(Document):
    level_differentiation: Score | None = None
    focus_specificity: Score | None = None
    concreteness: Score | None = None
    factual_accuracy: Score | None = None
    real_world_coverage: Score | None = None


def _sentence_alone(value: Any) -> Any:
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, dict) and set(value) == {"component"}:
        return {"text": value["component"], "kind": "component"}
    return value


class ResponsibilityEntry(Document):
    text: Sentence
    kind: Literal["jfm", "component"] = "jfm"


class GuidelineEntry(Document):
    knowledge: Prose = ""
    complexity: Prose = ""
    collaboration: Prose = ""
    experience: Prose = ""


class PayEntry(Document):
    market: Word = ""
    currency: Currency
    low: Amount
    median: Amount
    high: Amount
    basis: Literal["", "survey", "modelled", "inherited"] = ""
    source: limited(300) = ""
    as_of: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "PayEntry":
        if not self.low <= self.median <= self.high:
            raise ValueError("a band runs low ≤ median ≤ high")
        return self


class MappingEntry(Document):
    scheme: limited(60, 1)
    code: limited(60, 1)
    source: limited(120) = ""


class ProfileEntry(Document):
    level: LevelCode
    title: Title = ""
    summary: Prose = ""
    status: Literal["draft", "in_review", "approved", "retired"] = "draft"
    confidence: Annotated[Decimal, Field(ge=0, le=1, decimal_places=2)] | None = None
    scope: Word = ""
    version: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    replaced_by: ProfileKey | None = None
    responsibilities: Annotated[
        list[Annotated[ResponsibilityEntry, BeforeValidator(_sentence_alone)]],
        Field(max_length=200),
    ] = []
    guideline: GuidelineEntry = GuidelineEntry()
    pay: Annotated[list[PayEntry], Field(max_length=200)] = []
    aliases: Annotated[list[Title], Field(max_length=500)] = []
    mappings: Annotated[list[MappingEntry], Field(max_length=500)] = []

    @model_validator(mode="after")
    def _once_each(self) -> "ProfileEntry":
        _once("alias", (alias.lower() for alias in self.aliases))
        _once("mapping", ((m.scheme, m.code) for m in self.mappings))
        _once("pay band for", ((band.market, band.currency) for band in self.pay))
        return self


class LevelsDocument(Document):
    levels: list[LevelEntry]

    @model_validator(mode="after")
    def _once_each(self) -> "LevelsDocument":
        _once("level", (level.code for level in self.levels))
        return self


class FunctionsDocument(Document):
    functions: list[FunctionEntry]

    @model_validator(mode="after")
    def _once_each(self) -> "FunctionsDocument":
        _once("function", (entry.code or entry.name for entry in self.functions))
        return self


class FocusDocument(Document):
    function: Annotated[FunctionEntry, BeforeValidator(_code_alone)]
    focus: FocusEntry
    skills: Annotated[list[SkillEntry], Field(max_length=1000)] = []
    sources: Annotated[list[SourceEntry], Field(max_length=1000)] = []
    scores: ScoresEntry = ScoresEntry()
    profiles: Annotated[list[ProfileEntry], Field(max_length=100)] = []

    @model_validator(mode="after")
    def _named_and_once_each(self) -> "FocusDocument":
        for what, entry in (("function", self.function), ("focus", self.focus)):
            if entry.code is None and not entry.name:
                raise ValueError(f"the {what} has neither a code nor a name")
        _once("level", (profile.level for profile in self.profiles))
        _once("skill", (skill.name.lower() for skill in self.skills))
        return self


class SynonymEntry(Document):
    term: limited(60, 1)
    meaning: Name
    both_ways: bool = False


class SynonymsDocument(Document):
    synonyms: list[SynonymEntry]

    @model_validator(mode="after")
    def _once_each(self) -> "SynonymsDocument":
        _once("synonym", ((entry.term.lower(), entry.meaning.lower()) for entry in self.synonyms))
        return self


SHAPES: dict[str, type[Document]] = {
    "levels": LevelsDocument,
    "functions": FunctionsDocument,
    "synonyms": SynonymsDocument,
    "focus": FocusDocument,
}


def shape_of(data: Any) -> type[Document]:
    """The document class whose telling key stands in `data`; ValueError when there is none."""
    if isinstance(data, dict):
        for telling_key, shape in SHAPES.items():
            if telling_key in data:
                return shape
    raise ValueError("not a canon document: it has none of the keys " + ", ".join(SHAPES))


def _once(what: str, values: Any) -> None:
    seen = set()
    for value in values:
        if value in seen:
            shown = " ".join(filter(None, value)) if isinstance(value, tuple) else value
            raise ValueError(f"the {what} {shown!r} stands there twice")
        seen.add(value)
