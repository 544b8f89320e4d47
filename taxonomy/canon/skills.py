"""Writes skills: those that documents name, and what a vocabulary file says of them.

Focus documents create skills too, by name alone; both ways write them here.
"""

from collections.abc import Iterable, Mapping

from taxonomy.canon.copying import new_rows
from taxonomy.canon.row_numbers import number_of
from taxonomy.canon.vocabulary import SkillChange
from taxonomy.models import FormerSlug, Skill, SkillAlias, SkillProficiency
from taxonomy.models.skill_merging import merge_skills
from taxonomy.text import folded

ROW_FIELDS = ("name", "kind", "description", "slug")


def write_skills(kinds: Mapping[str, str]) -> list[Skill]:
    """Name → kind: creates the skills that are new to the canon, which it returns, and turns those
    of another kind.
    """
    if not kinds:
        return []
    names = {folded(name): name for name in kinds}
    found = Skill.objects.filter(folded_name__in=names)
    stored = {skill.folded_name: skill for skill in found}
    turned = [skill for name, skill in stored.items() if skill.kind != kinds[names[name]]]
    for skill in turned:
        skill.kind = kinds[names[skill.folded_name]]
    Skill.objects.bulk_update(turned, ["kind"], batch_size=500)
    missing = [name for each, name in names.items() if each not in stored]
    created = [Skill(name=name, kind=kinds[name]) for name in missing]
    _create(created)
    return created


def _create(skills: list[Skill]) -> None:
    """Stated slugs first: those that are minted are numbered on after them."""
    stated = [skill for skill in skills if skill.slug]
    _write_new(stated)
    minted = [skill for skill in skills if not skill.slug]
    for skill, slug in zip(
        minted, Skill.objects.mint_slugs([skill.name for skill in minted]), strict=True
    ):
        skill.slug = slug
    _write_new(minted)


def _write_new(skills: list[Skill]) -> None:
    if skills:
        new_rows(Skill, skills).write()


def skill_ids(names: Iterable[str]) -> dict[str, int]:
    """Folded name → id of each of these skills."""
    found = Skill.objects.filter(folded_name__in={folded(name) for name in names})
    return dict(found.values_list("folded_name", "pk"))


def apply_skills(changes: list[SkillChange]) -> None:
    """Writes what is planned: first what goes, then skills, then what refers to them."""
    changes = [change for change in changes if not change.is_empty]
    for change in changes:
        for merged, _ in change.merges:
            merge_skills(Skill.objects.get(pk=_id_of(change)), merged)
    _drop_aliases(changes)
    new = [change for change in changes if change.is_new]
    _write_rows([change for change in changes if not change.is_new])
    _create([_fresh(change) for change in new])
    ids = skill_ids(change.name for change in new)
    for change in new:
        change.stored_id = ids[folded(change.name)]
    _write_broader(changes)
    _add_aliases(changes)
    _replace_former_slugs(changes)
    _replace_meanings({_id_of(c): c.fields["levels"] for c in changes if "levels" in c.fields})


def _id_of(change: SkillChange) -> int:
    """Of a skill that the canon has, or that was just created."""
    assert change.stored_id is not None
    return change.stored_id


def _fresh(change: SkillChange) -> Skill:
    fields = {name: change.fields[name] for name in ROW_FIELDS if name in change.fields}
    number = number_of("skill", fields.get("slug", ""))
    return Skill(pk=number, **{"kind": Skill.Kind.SKILL} | fields)


def _write_rows(changes: list[SkillChange]) -> None:
    """What the rows of skills say that the canon had; former slugs go on leading there."""
    written = {_id_of(c): c for c in changes if c.fields.keys() & set(ROW_FIELDS)}
    rows = list(Skill.objects.filter(pk__in=written))
    moving = [row for row in rows if written[row.pk].fields.get("slug", row.slug) != row.slug]
    FormerSlug.objects.keep(moving)
    for row in moving:  # two may change places
        row.slug = f"moves-{row.pk}"
    Skill.objects.bulk_update(moving, ["slug"], batch_size=500)
    minted = [row for row in moving if not written[row.pk].fields["slug"]]
    slugs = Skill.objects.mint_slugs([written[row.pk].name for row in minted])
    by_row = {row.pk: slug for row, slug in zip(minted, slugs, strict=True)}
    for row in rows:
        fields = written[row.pk].fields
        for name in ROW_FIELDS:
            setattr(row, name, fields.get(name, getattr(row, name)))
        row.slug = by_row.get(row.pk, row.slug)
    Skill.objects.bulk_update(rows, ROW_FIELDS, batch_size=500)


def _write_broader(changes: list[SkillChange]) -> None:
    above = {_id_of(c): c.fields["broader"] for c in changes if "broader" in c.fields}
    ids = skill_ids(filter(None, above.values()))
    rows = [
        Skill(pk=pk, broader_id=ids[folded(name)] if name else None) for pk, name in above.items()
    ]
    Skill.objects.bulk_update(rows, ["broader"], batch_size=500)


def _drop_aliases(changes: list[SkillChange]) -> None:
    """Other names that the lists no longer have; their addresses go on leading to the skill."""
    lists = {c.stored_id: c.fields["also"] for c in changes if "also" in c.fields and c.stored_id}
    kept = {(pk, folded(name)) for pk, names in lists.items() for name in names}
    found = SkillAlias.objects.filter(skill__in=lists)
    gone = [alias for alias in found if (alias.skill_id, folded(alias.name)) not in kept]
    FormerSlug.objects.keep(gone)
    SkillAlias.objects.filter(pk__in=[alias.pk for alias in gone]).delete()


def _add_aliases(changes: list[SkillChange]) -> None:
    lists = {_id_of(c): c.fields["also"] for c in changes if "also" in c.fields}
    stored = {
        (alias.skill_id, folded(alias.name)): alias
        for alias in SkillAlias.objects.filter(skill__in=lists)
    }
    wanted = [(pk, name) for pk, names in lists.items() for name in names]
    respelt = [
        (alias, name)
        for pk, name in wanted
        if (alias := stored.get((pk, folded(name)))) and alias.name != name
    ]
    for alias, name in respelt:
        alias.name = name
    SkillAlias.objects.bulk_update([alias for alias, _ in respelt], ["name"], batch_size=500)
    fresh = [(pk, name) for pk, name in wanted if (pk, folded(name)) not in stored]
    slugs = Skill.objects.mint_slugs([name for _, name in fresh])
    SkillAlias.objects.bulk_create(
        SkillAlias(skill_id=pk, name=name, slug=slug)
        for (pk, name), slug in zip(fresh, slugs, strict=True)
    )


def _replace_former_slugs(changes: list[SkillChange]) -> None:
    lists = {_id_of(c): c.fields["former_slugs"] for c in changes if "former_slugs" in c.fields}
    live = set(SkillAlias.objects.filter(skill__in=lists).values_list("slug", flat=True))
    wanted = {slug: pk for pk, slugs in lists.items() for slug in slugs if slug not in live}
    FormerSlug.objects.filter(skill__in=lists).delete()
    FormerSlug.objects.filter(slug__in=wanted).delete()
    FormerSlug.objects.bulk_create(
        FormerSlug(slug=slug, skill_id=pk) for slug, pk in wanted.items()
    )


def _replace_meanings(texts: dict[int, dict[str, str]]) -> None:
    SkillProficiency.objects.filter(skill__in=texts).delete()
    SkillProficiency.objects.bulk_create(
        SkillProficiency(skill_id=skill, proficiency_id=code, text=text)
        for skill, listed in texts.items()
        for code, text in listed.items()
    )
