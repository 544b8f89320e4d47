"""The documents of a focus and of its roles as an editor finds them: the draft of each, or what is
published.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from editions.change_sets.trials import Thing
from editions.models import ChangeSet, Draft, Edition
from taxonomy.choices import ProfileStatus
from taxonomy.keys import profile_key
from taxonomy.models import Level


@dataclass(frozen=True)
class Known:
    """One thing: its draft or its current edition, and the document of that."""

    kind: str
    key: str
    document: dict
    draft: Draft | None
    edition: Edition | None

    @property
    def thing(self) -> Thing:
        return self.kind, self.key

    @property
    def is_behind(self) -> bool:
        """Whether something was published after its draft was begun."""
        return self.draft is not None and self.draft.base_id != (self.edition and self.edition.pk)


@dataclass(frozen=True)
class Rung:
    """A level of the ladder and the role that the focus has there."""

    level: Level
    role: Known

    @property
    def code(self) -> str:
        return self.level.code

    @property
    def label(self) -> str:
        return self.level.label_or_code

    @property
    def title(self) -> str:
        return self.role.document["title"]


class FocusLadders:
    """A focus with its roles, from four queries."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.levels = list(Level.objects.in_order())
        keys = {"focus": [key], "profile": [profile_key(key, level.code) for level in self.levels]}
        published = Edition.objects.current().select_related("change_set__published_by")
        self._editions = dict(_by_thing(published, keys))
        open_ones = Draft.objects.filter(is_open=True).select_related("change_set", "saved_by")
        self._drafts = dict(_by_thing(open_ones, keys))

    def known(self, kind: str, key: str) -> Known | None:
        draft, edition = self._drafts.get((kind, key)), self._editions.get((kind, key))
        document = draft.document if draft else edition and edition.document
        return Known(kind, key, document, draft, edition) if document else None

    @cached_property
    def focus(self) -> Known | None:
        return self.known("focus", self.key)

    @cached_property
    def roles(self) -> list[Rung]:
        """Of all tracks, retired ones too."""
        found = (
            (level, self.known("profile", profile_key(self.key, level.code)))
            for level in self.levels
        )
        return [Rung(level, role) for level, role in found if role]

    def rungs(self, track: str) -> list[Rung]:
        """What of a track is edited: its roles that are not retired, from the lowest rank up."""
        return [
            rung
            for rung in self.roles
            if rung.level.track_id == track
            and rung.role.document["status"] != ProfileStatus.RETIRED
        ]

    @cached_property
    def tracks(self) -> list[tuple[str, str]]:
        """Code and name of each track that has something to edit."""
        found = {rung.level.track_id: rung.level.track.name for rung in self.roles}
        return [(code, name) for code, name in found.items() if self.rungs(code)]

    def free_levels(self, track: str) -> list[Level]:
        """Of the track, where the focus has no role, not even a retired one."""
        taken = {rung.code for rung in self.roles}
        return [each for each in self.levels if each.track_id == track and each.code not in taken]

    @property
    def change_sets(self) -> list[ChangeSet]:
        """Those that have a draft of the focus or of one of its roles."""
        drafts = {each.change_set_id: each.change_set for each in self._drafts.values()}
        return [drafts[pk] for pk in sorted(drafts)]


def _by_thing(rows: QuerySet, keys: dict[str, list[str]]) -> Iterator[tuple[Thing, Any]]:
    for kind, wanted in keys.items():
        yield from (((kind, row.key), row) for row in rows.filter(kind=kind, key__in=wanted))
