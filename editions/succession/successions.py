"""What follows what: the proposals of a change set, and the rows that they become when it is
published. Undoing the set takes them back.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet

from editions.documents.canon_documents import Fault
from editions.models import ChangeSet, Draft, ProposedSuccession, Succession
from taxonomy.keys import focus_key
from taxonomy.models import Focus, Function, Profile, Revision, Skill
from taxonomy.successors import SuccessorOf


class Follows(NamedTuple):
    """One thing that goes, one that follows it or none, and why."""

    kind: str
    from_key: str
    to_key: str
    relation: str
    why: str = ""

    @classmethod
    def by_one(cls, kind: str, key: str, successor: str | None, why: str) -> "Follows":
        """Replaced by the successor; by nothing where there is none."""
        if not successor:
            return cls.by_nothing(kind, key, why)
        return cls(kind, key, successor, Succession.Relation.REPLACED, why)

    @classmethod
    def by_nothing(cls, kind: str, key: str, why: str) -> "Follows":
        return cls(kind, key, "", Succession.Relation.NONE, why)


def propose(change_set: ChangeSet, pairs: Sequence[Follows]) -> None:
    """What the set says already of what follows the same things is said anew."""
    before = change_set.proposed_successions.filter(ends=False)
    for kind in {pair.kind for pair in pairs}:
        same = [pair for pair in pairs if pair.kind == kind]
        others = before.filter(kind=kind, from_key__in={pair.from_key for pair in same})
        said = {(pair.from_key, pair.to_key) for pair in same}
        gone = [each.pk for each in others if (each.from_key, each.to_key) not in said]
        before.filter(pk__in=gone).delete()
    for pair in pairs:
        change_set.proposed_successions.update_or_create(
            kind=pair.kind,
            from_key=pair.from_key,
            to_key=pair.to_key,
            defaults={"relation": pair.relation, "why": pair.why, "ends": False},
        )


def forget_proposals(change_set: ChangeSet, kind: str, key: str) -> None:
    """Of what the set does not change any more."""
    named = Q(from_key=key) | Q(to_key=key)
    change_set.proposed_successions.filter(named, kind=kind).delete()


def bring_about(change_set: ChangeSet, drafts: Sequence[Draft]) -> list[Fault]:
    """After the drafts of the set are applied: what is wrong with what it says of successors, or
    nothing, and then readers are shown them.
    """
    proposals = list(change_set.proposed_successions.all())
    begun = [each for each in proposals if not each.ends]
    if faults := list(_faults(begun)):
        return faults
    proposals += _merged_skills(drafts, {each.from_key for each in proposals})
    if proposals or any(draft.kind == "profile" for draft in drafts):
        _write(change_set, proposals)
    return []


def _merged_skills(drafts: Iterable[Draft], said: set[str]) -> list[ProposedSuccession]:
    """Skills that go while another takes over their addresses, whoever merged them."""
    gone = [d.key for d in drafts if d.kind == "skill" and d.document is None and d.key not in said]
    found = ((key, Skill.objects.at_address(key)) for key in gone)
    return [
        ProposedSuccession(kind="skill", from_key=key, to_key=skill.slug, relation="merged")
        for key, skill in found
        if skill is not None and skill.slug != key
    ]


def _faults(begun: Sequence[ProposedSuccession]) -> Iterator[Fault]:
    for kind in {each.kind for each in begun}:
        pairs = [each for each in begun if each.kind == kind]
        in_use = _in_use(kind, {key for each in pairs for key in (each.from_key, each.to_key)})
        for each in pairs:
            if each.from_key in in_use:
                said = f"{each.get_relation_display()} {each.to_key}".strip()
                yield Fault(kind, each.from_key, "", f"it is in use, and cannot be {said}")
            if each.to_key and each.to_key not in in_use:
                reason = f"it is not in use, and cannot follow {each.from_key}"
                yield Fault(kind, each.to_key, "", reason)


def _in_use(kind: str, keys: set[str]) -> set[str]:
    """Those of these keys that are in the canon and not retired."""
    if kind == "skill":
        return set(Skill.objects.filter(slug__in=keys).values_list("slug", flat=True))
    roles = Profile.objects.in_use()
    if kind == "profile":
        return set(roles.filter(key__in=keys).values_list("key", flat=True))
    if kind == "function":
        used = Function.objects.filter(code__in=keys, profiles__in=roles)
        return set(used.values_list("code", flat=True))
    focuses = Focus.objects.filter(profiles__in=roles, code__in=[k.partition(".")[2] for k in keys])
    found = focuses.values_list("function__code", "code").distinct()
    return {focus_key(*codes) for codes in found} & keys


def _write(change_set: ChangeSet, proposals: Iterable[ProposedSuccession]) -> None:
    now = raised_revision()
    _ended_by_roles(change_set, now)
    begun = {(each.kind, each.from_key, each.to_key) for each in proposals if not each.ends}
    _end_others(begun, change_set, now)
    for each in proposals:
        pair = {"kind": each.kind, "from_key": each.from_key, "to_key": each.to_key}
        same = Succession.objects.current().filter(**pair)
        same.update(until_revision=now, ended_in=change_set)
        if not each.ends:
            said = {"relation": each.relation, "why": each.why, "from_revision": now}
            Succession.objects.create(**pair, **said, change_set=change_set)


def _ended_by_roles(change_set: ChangeSet, now: int) -> None:
    """What roles ended that this set brings into use again: undoing the set says it anew."""
    Succession.objects.filter(until_revision=now, ended_in=None).update(ended_in=change_set)


def _end_others(begun: set[tuple[str, str, str]], change_set: ChangeSet | None, now: int) -> None:
    """What is said of a thing's successors is all of it."""
    for kind in {kind for kind, *_ in begun}:
        keys = {key for of, key, _ in begun if of == kind}
        for each in Succession.objects.current().filter(kind=kind, from_key__in=keys):
            if (kind, each.from_key, each.to_key) not in begun:
                each.until_revision, each.ended_in = now, change_set
                each.save()


def raised_revision() -> int:
    """Of this transaction: a statement that writes no row raises it too, unless a draft has."""
    Succession.objects.filter(pk=0).update(why="")
    return Revision.objects.current().number


def propose_undoing(done: ChangeSet, made: ChangeSet) -> None:
    """What the published set said of successors ends, and what it ended is said again. What was new
    in it is retired by undoing: what it came from follows it.
    """
    for each in done.successions.current():
        _propose(made, each, each.relation, ends=True)
    for each in done.ended_successions.all():
        _propose(made, each, each.relation, ends=False)
    propose(made, list(_back_again(done, made)))


def keys_followed(change_set: ChangeSet) -> set[str]:
    """Of the roles of which the set, or the canon with it, says what follows them or why nothing
    does.
    """
    proposals = change_set.proposed_successions.filter(kind="profile")
    ended = {(each.from_key, each.to_key) for each in proposals if each.ends}
    current = Succession.objects.current().filter(kind="profile")
    keys = change_set.drafts.filter(kind="profile").values("key")
    pairs = set(current.filter(from_key__in=keys).values_list("from_key", "to_key"))
    return {key for key, _ in pairs - ended} | {e.from_key for e in proposals if not e.ends}


def keys_stated(kind: str) -> QuerySet:
    """Of things of which readers are shown what follows them, or why nothing does."""
    return Succession.objects.current().filter(kind=kind).values("from_key")


def _propose(made: ChangeSet, each: Succession, relation: str, ends: bool) -> None:
    made.proposed_successions.update_or_create(
        kind=each.kind,
        from_key=each.from_key,
        to_key=each.to_key,
        defaults={"relation": relation, "why": each.why, "ends": ends},
    )


def _back_again(done: ChangeSet, made: ChangeSet) -> Iterator[Follows]:
    new = set(done.editions.filter(number=1).values_list("kind", "key"))
    pairs = [each for each in done.successions.current() if (each.kind, each.to_key) in new]
    why = f"“{done}” was undone."
    followed = {(each.kind, each.to_key) for each in pairs}
    goes = set(made.drafts.filter(document=None).values_list("kind", "key"))
    for kind, key in sorted(new - goes):
        if kind in ("profile", "focus", "function") and (kind, key) not in followed:
            yield Follows.by_nothing(kind, key, why)
    for each in pairs:
        if each.kind == "skill":
            continue
        same = [other for other in pairs if (other.kind, other.to_key) == (each.kind, each.to_key)]
        several = len(same) > 1
        relation = Succession.Relation.SPLIT if several else Succession.Relation.REPLACED
        yield Follows(each.kind, each.to_key, each.from_key, relation, why)


def former_key_of_new(done: ChangeSet, key: str) -> str | None:
    """What a role that was new in this set came from, where that is one role."""
    found = done.successions.current().filter(kind="profile", to_key=key)[:2]
    return found[0].from_key if len(found) == 1 else None


def successors_shown(kind: str, key: str) -> list[SuccessorOf]:
    """Of a focus or a function, as readers are shown them now."""
    found = list(Succession.objects.current().filter(kind=kind, from_key=key))
    named = _named(kind, [each.to_key for each in found]) if found else {}
    return [
        SuccessorOf(each.relation, row.name, row.get_absolute_url(), each.why)
        if (row := named.get(each.to_key))
        else SuccessorOf(each.relation, "", "", each.why)
        for each in found
        if each.to_key in named or not each.to_key
    ]


def _named(kind: str, keys: Sequence[str]) -> dict[str, Focus | Function]:
    if kind == "function":
        return {row.code: row for row in Function.objects.filter(code__in=keys)}
    codes = [key.partition(".")[2] for key in keys]
    rows = Focus.objects.filter(code__in=codes).select_related("function")
    return {row.key: row for row in rows}
