"""The ways between the forms of a function, its focuses and their roles, and the ladders."""

from typing import Any, NamedTuple

from django.urls import reverse

from taxonomy.keys import focus_key
from taxonomy.models import Focus, Level, Profile

MOST_FOCUSES = 100


class FormLink(NamedTuple):
    words: str
    address: str


class LadderLinks(NamedTuple):
    ladder: str = ""  # address of the ladder that this form is about
    focus: FormLink | None = None
    roles: tuple[FormLink, ...] = ()
    ladders: tuple[FormLink, ...] = ()  # of the focuses of a function

    @classmethod
    def of(cls, kind: str, key: str, row: Any = None) -> "LadderLinks":
        """`row` is that of the form, where it is known."""
        if kind == "function" and key:
            focuses = Focus.objects.filter(function__code=key).order_by("name_key", "code")
            rows = focuses.values_list("name", "code")[:MOST_FOCUSES]
            found = (FormLink(name, _ladder(focus_key(key, code))) for name, code in rows)
            return cls(ladders=tuple(found))
        if kind == "focus" and key:
            return cls(_ladder(key), roles=tuple(_roles(key)))
        if kind == "profile" and key:
            of = key.rpartition(".")[0]
            asked = f"?track={row.level.track_id}" if row is not None else ""
            focus = FormLink("Its focus", reverse("admin:form", args=["focus", of]))
            return cls(f"{_ladder(of)}{asked}", focus)
        return cls()


def new_roles(key: str, levels: list[Level], row: int | None) -> list[FormLink]:
    """Forms of new roles of a focus; `row` is the number that a drafted focus will have."""
    function, _, code = key.partition(".")
    focus = Focus.objects.filter(function__code=function, code=code).values_list("pk", flat=True)
    number = next(iter(focus), row)
    start = f"{reverse('admin:taxonomy_profile_add')}?focus={number}&level="
    return [FormLink(each.label_or_code, f"{start}{each.code}") for each in levels]


def _ladder(key: str) -> str:
    return reverse("admin:ladder", args=[key])


def _roles(key: str) -> list[FormLink]:
    function, _, code = key.partition(".")
    roles = Profile.objects.filter(focus__function__code=function, focus__code=code)
    listed = roles.order_by("level__track__order", "level__track_id", "level__rank")
    return [
        FormLink(f"{level} {title}", reverse("admin:taxonomy_profile_change", args=[pk]))
        for pk, level, title in listed.values_list("pk", "level_id", "title")
    ]
