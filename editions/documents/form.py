"""A form built from a document: one field for each of its fields, whatever the kind. What is typed
becomes a document again, and what is wrong with it goes back to its field.
"""

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from pydantic import ValidationError

from editions.documents.canon_documents import Fault, faults_of
from editions.documents.diff import in_words
from editions.documents.kinds import EditionKind
from editions.documents.line_lists import as_entries, as_text, columns_of
from taxonomy.canon.dump import Plain
from taxonomy.choices import Differential, ProfileStatus, SkillKind, accepted

FIXED = ("code", "level", "function", "slug", "version", "term", "meaning", "framework")
LONG = ("summary", "description", "text", "note", "knowledge", "collaboration", "experience",
        "complexity", "scope", "autonomy", "impact", "decision_rights", "leadership")  # fmt: skip
CHOICES = {
    "status": accepted(ProfileStatus),
    "differential": accepted(Differential, blank=True),
    "kind": accepted(SkillKind),
}
MAPPINGS = ("levels",)  # of a skill: proficiency → what it means, a line each


class DocumentForm(forms.Form):
    """`shown` is the document as it is; fields below a mapping are called `guideline.knowledge`."""

    def __init__(self, kind: EditionKind, shown: Plain, data: Any = None) -> None:
        # In the order of its shape: the database keeps the fields of a document in one of its own.
        self.kind, self.shown = kind, json.loads(kind.text_of_row(shown))
        super().__init__(data)
        for path, value in _leaves(self.shown):
            self.fields[path] = _field(kind.name, path, value)

    def document(self) -> Plain:
        """What was typed, in the shape of a document; what has no field is as it was."""
        typed = _copied(self.shown)
        for path, value in _leaves(self.shown):
            *above, name = path.split(".")
            inside = typed
            for step in above:
                inside = inside[step]
            inside[name] = self._value(path, name, value)
        return typed

    def _value(self, path: str, name: str, shown: Any) -> Any:
        given = self.cleaned_data.get(path)
        if isinstance(shown, bool):
            return bool(given)
        text = given or ""
        if name in MAPPINGS and isinstance(shown, dict):
            return dict(_pair(line) for line in as_entries(self.kind.name, "", text))
        if isinstance(shown, list):
            return as_entries(self.kind.name, name, text)
        return None if shown is None and not text else text

    def accept(self) -> str | None:
        """The text of the document, or None with what is wrong at its field."""
        if not self.is_valid():
            return None
        try:
            return self.kind.text(self.kind.document(self.document()))
        except ValidationError as error:
            for fault in faults_of(error):
                self.show(fault)
            return None

    def show(self, fault: Fault) -> None:
        """Puts a fault beside the field that its path begins with."""
        place = fault.path.replace("[", ".").replace("]", "")
        names = [name for name in self.fields if f"{place}.".startswith(f"{name}.")]
        rest = place.removeprefix(names[0]).strip(".") if names else place
        where = f"Line {int(rest.split('.')[0]) + 1}: " if rest[:1].isdigit() else ""
        self.add_error(names[0] if names else None, f"{where}{fault.reason}")


def _leaves(document: Plain, before: str = "") -> Iterator[tuple[str, Any]]:
    """(path, value) of what has a field: no codes, which never change, and no rows of rows."""
    for name, value in document.items():
        if name in FIXED or (before == "" and name == "profiles"):
            continue
        if isinstance(value, dict) and name not in MAPPINGS:
            yield from _leaves(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _field(kind: str, path: str, value: Any) -> forms.Field:
    name = path.rpartition(".")[2]
    about: dict[str, Any] = {"label": in_words(path).replace(".", ": "), "required": False}
    about["label"] = about["label"].capitalize()
    if isinstance(value, bool):
        return forms.BooleanField(initial=value, **about)
    if isinstance(value, list | dict):
        return _lines(kind, name, value, about)
    if name in CHOICES and value in CHOICES[name]:
        choices = [(each, each or "not stated") for each in CHOICES[name]]
        return forms.ChoiceField(choices=choices, initial=value, **about)
    rows = 4 if name in LONG and not (kind == "profile" and name == "scope") else 0
    widget = forms.Textarea({"rows": rows, "cols": 90}) if rows else forms.TextInput({"size": 60})
    return forms.CharField(initial="" if value is None else value, widget=widget, **about)


def _lines(kind: str, name: str, value: Any, about: dict[str, Any]) -> forms.Field:
    columns: tuple[str, ...]
    if isinstance(value, dict):
        text = "\n".join(f"{code} | {said}" for code, said in value.items())
        columns = ("code", "text")
    else:
        text, columns = as_text(kind, name, value), columns_of(kind, name)
    about["help_text"] = "One a line" + (
        f": {' | '.join(map(in_words, columns))}" if columns else ""
    )
    if name == "responsibilities":
        about["help_text"] = "One a line, below the name of its area with a colon"
    widget = forms.Textarea({"rows": min(30, max(3, text.count("\n") + 3)), "cols": 110})
    return forms.CharField(initial=text, widget=widget, strip=False, **about)


def _pair(line: str) -> tuple[str, str]:
    code, _, said = line.partition(" | ")
    return code.strip(), said.strip()


def _copied(document: Plain) -> Plain:
    return {k: _copied(v) if isinstance(v, dict) else v for k, v in document.items()}
