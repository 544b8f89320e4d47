"""The canon as documents: the same canon always gives the same, and loading them brings it back.

So each states what it has not, too, as an empty value. How documents become a folder of files is in
`dump_folder`.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.db.models.functions import Collate

from taxonomy.canon.companions import companions
from taxonomy.canon.plan import FOCUS_FIELDS, FUNCTION_FIELDS, PROFILE_FIELDS
from taxonomy.canon.tables import FOCUS_SECTIONS, PROFILE_SECTIONS, Section
from taxonomy.canon.vocabulary import redirecting_slugs
from taxonomy.exchange.changes import Row
from taxonomy.exchange.plain import Plain
from taxonomy.exchange.yaml_text import OnOneLine
from taxonomy.models import (
    DIMENSIONS,
    Focus,
    FormerSlug,
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
from taxonomy.models.slugs import slug_of
from taxonomy.reference_levels import Place, place_of

CHUNK = 200  # focuses read at a time


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside was true at one moment, whatever editors save meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def documents() -> Iterator[tuple[str, Plain]]:
    """(name of its file, document) of all the canon: levels, functions, skills, markets,
    synonyms, focuses, and what other apps have that goes with them.
    """
    tracks = list(Track.objects.in_order().values("code", "name"))
    levels = [plain_level(level) for level in Level.objects.in_order()]
    functions = [
        {"code": f.code} | {name: getattr(f, name) for name in FUNCTION_FIELDS}
        for f in Function.objects.order_by("code")
    ]
    if tracks or levels:
        yield "levels", {"tracks": tracks, "levels": levels}
    if functions:
        yield "functions", {"functions": functions}
    if skills := _plain_skills():
        yield "skills", skills
    if markets := list(Market.objects.order_by(Collate("code", "C")).values("code", "name")):
        yield "markets", {"markets": markets}
    if synonyms := [plain_synonym(synonym) for synonym in _synonyms()]:
        yield "synonyms", {"synonyms": synonyms}
    focuses = Focus.objects.select_related("function").order_by("function__code", "code")
    rows = focuses.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        for focus, document in zip(chunk, plain_focuses(chunk), strict=True):
            yield f"{focus.function.code}/{focus.code}".lower(), document
    for companion in companions.get():
        yield from companion.documents()


def canon_digest() -> str:
    """One short text for all that the canon says; the same for the same canon in any database."""
    lines = hashlib.sha256()
    for _, document in documents():
        lines.update(as_json_line(document).encode())
    return lines.hexdigest()[:16]


def as_json_line(document: Plain) -> str:
    return json.dumps(document, ensure_ascii=False, default=_json_value) + "\n"


def _json_value(value: Any) -> str:
    """Decimals and dates go as text: reading takes them so, and no digit is lost."""
    return str(value)


def plain_level(level: Level) -> Plain:
    """Its place is left out where the code says it: the file lists the tracks."""
    years = OnOneLine(year for year in (level.years_min, level.years_max) if year is not None)
    place = Place(level.track_id, level.rank, level.step)
    return (
        {"code": level.code}
        | ({} if place == place_of(level.code) else place._asdict())
        | {"name": level.name, "label": level.label, "equivalent": level.equivalent}
        | {"years": years, "description": level.description}
        | {name: getattr(level, name) for name in DIMENSIONS}
    )


def _plain_skills() -> Plain:
    """The scale and every skill, so that none is lost that no focus applies."""
    scale = list(Proficiency.objects.values("code", "name", "description"))
    skills = Skill.objects.in_order().select_related("broader")
    listed = list(plain_skills(list(skills)))
    return {"proficiencies": scale, "skills": listed} if scale or listed else {}


def plain_skills(skills: list[Skill]) -> Iterator[Plain]:
    """With their lists, each read once for all of them."""
    aliases, meanings, former = (
        _by_skill(model, skills) for model in (SkillAlias, SkillProficiency, FormerSlug)
    )
    for skill in skills:
        own_slug = {"slug": skill.slug} if skill.slug != slug_of(skill.name) else {}
        yield {
            "name": skill.name,
            "kind": skill.kind,
            "description": skill.description,
            "broader": skill.broader.name if skill.broader else "",
            "also": [alias.name for alias in aliases.get(skill.pk, ())],
            "levels": {each.proficiency_id: each.text for each in meanings.get(skill.pk, ())},
            **own_slug,
            "former_slugs": redirecting_slugs(aliases.get(skill.pk, ()), former.get(skill.pk, ())),
        }


def _by_skill(model: type[Model], skills: list[Skill]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    rows: Iterable[Any] = model._default_manager.filter(skill__in=skills)
    for row in rows:
        found.setdefault(row.skill_id, []).append(row)
    return found


def _synonyms() -> list[Synonym]:
    """In an order of our own: each database has another alphabet."""
    return sorted(Synonym.objects.all(), key=lambda synonym: (synonym.term, synonym.meaning))


def plain_synonym(synonym: Synonym) -> Plain:
    entry: Plain = {"term": synonym.term, "meaning": synonym.meaning}
    entry |= {"both_ways": True} if synonym.both_ways else {}
    return entry | ({"off": True} if synonym.is_off else {})


def plain_focuses(focuses: list[Focus]) -> Iterator[Plain]:
    profiles: dict[int, list[Profile]] = {}
    found = Profile.objects.filter(focus__in=focuses).select_related("replaced_by")
    for profile in found.in_order():
        profiles.setdefault(profile.focus_id, []).append(profile)
    profile_ids = [profile.pk for listed in profiles.values() for profile in listed]
    of_profile = {section: section.stored(profile_ids) for section in PROFILE_SECTIONS}
    for focus, document in zip(focuses, plain_focuses_alone(focuses), strict=True):
        listed = [_plain_profile(p, of_profile) for p in profiles.get(focus.pk, [])]
        yield document | {"profiles": listed}


def plain_focuses_alone(focuses: list[Focus]) -> Iterator[Plain]:
    """Without the roles in them."""
    ids = [focus.pk for focus in focuses]
    of_focus = {section: section.stored(ids) for section in FOCUS_SECTIONS}
    for focus in focuses:
        entry = {"code": focus.code} | {name: getattr(focus, name) for name in FOCUS_FIELDS}
        lists = _plain_sections(focus.pk, of_focus)
        yield {"function": focus.function.code, "focus": entry} | lists


def _plain_profile(profile: Profile, sections: dict[Section, dict]) -> Plain:
    fields = {name: getattr(profile, name) for name in PROFILE_FIELDS}
    fields["replaced_by"] = profile.replaced_by.key if profile.replaced_by else None
    return {"level": profile.level_id} | fields | _plain_sections(profile.pk, sections)


def _plain_sections(parent: int, sections: dict[Section, dict[int, list[Row]]]) -> Plain:
    return {
        section.name: section.plain(section.in_order(rows.get(parent, [])))
        for section, rows in sections.items()
    }
