"""Which thing with editions a row of the canon is: its kind, and its key there."""

from django.db.models import Model

from editions.kinds import synonym_key
from editions.rows import link_key
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
CODED = (Track, Level, Function, Market, Proficiency)


def kind_and_key(row: Model) -> tuple[str, str]:
    """Empty for what has no editions."""
    kind = KIND_OF.get(type(row), "")
    return (kind, key_of(row)) if kind else ("", "")


def key_of(row: Model) -> str:
    if isinstance(row, Profile):
        return row.key
    if isinstance(row, Focus):
        return f"{row.function.code}.{row.code}"
    if isinstance(row, Skill):
        return row.slug
    if isinstance(row, Synonym):
        return synonym_key(row.term, row.meaning)
    if isinstance(row, CanonLink):
        return link_key(row.entry.framework.slug, row.entry.code, row.target_key)
    assert isinstance(row, CODED)
    return row.code
