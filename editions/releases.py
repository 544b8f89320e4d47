"""Releases: cutting one, and what differs between any two, without reading a document that is the
same in both.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Max

from editions.documents.diff import names_that_differ
from editions.documents.kinds import NAME_OF
from editions.models import ChangeSet, Edition, Release
from editions.succession.released_successions import INTO, Followed, successions_between
from taxonomy.models import Revision

# Names of fields that decide at which level somebody is, and what a role is paid.
LEVELLING = ("responsibilities", "guideline", "track", "rank", "step", "scope", "autonomy",
             "complexity", "impact", "decision_rights", "leadership")  # fmt: skip
PAY = ("pay",)
LEVELLED = ("profile", "level")

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
SELECT kind, key, old.id AS before, new.id AS after, new.number - old.number AS steps,
    coalesce(new.paths, '{}') AS paths, coalesce(new.retired, false) AS retired
FROM old FULL JOIN new USING (kind, key)
WHERE old.digest IS DISTINCT FROM new.digest
"""
IN_ORDER = 'ORDER BY kind COLLATE "C", key COLLATE "C"'
OF_FUNCTION = """CASE WHEN kind IN ('function', 'focus', 'profile')
    THEN split_part(key, '.', 1) ELSE '' END"""
# Thousands of changes are a few sorts of change: the database counts them, and gives one by one
# those of which more is to be read or said, and the first of those that are shown.
COUNTED = f"""
WITH found AS MATERIALIZED ({DIFFERENCES}),
sorted AS (
    SELECT *, {OF_FUNCTION} AS function,
        coalesce(steps > 1, false) OR (kind, key) IN (
            SELECT * FROM unnest(%(kinds)s::text[], %(keys)s::text[])) AS is_alone
    FROM found
), shown AS (
    SELECT true, kind, key, before, after, steps, paths, retired, 1::bigint FROM sorted
    WHERE %(function)s::text IS NULL OR function = %(function)s {IN_ORDER} LIMIT %(most)s
)
SELECT * FROM shown
UNION ALL
SELECT false, kind, key, before, after, steps, paths, retired, 1 FROM sorted WHERE is_alone
UNION ALL
SELECT false, kind, function, min(before), min(after), NULL, paths, retired, count(*)
FROM sorted WHERE NOT is_alone
GROUP BY kind, function, before IS NULL, after IS NULL, paths, retired
"""


class ReleasedChange(NamedTuple):
    """What became of one thing between two releases: new, changed, retired or gone."""

    kind: str
    key: str
    state: str
    names: list[str]
    followed: tuple[Followed, ...] = ()  # what follows it, and what it follows
    how_many: int = 1  # of several of a sort, whose key is that of their function

    @property
    def is_renamed(self) -> bool:
        return self.state == "changed" and NAME_OF.get(self.kind, "name") in self.names

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


class CountedChanges(NamedTuple):
    """All changes between two releases, those of a sort as one with their number; and the first of
    them, or of one function, one by one.
    """

    counted: list[ReleasedChange]
    shown: list[ReleasedChange]

    def total(self, function: str | None) -> int:
        return sum(
            each.how_many for each in self.counted if function is None or each.function == function
        )


def changes(
    old: Release, new: Release, function: str | None = None, most: int | None = None
) -> CountedChanges:
    """Shows at most so many, in order; with None, all."""
    successions = successions_between(old, new)
    things = list({*successions.after, *successions.before})
    asked: dict[str, Any] = {"old": old.revision, "new": new.revision}
    asked |= {"function": function, "most": most}
    asked |= {"kinds": [kind for kind, _ in things], "keys": [key for _, key in things]}
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, asked)
        rows = cursor.fetchall()
    exact = _names_of({(row[3], row[4]) for row in rows if row[5] and row[5] > 1})
    found = CountedChanges([], [])
    for is_shown, kind, key, before, after, _, names, is_retired, count in rows:
        names = exact.get(after, names if before else [])
        state = _state(before, after, is_retired)
        change = ReleasedChange(kind, key, state, names, successions.of((kind, key)), count)
        (found.shown if is_shown else found.counted).append(change)
    return found


def _state(before: int | None, after: int | None, is_retired: bool) -> str:
    if after is None:
        return "gone"
    if before is None:
        return "new"
    return "retired" if is_retired else "changed"


def _names_of(pairs: set[tuple[int, int]]) -> dict[int, list[str]]:
    """What differs where several editions are between the two; not of what was purged."""
    editions = Edition.objects.in_bulk({pk for pair in pairs for pk in pair})
    return {
        new: names_that_differ(editions[old].stated, editions[new].stated)
        for old, new in pairs
        if not (editions[old].is_purged or editions[new].is_purged)
    }


def titles_at(release: Release, things: Iterable[ReleasedChange]) -> dict[tuple[str, str], str]:
    """What each thing is called in the release; those that it does not have are left out."""
    keys = {each.key for each in things}
    found = Edition.objects.at(release.revision).filter(key__in=keys)
    places = [
        f"document__{place.replace('.', '__')}" for place in sorted({*NAME_OF.values(), "name"})
    ]
    rows = found.values_list("kind", "key", *places)
    return {(kind, key): next(filter(None, names)) for kind, key, *names in rows if any(names)}


def editions_in(release: Release, kind: str, key: str) -> Edition | None:
    return Edition.objects.at(release.revision).of(kind, key).first()
