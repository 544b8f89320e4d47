"""Merges one skill into another: uses move, and the name becomes another name that redirects."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, models, transaction
from django.db.models import Count

from taxonomy.models.requirements import ProfileSkill
from taxonomy.models.skills import FocusSkill, FormerSlug, Skill, SkillAlias


@dataclass(frozen=True)
class Uses:
    """How often a skill that goes is used, and how often together with the one that stays."""

    focuses: int
    profiles: int
    both: int

    def __str__(self) -> str:
        """`applied by 3 focuses, required by 1 profile; 1 of them has both, whose text …`."""
        said = [
            f"{verb} by {count} {one if count == 1 else many}"
            for verb, count, one, many in (
                ("applied", self.focuses, "focus", "focuses"),
                ("required", self.profiles, "profile", "profiles"),
            )
            if count
        ]
        both = f"; {self.both} of them had both, and one text of the two stays" if self.both else ""
        return (", ".join(said) or "used nowhere") + both


def uses_of(merged: Iterable[Skill], kept: Skill | None = None) -> dict[int, Uses]:
    """Id → uses of each skill that is to be merged."""
    ids = [skill.pk for skill in merged]
    counts = [
        dict(
            model._default_manager.filter(skill__in=ids)
            .order_by()
            .values_list("skill")
            .annotate(Count("pk"))
        )
        for model in (FocusSkill, ProfileSkill)
    ]
    both: dict[int, int] = {}
    for model, parent in ((FocusSkill, "focus"), (ProfileSkill, "profile")):
        parents = model._default_manager.filter(skill=kept).values(parent) if kept else ()
        shared = model._default_manager.filter(skill__in=ids, **{f"{parent}__in": parents})
        for pk, count in shared.order_by().values_list("skill").annotate(Count("pk")):
            both[pk] = both.get(pk, 0) + count
    return {pk: Uses(counts[0].get(pk, 0), counts[1].get(pk, 0), both.get(pk, 0)) for pk in ids}


@transaction.atomic
def merge_skills(kept: Skill, merged: Skill) -> None:
    """Moves everything of the second to the first and deletes it; its address leads to the first.

    What both have stays as the first has it; what the first leaves empty is filled.
    """
    _move_ties(FocusSkill, "focus_id", kept, merged, ("text",))
    _move_ties(ProfileSkill, "profile_id", kept, merged, ("text", "proficiency_id"))
    if not kept.description and merged.description:
        kept.description = merged.description
        kept.save(update_fields=["description"])
    _move_narrower(kept, merged)
    known = kept.meanings.values("proficiency")
    merged.meanings.exclude(proficiency__in=known).update(skill=kept)
    for relation in Skill._meta.related_objects:
        if relation.name not in {"applications", "requirements", "narrower", "meanings"}:
            _move_rows(relation.related_model, relation.field.name, kept, merged)
    merged.delete()
    FormerSlug.objects.filter(slug=merged.slug).delete()
    SkillAlias.objects.create(skill=kept, name=merged.name, slug=merged.slug)


def _move_ties(
    model: type[models.Model], parent: str, kept: Skill, merged: Skill, fill: tuple[str, ...]
) -> None:
    of_kept = {getattr(tie, parent): tie for tie in model._default_manager.filter(skill=kept)}
    for tie in model._default_manager.filter(skill=merged, **{f"{parent}__in": of_kept}):
        stays = of_kept[getattr(tie, parent)]
        for field in fill:
            if not getattr(stays, field):
                setattr(stays, field, getattr(tie, field))
        tie.delete()
        stays.save()
    model._default_manager.filter(skill=merged).update(skill=kept)


def _move_narrower(kept: Skill, merged: Skill) -> None:
    """Where the one that stays was below the one that goes, it is now below what that was below."""
    if merged.pk in (line := kept.line_upwards()):
        below = Skill.objects.get(pk=line[line.index(merged.pk) - 1])
        below.broader_id = merged.broader_id
        below.save(update_fields=["broader"])
        kept.refresh_from_db(fields=["broader"])
    elif kept.broader_id is None and kept.pk not in merged.line_upwards():
        kept.broader_id = merged.broader_id
        kept.save(update_fields=["broader"])
    merged.narrower.exclude(pk=kept.pk).update(broader=kept)


def _move_rows(model: type[models.Model], field: str, kept: Skill, merged: Skill) -> None:
    """Row by row; one that says of the second what another says of the first goes with it."""
    for row in model._default_manager.filter(**{field: merged}):
        setattr(row, field, kept)
        try:
            with transaction.atomic():
                row.save(update_fields=[field])
        except IntegrityError:
            continue
