"""Rows of the canon as plain objects: the columns of a table, and the model's own short properties.

`reading` makes them from one statement. A page that only reads needs no instance of a model, no
queryset and none of Django's caches; whole rows arrive, so a new column needs no line here.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.db import models

from taxonomy.models import (
    Area,
    ClassificationMapping,
    Focus,
    FocusSkill,
    Function,
    Guideline,
    Level,
    Market,
    PayBand,
    Proficiency,
    Profile,
    ProfileSkill,
    ProvenanceScore,
    Responsibility,
    Skill,
    SkillProficiency,
    Source,
    TitleAlias,
    Track,
)
from taxonomy.web.links import address

StoredColumns = dict[str, Any]


class Record:
    """A row of `model`. Two records are equal when they are the same row, as instances are."""

    model: ClassVar[type[models.Model]]
    # Methods and properties of the model that pages use; they read columns and relations alone.
    shared: ClassVar[tuple[str, ...]] = ()

    def __init__(self, row: StoredColumns) -> None:
        self.__dict__.update(row)
        for name, read in _read_as(type(self).model):
            self.__dict__[name] = read(row[name])

    def __init_subclass__(cls, of: type[models.Model], **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.model = of
        for name in ("__str__", *cls.shared):
            setattr(cls, name, vars(of)[name])
        for field in of._meta.concrete_fields:
            if field.choices:
                setattr(cls, f"get_{field.name}_display", _in_words(field))

    @property
    def pk(self) -> Any:
        return getattr(self, self.model._meta.pk.attname)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.pk == self.pk

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self}>"

    def __hash__(self) -> int:
        return hash((self.model, self.pk))

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


@cache
def _read_as(model: type[models.Model]) -> list[tuple[str, Callable[[Any], Any]]]:
    """The columns for which JSON has no type of its own, and how to read each."""
    kinds = models.DateField | models.DecimalField
    return [(f.attname, f.to_python) for f in model._meta.concrete_fields if isinstance(f, kinds)]


def _in_words(field: models.Field) -> Callable[[Record], str]:
    words = dict(field.flatchoices)
    return lambda record: words.get(getattr(record, field.attname), getattr(record, field.attname))


def model_of(row: models.Model | Record) -> type[models.Model]:
    """Whose row this is, whichever way it was read."""
    return row.model if isinstance(row, Record) else type(row)


class FunctionRecord(Record, of=Function):
    shared = ("get_absolute_url",)


class TrackRecord(Record, of=Track):
    shared = ("in_words",)


class LevelRecord(Record, of=Level):
    shared = (
        "get_absolute_url",
        "label_or_code",
        "label_and_name",
        "reference",
        "years",
        "dimensions",
    )
    track: TrackRecord


class SkillRecord(Record, of=Skill):
    shared = ("get_absolute_url",)


class AreaRecord(Record, of=Area):
    pass


class FocusSkillRecord(Record, of=FocusSkill):
    skill: SkillRecord


class ScoreRecord(Record, of=ProvenanceScore):
    pass


class SourceRecord(Record, of=Source):
    pass


class ProficiencyRecord(Record, of=Proficiency):
    shared = ("get_absolute_url",)


class MeaningRecord(Record, of=SkillProficiency):
    pass


class MarketRecord(Record, of=Market):
    pass


class AliasRecord(Record, of=TitleAlias):
    pass


class MappingRecord(Record, of=ClassificationMapping):
    pass


class GuidelineRecord(Record, of=Guideline):
    shared = ("cells",)


class ResponsibilityRecord(Record, of=Responsibility):
    area: AreaRecord | None


class RequiredSkillRecord(Record, of=ProfileSkill):
    skill: SkillRecord
    proficiency: ProficiencyRecord | None
    meaning: str  # what the proficiency means for the skill, where the skill says so


class PayBandRecord(Record, of=PayBand):
    shared = ("terms",)
    market: MarketRecord | None
    low: Decimal
    median: Decimal
    high: Decimal
    as_of: date | None


class FocusRecord(Record, of=Focus):
    shared = ("get_absolute_url",)
    function: FunctionRecord
    profiles: list["ProfileRecord"]
    applied_skills: list[FocusSkillRecord]
    scores: list[ScoreRecord]
    sources: list[SourceRecord]
    areas: list[AreaRecord]


class Successor(NamedTuple):
    """A role that follows a retired one."""

    relation: str  # replaced, split or merged
    key: str
    title: str
    why: str = ""

    def get_absolute_url(self) -> str:
        return address("taxonomy:profile", self.key)


class Publication(NamedTuple):
    """What is known of a profile's publishing: its edition, the release that it changed in, and the
    last release of all; the roles that follow it where it is retired.
    """

    edition: int
    is_first: bool
    release: int | None = None  # none where it changed after the last
    last_release: int | None = None
    successors: tuple[Successor, ...] = ()
    why_none: str = ""  # why nothing follows it

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Publication":
        successors = tuple(Successor(**each) for each in plain.pop("successors") or ())
        plain["why_none"] = plain["why_none"] or ""
        return cls(**plain, is_first=plain["edition"] == 1, successors=successors)


class ProfileRecord(Record, of=Profile):
    """Aliases and mappings are of the profile that was asked for; responsibilities, the rubric row,
    required skills and pay of every profile of its ladder.
    """

    shared: ClassVar[tuple[str, ...]] = (
        "get_absolute_url",
        "level_label",
        "confidence_word",
        "is_retired",
    )
    function: FunctionRecord
    focus: FocusRecord
    level: LevelRecord
    replaced_by: "ProfileRecord | None" = None
    published: Publication | None = None
    guideline: GuidelineRecord | None = None
    responsibilities: list[ResponsibilityRecord]
    required_skills: list[RequiredSkillRecord]
    pay_bands: list[PayBandRecord]
    aliases: list[AliasRecord]
    mappings: list[MappingRecord]
    scale: list[ProficiencyRecord]  # of the canon, the lowest first
