"""Plans what a file says of the vocabulary of skills: the scale, names, what is above, meanings.

Reads the database, writes nothing; `skills` writes what is planned here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from taxonomy.canon.directory import Directory
from taxonomy.canon.documents import ProficiencyEntry, SkillsDocument, VocabularyEntry
from taxonomy.canon.numbering import order_numbers
from taxonomy.canon.skill_names import KnownNames
from taxonomy.exchange.changes import Change
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.models import FormerSlug, Proficiency, Skill, SkillAlias
from taxonomy.models.skill_merging import Uses, uses_of
from taxonomy.models.slugs import slug_of
from taxonomy.text import folded


@dataclass
class SkillChange(Change):
    """What is to become of a skill of the vocabulary; `merges` go into it, with their uses."""

    name: str = ""
    merges: list[tuple[Skill, Uses]] = field(default_factory=list)
    renamed_from: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.merges and super().is_empty

    def __str__(self) -> str:
        """Says where uses and an address go: merging cannot be taken back by another load."""
        lines = [super().__str__()]
        if self.renamed_from:
            lines.append(f"renames {self.renamed_from}, which stays another name")
        lines += [
            f"merges the skill {skill} ({uses}), whose page /skills/{skill.slug}/ leads here then"
            for skill, uses in self.merges
        ]
        return "; ".join(lines)


def name_of_proficiency(code: str) -> str:
    """Of one that no file names."""
    return code.replace("-", " ").capitalize()


def plan_proficiencies(
    entries: list[ProficiencyEntry], directory: Directory
) -> Iterator[tuple[Change, Proficiency]]:
    """In the order of the list; places that it does not name stay, after those that it does."""
    stated = {entry.code: entry for entry in entries}
    stored_orders = {place.code: place.order for place in directory.proficiencies.values()}
    own = {code: entry.order for code, entry in stated.items() if entry.order is not None}
    for code, order in order_numbers(stated, stored_orders, own).items():
        stored = directory.proficiencies.get(code)
        row = stored or Proficiency(code=code)
        wanted: dict[str, Any] = {"order": order}
        if code in stated:
            wanted |= {n: v for n, v in stated[code].stated().items() if n != "order"}
        if not (wanted.get("name") or row.name):
            wanted["name"] = name_of_proficiency(code)
        change = Change(f"proficiency {code}", None if stored is None else 0)
        change.compare(row, wanted)
        yield change, row


def plan_skills(
    read: Read[SkillsDocument], directory: Directory
) -> Iterator[SkillChange | Problem]:
    """A change for each skill of the document, from a bounded number of queries for all."""
    document = read.document
    known = KnownNames(document.skills)
    for place, entry in enumerate(document.skills):
        path = ("skills", place)
        for where, reason in known.problems(entry):
            yield read.problem((*path, where), reason)
        if reason := directory.other_kind(entry.name, entry.kind, read.at((*path, "kind"))):
            yield read.problem((*path, "kind"), reason)
        for code in entry.levels.keys() - directory.proficiencies.keys():
            yield read.problem((*path, "levels", code), directory.off_the_scale(code))
        yield _plan_skill(entry, known)


def _plan_skill(entry: VocabularyEntry, known: KnownNames) -> SkillChange:
    skill = known.skill(entry)
    merged = [other for other in known.to_merge(entry) if other != skill]
    change = SkillChange(f"skill {entry.name}", skill.pk if skill else None)
    change.fields = _differing(entry, skill, known)
    stored = _stored(skill)
    change.before = {name: stored[name] for name in change.fields}
    change.name = change.fields.get("name") or (skill.name if skill else entry.name)
    if skill and folded(change.name) != folded(skill.name):
        change.renamed_from = skill.name
    uses = uses_of(merged, skill) if merged else {}
    change.merges = [(other, uses[other.pk]) for other in merged]
    return change


def _differing(entry: VocabularyEntry, skill: Skill | None, known: KnownNames) -> dict[str, Any]:
    stored, wanted = _stored(skill), entry.stated()
    if skill and known.is_reference(entry):
        wanted["name"] = skill.name
    if not wanted.get("kind"):
        wanted.pop("kind", None)
    if "broader" in wanted:
        wanted["broader"] = known.spelt(wanted["broader"]) if wanted["broader"] else None
    if skill is None or folded(wanted["name"]) != folded(skill.name):
        wanted["slug"] = entry.slug or ""  # minted when it is written
    elif not entry.slug:
        wanted.pop("slug", None)
    for listed in ("also", "former_slugs"):
        if listed in wanted:
            wanted[listed] = sorted(wanted[listed])
    return {name: value for name, value in wanted.items() if value != stored[name]}


def _stored(skill: Skill | None) -> dict[str, Any]:
    if skill is None:
        empty = dict.fromkeys(("name", "kind", "broader", "slug"))
        return empty | {"description": "", "also": [], "levels": {}, "former_slugs": []}
    return {
        "name": skill.name,
        "kind": skill.kind,
        "description": skill.description,
        "broader": skill.broader.name if skill.broader else None,
        "slug": skill.slug,
        "also": sorted(alias.name for alias in skill.aliases.all()),
        "levels": {each.proficiency_id: each.text for each in skill.meanings.all()},
        "former_slugs": redirecting_slugs(skill.aliases.all(), skill.former_slugs.all()),
    }


def redirecting_slugs(aliases: Iterable[SkillAlias], former: Iterable[FormerSlug]) -> list[str]:
    """Addresses that lead to the skill of these and that its names do not ask for."""
    unlike = [alias.slug for alias in aliases if alias.slug != slug_of(alias.name)]
    return sorted([*unlike, *(each.slug for each in former)])
