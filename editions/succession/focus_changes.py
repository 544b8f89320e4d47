"""What becomes of a focus that moves to another function, is merged into another or split, and of a
function that is retired: drafts of its focuses and roles, and what follows each.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from editions.change_sets.proposing import Proposal, document_now
from editions.change_sets.saving import NotPossibleError
from editions.documents.skill_names import Documents
from editions.models import Draft, MintedCode
from editions.models.successions import SuccessionRelation
from editions.succession import role_documents as of_role
from editions.succession.splitting_merging import (
    links_of,
    refuse_gone,
    retire_focus,
    role,
    roles_in_use,
    same_level,
)
from editions.succession.successions import Follows
from taxonomy.canon.codes import new_focus_code
from taxonomy.canon.dump import Plain
from taxonomy.keys import focus_key, profile_key
from taxonomy.models import Focus
from taxonomy.text import folded

KEPT = ("pay", "aliases")  # of a role whose level stays


class FocusPart(NamedTuple):
    """One of those that a focus is split into: a new one of this name, or a key that is there."""

    name: str
    existing: str = ""
    areas: Collection[str] = ()


class _Gathered:
    """Roles as they come to other focuses, with the areas that those lack."""

    def __init__(self, new_focuses: Documents) -> None:
        self.documents: Documents = dict(new_focuses)
        self.follows: list[Follows] = []

    def retire(self, key: str, after: Sequence[str], relation: str, why: str) -> None:
        document = self.documents.get(("profile", key)) or role(key)
        only = after[0] if len(after) == 1 else None
        self.documents["profile", key] = of_role.retired(document, only)
        self.follows += [Follows("profile", key, each, relation, why) for each in after]

    def bring(self, document: Plain, focus: str, title: str, takes_aliases: bool) -> str:
        """To the role of the focus at the same level, or to a new one there."""
        key = profile_key(focus, document["level"])
        there = self.documents.get(("profile", key)) or document_now("profile", key)
        if there is None:
            refuse_gone(key)
            keeps = KEPT if takes_aliases else ("pay",)
            made = of_role.copied(document, document["level"], title, keeps)
        elif there["status"] == "retired":
            raise NotPossibleError(f"{key} is retired: move {document['title']} elsewhere first.")
        else:
            made = of_role.with_lists_of(there, [document])
            if takes_aliases:
                made = of_role.with_titles_as_aliases(made, [document])
        self.documents["profile", key] = made
        self._add_areas(focus, made)
        return key

    def bring_all(self, roles: Sequence[str], to: str, takes_links: bool, why: str) -> None:
        """Each to its level of the other focus: in place of it, or merged into the role there."""
        for key in roles:
            document = role(key)
            is_new = document_now("profile", profile_key(to, document["level"])) is None
            after = self.bring(document, to, document["title"], takes_aliases=True)
            relation = SuccessionRelation.REPLACED if is_new else SuccessionRelation.MERGED
            self.retire(key, [after], relation, why)
            if takes_links:
                self.documents |= links_of("profile", key, after)

    def _add_areas(self, key: str, document: Plain) -> None:
        focus = self.documents.get(("focus", key)) or document_now("focus", key)
        if focus and (lacking := of_role.lacking_areas(focus, [document])):
            self.documents["focus", key] = of_role.with_areas(focus, lacking)


def move_focus(key: str, function: str, takes_links: bool, why: str) -> Proposal:
    own, _, code = key.partition(".")
    if function == own:
        raise NotPossibleError("It is in that function already.")
    document, roles = _focus(key), _roles(key)
    to = _place(function, document["focus"]["name"], code)
    gathered = _Gathered({("focus", to): _at(document, to)})
    gathered.bring_all(roles, to, takes_links, why)
    if takes_links:
        gathered.documents |= links_of("focus", key, to)
    gathered.follows.append(Follows("focus", key, to, SuccessionRelation.REPLACED, why))
    return Proposal(gathered.documents, tuple(gathered.follows), f"Move the focus {key} to {to}")


def merge_focus(key: str, into: str, takes_links: bool, why: str) -> Proposal:
    """Its roles are merged into those at the same level; where there is none, they move there."""
    if key == into:
        raise NotPossibleError("A focus is merged into another one.")
    roles, _ = _roles(key), _roles(into)
    gathered = _Gathered({})
    gathered.bring_all(roles, into, takes_links, why)
    if takes_links:
        gathered.documents |= links_of("focus", key, into)
    gathered.follows.append(Follows("focus", key, into, SuccessionRelation.MERGED, why))
    return Proposal(gathered.documents, tuple(gathered.follows), f"Merge {key} into {into}")


def split_focus(key: str, parts: Sequence[FocusPart], why: str) -> Proposal:
    """Each role goes to the parts that have its areas, with the responsibilities in them."""
    document, roles, placed = _focus(key), _roles(key), _placed(key, parts)
    if len(placed) < 2:
        raise NotPossibleError("A focus is split into two or more different focuses.")
    if key in placed:
        raise NotPossibleError("A focus that is split is retired: none of its parts has its key.")
    new: Documents = {
        ("focus", to): _part_of(document, to, p) for to, p in placed.items() if not p.existing
    }
    gathered = _Gathered(new)
    used: set[str] = set()
    for each in roles:
        whole = role(each)
        after = []
        for to, part in placed.items():
            some = _sentences_of(whole, part)
            if some is not None:
                title = f"{whole['title']}, {part.name}" if part.name else whole["title"]
                after.append(gathered.bring(some, to, title, takes_aliases=False))
                used.add(to)
        relation = SuccessionRelation.SPLIT if len(after) > 1 else SuccessionRelation.REPLACED
        gathered.retire(each, after, relation, why)
    for to in placed.keys() - used:
        raise NotPossibleError(
            f"No role goes to {placed[to].name or to}: give it an area that one has."
        )
    gathered.follows += [Follows("focus", key, to, SuccessionRelation.SPLIT, why) for to in placed]
    return Proposal(gathered.documents, tuple(gathered.follows), f"Split the focus {key}")


def retire_function(
    code: str, successor: str | None, focuses: dict[str, str | None], why: str
) -> Proposal:
    """`focuses` names for each of its focuses in use the one that follows it, or none."""
    documents: Documents = {}
    follows: list[Follows] = []
    for key, after in focuses.items():
        retired = retire_focus(key, after, same_level(roles_in_use(key), after), why)
        documents |= retired.documents
        follows += retired.successions
    follows.append(Follows.by_one("function", code, successor, why))
    return Proposal(documents, tuple(follows), f"Retire the function {code}")


def focuses_in_use(function: str) -> list[Focus]:
    found = Focus.objects.filter(function__code=function).select_related("function")
    return [each for each in found.order_by("code") if roles_in_use(each.key)]


def same_name(focuses: Iterable[Focus], function: str | None) -> dict[str, str | None]:
    """Key → the focus of the other function that has the same name."""
    others = {each.folded_name: each.key for each in focuses_in_use(function)} if function else {}
    return {each.key: others.get(each.folded_name) for each in focuses}


def _focus(key: str) -> Plain:
    document = document_now("focus", key)
    if document is None:
        raise NotPossibleError(f"There is no focus {key}.")
    return document


def _roles(focus: str) -> list[str]:
    """Of a focus in use, none of which is only drafted: those would be left behind."""
    drafted = Draft.objects.filter(kind="profile", key__startswith=f"{focus}.", is_open=True)
    for draft in drafted.filter(base=None).select_related("change_set"):
        reason = f"The role {draft.key} is new in the set “{draft.change_set}”"
        raise NotPossibleError(f"{reason}: publish that first, or take it out.")
    found = [each.key for each in roles_in_use(focus)]
    if not found:
        raise NotPossibleError(f"The focus {focus} has no roles in use.")
    return found


def _place(function: str, name: str, code: str = "", taken: Collection[str] = ()) -> str:
    """The key of a new focus: with this code where it is free, or with one made of the name."""
    of = document_now("function", function)
    if of is None:
        raise NotPossibleError(f"There is no function {function}.")
    key = focus_key(function, code)
    is_free = code and document_now("focus", key) is None
    if is_free and not MintedCode.objects.filter(kind="focus", key=key).exists():
        return key
    try:
        return focus_key(function, new_focus_code(function, of["name"], name, taken))
    except ValueError as error:
        raise NotPossibleError(f"The focus {name} needs a code, and {error}.") from error


def _placed(key: str, parts: Sequence[FocusPart]) -> dict[str, FocusPart]:
    function = key.partition(".")[0]
    placed: dict[str, FocusPart] = {}
    for part in parts:
        codes = [each.partition(".")[2] for each in placed]
        if part.existing:
            _roles(part.existing)
        placed[part.existing or _place(function, part.name, taken=codes)] = part
    return placed


def _at(document: Plain, key: str) -> Plain:
    function, _, code = key.partition(".")
    return document | {"function": {"code": function}, "focus": document["focus"] | {"code": code}}


def _part_of(document: Plain, key: str, part: FocusPart) -> Plain:
    made, wanted = _at(document, key), set(map(folded, part.areas))
    made["focus"] = made["focus"] | {"name": part.name}
    made["areas"] = [area for area in document["areas"] if folded(area["name"]) in wanted]
    return made


def _sentences_of(document: Plain, part: FocusPart) -> Plain | None:
    """The role with what goes to a part; None where nothing does."""
    wanted, sentences = set(map(folded, part.areas)), document["responsibilities"]
    places = [
        n for n, each in enumerate(sentences) if not each["area"] or folded(each["area"]) in wanted
    ]
    if sentences and not any(sentences[n]["area"] for n in places):
        places = [] if any(each["area"] for each in sentences) else places
    return of_role.with_sentences(document, places) if places or not sentences else None
