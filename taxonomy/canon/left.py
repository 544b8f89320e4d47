"""What the canon has and the documents of a load do not speak of: named for every kind, and retired
or taken out when that is asked for.

A code is never reused: functions, focuses and levels stay, profiles keep their page.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils import timezone

from taxonomy import text
from taxonomy.canon.levels import name_of_track
from taxonomy.canon.plan import FUNCTION_FIELDS, FocusChange
from taxonomy.canon.statements import Statements
from taxonomy.canon.vocabulary import name_of_proficiency
from taxonomy.exchange.report import Report
from taxonomy.models import (
    DIMENSIONS,
    Focus,
    Function,
    Level,
    Market,
    Proficiency,
    Profile,
    Skill,
    SkillAlias,
    SkillProficiency,
    Synonym,
    Track,
)


class Left(NamedTuple):
    """A row that no document speaks of, or what it has that none states."""

    kind: str
    key: str
    names: tuple[str, ...] = ()
    is_retired: bool = False

    def __str__(self) -> str:
        stated = f": {', '.join(self.names)}" if self.names else ""
        return f"{self.kind} {self.key}{stated}{' (retired)' if self.is_retired else ''}"


class Kind(NamedTuple):
    name: str
    rows: Callable[[], QuerySet]
    key: Callable[[Any], str]
    has: Callable[[Any], dict[str, Any]]  # what a row has, by the names that documents use


def _level(level: Level) -> dict[str, Any]:
    names = ("name", "label", "equivalent", "description", *DIMENSIONS)
    return {name: getattr(level, name) for name in names} | {"years": level.years}


def _skills() -> QuerySet:
    """Whether they have lists is asked for all at once: there are thousands."""
    aliases, meanings = SkillAlias.objects.all(), SkillProficiency.objects.all()
    return Skill.objects.in_order().annotate(
        has_aliases=Exists(aliases.filter(skill=OuterRef("pk"))),
        has_meanings=Exists(meanings.filter(skill=OuterRef("pk"))),
    )


def _skill(skill: Any) -> dict[str, Any]:
    return {
        "description": skill.description,
        "broader": skill.broader_id,
        "also": skill.has_aliases,
        "levels": skill.has_meanings,
    }


def _track(track: Track) -> dict[str, Any]:
    return {"name": track.name if track.name != name_of_track(track.code) else ""}


def _proficiency(place: Proficiency) -> dict[str, Any]:
    name = place.name if place.name != name_of_proficiency(place.code) else ""
    return {"name": name, "description": place.description}


KINDS = (
    Kind("track", Track.objects.in_order, lambda row: row.code, _track),
    Kind("level", Level.objects.in_order, lambda row: row.code, _level),
    Kind(
        "function",
        lambda: Function.objects.order_by("code"),
        lambda row: row.code,
        lambda row: {name: getattr(row, name) for name in FUNCTION_FIELDS},
    ),
    Kind(
        "proficiency",
        Proficiency.objects.all,
        lambda row: row.code,
        _proficiency,
    ),
    Kind(
        "skill",
        _skills,
        lambda row: text.folded(row.name),
        _skill,
    ),
    Kind(
        "market",
        Market.objects.all,
        lambda row: row.code,
        lambda row: {"name": row.name if row.name != row.code else ""},
    ),
    Kind("synonym", Synonym.objects.all, lambda row: f"{row.term} → {row.meaning}", lambda row: {}),
)


def missing_rows(statements: Statements, seen_focuses: Collection[int]) -> Iterator[Left]:
    for kind in KINDS:
        for row in kind.rows():
            key = kind.key(row)
            if not statements.has(kind.name, key):
                yield Left(kind.name, row.name if kind.name == "skill" else key)
                continue
            stated = statements.names(kind.name, key)
            names = [name for name, value in kind.has(row).items() if value and name not in stated]
            if names:
                yield Left(kind.name, row.name if kind.name == "skill" else key, tuple(names))
    focuses = Focus.objects.exclude(pk__in=seen_focuses).select_related("function")
    for focus in focuses.order_by("function__code", "code"):
        yield Left("focus", focus.key)
    profiles = Profile.objects.exclude(focus__in=seen_focuses).order_by("key")
    for key, status in profiles.values_list("key", "status"):
        yield Left("profile", key, is_retired=status == Profile.Status.RETIRED)


def left_of(change: FocusChange) -> Iterator[Left]:
    """What a focus has that its document does not speak of."""
    if change.unstated:
        yield Left("focus", change.key, tuple(change.unstated))
    for profile in change.unlisted:
        yield Left("profile", profile.key, is_retired=profile.is_retired)
    for profile_change in change.profiles:
        if profile_change.unstated:
            yield Left("profile", profile_change.key, tuple(profile_change.unstated))


def retire(left: list[Left], report: Report) -> list[Left]:
    """Retires profiles, takes out synonyms and what nothing uses; returns what stays."""
    whole = [row for row in left if not row.names]
    done = {
        *_retire_profiles([row for row in whole if row.kind == "profile"], report),
        *_remove_synonyms([row for row in whole if row.kind == "synonym"], report),
        *_remove_unused([row for row in whole if row.kind in ("skill", "proficiency")], report),
    }
    return [row for row in left if row not in done]


def _retire_profiles(rows: list[Left], report: Report) -> list[Left]:
    """Rows that are retired already stay in the list: they are no part of what was stated."""
    rows = [row for row in rows if not row.is_retired]
    keys = [row.key for row in rows]
    Profile.objects.filter(key__in=keys).update(
        status=Profile.Status.RETIRED, updated_at=timezone.now()
    )
    for key in keys:
        report.changed += 1
        report.say(f"~ profile {key}: status (retired)")
    return rows


def _remove_synonyms(rows: list[Left], report: Report) -> list[Left]:
    wanted = {row.key for row in rows}
    found = {f"{each.term} → {each.meaning}": each for each in Synonym.objects.all()}
    _delete([found[key] for key in wanted], "synonym", report)
    return rows


def _remove_unused(rows: list[Left], report: Report) -> list[Left]:
    """Skills from the narrowest up, so that one goes whose last narrower one went."""
    names = {row.key for row in rows if row.kind == "skill"}
    gone: set[str] = set()
    while unused := Skill.objects.filter(
        name__in=names - gone, applications=None, requirements=None, narrower=None
    ):
        skills = list(unused)
        gone |= {skill.name for skill in skills}
        _delete(skills, "skill", report)
    codes = {row.key for row in rows if row.kind == "proficiency"}
    places = list(Proficiency.objects.filter(code__in=codes, requirements=None, meanings=None))
    gone_codes = {place.code for place in places}
    _delete(places, "proficiency", report)
    return [row for row in rows if row.key in (gone if row.kind == "skill" else gone_codes)]


def _delete(rows: Sequence[Model], kind: str, report: Report) -> None:
    for row in rows:
        report.removed += 1
        report.say(f"- {kind} {row}")
        row.delete()
