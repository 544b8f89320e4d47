"""The database that comes along: shared, stopped by its last user, whole again after a crash."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from config.embedded.errors import ServerError
from config.embedded.server import Server

pytestmark = pytest.mark.servers

USE = """
import sys
from pathlib import Path
from config.embedded.server import Server
server = Server(Path(sys.argv[1]), 20)
server.share()
print("ready", flush=True)
sys.stdin.read()
"""


def servers_at(data):
    """Numbers of the living processes that work in this data directory; zombies work nowhere."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == data.resolve():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def wait_until(true, seconds=15):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def query(server, sql):
    where = {"host": str(server.socket_dir), "user": server.ROLE, "dbname": server.DATABASE}
    with psycopg.connect(**where, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else None


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "postgres"
    yield path
    for number in servers_at(path):
        os.kill(number, signal.SIGKILL)


@pytest.fixture
def use(data):
    """Another process that uses the same server until its input ends."""
    started = []

    def start(**options):
        process = subprocess.Popen(
            [options.pop("python", sys.executable), "-c", USE, str(options.pop("data", data))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=settings.BASE_DIR,
            **options,
        )
        started.append(process)
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_the_last_user_stops_the_server(data, use):
    first, second = use(), use()
    server = Server(data, 20)
    assert query(server, "SHOW max_connections") == [("20",)]
    first.communicate()
    assert query(server, "SELECT 1") == [(1,)]
    second.communicate()
    assert servers_at(data) == []
    assert (data / "PG_VERSION").exists()


def test_a_killed_user_does_not_keep_the_server_for_ever(data, use):
    killed = use()
    killed.kill()
    killed.wait()
    assert servers_at(data), "nobody was left to stop it"
    use().communicate()
    assert servers_at(data) == []


def test_data_survives_a_crash_of_the_server(data, use):
    use()
    server = Server(data, 20)
    query(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    crash(data)
    assert (data / "postmaster.pid").exists()
    assert server.revive()
    assert query(server, "SELECT answer FROM kept") == [(42,)]
    assert not server.revive()


def crash(data):
    postmaster = int((data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)
    wait_until(lambda: postmaster not in servers_at(data))


def test_a_stale_note_with_the_number_of_a_living_process_is_no_obstacle(data, use):
    first = use()
    crash(data)
    first.kill()
    wait_until(lambda: servers_at(data) == [])
    note = data / "postmaster.pid"
    lines = note.read_text().splitlines()
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    use().communicate()
    assert servers_at(data) == []


def test_a_first_start_that_broke_off_is_done_again(data, use):
    draft = data.with_name("postgres.new")
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    use()
    assert query(Server(data, 20), "SELECT 1") == [(1,)]
    assert not draft.exists()


def test_a_long_path_keeps_its_socket_elsewhere(tmp_path, use):
    folder = tmp_path / ("long-" * 12) / ("longer-" * 12)
    folder.mkdir(parents=True)
    data = folder / "postgres"
    user = use(data=data)
    server = Server(data, 20)
    assert query(server, "SELECT 1") == [(1,)]
    assert server.socket_dir.stat().st_mode & 0o077 == 0
    user.communicate()
    assert servers_at(data) == []


def test_extensions_for_search_are_there(data, use):
    use()
    server = Server(data, 20)
    query(server, "CREATE EXTENSION pg_trgm")
    query(server, "CREATE EXTENSION unaccent")
    assert query(server, "SELECT unaccent(lower('ÉCOLE')), similarity('role', 'roles') > 0.5") == [
        ("ecole", True)
    ]


def test_a_start_that_fails_says_why(data, use):
    use().communicate()
    (data / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(ServerError, match="is of PostgreSQL 9, and PostgreSQL 18 is installed"):
        Server(data, 20).share()
    assert servers_at(data) == []


def test_it_runs_for_a_user_without_root(use, stranger):
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        shutil.chown(folder, "nobody")
        data = Path(folder) / "postgres"
        user = use(data=data, **stranger)
        assert data.stat().st_uid == Path(folder).stat().st_uid != 0
        assert query(Server(data, 20), "SELECT 1") == [(1,)]
        with pytest.raises(psycopg.OperationalError, match="made by another user"):
            Server(data, 20).share()
        user.communicate()
        assert servers_at(data) == []
