"""The vocabulary of skills: plans and writes the scale, skills, what is above them, other names.

Focus documents create skills too, by name alone; both ways write them here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Lower
from django.utils.text import slugify

from taxonomy.canon.directory import Directory
from taxonomy.canon.documents import ProficiencyEntry, SkillsDocument, VocabularyEntry
from taxonomy.canon.plan import Change
from taxonomy.canon.problems import Problem
from taxonomy.canon.reader import Read
from taxonomy.models import Proficiency, Skill, SkillAlias, SkillProficiency


def write_skills(kinds: Mapping[str, str]) -> None:
    """Name → kind: creates the skills that are new to the canon, turns those of another kind."""
    lower = {name.lower(): name for name in kinds}
    found = Skill.objects.annotate(lower=Lower("name")).filter(lower__in=lower)
    held = {skill.lower: skill for skill in found}
    turned = [skill for name, skill in held.items() if skill.kind != kinds[lower[name]]]
    for skill in turned:
        skill.kind = kinds[lower[skill.lower]]
    Skill.objects.bulk_update(turned, ["kind"], batch_size=500)
    missing = [name for each, name in lower.items() if each not in held]
    slugs = free_slugs(missing)
    Skill.objects.bulk_create(
        Skill(name=name, kind=kinds[name], slug=slug)
        for name, slug in zip(missing, slugs, strict=True)
    )


def skill_ids(names: Iterable[str]) -> dict[str, int]:
    """Lower-case name → id of each of these skills."""
    found = Skill.objects.annotate(lower=Lower("name"))
    wanted = {name.lower() for name in names}
    return dict(found.filter(lower__in=wanted).values_list("lower", "pk"))


def free_slugs(names: list[str]) -> list[str]:
    """A slug for each name, numbered on where another skill or alternative name has it."""
    wanted = [slugify(name)[:130] or "skill" for name in names]
    taken = set(Skill.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    taken |= set(SkillAlias.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    slugs = []
    for stem in wanted:
        slug, suffix = stem, 2
        while slug in taken or (suffix > 2 and _is_taken(slug)):
            slug, suffix = f"{stem}-{suffix}", suffix + 1
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _is_taken(slug: str) -> bool:
    rows = (Skill.objects.filter(slug=slug), SkillAlias.objects.filter(slug=slug))
    return any(found.exists() for found in rows)


@dataclass
class SkillChange(Change):
    """What is to become of a skill of the vocabulary; `entry` has its names as stated."""

    entry: VocabularyEntry | None = None


def plan_proficiencies(
    entries: list[ProficiencyEntry], directory: Directory
) -> Iterator[tuple[Change, Proficiency]]:
    """In the order of the list; places that it does not name stay, after those that it does."""
    stated = [entry.code for entry in entries]
    others = [code for code in directory.proficiencies if code not in stated]
    for place, code in enumerate([*stated, *others], 1):
        held = directory.proficiencies.get(code)
        row = held or Proficiency(code=code)
        wanted: dict[str, Any] = {"order": place}
        if code in stated:
            entry = entries[stated.index(code)]
            wanted |= entry.stated() | {"code": code}
        if held is None:
            wanted.setdefault("name", code.replace("-", " ").capitalize())
        change = Change(f"proficiency {code}", None if held is None else 0)
        change.fields = {n: v for n, v in wanted.items() if getattr(row, n) != v or held is None}
        yield change, row


def plan_skills(read: Read, directory: Directory) -> Iterator[SkillChange | Problem]:
    """A change for each skill of the document, from a bounded number of queries for all."""
    document: SkillsDocument = read.document
    stated = {entry.name.lower() for entry in document.skills}
    named = [n for e in document.skills for n in (e.name, e.broader or "", *e.also) if n]
    directory.learn_skill_names(named)
    held = _held_skills(named)
    for place, entry in enumerate(document.skills):
        yield from _problems(read, place, entry, stated, directory)
        skill = held.get(directory.skills.get(entry.name.lower(), ("", ""))[0].lower())
        change = SkillChange(f"skill {entry.name}", skill.pk if skill else None, entry=entry)
        change.fields = _differing(entry, skill)
        yield change


def _held_skills(names: list[str]) -> dict[str, Skill]:
    """Lower-case name → skill with its alternative names and meanings, also by its other names."""
    lower = {name.lower() for name in names}
    by_alias = SkillAlias.objects.annotate(lower=Lower("name")).filter(lower__in=lower)
    found = Skill.objects.annotate(lower=Lower("name")).select_related("broader")
    found = found.prefetch_related("aliases", "meanings")
    wanted = found.filter(lower__in=lower) | found.filter(pk__in=by_alias.values("skill"))
    return {skill.lower: skill for skill in wanted}


def _problems(
    read: Read, place: int, entry: VocabularyEntry, stated: set[str], directory: Directory
) -> Iterator[Problem]:
    path = ("skills", place)
    if entry.broader and entry.broader.lower() not in stated | directory.skills.keys():
        reason = f"the broader skill {entry.broader!r} is neither in this file nor in the canon"
        yield read.problem((*path, "broader"), reason)
    for name in entry.also:
        known = directory.skills.get(name.lower(), (entry.name, ""))[0]
        if known.lower() != entry.name.lower() and known.lower() == name.lower():
            reason = f"{name!r} is a skill of its own in the canon"
            yield read.problem((*path, "also"), reason)
        elif known.lower() != entry.name.lower():
            yield read.problem((*path, "also"), f"{name!r} is another name of {known!r}")
    for code in entry.levels:
        if code not in directory.proficiencies:
            reason = f"{code!r} is not on the canon's scale of proficiencies"
            yield read.problem((*path, "levels", code), reason)


def _differing(entry: VocabularyEntry, skill: Skill | None) -> dict[str, Any]:
    held: dict[str, Any] = {"name": None, "kind": None, "broader": None, "also": [], "levels": {}}
    if skill:
        held = {
            "name": skill.name,
            "kind": skill.kind,
            "broader": skill.broader.name if skill.broader else None,
            "also": [alias.name for alias in skill.aliases.all()],
            "levels": {each.proficiency_id: each.text for each in skill.meanings.all()},
        }
    wanted = entry.stated()
    if wanted.get("kind") is None:
        wanted.pop("kind", None)
    wanted["broader"] = wanted.get("broader") or None if "broader" in wanted else held["broader"]
    if "also" in wanted:
        wanted["also"] = sorted(wanted["also"])
        held["also"] = sorted(held["also"])
    return {name: value for name, value in wanted.items() if value != held[name]}


def apply_skills(changes: list[SkillChange]) -> None:
    """Writes skills first, then what refers to them: the skill above, other names, meanings."""
    changes = [change for change in changes if not change.is_empty]
    kinds = {c.entry.name: c.entry.kind or Skill.Kind.SKILL for c in changes if c.is_new}
    kinds |= {c.entry.name: c.fields["kind"] for c in changes if "kind" in c.fields}
    write_skills(kinds)
    broader = [c.entry.broader for c in changes if c.entry.broader]
    ids = skill_ids([*(c.entry.name for c in changes), *broader])
    for change in changes:
        change.held_id = change.held_id or ids[change.entry.name.lower()]
    _write_rows(changes, ids)
    _replace_aliases({c.held_id: c.fields["also"] for c in changes if "also" in c.fields})
    _replace_meanings({c.held_id: c.fields["levels"] for c in changes if "levels" in c.fields})


def _write_rows(changes: list[SkillChange], ids: dict[str, int]) -> None:
    rows = []
    for change in changes:
        if change.fields.keys() & {"name", "broader"}:
            above = change.entry.broader
            row = Skill(pk=change.held_id, name=change.entry.name)
            row.broader_id = ids[above.lower()] if above else None
            rows.append(row)
    Skill.objects.bulk_update(rows, ["name", "broader"], batch_size=500)


def _replace_aliases(names: dict[int, list[str]]) -> None:
    SkillAlias.objects.filter(skill__in=names).delete()
    flat = [(skill, name) for skill, listed in names.items() for name in listed]
    slugs = free_slugs([name for _, name in flat])
    SkillAlias.objects.bulk_create(
        SkillAlias(skill_id=skill, name=name, slug=slug)
        for (skill, name), slug in zip(flat, slugs, strict=True)
    )


def _replace_meanings(texts: dict[int, dict[str, str]]) -> None:
    SkillProficiency.objects.filter(skill__in=texts).delete()
    SkillProficiency.objects.bulk_create(
        SkillProficiency(skill_id=skill, proficiency_id=code, text=text)
        for skill, listed in texts.items()
        for code, text in listed.items()
    )
