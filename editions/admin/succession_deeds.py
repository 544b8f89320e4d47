"""What may be done with a thing beside editing it (retire, rename, move, split, merge, duplicate):
for which kinds, with which form and by whom.
"""

from typing import NamedTuple

from django.http import HttpRequest

from editions.admin import new_role_forms, succession_forms


class SuccessionDeed(NamedTuple):
    words: str  # `Split into several`
    forms: dict[str, type[succession_forms.SuccessionForm]]  # by kind
    needs: dict[str, tuple[str, ...]]  # by kind: permissions
    counted: str = ""  # what there may be several of
    about: str = ""


CHANGE: dict[str, tuple[str, ...]] = {
    kind: (f"taxonomy.change_{kind}",) for kind in ("profile", "focus", "function", "skill")
}
DEEDS = {
    "retire": SuccessionDeed(
        "Retire",
        {
            "profile": succession_forms.RetireForm,
            "focus": succession_forms.RetireFocusForm,
            "skill": succession_forms.RetireForm,
        },
        {
            "profile": CHANGE["profile"],
            "focus": CHANGE["profile"],
            "skill": (*CHANGE["skill"], "taxonomy.delete_skill"),
        },
    ),
    "rename": SuccessionDeed("Rename", dict.fromkeys(CHANGE, succession_forms.RenameForm), CHANGE),
    "move": SuccessionDeed(
        "Move to another key",
        {"profile": new_role_forms.MoveForm},
        {"profile": (*CHANGE["profile"], "taxonomy.add_profile")},
        about="Keys never change: a new role is drafted from this one, which is retired and leads "
        "to it.",
    ),
    "split": SuccessionDeed(
        "Split",
        {"profile": new_role_forms.SplitForm},
        {"profile": (*CHANGE["profile"], "taxonomy.add_profile")},
        counted="parts",
        about="New roles are drafted from this one, which is retired and leads to all of them. "
        "Pay comes along where the level stays.",
    ),
    "merge": SuccessionDeed(
        "Merge with others",
        {"profile": new_role_forms.MergeForm},
        {"profile": (*CHANGE["profile"], "taxonomy.add_profile")},
        counted="roles",
        about="The roles that are merged are retired and lead to the one that stays.",
    ),
    "duplicate": SuccessionDeed(
        "Duplicate",
        {"profile": new_role_forms.DuplicateForm},
        {"profile": ("taxonomy.add_profile",)},
        about="A new role is drafted from this one, which stays as it is. Aliases stay with it.",
    ),
}


def deeds_for(request: HttpRequest, kind: str) -> list[tuple[str, str]]:
    """(name of the address, words) of what this account may do with a thing of the kind."""
    return [
        (name, deed.words)
        for name, deed in DEEDS.items()
        if kind in deed.forms and request.user.has_perms(deed.needs[kind])
    ]
