"""What documents of a set name, as rows: as its drafts have them, which are in no table, else as
the canon does. Nothing is written.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model, Q

from editions.documents.kinds import KINDS
from editions.documents.row_keys import CODED, KIND_OF, MODELS, row_of
from editions.models import Draft
from frameworks.models import Entry
from taxonomy.canon.levels import years_columns
from taxonomy.exchange.document import Document
from taxonomy.models import Area, Focus, Function, Profile, Skill
from taxonomy.text import folded

KindRow = TypeVar("KindRow", bound=Model)


class DoesNotFitError(Exception):
    """A document names what is not there, or what only a load can say."""


def taken_from(row: KindRow, entry: Document) -> KindRow:
    """The columns of a row as an entry of a document states them."""
    values = {name: getattr(entry, name) for name in type(entry).model_fields}
    values |= years_columns(values.pop("years")) if "years" in values else {}
    values |= {"is_off": values["off"]} if "off" in values else {}
    for field in row._meta.concrete_fields:
        if field.name in values and not field.is_relation and not field.primary_key:
            setattr(row, field.name, values[field.name])
    return row


class References:
    def __init__(self, drafts: Iterable[Draft]) -> None:
        self.drafts = {(each.kind, each.key): each for each in drafts}

    def of_kind(self, kind: str) -> list[Draft]:
        return [draft for draft in self.drafts.values() if draft.kind == kind]

    def named(self, kind: str, key: str) -> Any:
        """The row of a kind with this key."""
        return self.row(MODELS[kind], key)

    def row(self, model: type[KindRow], key: str) -> KindRow:
        draft = self.drafts.get((KIND_OF[model], key))
        row = None if draft and draft.base_id is None else row_of(model, key)
        if (draft and draft.document is None) or not (row or draft):
            raise DoesNotFitError(f"There is no {KIND_OF[model]} {key}.")
        return self._as_drafted(model, row, draft) if draft else row  # type: ignore[return-value]

    def rows(self, model: type[KindRow]) -> list[KindRow]:
        """All of a table whose rows have codes."""
        kind = KIND_OF[model]
        found = {row.pk: row for row in model._default_manager.all()}
        for draft in self.of_kind(kind):
            found.pop(draft.key, None)
            if draft.document is not None:
                found[draft.key] = self._as_drafted(model, None, draft)
        return sorted(found.values(), key=lambda row: (getattr(row, "order", 0) or 0, str(row.pk)))

    def _as_drafted(self, model: type[KindRow], row: KindRow | None, draft: Draft) -> KindRow:
        if row is None:
            row = model(pk=draft.key) if _has_code_as_number(model) else model(pk=draft.row)
        document: Any = KINDS[draft.kind].document(draft.document or {})
        if isinstance(row, Focus):
            function, _, row.code = draft.key.partition(".")
            row.function = self.row(Function, function)
            return taken_from(row, document.focus)
        if isinstance(row, Profile):
            row.key = draft.key
        if isinstance(row, Skill):
            row.slug = draft.key
        if isinstance(row, CODED):
            row.code = draft.key
        return taken_from(row, document)

    def skills(self, names: Iterable[str]) -> dict[str, Skill]:
        """Folded name → skill."""
        wanted = set(map(folded, names))
        drafted = {
            folded(draft.document["name"]): draft
            for draft in self.of_kind("skill")
            if draft.document
        }
        slugs = [drafted[name].key for name in wanted & drafted.keys()]
        rows = Skill.objects.filter(Q(folded_name__in=wanted) | Q(slug__in=slugs)) if wanted else ()
        by_slug = {row.slug: row for row in rows}
        found = {row.folded_name: row for slug, row in by_slug.items()
                 if ("skill", slug) not in self.drafts}  # fmt: skip
        for name in wanted & drafted.keys():
            draft = drafted[name]
            found[name] = self._as_drafted(Skill, by_slug.get(draft.key), draft)
        if missing := wanted - found.keys():
            raise DoesNotFitError(f"There is no skill {min(missing)!r}.")
        return found

    def areas(self, focus: Focus) -> list[Area]:
        draft = self.drafts.get(("focus", focus.key))
        if draft is None or draft.document is None:
            return list(Area.objects.filter(focus=focus.pk))
        names = [each["name"] for each in draft.document["areas"]]
        return [Area(pk=-n, focus=focus, order=n, name=name) for n, name in enumerate(names, 1)]

    def entry(self, framework: str, code: str) -> Entry:
        entries = Entry.objects.filter(framework__slug=framework, code=code)
        found = entries.select_related("framework").first()
        if found is None:
            raise DoesNotFitError(f"{framework} has no entry {code}.")
        return found


def _has_code_as_number(model: type[Model]) -> bool:
    return model._meta.pk.name == "code"
