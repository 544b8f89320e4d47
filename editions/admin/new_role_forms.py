"""Forms that make new roles of others: moving, splitting, merging and copying."""

from collections.abc import Iterator

from django import forms

from editions.admin.succession_forms import Group, SuccessionForm, tick
from editions.admin.thing_fields import level_field, thing_fields
from editions.change_sets.proposing import Proposal
from editions.documents.diff import shown_text
from editions.succession.splitting_merging import (
    RolePlace,
    SplitPart,
    copy_role,
    merge_roles,
    move_role,
    split_role,
)
from frameworks.models import CanonLink

SENTENCES = "Where each responsibility goes"


class PlacingForm(SuccessionForm):
    """A form with the place of a new role."""

    def place_fields(self, name: str = "to") -> dict[str, forms.Field]:
        """Without a focus, it is that of the role."""
        own = self.subject.key.rpartition(".")[0]
        title = forms.CharField(
            label="Title",
            required=False,
            initial=self.subject.name if name == "to" else "",
            widget=forms.TextInput({"size": 60}),
        )
        return {
            f"{name}_title": title,
            f"{name}_level": level_field(),
            **thing_fields("focus", f"{name}_focus", "Focus", f"{own} when you leave it out."),
        }

    def placed(self, name: str = "to") -> RolePlace | None:
        """None where nothing, or not all of it, is stated."""
        focus = self.thing("focus", f"{name}_focus") or self.subject.key.rpartition(".")[0]
        title = (self.cleaned_data.get(f"{name}_title") or "").strip()
        level = self.cleaned_data.get(f"{name}_level")
        if title and level:
            return RolePlace(focus, level, title)
        return None

    def is_stated(self, name: str) -> bool:
        return bool(self.cleaned_data.get(f"{name}_level"))

    def areas_field(self) -> forms.Field:
        return tick(
            "Add areas that another focus lacks to it",
            "Otherwise the sentences of such areas belong to none until you choose one.",
            initial=True,
        )


class DuplicateForm(PlacingForm):
    has_why = False

    def own_fields(self) -> dict[str, forms.Field]:
        return {
            **self.place_fields(),
            "keeps_pay": tick("Copy its pay too", "Pay belongs to a level: look at it again."),
            "adds_areas": self.areas_field(),
        }

    def clean(self) -> None:
        self.to = self.placed()
        if self.to is None and not self.errors:
            self.add_error(None, "Say the title and the level of the new role.")

    def keeps(self) -> list[str]:
        return ["pay"] if self.cleaned_data["keeps_pay"] else []

    def proposal(self) -> Proposal:
        assert self.to
        adds = self.cleaned_data["adds_areas"]
        return copy_role(self.subject.key, self.to, self.keeps(), adds)


class MoveForm(DuplicateForm):
    has_why = True

    def own_fields(self) -> dict[str, forms.Field]:
        made = super().own_fields()
        made["keeps_aliases"] = tick("Its aliases come along", initial=True)
        if CanonLink.objects.filter(profile__key=self.subject.key).exists():
            made["takes_links"] = tick("Its links to frameworks are copied to it", initial=True)
        return made

    def proposal(self) -> Proposal:
        assert self.to
        asked = self.cleaned_data
        keeps = [*self.keeps(), *(["aliases"] if asked["keeps_aliases"] else [])]
        links = asked.get("takes_links", False)
        return move_role(self.subject.key, self.to, keeps, asked["adds_areas"], links, self.why)


class SplitForm(PlacingForm):
    def own_fields(self) -> dict[str, forms.Field]:
        made: dict[str, forms.Field] = {}
        for n in range(1, self.count + 1):
            made |= self.place_fields(f"part{n}")
            made |= thing_fields("profile", f"existing{n}", "Or a role that there is")
        parts = [(str(n), f"part {n} alone") for n in range(1, self.count + 1)]
        for n, each in enumerate(self.subject.document["responsibilities"]):
            label = shown_text(each["text"])
            choices = [("", "all new parts"), *parts]
            made[f"sentence{n}"] = forms.ChoiceField(label=label, choices=choices, required=False)
        made["adds_areas"] = self.areas_field()
        return made

    def groups(self) -> Iterator[Group]:
        by_part: dict[str, list[forms.BoundField]] = {}
        for name in self.fields:
            digits = name.partition("_")[0].removeprefix("part").removeprefix("existing")
            heading = f"Part {digits}" if digits.isdigit() else ""
            if name.startswith("sentence"):
                heading = SENTENCES
            by_part.setdefault(heading, []).append(self[name])
        last = by_part.pop("", [])
        for heading, fields in by_part.items():
            yield Group(heading, fields, is_table=heading == SENTENCES)
        yield Group("", last)

    def clean(self) -> None:
        self.parts = [part for n in range(1, self.count + 1) if (part := self._part(n))]
        if len(self.parts) < 2 and not self.errors:
            self.add_error(
                None, "Say title and level of two parts, or choose roles that there are."
            )

    def _part(self, n: int) -> SplitPart | None:
        existing, place = self.thing("profile", f"existing{n}"), self.placed(f"part{n}")
        if existing and self.is_stated(f"part{n}"):
            self.add_error(f"existing{n}", "Say a new role or choose one that there is, not both.")
        if existing:
            return SplitPart(None, existing)
        if place is None and self.is_stated(f"part{n}"):
            self.add_error(f"part{n}_title", "A new role needs a title.")
        return SplitPart(place, "", self._sentences(n)) if place else None

    def _sentences(self, n: int) -> list[int]:
        total = len(self.subject.document["responsibilities"])
        asked = [self.cleaned_data.get(f"sentence{place}") for place in range(total)]
        return [place for place, part in enumerate(asked) if part in ("", None, str(n))]

    def proposal(self) -> Proposal:
        return split_role(self.subject.key, self.parts, self.cleaned_data["adds_areas"], self.why)


class MergeForm(PlacingForm):
    def own_fields(self) -> dict[str, forms.Field]:
        made: dict[str, forms.Field] = {}
        for n in range(1, self.count):
            made |= thing_fields("profile", f"other{n}", "Merged with it" if n == 1 else "and with")
        made |= thing_fields("profile", "into", "A role that there is", "It may be one of them.")
        made |= self.place_fields()
        made["takes_lists"] = tick(
            "Responsibilities, skills and classification codes that it lacks are added to it",
            "Its own stay as they are, its summary, guideline and pay too.",
            initial=True,
        )
        made["titles_are_aliases"] = tick("The old titles become aliases of it", initial=True)
        return made

    def groups(self) -> Iterator[Group]:
        names = list(self.fields)
        others = [name for name in names if name.startswith("other")]
        place = [name for name in names if name.startswith(("into", "to_"))]
        yield Group("Roles that are merged", [self[name] for name in others])
        yield Group("Into a role that there is, or a new one", [self[name] for name in place])
        rest = [name for name in names if name not in (*others, *place)]
        yield Group("", [self[name] for name in rest])

    def clean(self) -> None:
        self.others = [
            key for n in range(1, self.count) if (key := self.thing("profile", f"other{n}"))
        ]
        existing, new = self.thing("profile", "into"), self.placed()
        if existing and self.is_stated("to"):
            self.add_error("into", "Choose a role that there is or say a new one, not both.")
        self.into = existing or new
        if self.into is None and not self.errors:
            self.add_error(None, "Choose the role that stays, or say title and level of a new one.")

    def proposal(self) -> Proposal:
        assert self.into
        asked = self.cleaned_data
        keys = [self.subject.key, *self.others]
        lists, aliases = asked["takes_lists"], asked["titles_are_aliases"]
        return merge_roles(keys, self.into, lists, aliases, self.why)
