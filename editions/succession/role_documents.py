"""What becomes of documents when a thing is renamed or retired, and a role copied, split or merged.
Nothing is read or written here.
"""

from collections.abc import Collection, Iterable
from typing import Any

from editions.documents.kinds import NAME_OF
from taxonomy.canon.dump import Plain
from taxonomy.choices import ProfileStatus
from taxonomy.text import folded

OTHER_NAMES = {"profile": "aliases", "skill": "also"}  # lists of a document


def renamed(kind: str, document: Plain, name: str, keeps_old: bool) -> Plain:
    """With the name of before among the other names, where there is a list of them."""
    if kind == "focus":
        return document | {"focus": document["focus"] | {"name": name}}
    made = document | {NAME_OF[kind]: name}
    if listed := OTHER_NAMES.get(kind):
        former = [document[NAME_OF[kind]]] if keeps_old else []
        made[listed] = without_twice((*document[listed], *former), but=[name])
    return made


def without_twice(texts: Iterable[str], but: Iterable[str] = ()) -> list[str]:
    """Each text once, whatever its case, and none of the others."""
    known = set(map(folded, but))
    kept = []
    for text in texts:
        if text and folded(text) not in known:
            known.add(folded(text))
            kept.append(text)
    return kept


def retired(document: Plain, successor: str | None) -> Plain:
    return document | {"status": ProfileStatus.RETIRED.value, "replaced_by": successor}


def copied(document: Plain, level: str, title: str, keeps: Collection[str] = ()) -> Plain:
    """The same role at another key; `keeps` names which of pay and aliases come along, since they
    belong to a level.
    """
    made = document | {"level": level, "title": title, "replaced_by": None}
    made["status"] = ProfileStatus.APPROVED.value
    made["aliases"] = without_twice(document["aliases"], but=[title])
    for name in {"pay", "aliases"} - set(keeps):
        made[name] = []
    return made


def with_sentences(document: Plain, places: Collection[int]) -> Plain:
    """With the responsibilities at these places alone."""
    sentences = document["responsibilities"]
    return document | {"responsibilities": [s for n, s in enumerate(sentences) if n in places]}


def areas_of(document: Plain) -> list[str]:
    return without_twice(each["area"] or "" for each in document["responsibilities"])


def lacking_areas(focus: Plain, roles: Iterable[Plain]) -> list[str]:
    """Areas that the roles name and the focus does not have."""
    named = (area for role in roles for area in areas_of(role))
    return without_twice(named, but=[area["name"] for area in focus["areas"]])


def with_areas(focus: Plain, names: Iterable[str]) -> Plain:
    added = [{"name": name, "description": ""} for name in names]
    return focus | {"areas": [*focus["areas"], *added]}


def without_areas(role: Plain, names: Iterable[str]) -> Plain:
    """The sentences of these areas belong to none, until an editor says which."""
    gone = set(map(folded, names))
    sentences = [
        each | {"area": None} if each["area"] and folded(each["area"]) in gone else each
        for each in role["responsibilities"]
    ]
    return role | {"responsibilities": sentences}


def with_lists_of(kept: Plain, others: Iterable[Plain]) -> Plain:
    """What the others have and `kept` lacks is added to its lists; nothing of it is replaced."""
    made = dict(kept)
    for other in others:
        made["responsibilities"] = _joined(
            made["responsibilities"], other["responsibilities"], lambda each: folded(each["text"])
        )
        made["skills"] = _joined(made["skills"], other["skills"], lambda each: folded(each["name"]))
        made["mappings"] = _joined(
            made["mappings"], other["mappings"], lambda each: (each["scheme"], each["code"])
        )
    return made


def with_titles_as_aliases(kept: Plain, others: Iterable[Plain]) -> Plain:
    added = (title for other in others for title in (other["title"], *other["aliases"]))
    return kept | {"aliases": without_twice((*kept["aliases"], *added), but=[kept["title"]])}


def _joined(kept: list[Plain], more: list[Plain], key: Any) -> list[Plain]:
    known = set(map(key, kept))
    return [*kept, *(each for each in more if key(each) not in known)]
