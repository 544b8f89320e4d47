"""Retiring, renaming, moving, splitting, merging and copying: which drafts each makes, and what it
says of successors. Saving them is `proposing.save_together`'s work.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from editions.change_sets.proposing import Proposal, document_now
from editions.change_sets.saving import NotPossibleError
from editions.choices import SuccessionRelation
from editions.documents.kinds import name_of, synonym_key
from editions.documents.row_keys import MODELS, row_of
from editions.documents.rows import link_key
from editions.documents.skill_names import Documents
from editions.models import MintedCode
from editions.succession import role_documents as of_role
from editions.succession.successions import Follows
from frameworks.exchange.dump import plain_link
from frameworks.models import CanonLink
from taxonomy.canon.dump import Plain
from taxonomy.choices import ProfileStatus
from taxonomy.keys import profile_key
from taxonomy.models import Profile, Synonym


class RolePlace(NamedTuple):
    """Where a new role is to be, and what it is called."""

    focus: str  # function and focus: `ITOPER.ITOUTSOU493C`
    level: str
    title: str

    @property
    def key(self) -> str:
        return profile_key(self.focus, self.level)


class SplitPart(NamedTuple):
    """One of those that a role is split into: a new one, or a key that is there."""

    place: RolePlace | None
    existing: str = ""
    sentences: Collection[int] = ()  # places in the list of responsibilities

    @property
    def key(self) -> str:
        return self.place.key if self.place else self.existing


def role(key: str) -> Plain:
    """As its draft or the canon has it."""
    document = document_now("profile", key)
    if document is None:
        raise NotPossibleError(f"There is no role {key}.")
    return document


def role_in_use(key: str) -> Plain:
    """Of a role that is to follow another."""
    document = role(key)
    if document["status"] == ProfileStatus.RETIRED:
        raise NotPossibleError(f"{key} is retired itself: choose a role in use.")
    return document


def retire_role(key: str, successor: str | None, why: str) -> Proposal:
    if successor:
        role_in_use(successor)
    documents: Documents = {("profile", key): of_role.retired(role(key), successor)}
    follows = Follows.by_one("profile", key, successor, why)
    return Proposal(documents, (follows,), f"Retire {key}")


def retire_focus(
    key: str, successor: str | None, successors: dict[str, str | None], why: str
) -> Proposal:
    """`successors` names for each of its roles the one that follows it, or none."""
    if not successors:
        raise NotPossibleError("All roles of this focus are retired already.")
    for after in filter(None, successors.values()):
        role_in_use(after)
    documents: Documents = {
        ("profile", each): of_role.retired(role(each), after) for each, after in successors.items()
    }
    follows = [Follows.by_one("profile", each, after, why) for each, after in successors.items()]
    follows.append(Follows.by_one("focus", key, successor, why))
    return Proposal(documents, tuple(follows), f"Retire the focus {key}")


def roles_in_use(focus: str) -> list[Profile]:
    function, _, code = focus.partition(".")
    found = Profile.objects.in_use().filter(focus__code=code, function__code=function)
    return list(found.select_related("level").order_by("level__track__order", "level__rank"))


def same_level(roles: Iterable[Profile], focus: str | None) -> dict[str, str | None]:
    """Key → the role of the other focus at the same level."""
    others = {each.level_id: each.key for each in roles_in_use(focus)} if focus else {}
    return {each.key: others.get(each.level_id) for each in roles}


def rename(kind: str, key: str, name: str, keeps_old: bool) -> Proposal:
    document = document_now(kind, key)
    if document is None:
        raise NotPossibleError(f"There is no {kind} {key}.")
    former = name_of(kind, document)
    if former == name.strip():
        raise NotPossibleError("That is its name already.")
    documents: Documents = {(kind, key): of_role.renamed(kind, document, name, keeps_old)}
    if keeps_old and kind not in of_role.OTHER_NAMES:
        documents |= _synonym(former, name)
    return Proposal(documents, (), f"Rename {former} to {name}")


def _synonym(former: str, name: str) -> Documents:
    """A focus or function has no other names of its own: the search learns of the former one."""
    term, meaning = Synonym.objects.in_plain_words([former, name])
    if term == meaning:
        return {}
    stated = {"term": term, "meaning": meaning, "both_ways": False, "off": False}
    return {("synonym", synonym_key(term, meaning)): stated}


def copy_role(key: str, to: RolePlace, keeps: Collection[str], adds_areas: bool) -> Proposal:
    documents = _placed(key, {to.key: (to, _copy(key, to, keeps))}, adds_areas)
    return Proposal(documents, (), f"{to.title} ({to.key}), after {key}")


def move_role(
    key: str, to: RolePlace, keeps: Collection[str], adds_areas: bool, takes_links: bool, why: str
) -> Proposal:
    documents = _placed(key, {to.key: (to, _copy(key, to, keeps))}, adds_areas)
    documents[("profile", key)] = of_role.retired(role(key), to.key)
    if takes_links:
        documents |= links_of("profile", key, to.key)
    follows = _follow([key], [to.key], SuccessionRelation.REPLACED, why)
    return Proposal(documents, follows, f"Move {key} to {to.key}")


def split_role(key: str, parts: Sequence[SplitPart], adds_areas: bool, why: str) -> Proposal:
    if len({part.key for part in parts}) < 2:
        raise NotPossibleError("A role is split into two or more different roles.")
    if key in (part.key for part in parts):
        raise NotPossibleError("A role that is split is retired: none of its parts has its key.")
    document = role(key)
    new = {}
    for part in parts:
        if part.place is None:
            role_in_use(part.existing)
            continue
        some = of_role.with_sentences(document, part.sentences)
        new[part.key] = (part.place, _copied(some, key, part.place, ["pay"]))
    documents = _placed(key, new, adds_areas)
    documents[("profile", key)] = of_role.retired(document, None)
    follows = _follow([key], [part.key for part in parts], SuccessionRelation.SPLIT, why)
    return Proposal(documents, follows, f"Split {key}")


def merge_roles(
    keys: Sequence[str],
    into: RolePlace | str,
    takes_lists: bool,
    titles_are_aliases: bool,
    why: str,
) -> Proposal:
    """`into` is a new place, or a key: that of one of them, or of another role."""
    target = into if isinstance(into, str) else into.key
    gone = [key for key in dict.fromkeys(keys) if key != target]
    if len(gone) + isinstance(into, str) < 2:
        raise NotPossibleError("Two or more different roles are merged.")
    others = [role(key) for key in gone]
    if isinstance(into, str):
        kept = role_in_use(into)
    else:
        kept = _copied(others[0], gone[0], into, ["pay", "aliases"])
    documents: Documents = {}
    if takes_lists:
        kept = of_role.with_lists_of(kept, others)
    if titles_are_aliases:
        kept = of_role.with_titles_as_aliases(kept, others)
    if isinstance(into, RolePlace):
        documents = _placed(gone[0], {target: (into, kept)}, adds_areas=True)
    elif kept != role(target):
        documents = _with_areas_added(target, {target: kept}, adds_areas=True)
    for key, document in zip(gone, others, strict=True):
        documents[("profile", key)] = of_role.retired(document, target)
    follows = _follow(gone, [target], SuccessionRelation.MERGED, why)
    return Proposal(documents, follows, f"Merge {', '.join(gone)} into {target}")


def _copy(key: str, to: RolePlace, keeps: Collection[str]) -> Plain:
    return of_role.copied(role(key), to.level, to.title, keeps)


def _copied(document: Plain, key: str, to: RolePlace, keeps: Collection[str]) -> Plain:
    """Pay and aliases belong to a level: they come along where it stays."""
    stays = key.rpartition(".")[2] == to.level
    return of_role.copied(document, to.level, to.title, keeps if stays else ())


def _placed(key: str, new: dict[str, tuple[RolePlace, Plain]], adds_areas: bool) -> Documents:
    """Drafts of new roles, and of focuses that lack areas which they name."""
    documents: Documents = {}
    for each, (place, _) in new.items():
        _refuse_taken(each)
        if document_now("focus", place.focus) is None:
            raise NotPossibleError(f"There is no focus {place.focus}.")
    by_focus: dict[str, dict[str, Plain]] = {}
    for each, (place, document) in new.items():
        by_focus.setdefault(place.focus, {})[each] = document
    for roles in by_focus.values():
        documents |= _with_areas_added(next(iter(roles)), roles, adds_areas)
    return documents


def _refuse_taken(key: str) -> None:
    if document_now("profile", key) is not None:
        raise NotPossibleError(f"There is a role {key} already: choose another level or focus.")
    refuse_gone(key)


def refuse_gone(key: str) -> None:
    if MintedCode.objects.filter(kind="profile", key=key).exists():
        reason = f"The role {key} was published before and is gone: its code never comes back."
        raise NotPossibleError(reason)


def _with_areas_added(key: str, roles: dict[str, Plain], adds_areas: bool) -> Documents:
    """Of roles of one focus."""
    of = key.rpartition(".")[0]
    focus = document_now("focus", of)
    lacking = of_role.lacking_areas(focus, roles.values()) if focus else []
    documents: Documents = {}
    if lacking and adds_areas and focus:
        documents[("focus", of)] = of_role.with_areas(focus, lacking)
    elif lacking:
        roles = {each: of_role.without_areas(role, lacking) for each, role in roles.items()}
    return documents | {("profile", each): document for each, document in roles.items()}


def links_of(kind: str, key: str, to: str) -> Documents:
    """Of a role or a focus, as the other has them."""
    row = row_of(MODELS[kind], key)
    links = CanonLink.objects.filter(**{kind: row}).with_targets() if row else ()
    documents: Documents = {}
    for link in links:
        slug = link.entry.framework.slug
        stated = plain_link(link) | {kind: to}
        thing = ("link", link_key(slug, link.entry.code, (kind, to)))
        documents[thing] = {"framework": slug, "links": [stated]}
    return documents


def _follow(
    gone: Iterable[str], after: Sequence[str], relation: str, why: str
) -> tuple[Follows, ...]:
    return tuple(
        Follows("profile", key, each, relation, why) for key in gone for each in after if each
    )
