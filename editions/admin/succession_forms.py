"""What the forms of retiring, renaming, splitting and the like share, and those of the first two:
each makes the proposal (editions/succession/splitting_merging.py) of what was chosen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from editions.admin.thing_fields import thing_fields, thing_in
from editions.change_sets.proposing import Proposal
from editions.documents.kinds import name_of
from editions.succession.skill_successor import retire_skill
from editions.succession.splitting_merging import (
    rename,
    retire_focus,
    retire_role,
    roles_in_use,
    same_level,
)
from taxonomy.canon.dump import Plain
from taxonomy.models.text_fields import printable

LONGEST_WHY = 2000


@dataclass(frozen=True)
class Subject:
    """What a form is about, as its draft or the canon has it."""

    kind: str
    key: str
    document: Plain

    @property
    def name(self) -> str:
        return name_of(self.kind, self.document)


@dataclass(frozen=True)
class Group:
    heading: str
    fields: list[forms.BoundField]
    is_table: bool = False  # long labels

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """A thing that is chosen, and beside it the field for its key or name."""
        rows: list[list[forms.BoundField]] = []
        for field in self.fields:
            if rows and field.name == f"{rows[-1][0].name}_key":
                rows[-1].append(field)
            else:
                rows.append([field])
        return rows


class SuccessionForm(forms.Form):
    has_why: ClassVar[bool] = True
    words: ClassVar[str] = ""  # of the action, where its own do not fit this kind
    about: ClassVar[str] = ""
    counted: ClassVar[bool] = True  # where the action asks how many

    def __init__(self, subject: Subject, data: Any = None, count: int = 2) -> None:
        self.subject, self.count = subject, count
        super().__init__(data)
        self.fields |= self.own_fields()
        if self.has_why:
            self.fields["why"] = forms.CharField(
                label="Why",
                required=False,
                max_length=LONGEST_WHY,
                validators=[printable],
                widget=forms.Textarea({"rows": 3, "cols": 70}),
                help_text="Readers see it on the page of what is retired.",
            )

    def own_fields(self) -> dict[str, forms.Field]:
        raise NotImplementedError

    def proposal(self) -> Proposal:
        raise NotImplementedError

    def groups(self) -> Iterator[Group]:
        yield Group("", list(self))

    @property
    def why(self) -> str:
        return self.cleaned_data.get("why", "").strip()

    def thing(self, kind: str, name: str) -> str:
        return thing_in(self, kind, name)


def tick(label: str, help_text: str = "", initial: bool = False) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text, initial=initial)


class RetiringForm(SuccessionForm):
    """A form that asks what follows, or that nothing does; `clean` finds the successor."""

    successor: str

    def check_successor(self) -> None:
        if self.errors:
            return
        if bool(self.successor) == self.cleaned_data["nothing"]:
            self.add_error("successor", "Choose what follows it, or say that nothing does.")
        elif self.successor == self.subject.key:
            self.add_error("successor", "It does not follow itself.")
        elif self.leaves_one_alone() and not self.why:
            self.add_error("why", "Say why nothing replaces it.")

    def leaves_one_alone(self) -> bool:
        """Whether a role is retired that nothing follows."""
        return self.subject.kind == "profile" and not self.successor


class RetireForm(RetiringForm):
    """Of a role or a skill."""

    def own_fields(self) -> dict[str, forms.Field]:
        return {
            **thing_fields(self.subject.kind, "successor", "Successor"),
            "nothing": tick("Nothing replaces it"),
        }

    def clean(self) -> None:
        self.successor = self.thing(self.subject.kind, "successor")
        self.check_successor()

    def proposal(self) -> Proposal:
        made = retire_role if self.subject.kind == "profile" else retire_skill
        return made(self.subject.key, self.successor or None, self.why)


class RetireFocusForm(RetiringForm):
    """All roles of it, each with the role that follows it."""

    def own_fields(self) -> dict[str, forms.Field]:
        self.roles = roles_in_use(self.subject.key)
        said = "Its roles at the same levels follow, unless you choose others below."
        made = thing_fields("focus", "successor", "Focus that follows", said)
        made["nothing"] = tick("Nothing replaces it")
        for role in self.roles:
            label = f"{role.level_label} {role.title}"
            made |= thing_fields("profile", f"role_{role.level_id}", label)
        return made

    def groups(self) -> Iterator[Group]:
        named = [name for name in self.fields if name.startswith("role_")]
        yield Group("", [self[name] for name in self.fields if name not in named])
        yield Group("Which role follows each", [self[name] for name in named])

    def clean(self) -> None:
        self.successor = self.thing("focus", "successor")
        asked = {role.key: self.thing("profile", f"role_{role.level_id}") for role in self.roles}
        guessed = same_level(self.roles, self.successor or None)
        self.successors = {key: asked[key] or guessed[key] for key in asked}
        self.check_successor()

    def leaves_one_alone(self) -> bool:
        return not all(self.successors.values())

    def proposal(self) -> Proposal:
        after = self.successor or None
        return retire_focus(self.subject.key, after, self.successors, self.why)


class RenameForm(SuccessionForm):
    has_why = False
    AS_ALIAS: ClassVar[dict[str, str]] = {
        "profile": "The old title becomes an alias",
        "skill": "The old name becomes another name of it",
    }

    def own_fields(self) -> dict[str, forms.Field]:
        said = "A search for the old name finds the new one (a synonym in the same set)"
        kept = self.AS_ALIAS.get(self.subject.kind, said)
        widget = forms.TextInput({"size": 60})
        name = forms.CharField(label="New name", initial=self.subject.name, widget=widget)
        name.help_text = f"Its key stays {self.subject.key}: keys never change."
        return {"name": name, "keeps_old": tick(kept)}

    def proposal(self) -> Proposal:
        kept = self.cleaned_data["keeps_old"]
        return rename(self.subject.kind, self.subject.key, self.cleaned_data["name"], kept)
