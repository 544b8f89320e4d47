"""What may be done with a thing beside editing it (retire, rename, move, split, merge, duplicate):
for which kinds, with which form and by whom.
"""

from typing import NamedTuple

from django.http import HttpRequest

from editions.admin import focus_forms, new_role_forms, succession_forms


class SuccessionAction(NamedTuple):
    words: str  # `Split into several`
    forms: dict[str, type[succession_forms.SuccessionForm]]  # by kind
    needs: dict[str, tuple[str, ...]]  # by kind: permissions
    counted: str = ""  # what there may be several of
    about: str = ""  # where its form says nothing of its own

    def words_for(self, kind: str) -> str:
        return self.forms[kind].words or self.words


CHANGE: dict[str, tuple[str, ...]] = {
    kind: (f"taxonomy.change_{kind}",) for kind in ("profile", "focus", "function", "skill")
}
NEW_ROLES: dict[str, tuple[str, ...]] = {
    "profile": (*CHANGE["profile"], "taxonomy.add_profile"),
    "focus": (
        *(*CHANGE["profile"], "taxonomy.add_profile"),
        *(*CHANGE["focus"], "taxonomy.add_focus"),
    ),
}
SUCCESSION_ACTIONS = {
    "retire": SuccessionAction(
        "Retire",
        {
            "profile": succession_forms.RetireForm,
            "focus": succession_forms.RetireFocusForm,
            "function": focus_forms.RetireFunctionForm,
            "skill": succession_forms.RetireForm,
        },
        {
            "profile": CHANGE["profile"],
            "focus": CHANGE["profile"],
            "function": CHANGE["profile"],
            "skill": (*CHANGE["skill"], "taxonomy.delete_skill"),
        },
    ),
    "rename": SuccessionAction(
        "Rename", dict.fromkeys(CHANGE, succession_forms.RenameForm), CHANGE
    ),
    "move": SuccessionAction(
        "Move to another key",
        {"profile": new_role_forms.MoveForm, "focus": focus_forms.MoveFocusForm},
        NEW_ROLES,
        about="Keys never change: a new role is drafted from this one, which is retired and leads "
        "to it.",
    ),
    "split": SuccessionAction(
        "Split",
        {"profile": new_role_forms.SplitForm, "focus": focus_forms.SplitFocusForm},
        NEW_ROLES,
        counted="parts",
        about="New roles are drafted from this one, which is retired and leads to all of them. "
        "Pay comes along where the level stays.",
    ),
    "merge": SuccessionAction(
        "Merge with others",
        {"profile": new_role_forms.MergeForm, "focus": focus_forms.MergeFocusForm},
        NEW_ROLES,
        counted="roles",
        about="The roles that are merged are retired and lead to the one that stays.",
    ),
    "duplicate": SuccessionAction(
        "Duplicate",
        {"profile": new_role_forms.DuplicateForm},
        {"profile": ("taxonomy.add_profile",)},
        about="A new role is drafted from this one, which stays as it is. Aliases stay with it.",
    ),
}


def actions_for(request: HttpRequest, kind: str) -> list[tuple[str, str]]:
    """(name of the address, words) of what this account may do with a thing of the kind."""
    return [
        (name, action.words_for(kind))
        for name, action in SUCCESSION_ACTIONS.items()
        if kind in action.forms and request.user.has_perms(action.needs[kind])
    ]
