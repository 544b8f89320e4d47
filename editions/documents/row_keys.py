"""Which thing with editions a row of the canon is: its kind, and its key there."""

from collections.abc import Collection

from django.db.models import Model

from editions.documents.kinds import synonym_key
from editions.documents.rows import link_key, link_rows
from frameworks.models import CanonLink
from taxonomy.models import (
    Focus,
    Function,
    Level,
    Market,
    Proficiency,
    Profile,
    Skill,
    Synonym,
    Track,
)

KIND_OF: dict[type[Model], str] = {
    Track: "track",
    Level: "level",
    Function: "function",
    Proficiency: "proficiency",
    Skill: "skill",
    Market: "market",
    Synonym: "synonym",
    Focus: "focus",
    Profile: "profile",
    CanonLink: "link",
}
MODELS = {kind: model for model, kind in KIND_OF.items()}
CODED = (Track, Level, Function, Market, Proficiency)


def kind_and_key(row: Model) -> tuple[str, str]:
    """Empty for what has no editions."""
    kind = KIND_OF.get(type(row), "")
    return (kind, key_of(row)) if kind else ("", "")


def key_of(row: Model) -> str:
    if isinstance(row, Profile | Focus):
        return row.key
    if isinstance(row, Skill):
        return row.slug
    if isinstance(row, Synonym):
        return synonym_key(row.term, row.meaning)
    if isinstance(row, CanonLink):
        return link_key(row.entry.framework.slug, row.entry.code, row.target_key)
    assert isinstance(row, CODED)
    return row.code


def numbers_of(kind: str, keys: Collection[str]) -> dict[str, int]:
    """Key → number of its row, of the kinds whose forms have the number in their address."""
    rows = MODELS[kind]._default_manager.all()
    if kind == "focus":
        found = rows.filter(code__in={key.partition(".")[2] for key in keys})
        named = {key_of(row): row.pk for row in found.select_related("function")}
        return {key: named[key] for key in keys if key in named}
    name = {"profile": "key", "skill": "slug", "function": "code"}.get(kind)
    if name is None:
        found_rows = [row_of(MODELS[kind], key) for key in keys]
        return {key_of(row): row.pk for row in found_rows if row and isinstance(row.pk, int)}
    return dict(rows.filter(**{f"{name}__in": keys}).values_list(name, "pk"))


def row_of(model: type[Model], key: str) -> Model | None:
    """The row of the canon that a key means."""
    rows = model._default_manager.all()
    if model is Profile:
        return rows.filter(key=key).first()
    if model is Skill:
        return rows.filter(slug=key).first()
    if model is Focus:
        function, _, code = key.partition(".")
        found = rows.filter(function__code=function, code=code)
        return found.select_related("function").first()
    if model is Synonym:
        return next((row for row in rows if key_of(row) == key), None)
    if model is CanonLink:
        return link_rows([key]).first() if key.count(" ") > 2 else None
    return rows.filter(code=key).first()
