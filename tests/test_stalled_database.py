"""A database that stalls hangs nothing, and what is said of it is true.

First bench/attack/database.py on a real server, then its parts.
"""

import threading
import time

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from psycopg import errors

from bench.attack import database
from bench.attack.instance import Instance
from config import command_failures, health
from config.database.base import drop_pools
from config.database.deadline import DeadlineConnection, DeadlinePassedError
from config.database.watch import AWAY, BUSY, DatabaseState, Watch
from config.server.threads import Threads
from taxonomy.models import Revision
from taxonomy.models.revision import WriteInProgressError
from tests import factories
from tests.rsgi import LoopThread


@pytest.mark.servers
@pytest.mark.xdist_group("serve")
def test_bounds_are_kept(site):
    running = site.running()
    bounds = database.run(Instance(running.address, site.var))
    assert not [bound for bound in bounds if not bound.kept]
    assert "Traceback" not in running.log.read_text()


def parameters():
    found = connections.create_connection("public").get_connection_params()
    return {n: v for n, v in found.items() if n not in ("context", "cursor_factory")}


@pytest.mark.django_db
def test_a_server_that_says_nothing_is_left_at_the_deadline():
    class Impatient(DeadlineConnection):
        seconds = 0.3

    opened = Impatient.connect(**parameters(), autocommit=True)
    opened.execute("SET statement_timeout = 0")
    began = time.monotonic()
    with pytest.raises(DeadlinePassedError):
        opened.execute("SELECT pg_sleep(20)")
    assert time.monotonic() - began < 15
    assert opened.closed


@pytest.mark.django_db(databases=["default", "public", "editing"])
def test_each_kind_of_thread_has_bounds_of_its_own():
    def bounds():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            statement = cursor.fetchone()[0]
            cursor.execute("SELECT current_setting('lock_timeout')")
            lock = cursor.fetchone()[0]
        found = connection.alias, statement, lock, type(connection.connection).__name__
        connection.close()
        return found

    async def run(alias):
        return await Threads(alias, 1, alias).run(bounds)

    loop = LoopThread()
    assert loop.run(run("public")) == ("public", "1500ms", "1s", "DeadlineConnection")
    assert loop.run(run("editing")) == ("editing", "0", "10s", "EditingConnection")
    assert bounds()[1:3] == ("0", "5min")
    drop_pools()


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_another_writer_is_told_so():
    first = {"number": 1, "changed_at": "2026-01-01T00:00Z", "changed_in": "1"}
    Revision.objects.get_or_create(pk=1, defaults=first)
    is_locked, may_end = threading.Event(), threading.Event()

    def write():
        with psycopg.connect(**parameters()) as other:
            other.execute("SELECT 1 FROM taxonomy_revision FOR UPDATE")
            is_locked.set()
            may_end.wait(10)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert is_locked.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(WriteInProgressError) as raised, transaction.atomic():
            Revision.objects.wait_for_turn()
    finally:
        may_end.set()
        writer.join()
        connection.close()
    line = command_failures.in_one_line(raised.value)
    assert line == "Somebody else is writing to the canon and took too long: try again when " \
        "that has ended."  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_watch_sees_an_edit_and_outlives_its_connection():
    factories.ladder()
    watch = Watch()
    try:
        before = watch.look()
        assert before.is_migrated
        assert not before.problem
        assert watch.look().revision is before.revision
        Revision.objects.renew()
        after = watch.look()
        assert after.revision != before.revision
        with connection.cursor() as cursor:
            own = watch._connection.info.backend_pid
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [own])
        assert not watch.look().problem
    finally:
        watch.close()


RELEASED = f"ok\nversion {settings.VERSION}\nrelease 3\n"


@pytest.mark.parametrize(
    ("state", "has_looked", "waiting", "status", "word"),
    [
        (DatabaseState((1, None, "", None), 1, "", True), True, 0, 200, "ok\n"),
        (DatabaseState((9, None, "", 3), 1, "", True), True, 0, 200, RELEASED),
        (DatabaseState(1, 1, "", True), True, 1, 200, "busy: 1 request waiting"),
        (DatabaseState(1, 1, BUSY, True), True, 0, 200, "busy: the database allows"),
        (DatabaseState(1, 1, "", True), False, 0, 503, "away: "),
        (DatabaseState(1, 1, AWAY, True), True, 0, 503, "away: "),
        (DatabaseState(1, 1, "", False), True, 0, 503, "not ready: migrations are waiting"),
    ],
)
def test_the_health_check_says_what_is_so(state, has_looked, waiting, status, word):
    answer = health.report(state, has_looked, waiting)
    assert answer.status == status
    assert answer.body.decode().startswith(word)
    assert bool(answer.header("retry-after")) == (status == 503)


@pytest.mark.parametrize(
    ("error", "is_lost"),
    [
        (errors.AdminShutdown(), True),
        (psycopg.OperationalError("server closed the connection unexpectedly"), True),
        (DeadlinePassedError(), False),
        (errors.QueryCanceled(), False),
        (errors.LockNotAvailable(), False),
        (None, False),
    ],
)
def test_only_a_page_whose_connection_was_ended_is_tried_again(error, is_lost):
    assert health._is_lost(error) == is_lost
