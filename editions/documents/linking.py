"""How much in the canon names a thing: a reviewer of its draft sees what the change reaches."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Count, F, Manager, QuerySet, Value
from django.db.models.functions import Concat

from frameworks.models import CanonLink
from taxonomy.models import FocusSkill, PayBand, Profile, ProfileSkill

Linking = tuple[Callable[[], QuerySet | Manager], tuple[str, ...], tuple[str, str]]

ROLES = ("role", "roles")
LINKS = ("link of a framework", "links of frameworks")
REPLACED = ("role that it replaced", "roles that it replaced")
FOCUS_KEY = ("focus__function__code", "focus__code")

# Kind → the rows that name one, by which key, and what they are called.
LINKING: dict[str, tuple[Linking, ...]] = {
    "track": ((Profile.objects.in_use, ("level__track__code",), ROLES),),
    "level": ((Profile.objects.in_use, ("level__code",), ROLES),),
    "function": (
        (Profile.objects.in_use, ("focus__function__code",), ROLES),
        (CanonLink.objects.all, ("function__code",), LINKS),
    ),
    "proficiency": ((ProfileSkill.objects.all, ("proficiency__code",), ROLES),),
    "skill": (
        (ProfileSkill.objects.all, ("skill__slug",), ROLES),
        (FocusSkill.objects.all, ("skill__slug",), ("focus", "focuses")),
        (CanonLink.objects.all, ("skill__slug",), LINKS),
    ),
    "market": ((PayBand.objects.all, ("market__code",), ("pay band", "pay bands")),),
    "focus": (
        (Profile.objects.in_use, FOCUS_KEY, ROLES),
        (CanonLink.objects.all, FOCUS_KEY, LINKS),
    ),
    "profile": (
        (Profile.objects.all, ("replaced_by__key",), REPLACED),
        (CanonLink.objects.all, ("profile__key",), LINKS),
    ),
}


def linked_from(things: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """`9 roles`, `1 link of a framework`: of all things, each a kind and a key, in one query."""
    keys: dict[str, list[str]] = {}
    for kind, key in things:
        keys.setdefault(kind, []).append(key)
    counted = [rows for kind, some in keys.items() for rows in _counted(kind, some)]
    found: dict[tuple[str, str], list[str]] = {}
    if counted:
        for kind, key, one, many, number in counted[0].union(*counted[1:], all=True):
            found.setdefault((kind, key), []).append(f"{number} {one if number == 1 else many}")
    return found


def _counted(kind: str, keys: list[str]) -> Iterator[QuerySet]:
    for rows, parts, (one, many) in LINKING.get(kind, ()):
        key = Concat(parts[0], Value("."), parts[1]) if parts[1:] else F(parts[0])
        of = rows().order_by().annotate(named=key).filter(named__in=keys)
        said = {"of_kind": Value(kind), "one": Value(one), "many": Value(many)}
        yield (
            of.values("named")
            .annotate(number=Count("pk"), **said)
            .values_list("of_kind", "named", "one", "many", "number")
        )
