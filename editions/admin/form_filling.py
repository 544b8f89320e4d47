"""A form filled from the document of a draft: its row and the rows of its lists, in memory. They
are those that publishing would write (taxonomy/canon/tables.py); nothing is written to show them.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db.models import Model
from pydantic import ValidationError

from editions.admin.form_beginning import OnForm
from editions.documents.kinds import KINDS
from editions.documents.references import DoesNotFitError, References, taken_from
from editions.documents.row_keys import KIND_OF, MODELS
from editions.documents.rows import link_key
from editions.models import Draft
from frameworks.models import CanonLink
from taxonomy.admin.shown_order import in_shown_order
from taxonomy.canon.documents import VocabularyEntry
from taxonomy.canon.focus_documents import FocusDocument, ProfileEntry
from taxonomy.canon.tables import FOCUS_SECTIONS, PROFILE_SECTIONS, Section
from taxonomy.exchange.document import Document
from taxonomy.models import Area, Focus, Level, Profile, Skill, SkillAlias, SkillProficiency, Track
from taxonomy.models.proficiencies import Proficiency
from taxonomy.text import folded

LINKED = ("function", "focus", "skill", "profile")
PLACED = ("track", "proficiency")  # whose place depends on those of the others


class FilledFromDocument:
    """See `FilledForm` in taxonomy/web/drafting.py."""

    row: Any

    def __init__(self, on_form: OnForm, document: dict, drafts: Iterable[Draft]) -> None:
        self.thing, self.named = on_form.thing, References(drafts)
        kind, key = on_form.thing
        if kind in PLACED and any(each.key != key for each in self.named.of_kind(kind)):
            raise DoesNotFitError("Others move too.")
        number = on_form.draft.row if on_form.draft else None
        self.row = copy(on_form.row) if on_form.row else MODELS[kind](pk=number)
        self.lists: dict[type[Model], list[Any]] = {}
        self.offered: dict[type[Model], list[tuple[Any, str]]] = {}
        self._fill(KINDS[kind].document(document), kind, key)
        if kind in LINKED:
            self._add_links(has_row=on_form.row is not None)

    def rows(self, model: type[Model]) -> list[Any] | None:
        return self.lists.get(model)

    def choices(self, model: type[Model]) -> list[tuple[Any, str]] | None:
        if model not in self.offered and self.named.of_kind(KIND_OF.get(model, "")):
            self.offered[model] = _choices((row.pk, row) for row in self.named.rows(model))
        return self.offered.get(model)

    def _fill(self, document: Any, kind: str, key: str) -> None:
        row = self.row
        if isinstance(document, ProfileEntry):
            self._fill_profile(document, key)
        elif isinstance(document, FocusDocument):
            if not row.pk or row.code == "":
                function, _, row.code = key.partition(".")
                row.function = self.named.named("function", function)
            taken_from(row, document.focus)
            self._fill_sections(FOCUS_SECTIONS, document)
        elif isinstance(document, VocabularyEntry):
            self._fill_skill(document, key)
        elif kind == "link":
            self._fill_link(document.framework, document.links[0])
        else:
            if not getattr(row, "code", "set"):
                row.code = key
            taken_from(row, document)
            if isinstance(row, Level):
                row.track = self.named.row(Track, document.track)

    def _fill_profile(self, document: ProfileEntry, key: str) -> None:
        row: Profile = self.row
        if not row.key:
            row.key, row.level = key, self.named.row(Level, document.level)
            row.focus = self.named.row(Focus, key.rpartition(".")[0])
        taken_from(row, document)
        follows = document.replaced_by
        if not (row.replaced_by and row.replaced_by.key == follows):
            row.replaced_by = self.named.row(Profile, follows) if follows else None
        areas = self.named.areas(row.focus)
        self.offered[Area] = _choices((area.name, area) for area in areas)
        self._fill_sections(PROFILE_SECTIONS, document, areas)

    def _fill_skill(self, document: VocabularyEntry, key: str) -> None:
        row: Skill = self.row
        row.slug = key
        kind = row.kind
        taken_from(row, document)
        row.kind = document.kind or kind
        above = document.broader
        row.broader = self.named.skills([above])[folded(above)] if above else None
        had = {each.folded_name: each.slug for each in SkillAlias.objects.filter(skill=row.pk)}
        self.lists[SkillAlias] = [
            SkillAlias(skill=row, name=name, slug=had.get(folded(name), ""))
            for name in document.also
        ]
        self.lists[SkillProficiency] = [
            SkillProficiency(skill=row, proficiency=self.named.row(Proficiency, code), text=text)
            for code, text in document.levels.items()
        ]
        self._number(SkillAlias, SkillProficiency)

    def _fill_link(self, framework: str, link: Any) -> None:
        self.row.entry = self.named.entry(framework, link.entry)
        kind, key = link.target
        setattr(self.row, kind, self.named.named(kind, key))
        taken_from(self.row, link)

    def _fill_sections(
        self, sections: Iterable[Section], document: Document, areas: Iterable[Area] = ()
    ) -> None:
        skills = self.named.skills(each.name for each in document.skills)  # type: ignore[attr-defined]
        by_name = {folded(area.name): area for area in areas}
        for section in sections:
            stated = section.rows(getattr(document, section.name), [])
            self.lists[section.model] = made = []
            for order, columns in enumerate(stated, 1):
                values: Any = dict(zip(section.columns, columns, strict=True))
                if "skill_id" in values:
                    values["skill"] = skills[folded(values.pop("skill_id"))]
                if name := values.pop("area_id", None):
                    values["area"] = _area(by_name, name)
                values |= {"order": order} if section.ordered else {}
                made.append(section.model(**values, **{section.parent: self.row}))
            self._number(section.model)

    def _number(self, *models: type[Model]) -> None:
        for model in models:
            self.lists[model] = in_shown_order(self.lists[model])
            for number, row in enumerate(self.lists[model], 1):
                row.pk = -number

    def _add_links(self, has_row: bool) -> None:
        """Drafts of links to this, over those that there are."""
        kind, key = self.thing
        links = self.named.of_kind("link")
        drafts = [each for each in links if each.key.endswith(f" {kind} {key}")]
        if has_row and not drafts:
            return  # those that there are
        found = self._links(kind, key) if has_row else {}
        for draft in drafts:
            link = found.pop(draft.key, None) or CanonLink(**{kind: self.row})
            if draft.document is not None:
                stated: Any = KINDS["link"].document(draft.document)
                link.entry = self.named.entry(stated.framework, stated.links[0].entry)
                found[draft.key] = taken_from(link, stated.links[0])
        self.lists[CanonLink] = sorted(found.values(), key=lambda link: link.entry.code)
        self._number(CanonLink)

    def _links(self, kind: str, key: str) -> dict[str, CanonLink]:
        """By their keys, those that there are."""
        links = CanonLink.objects.filter(**{kind: self.row.pk}).select_related("entry__framework")
        return {
            link_key(each.entry.framework.slug, each.entry.code, (kind, key)): each
            for each in links
        }


def _area(by_name: dict[str, Area], name: str) -> Area:
    if folded(name) not in by_name:
        raise DoesNotFitError(f"The focus has no area {name!r}.")
    return by_name[folded(name)]


def _choices(rows: Iterable[tuple[Any, Any]]) -> list[tuple[Any, str]]:
    return [("", "---------"), *((value, str(row)) for value, row in rows)]


def filled_from(on_form: OnForm, document: dict, drafts: Iterable[Draft]) -> Any:
    """None where only writing it says what the form is to show, or why it cannot."""
    try:
        return FilledFromDocument(on_form, document, drafts)
    except (DoesNotFitError, ValidationError):
        return None
