"""Records what a transaction wrote to the canon: for each thing that changed, its edition ends and
the next begins, all in one change set.

Triggers note what was written (`editions_touch`), by whatever way. Here the documents of that are
compared with the current editions, so a note too many does no harm.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any, NamedTuple

import psycopg
from django.db import connection, transaction
from django.utils import timezone

from editions.documents.diff import names_that_differ
from editions.documents.kinds import KINDS, EditionKind, digest_of, in_order, live_documents
from editions.documents.rows import CHUNK
from editions.history.naming import named, set_named
from editions.history.notes import names_waiting, take_touched
from editions.models import ChangeSet, Edition, Touched
from taxonomy.canon.change_sets import KeyedDocument, NotRecorded, Origin, Recording
from taxonomy.canon.copying import Copying, Formatted
from taxonomy.exchange.document import Document
from taxonomy.models import Revision
from taxonomy.stored_sql import waits_for_migrations

OUTSIDE = Origin("Changed outside a change set", "database")
TAKEN_BACK = "taken back"
EXISTING = Origin("The catalogue when editions began", "migration")

# What is being recorded; True where nothing is, since all of it is taken back.
_recording: ContextVar["_Recording | bool"] = ContextVar("recording", default=False)


EDITION_COLUMNS = (
    *("key", "number", "document", "digest", "paths"),
    *("kind", "from_revision", "until_revision", "change_set_id"),
)


class Current(NamedTuple):
    """The last edition of a key."""

    pk: int
    number: int
    digest: str
    is_open: bool


class _Began(NamedTuple):
    """New things whose editions are not made yet, with all that the database is asked for them."""

    kind: EditionKind
    documents: dict[str, Document]
    last: dict[str, Current]


@contextmanager
def recorded(origin: Origin, change_set: ChangeSet | None = None) -> Iterator[Recording]:
    """What is written inside becomes one published set: a new one, or this one. Joins the set that
    is being recorded already.
    """
    if _recording.get():
        yield NotRecorded()  # the database notes what is written
        return
    recording = _Recording(origin, change_set)
    token = _recording.set(recording)
    try:
        Revision.objects.wait_for_turn()
        record_outside()
        _set("editions.parents_written", origin.announces)
        with named(origin.title):
            yield recording
        recording.run()
        _set("editions.parents_written", False)
    finally:
        _recording.reset(token)


@contextmanager
def not_recording() -> Iterator[None]:
    """What is written inside makes no editions: the caller takes it back, this setting with it."""
    token = _recording.set(True)
    set_named(TAKEN_BACK)
    try:
        yield
    finally:
        _recording.reset(token)


def set_being_written() -> int:
    """The number of the set that is being recorded, or of one that is taken back with the rest."""
    recording = _recording.get()
    if isinstance(recording, _Recording):
        return recording.set_id()
    return ChangeSet.objects.create(title=TAKEN_BACK, origin=TAKEN_BACK).pk


def record_outside() -> None:
    """What SQL wrote is recorded under the name that its transaction gave, each in a set."""
    for name in names_waiting():
        _Recording(OUTSIDE._replace(title=name or OUTSIDE.title)).run(name)


def _set(name: str, is_on: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, "yes" if is_on else ""])


class _Recording:
    """One change set as it is recorded; its row is made with the first difference."""

    def __init__(self, origin: Origin, change_set: ChangeSet | None = None) -> None:
        self.origin = origin
        self.change_set = change_set
        self.notes: list[str] = []
        self._began: list[_Began] = []
        self._waiting: list[Formatted] = []

    @cached_property
    def revision(self) -> int:
        """Raised by the first write of this transaction, and by no other."""
        return Revision.objects.current().number

    def called(self, title: str) -> None:
        self.origin = self.origin._replace(title=title)

    def began(self, kind: str, documents: Iterable[KeyedDocument]) -> None:
        new = dict(documents)
        if not new:
            return
        # What was noted of them is in these documents.
        Touched.objects.filter(kind=kind, key__in=new).delete()
        last = _last_editions(kind, list(new))
        self.set_id(), self.revision  # asked for now: `prepare` has no connection
        self._began.append(_Began(KINDS[kind], new, last))
        if any(edition.is_open for edition in last.values()):
            self.prepare()

    def prepare(self) -> None:
        """Makes texts of the documents. Asks the database only for those that end an edition."""
        began, self._began = self._began, []
        for each in began:
            self._begin(each.kind, _texts(each.kind.name, each.documents.items()), each.last)

    def unchanged(self, kind: str, documents: Iterable[KeyedDocument]) -> set[str]:
        """Where nothing is noted, the canon has what the current edition says."""
        texts = _texts(kind, documents)
        found = Edition.objects.current().filter(kind=kind, key__in=texts)
        current = dict(found.values_list("key", "digest")) if texts else {}
        same = {key for key, text in texts.items() if current.get(key) == digest_of(text)}
        noted = Touched.objects.filter(kind=kind, key__in=same)
        return same.difference(noted.values_list("key", flat=True)) if same else same

    def write_on(self, connection: psycopg.Connection) -> None:
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            each.write_on(connection)

    def run(self, name: str | None = None) -> None:
        """Records all that is noted, or what is noted under a name."""
        self.prepare()
        self.write_on(connection.connection)
        touched = take_touched(name)
        for name, kind in KINDS.items():
            keys = sorted(touched.get(name, ()))
            for start in range(0, len(keys), CHUNK):
                self._record(kind, keys[start : start + CHUNK])
                self.write_on(connection.connection)

    def _record(self, kind: EditionKind, keys: list[str]) -> None:
        live = dict(live_documents(kind, keys))
        last = _last_editions(kind.name, keys)
        gone = [key for key, edition in last.items() if edition.is_open and key not in live]
        fresh = {key: text for key, text in live.items() if not _is_current(last.get(key), text)}
        if fresh:
            self._begin(kind, fresh, last)
        if gone:
            self._take_out(kind, {key: last[key] for key in gone})

    def _begin(self, kind: EditionKind, texts: dict[str, str], last: dict[str, Current]) -> None:
        """A new edition for each of these texts; the current one of its key ends."""
        open_ones = {last[key].pk: key for key in texts if key in last and last[key].is_open}
        paths = self._paths(kind, open_ones, texts)
        self._end(list(open_ones))
        now = timezone.now()
        codes = [(kind.name, key, now) for key in texts if key not in last]
        shared = (kind.name, self.revision, None, self.set_id())
        rows = (
            (
                *(key, last[key].number + 1 if key in last else 1, text),
                *(digest_of(text), paths.get(key, []), *shared),
            )
            for key, text in texts.items()
        )
        self._waiting += [
            Copying("editions_code", ("kind", "key", "minted_at"), codes).formatted(),
            Copying("editions_edition", EDITION_COLUMNS, rows).formatted(),
        ]

    def _take_out(self, kind: EditionKind, gone: dict[str, Current]) -> None:
        """An edition without a document says by which set a thing went."""
        self._end([edition.pk for edition in gone.values()])
        shared = (kind.name, self.revision, self.revision, self.set_id())
        rows: list[tuple[Any, ...]] = [
            (key, edition.number + 1, None, "", [], *shared) for key, edition in gone.items()
        ]
        self._waiting.append(Copying("editions_edition", EDITION_COLUMNS, rows).formatted())

    def _paths(
        self, kind: EditionKind, ended: dict[int, str], fresh: dict[str, str]
    ) -> dict[str, list]:
        if not ended:
            return {}
        found = Edition.objects.filter(pk__in=ended).values_list("pk", "document")
        return {
            ended[pk]: names_that_differ(document, json.loads(fresh[ended[pk]]))
            for pk, document in found
            if document is not None
        }

    def _end(self, editions: list[int]) -> None:
        if editions:
            ended = Edition.objects.filter(pk__in=editions)
            ended.update(until_revision=self.revision)

    def set_id(self) -> int:
        if self.change_set is None:
            self.change_set = ChangeSet.objects.create_titled(
                self.origin.title,
                origin=self.origin.way,
                state=ChangeSet.State.PUBLISHED,
                opened_by_id=self.origin.user_id,
                published_at=timezone.now(),
                published_by_id=self.origin.user_id,
            )
        return self.change_set.pk


def _texts(kind: str, documents: Iterable[KeyedDocument]) -> dict[str, str]:
    return {key: KINDS[kind].text(in_order(document)) for key, document in documents}


def _is_current(last: Current | None, text: str) -> bool:
    return last is not None and last.is_open and last.digest == digest_of(text)


def _last_editions(kind: str, keys: list[str]) -> dict[str, Current]:
    found = Edition.objects.filter(kind=kind, key__in=keys).order_by("key", "-number")
    found = found.distinct("key")
    return {
        key: Current(pk, number, digest, until is None)
        for key, pk, number, digest, until in found.values_list(
            "key", "pk", "number", "digest", "until_revision"
        )
    }


def record_all(origin: Origin) -> None:
    """Compares the whole canon with its editions and records what differs."""
    with transaction.atomic():
        Revision.objects.wait_for_turn()
        with connection.cursor() as cursor:
            for kind in KINDS.values():
                keys = [key for key, _ in kind.live(None)]
                cursor.execute(
                    "INSERT INTO editions_touched (kind, key) SELECT %s, unnest(%s::text[])"
                    " ON CONFLICT DO NOTHING",
                    [kind.name, keys],
                )
        _Recording(origin).run()


def record_existing_canon(**kwargs: Any) -> None:
    """After migrations: a catalogue that had no editions gets edition 1 of everything."""
    if kwargs.get("using", "default") != "default" or waits_for_migrations(connection):
        return
    if not Edition.objects.exists():
        record_all(EXISTING)
