"""Documents name skills: where a set renames one, what else it drafts names it anew."""

from collections.abc import Iterable, Mapping

from editions.change_sets.trials import Thing
from editions.models import Draft
from taxonomy.canon.dump import Plain
from taxonomy.text import folded

Documents = dict[Thing, dict | None]
NAMING = ("profile", "focus", "skill")


def with_renamed_skills(
    documents: Documents, before: Mapping[str, Plain], drafts: Iterable[Draft]
) -> Documents:
    """With the drafts of the set that name a skill which is renamed, by these documents or by a
    draft; `before` has the documents of skills as they were, by their keys.
    """
    drafted = {(each.kind, each.key): each for each in drafts}
    others: Documents = {thing: each.document for thing, each in drafted.items()}
    bases = {key: each.base.document for (kind, key), each in drafted.items()
             if kind == "skill" and each.base and each.base.document}  # fmt: skip
    former_of = bases | dict(before)
    names = {
        folded(former_of[key]["name"]): document["name"]
        for (kind, key), document in (others | documents).items()
        if kind == "skill" and document and key in former_of
    }
    names = {former: name for former, name in names.items() if folded(name) != former}
    if not names:
        return documents
    renamed = {thing: _renamed(thing[0], document, names)
               for thing, document in (others | documents).items()}  # fmt: skip
    return {
        thing: document
        for thing, document in renamed.items()
        if thing in documents or document != others[thing]
    }


def _renamed(kind: str, document: Plain | None, names: Mapping[str, str]) -> Plain | None:
    if not document or kind not in NAMING:
        return document
    if kind == "skill":
        broader = document["broader"]
        return document | {"broader": names.get(folded(broader), broader) if broader else broader}
    skills = [
        each | {"name": names.get(folded(each["name"]), each["name"])}
        for each in document["skills"]
    ]
    return document | {"skills": skills}
