"""Releases: cutting one, and what differs between any two, without reading a document that is the
same in both.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Max

from editions.documents.diff import names_that_differ
from editions.models import ChangeSet, Edition, Release
from editions.succession.released_successions import INTO, Followed, successions_between
from taxonomy.models import Revision

# Names of fields that decide at which level somebody is, and what a role is paid.
LEVELLING = ("responsibilities", "guideline", "track", "rank", "step", "scope", "autonomy",
             "complexity", "impact", "decision_rights", "leadership")  # fmt: skip
PAY = ("pay",)
LEVELLED = ("profile", "level")
NAMES = {"profile": "title", "focus": "focus.name"}  # of others, `name`

DIGEST = """
SELECT encode(sha256(convert_to(coalesce(string_agg(
    kind || ' ' || key || ' ' || digest, E'\\n' ORDER BY kind COLLATE "C", key COLLATE "C"), ''),
    'UTF8')), 'hex')
FROM editions_edition WHERE from_revision <= %(at)s
    AND (until_revision IS NULL OR until_revision > %(at)s)
"""
# Only editions that began or ended between the two can differ.
DIFFERENCES = """
WITH old AS (
    SELECT kind, key, id, number, digest FROM editions_edition
    WHERE from_revision <= %(old)s AND until_revision > %(old)s AND until_revision <= %(new)s
), new AS (
    SELECT kind, key, id, number, digest, paths,
        kind = 'profile' AND 'status' = ANY (paths) AND document->>'status' = 'retired' AS retired
    FROM editions_edition WHERE from_revision > %(old)s AND from_revision <= %(new)s
        AND (until_revision IS NULL OR until_revision > %(new)s)
)
SELECT kind, key, old.id, new.id, new.number - old.number, coalesce(new.paths, '{}'),
    coalesce(new.retired, false)
FROM old FULL JOIN new USING (kind, key)
WHERE old.digest IS DISTINCT FROM new.digest
ORDER BY kind COLLATE "C", key COLLATE "C"
"""


class ReleasedChange(NamedTuple):
    """What became of one thing between two releases: new, changed, retired or gone."""

    kind: str
    key: str
    deed: str
    names: list[str]
    followed: tuple[Followed, ...] = ()  # what follows it, and what it follows

    @property
    def is_renamed(self) -> bool:
        return self.deed == "changed" and NAMES.get(self.kind, "name") in self.names

    def became(self, relation: str) -> bool:
        """Whether it was split, or merged into another."""
        return any(each.words == INTO.get(relation) for each in self.followed)

    @property
    def function(self) -> str:
        """The code of its function; empty for what belongs to all of them."""
        inside = self.kind in ("function", "focus", "profile")
        return self.key.partition(".")[0] if inside else ""

    @property
    def affects_levelling(self) -> bool:
        return self.kind in LEVELLED and names_one_of(self.names, LEVELLING)

    @property
    def affects_pay(self) -> bool:
        return self.kind == "profile" and names_one_of(self.names, PAY)


def names_one_of(names: Iterable[str], wanted: tuple[str, ...]) -> bool:
    return _is_one_of(tuple(names), wanted)


@lru_cache(1024)  # thousands of changes name the same few fields
def _is_one_of(names: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(name.partition(".")[0] in wanted for name in names)


@transaction.atomic
def cut(notes: str = "", title: str = "", by: Any = None) -> Release:
    """The canon as it is now gets the next number."""
    Revision.objects.wait_for_turn()
    revision = Revision.objects.current().number
    last = Release.objects.aggregate(Max("number"))["number__max"] or 0
    made = Release.objects.create(
        number=last + 1,
        revision=revision,
        digest=digest_at(revision),
        title=title,
        notes=notes,
        by=by,
    )
    Revision.objects.update(release=made.number)
    return made


def cut_first() -> Release | None:
    """Release 1 of a catalogue that one command filled and nobody changed since."""
    ways = set(ChangeSet.objects.values_list("origin", flat=True))
    if Release.objects.exists() or not ways or ways - {"canon load", "frameworks load"}:
        return None
    return cut(title="As it ships")


def digest_at(revision: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(DIGEST, {"at": revision})
        return cursor.fetchone()[0]


def changes(old: Release, new: Release) -> list[ReleasedChange]:
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES, {"old": old.revision, "new": new.revision})
        rows = cursor.fetchall()
    successions = successions_between(old, new)
    exact = _names_of([(row[2], row[3]) for row in rows if row[4] and row[4] > 1])
    return [
        ReleasedChange(
            kind,
            key,
            _deed(before, after, retired),
            exact.get(after, names if before else []),
            successions.of((kind, key)),
        )
        for kind, key, before, after, _, names, retired in rows
    ]


def _deed(before: int | None, after: int | None, is_retired: bool) -> str:
    if after is None:
        return "gone"
    if before is None:
        return "new"
    return "retired" if is_retired else "changed"


def _names_of(pairs: list[tuple[int, int]]) -> dict[int, list[str]]:
    """What differs where several editions are between the two; not of what was purged."""
    editions = Edition.objects.in_bulk({pk for pair in pairs for pk in pair})
    return {
        new: names_that_differ(editions[old].stated, editions[new].stated)
        for old, new in pairs
        if not (editions[old].is_purged or editions[new].is_purged)
    }


def editions_in(release: Release, kind: str, key: str) -> Edition | None:
    return Edition.objects.at(release.revision).of(kind, key).first()
