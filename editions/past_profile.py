"""A profile as it was at a release, made of the documents of its editions: what the stored function
`taxonomy_profile_document` gathers of the rows of today (taxonomy/profile/reading.py).
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any

from django.db.models import Model, Q, QuerySet

from editions.history.purging import purged
from editions.models import Edition, Release
from editions.succession.released_successions import successors_at
from taxonomy.canon.levels import years_columns
from taxonomy.exchange.plain import Plain
from taxonomy.keys import focus_key, profile_key
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
from taxonomy.profile.reading import profile_of_rows
from taxonomy.profile.records import ProfileRecord, Publication, StoredColumns, Successor
from taxonomy.text import folded
from taxonomy.web.links import address

Rows = list[StoredColumns]
_SHARED = ("track", "level", "proficiency", "market")  # by pages of every focus


class PastProfile(ProfileRecord, of=Profile):
    """Its address, and those of the rest of its ladder, are of the same release."""

    shared = ("level_label", "confidence_word", "is_retired")
    release: int

    def get_absolute_url(self) -> str:
        return f"{address('taxonomy:profile', self.key)}?release={self.release}"


def profile_at(release: Release, key: str) -> PastProfile | None:
    """None where the release has no such profile; PurgedError where its documents are gone. Asks a
    few questions, whatever its size.
    """
    function, focus, _ = key.split(".")
    of = focus_key(function, focus)
    editions = Edition.objects.at(release.revision).select_related("change_set")
    common = list(
        editions.filter(
            Q(kind__in=_SHARED) | Q(kind="function", key=function) | Q(kind="focus", key=of)
        )
    )
    keys = [profile_key(of, each.key) for each in common if each.kind == "level"]
    roles = list(editions.filter(kind="profile", key__in=keys))
    own = next((role for role in roles if role.key == key), None)
    if own is None:
        return None
    for each in (own, *common):
        if each.is_purged:
            raise purged(each)
    roles = [role for role in roles if not role.is_purged]
    editions = editions.filter(document__isnull=False)  # of what the page names besides
    parts = _Parts(common, roles)
    named = editions.filter(kind="skill", document__name__in=parts.names_of_skills())
    parts.add_skills(each.document | {"slug": each.key} for each in named)
    if after := own.document["replaced_by"]:
        parts.add_successor(editions.filter(kind="profile", key=after).first())
    profile = _record(parts.of(own), own, release)
    if profile.is_retired:
        _add_successors(profile, release, editions)
    return profile


def _record(rows: dict[str, Any], own: Edition, release: Release) -> PastProfile:
    profile = profile_of_rows(rows, PastProfile)
    assert isinstance(profile, PastProfile)
    profile.published = Publication(edition=own.number, is_first=own.number == 1)
    for each in (*profile.focus.profiles, profile.replaced_by):
        if isinstance(each, PastProfile):
            each.release = release.number
    return profile


class PastSuccessor(Successor):
    """Its address is of the same release."""

    release: int

    def get_absolute_url(self) -> str:
        return f"{super().get_absolute_url()}?release={self.release}"


def _add_successors(profile: PastProfile, release: Release, editions: QuerySet) -> None:
    """As readers of the release were shown them."""
    found = successors_at(release, "profile", profile.key)
    none = [each for each in found if each.relation == each.Relation.NONE]
    found = [each for each in found if each not in none]
    keys = [each.to_key for each in found]
    named = editions.filter(kind="profile", key__in=keys) if found else ()
    titles = {each.key: (each.document or {}).get("title", "") for each in named}
    successors = []
    for each in found:
        made = PastSuccessor(each.relation, each.to_key, titles.get(each.to_key, ""), each.why)
        made.release = release.number
        successors.append(made)
    assert profile.published
    profile.published = profile.published._replace(
        successors=tuple(successors), why_none=none[0].why if none else ""
    )


def _row(model: type[Model], **known: Any) -> StoredColumns:
    """All columns of a row: those that are known, and what the others are where nobody says."""
    columns = {field.attname: field.get_default() for field in model._meta.concrete_fields}
    return columns | {name: value for name, value in known.items() if name in columns}


class _Parts:
    """The parts of a sheet, each as rows with keys of their own."""

    def __init__(self, common: list[Edition], roles: list[Edition]) -> None:
        self.documents = {kind: self._of(common, kind) for kind in (*_SHARED, "function", "focus")}
        self.focus: Plain = self.documents["focus"][0]
        self.roles = roles
        self.ids = {role.key: nth for nth, role in enumerate(roles, 1)}
        self.skills: dict[str, int] = {}  # folded name → id
        self.parts: dict[str, Any] = {"replaced_by": None, "meanings": []}

    @staticmethod
    def _of(common: list[Edition], kind: str) -> list[Plain]:
        return [each.stated for each in common if each.kind == kind]

    def names_of_skills(self) -> set[str]:
        listed = (each.stated["skills"] for each in self.roles)
        return {skill["name"] for skills in (self.focus["skills"], *listed) for skill in skills}

    def add_skills(self, documents: Iterable[Plain]) -> None:
        found = list(documents)
        self.skills = {folded(each["name"]): nth for nth, each in enumerate(found, 1)}
        self.parts["skills"] = [_row(Skill, id=n, **each) for n, each in enumerate(found, 1)]
        self.parts["meanings"] = [
            _row(SkillProficiency, skill_id=nth, proficiency_id=code, text=text)
            for nth, each in enumerate(found, 1)
            for code, text in each["levels"].items()
        ]

    def add_successor(self, edition: Edition | None) -> None:
        if edition is not None:
            self.parts["replaced_by"] = _profile_row(0, edition)

    def of(self, own: Edition) -> dict[str, Any]:
        return (
            self.parts
            | {"profile": self.ids[own.key]}
            | self._of_catalogue()
            | self._of_focus()
            | self._of_roles()
            | self._of_own(own.stated)
        )

    def _of_catalogue(self) -> dict[str, Any]:
        return {
            "tracks": _in_order(Track, self.documents["track"]),
            "levels": [_level_row(each) for each in self.documents["level"]],
            "proficiencies": _in_order(Proficiency, self.documents["proficiency"]),
            "markets": [_row(Market, **each) for each in self.documents["market"]],
            "function": _row(Function, id=1, **self.documents["function"][0]),
        }

    def _of_focus(self) -> dict[str, Any]:
        entry, scores = self.focus["focus"], self.focus["scores"].items()
        return {
            "focus": _row(Focus, id=1, function_id=1, **entry),
            "areas": _numbered(Area, self.focus["areas"], focus_id=1),
            "sources": _numbered(Source, self.focus["sources"], focus_id=1),
            "scores": [
                _row(ProvenanceScore, id=n, focus_id=1, criterion=name, score=score)
                for n, (name, score) in enumerate(scores, 1)
                if score is not None
            ],
            "applied_skills": self._applied(FocusSkill, self.focus["skills"], focus_id=1),
        }

    def _applied(self, model: type[Model], skills: list[Plain], **of: Any) -> Rows:
        """What names a skill; one whose edition nobody kept is left out."""
        known = [
            {
                "skill_id": self.skills[folded(each["name"])],
                "proficiency_id": each.get("proficiency"),
                "text": each["text"],
            }
            for each in skills
            if folded(each["name"]) in self.skills
        ]
        return _numbered(model, known, **of)

    def _of_roles(self) -> dict[str, Any]:
        return {
            "profiles": [_profile_row(self.ids[role.key], role) for role in self.roles],
            "responsibilities": self._lists("responsibilities", Responsibility, self._duty),
            "pay_bands": self._lists("pay", PayBand, lambda band: band | _market(band)),
            "guidelines": [
                _row(Guideline, id=pk, profile_id=pk, **role.stated["guideline"])
                for role in self.roles
                if any(role.stated["guideline"].values()) and (pk := self.ids[role.key])
            ],
            "required_skills": [
                row
                for role in self.roles
                for row in self._applied(
                    ProfileSkill, role.stated["skills"], profile_id=self.ids[role.key]
                )
            ],
        }

    def _lists(self, name: str, model: type[Model], read: Callable[[Plain], Plain]) -> Rows:
        return [
            row
            for role in self.roles
            for row in _numbered(model, map(read, role.stated[name]), profile_id=self.ids[role.key])
        ]

    def _duty(self, duty: Plain) -> Plain:
        areas = [area["name"] for area in self.focus["areas"]]
        return duty | {"area_id": areas.index(duty["area"]) + 1 if duty["area"] in areas else None}

    def _of_own(self, document: Plain) -> dict[str, Any]:
        aliases = [{"title": title} for title in document["aliases"]]
        return {
            "aliases": _numbered(TitleAlias, aliases),
            "mappings": _numbered(ClassificationMapping, document["mappings"]),
        }


def _numbered(model: type[Model], documents: Iterable[Plain], **also: Any) -> Rows:
    """Rows in the order of the documents, which is their place in a list."""
    places: Iterator[int] = count(1)
    return [
        _row(model, **each | also | {"id": nth, "order": nth})
        for nth, each in zip(places, documents, strict=False)
    ]


def _market(band: Plain) -> Plain:
    return {"market_id": band["market"] or None}


def _level_row(document: Plain) -> StoredColumns:
    return _row(
        Level, **document | {"track_id": document["track"]} | years_columns(document["years"])
    )


def _in_order(model: type[Model], documents: list[Plain]) -> Rows:
    """Early editions do not state their order: for them today's is taken."""
    orders = dict(model._default_manager.values_list("code", "order"))
    rows = [
        _row(model, **each | {"order": each.get("order") or orders.get(each["code"], 99)})
        for each in documents
    ]
    return sorted(rows, key=lambda row: row["order"])


def _profile_row(pk: int, edition: Edition) -> StoredColumns:
    own = {"id": pk, "key": edition.key, "function_id": 1, "focus_id": 1}
    changed = {"updated_at": edition.change_set.published_at}
    level = {"level_id": edition.stated["level"]}
    return _row(Profile, **edition.stated | own | changed | level)
