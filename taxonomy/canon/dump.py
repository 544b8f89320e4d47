"""Writes the canon out again as canon files: the same canon always gives the same bytes.

What is empty is left out, as in files that people write; reading them back is `reading`'s work.
"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from taxonomy.canon.plan import FOCUS_FIELDS, FUNCTION_FIELDS, PROFILE_FIELDS
from taxonomy.canon.tables import FOCUS_SECTIONS, PROFILE_SECTIONS, Row, Section
from taxonomy.canon.vocabulary import redirecting_slugs
from taxonomy.models import (
    DIMENSIONS,
    Focus,
    Function,
    Level,
    Market,
    Proficiency,
    Profile,
    Skill,
    Synonym,
    Track,
)
from taxonomy.models.slugs import slug_of
from taxonomy.reference_levels import Place, place_of

CHUNK = 200  # focuses read at a time

Plain = dict[str, Any]


def dump_tree(folder: Path) -> list[Path]:
    """Writes a file for levels, functions, skills, markets and synonyms, and one a focus.

    Files of the folder that the canon does not have are left alone.
    """
    written = []
    for name, document in documents():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_yaml(document), encoding="utf-8")
        written.append(path)
    return written


def documents() -> Iterator[tuple[str, Plain]]:
    """(name of its file, document) of all the canon: levels, functions, skills, markets,
    synonyms, focuses.
    """
    tracks = list(Track.objects.in_order().values("code", "name"))
    levels = [_plain_level(level) for level in Level.objects.in_order()]
    functions = [
        _without_empty({"code": f.code} | {name: getattr(f, name) for name in FUNCTION_FIELDS})
        for f in Function.objects.order_by("code")
    ]
    if tracks or levels:
        yield "levels", _without_empty({"tracks": tracks, "levels": levels})
    if functions:
        yield "functions", {"functions": functions}
    if skills := _plain_skills():
        yield "skills", skills
    if markets := list(Market.objects.values("code", "name")):
        yield "markets", {"markets": markets}
    if synonyms := [_plain_synonym(synonym) for synonym in Synonym.objects.all()]:
        yield "synonyms", {"synonyms": synonyms}
    focuses = Focus.objects.select_related("function").order_by("function__code", "code")
    rows = focuses.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        for focus, document in zip(chunk, _plain_focuses(chunk), strict=True):
            yield f"{focus.function.code}/{focus.code}".lower(), document


def as_yaml(document: Plain) -> str:
    return yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6, line_break="\n"
    )


def as_json_line(document: Plain) -> str:
    return json.dumps(document, ensure_ascii=False, default=_json_value) + "\n"


def _json_value(value: Any) -> str:
    """Decimals and dates go as text: reading takes them so, and no digit is lost."""
    return str(value)


class _Dumper(yaml.CSafeDumper):
    pass


class _Pair(list):
    """A short list that stands on one line."""


_Dumper.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", str(value))
)
_Dumper.add_representer(
    _Pair,
    lambda dumper, value: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", value, flow_style=True
    ),
)
_Dumper.add_representer(
    date, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(value))
)


def _without_empty(document: Plain) -> Plain:
    return {name: value for name, value in document.items() if value not in ("", None, [], {})}


def _plain_level(level: Level) -> Plain:
    """Its place is left out where the code says it: the file lists the tracks."""
    years = _Pair(year for year in (level.years_min, level.years_max) if year is not None)
    place = Place(level.track_id, level.rank, level.step)
    return _without_empty(
        {"code": level.code}
        | ({} if place == place_of(level.code) else place._asdict())
        | {"name": level.name, "label": level.label, "equivalent": level.equivalent}
        | {"years": years, "description": level.description}
        | {name: getattr(level, name) for name in DIMENSIONS}
    )


def _plain_skills() -> Plain:
    """The scale and every skill, so that none is lost that no focus applies."""
    scale = Proficiency.objects.values("code", "name", "description")
    skills = Skill.objects.in_order().select_related("broader")
    return _without_empty(
        {
            "proficiencies": [_without_empty(place) for place in scale],
            "skills": [
                _plain_skill(skill)
                for skill in skills.prefetch_related("aliases", "meanings", "former_slugs")
            ],
        }
    )


def _plain_skill(skill: Skill) -> Plain:
    return _without_empty(
        {
            "name": skill.name,
            "kind": skill.kind,
            "description": skill.description,
            "broader": skill.broader.name if skill.broader else None,
            "also": [alias.name for alias in skill.aliases.all()],
            "levels": {each.proficiency_id: each.text for each in skill.meanings.all()},
            "slug": skill.slug if skill.slug != slug_of(skill.name) else None,
            "former_slugs": redirecting_slugs(skill),
        }
    )


def _plain_synonym(synonym: Synonym) -> Plain:
    entry: Plain = {"term": synonym.term, "meaning": synonym.meaning}
    entry |= {"both_ways": True} if synonym.both_ways else {}
    return entry | ({"off": True} if synonym.is_off else {})


def _plain_focuses(focuses: list[Focus]) -> Iterator[Plain]:
    ids = [focus.pk for focus in focuses]
    profiles: dict[int, list[Profile]] = {}
    found = Profile.objects.filter(focus__in=ids).select_related("replaced_by")
    for profile in found.in_order():
        profiles.setdefault(profile.focus_id, []).append(profile)
    of_focus = {section: section.held(ids) for section in FOCUS_SECTIONS}
    profile_ids = [profile.pk for listed in profiles.values() for profile in listed]
    of_profile = {section: section.held(profile_ids) for section in PROFILE_SECTIONS}
    for focus in focuses:
        entry = {"code": focus.code} | {name: getattr(focus, name) for name in FOCUS_FIELDS}
        listed = [_plain_profile(p, of_profile) for p in profiles.get(focus.pk, [])]
        yield _without_empty(
            {"function": focus.function.code, "focus": _without_empty(entry)}
            | _plain_sections(focus.pk, of_focus)
            | {"profiles": listed}
        )


def _plain_profile(profile: Profile, sections: dict[Section, dict]) -> Plain:
    fields = {name: getattr(profile, name) for name in PROFILE_FIELDS}
    fields["replaced_by"] = profile.replaced_by.key if profile.replaced_by else None
    return _without_empty(
        {"level": profile.level_id} | fields | _plain_sections(profile.pk, sections)
    )


def _plain_sections(parent: int, sections: dict[Section, dict[int, list[Row]]]) -> Plain:
    return {
        section.name: section.plain(section.in_order(rows[parent]))
        for section, rows in sections.items()
        if parent in rows
    }
