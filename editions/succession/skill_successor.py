"""Retiring a skill: the one that follows it takes over its uses, its names and its address."""

from editions.change_sets.proposing import Proposal
from editions.change_sets.saving import NotPossibleError, refuse_second_draft
from editions.change_sets.trials import Trial, Written, tried, without_those_that_follow
from editions.choices import SuccessionRelation
from editions.succession.successions import Follows
from taxonomy.models import Skill
from taxonomy.models.skill_merging import merge_skills, uses_of


def retire_skill(slug: str, successor: str | None, why: str) -> Proposal:
    gone = _skill(slug)
    if successor is None:
        return _without(gone)
    kept = _skill(successor)
    if kept == gone:
        raise NotPossibleError("A skill does not follow itself.")
    documents = {(each.kind, each.key): each.after for each in _merged(kept, gone)}
    for kind, key in documents:
        refuse_second_draft(kind, key)
    follows = Follows("skill", slug, successor, SuccessionRelation.REPLACED, why)
    return Proposal(documents, (follows,), f"Retire the skill {gone.name}")


def _skill(slug: str) -> Skill:
    found = Skill.objects.filter(slug=slug).first()
    if found is None:
        raise NotPossibleError(
            f"The canon has no skill {slug}; one that is only drafted is taken out."
        )
    return found


def _without(gone: Skill) -> Proposal:
    uses = uses_of([gone])[gone.pk]
    if uses.focuses or uses.profiles:
        raise NotPossibleError(f"It is {uses}: say which skill follows it, or take it out of them.")
    return Proposal({("skill", gone.slug): None}, (), f"Retire the skill {gone.name}")


def _merged(kept: Skill, gone: Skill) -> list[Written]:
    """Roles and focuses that name it follow by themselves and need no draft."""
    with tried():
        trial = Trial(lambda: merge_skills(kept, gone), lambda: True)
        return without_those_that_follow(trial.written, "skill")
