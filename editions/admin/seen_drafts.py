"""The drafts of a set as a reviewer sees them: what each is called, what it changes against what is
live now, what names it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from editions.admin.history import Shown, shown_differences
from editions.change_sets.saving import current_of
from editions.documents.diff import names_that_differ
from editions.documents.kinds import name_of
from editions.documents.linking import linked_from
from editions.models import ChangeSet, Draft, Edition
from editions.releases import LEVELLING, PAY, names_one_of
from taxonomy.choices import ProfileStatus

MOST_SHOWN = 50  # drafts with their differences on one page


class SeenDraft(NamedTuple):
    draft: Draft
    against: Edition | None  # what is live now; of a finished set, what was when it was begun
    differences: list[Shown]
    linked_from: list[str]

    @property
    def is_behind(self) -> bool:
        return self.against != self.draft.base

    @property
    def name(self) -> str:
        document = self.draft.document or (self.against.document if self.against else None)
        return name_of(self.draft.kind, document) if document else ""


class RolesTouched(NamedTuple):
    """How many roles a set adds and retires; of how many others it changes levelling and pay."""

    added: int
    retired: int
    levelling: int
    pay: int

    @classmethod
    def of(cls, changed: Iterable[tuple[list[str], bool]], added: int) -> "RolesTouched":
        """`changed`: the names of what changed in a role, and whether it is retired now."""
        roles = list(changed)
        return cls(
            added,
            sum(is_retired and "status" in names for names, is_retired in roles),
            sum(names_one_of(names, LEVELLING) for names, _ in roles),
            sum(names_one_of(names, PAY) for names, _ in roles),
        )


def touched_by(drafts: list[Draft], live: dict[tuple[str, str], Edition]) -> RolesTouched:
    changed, added = [], 0
    for draft in drafts:
        if draft.kind == "profile" and (after := draft.document):
            now = live.get((draft.kind, draft.key))
            if now and now.document:
                is_retired = after.get("status") == ProfileStatus.RETIRED
                changed.append((names_that_differ(now.document, after), is_retired))
            else:
                added += 1
    return RolesTouched.of(changed, added)


def touched_by_published(change_set: ChangeSet) -> RolesTouched:
    roles = change_set.editions.filter(kind="profile", document__isnull=False)
    rows = roles.values_list("number", "paths", "document__status")
    changed = [
        (paths, status == ProfileStatus.RETIRED) for number, paths, status in rows if number > 1
    ]
    return RolesTouched.of(changed, len(rows) - len(changed))


def seen(change_set: ChangeSet) -> list[Draft]:
    return list(change_set.drafts.select_related("saved_by", "base"))


def live_of(drafts: list[Draft]) -> dict[tuple[str, str], Edition]:
    return current_of((each.kind, each.key) for each in drafts)


def shown_drafts(drafts: list[Draft], live: dict[tuple[str, str], Edition]) -> list[SeenDraft]:
    some = drafts[:MOST_SHOWN]
    links = linked_from((each.kind, each.key) for each in some)
    return [
        _seen(draft, live.get((draft.kind, draft.key)), links.get((draft.kind, draft.key), []))
        for draft in some
    ]


def dropped_drafts(drafts: list[Draft]) -> list[SeenDraft]:
    """Of a set that was dropped, against what they were begun with: what was typed stays."""
    return [_seen(draft, draft.base, []) for draft in drafts[:MOST_SHOWN]]


def _seen(draft: Draft, against: Edition | None, links: list[str]) -> SeenDraft:
    before = against.document if against else None
    return SeenDraft(draft, against, shown_differences(before, draft.document), links)
