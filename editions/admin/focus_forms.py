"""Forms that move, merge or split a focus with its roles, and retire a function."""

from collections.abc import Iterator

from django import forms

from editions.admin.succession_forms import Group, RetiringForm, SuccessionForm, tick
from editions.admin.thing_fields import thing_fields
from editions.change_sets.proposing import Proposal
from editions.succession.focus_changes import (
    FocusPart,
    focuses_in_use,
    merge_focus,
    move_focus,
    retire_function,
    same_name,
    split_focus,
)
from editions.succession.splitting_merging import roles_in_use, same_level
from taxonomy.models import Function

AREAS = "Where each area goes, with its responsibilities"
LINKS = "Links to frameworks are copied, its own and those of its roles"


def _functions() -> list[tuple[str, str]]:
    return [("", "---------"), *((f.code, f"{f.name} ({f.code})") for f in _in_order())]


def _in_order() -> Iterator[Function]:
    return Function.objects.in_order().iterator()


def function_field(label: str, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_functions, required=required)


class MoveFocusForm(SuccessionForm):
    words = "Move to another function"
    about = (
        "Keys never change: a new focus is drafted in the other function, with a new role for each "
        "role in use. This focus and its roles are retired and lead to those."
    )

    def own_fields(self) -> dict[str, forms.Field]:
        return {"to": function_field("Function"), "takes_links": tick(LINKS, initial=True)}

    def proposal(self) -> Proposal:
        asked = self.cleaned_data
        return move_focus(self.subject.key, asked["to"], asked["takes_links"], self.why)


class MergeFocusForm(SuccessionForm):
    words = "Merge into another"
    counted = False
    about = (
        "Each role is merged into the role of the other focus at the same level: what that lacks "
        "of its responsibilities, skills and codes is added, and its titles become aliases. Where "
        "the other has no role at a level, one is drafted. This focus and its roles are retired."
    )

    def own_fields(self) -> dict[str, forms.Field]:
        return {
            **thing_fields("focus", "into", "Focus that stays"),
            "takes_links": tick(LINKS, initial=True),
        }

    def clean(self) -> None:
        self.into = self.thing("focus", "into")
        if not self.into and not self.errors:
            self.add_error("into", "Choose the focus that stays.")

    def proposal(self) -> Proposal:
        links = self.cleaned_data["takes_links"]
        return merge_focus(self.subject.key, self.into, links, self.why)


class SplitFocusForm(SuccessionForm):
    about = (
        "Each role goes to the parts that have its areas, with the responsibilities in them, at "
        "the same level and with its pay; its title gets the name of the part, which you change in "
        "the draft. This focus and its roles are retired and lead to the parts."
    )

    def own_fields(self) -> dict[str, forms.Field]:
        made: dict[str, forms.Field] = {}
        for n in range(1, self.count + 1):
            size = forms.TextInput({"size": 60})
            made[f"name{n}"] = forms.CharField(
                label="Name", required=False, max_length=160, widget=size
            )
            made |= thing_fields("focus", f"existing{n}", "Or a focus that there is")
        choices = [("", "all parts"), *((str(n), f"part {n} alone") for n in self._numbers())]
        for n, area in enumerate(self.subject.document["areas"]):
            made[f"area{n}"] = forms.ChoiceField(
                label=area["name"], choices=choices, required=False
            )
        return made

    def _numbers(self) -> range:
        return range(1, self.count + 1)

    def groups(self) -> Iterator[Group]:
        for n in self._numbers():
            names = (f"name{n}", f"existing{n}", f"existing{n}_key")
            yield Group(f"Part {n}", [self[name] for name in names])
        areas = [self[name] for name in self.fields if name.startswith("area")]
        yield Group(AREAS, areas, is_table=True)
        yield Group("", [self["why"]])

    def clean(self) -> None:
        self.parts = [part for n in self._numbers() if (part := self._part(n))]
        if len(self.parts) < 2 and not self.errors:
            self.add_error(None, "Name two parts, or choose focuses that there are.")

    def _part(self, n: int) -> FocusPart | None:
        name = (self.cleaned_data.get(f"name{n}") or "").strip()
        existing = self.thing("focus", f"existing{n}")
        if name and existing:
            self.add_error(f"existing{n}", "Name a new focus or choose one, not both.")
        return FocusPart(name, existing, self._areas(n)) if name or existing else None

    def _areas(self, n: int) -> list[str]:
        return [
            area["name"]
            for place, area in enumerate(self.subject.document["areas"])
            if self.cleaned_data.get(f"area{place}") in ("", None, str(n))
        ]

    def proposal(self) -> Proposal:
        return split_focus(self.subject.key, self.parts, self.why)


class RetireFunctionForm(RetiringForm):
    """All focuses of it that are in use, each with the focus that follows it."""

    about = (
        "All roles of its focuses are retired, each followed by the role at the same level of the "
        "focus that follows its own. To choose them role by role, retire its focuses first."
    )

    def own_fields(self) -> dict[str, forms.Field]:
        self.focuses = focuses_in_use(self.subject.key)
        made: dict[str, forms.Field] = {
            "successor": function_field("Function that follows", required=False),
            "nothing": tick("Nothing replaces it"),
        }
        made[
            "successor"
        ].help_text = "Its focuses of the same name follow, unless you choose others below."
        for focus in self.focuses:
            made |= thing_fields("focus", f"focus_{focus.pk}", focus.name)
        return made

    def groups(self) -> Iterator[Group]:
        named = [name for name in self.fields if name.startswith("focus_")]
        yield Group("", [self[name] for name in self.fields if name not in named])
        if named:
            yield Group("Which focus follows each", [self[name] for name in named])

    def clean(self) -> None:
        self.successor = self.cleaned_data.get("successor", "")
        guessed = same_name(self.focuses, self.successor or None)
        self.followed = {
            focus.key: self.thing("focus", f"focus_{focus.pk}") or guessed[focus.key]
            for focus in self.focuses
        }
        self.check_successor()

    def leaves_one_alone(self) -> bool:
        return not self.successor or any(
            None in same_level(roles_in_use(key), after).values()
            for key, after in self.followed.items()
        )

    def proposal(self) -> Proposal:
        after = self.successor or None
        return retire_function(self.subject.key, after, self.followed, self.why)
