"""`manage.py serve` from start to end: it bears a crowd and a crash and leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("serve")]  # one site for all of them

ROOT = settings.BASE_DIR


def processes_in(folder):
    """Living processes of the site whose VAR_DIR this is: its database and its workers."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            variables = (process / "environ").read_bytes()
            place = (process / "cwd").readlink()
        except OSError:
            continue
        if place == folder / "postgres" or f"VAR_DIR={folder}\0".encode() in variables:
            found.append(int(process.name))
    return found


def wait_until(true, seconds=30):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def assert_nothing_runs(site):
    """The database goes with the command, the bookkeeper of Python processes a moment later."""
    assert not (site.var / "postgres" / "postmaster.pid").exists()
    wait_until(lambda: processes_in(site.var) == [], 3)


class Site:
    def __init__(self, var):
        self.var = var
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(var),
            "PORT": str(self.port),
            "WORKERS": "2",
            "THREADS": "4",
        }
        self.process = None

    def command(self, *words):
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    def start(self):
        log = self.var.with_name("serve.log")
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        ready = lambda: self.process.poll() is not None or self.get("/healthz")[0] == 200  # noqa: E731
        wait_until(ready, 60)
        assert self.process.poll() is None, log.read_text()
        return log

    def get(self, path):
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}{path}", timeout=30
            ) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()
        except OSError:
            return 0, {}, ""

    def stop(self, number=signal.SIGINT):
        """End it as a terminal does, which tells the whole process group; 8 seconds are enough."""
        os.killpg(self.process.pid, number)
        return self.process.wait(8)

    def crash_database(self):
        note = self.var / "postgres" / "postmaster.pid"
        os.kill(int(note.read_text().splitlines()[0]), signal.SIGKILL)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site") / "var")
    yield site
    for number in processes_in(site.var):
        os.kill(number, signal.SIGKILL)


@pytest.fixture
def running(site):
    if site.process is None or site.process.poll() is not None:
        site.start()
    return site


def test_it_says_where_it_is_and_how_to_edit(site):
    log = site.start().read_text()
    assert f"http://127.0.0.1:{site.port}/" in log
    assert "make admin" in log
    assert "Traceback" not in log


def test_a_public_page_is_safe_and_sets_no_cookie(running):
    status, headers, page = running.get("/")
    assert status == 200
    assert "Set-Cookie" not in headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "<h1" in page


def test_static_files_are_hashed_compressed_and_kept_for_ever(running):
    address = re.search(r'href="(/static/site\.[0-9a-f]{12}\.css)"', running.get("/")[2])[1]
    request = urllib.request.Request(
        f"http://127.0.0.1:{running.port}{address}", headers={"Accept-Encoding": "br"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/functions/"])
def test_a_crowd_of_64_is_served(running, path):
    with ThreadPoolExecutor(64) as crowd:
        answers = list(crowd.map(running.get, [path] * 256))
    assert {status for status, _, _ in answers} == {200}


def test_a_command_shares_the_database_and_leaves_it_running(running):
    done = running.command("migrate", "--check")
    assert done.returncode == 0, done.stderr
    assert running.get("/healthz")[0] == 200
    time.sleep(1.5)  # longer than the watch needs to notice and start it again
    assert "The database had stopped" not in (running.var.with_name("serve.log")).read_text()


def test_while_the_database_is_away_pages_say_so_and_then_recover(running):
    running.process.send_signal(signal.SIGSTOP)  # the parent must not replace it before we look
    running.crash_database()
    status, headers, words = running.get("/healthz")
    assert (status, words) == (503, "the database is away\n")
    assert headers["Retry-After"]
    status, headers, page = running.get("/functions/")
    assert status == 503
    assert headers["Retry-After"]
    assert "Back in a moment" in page
    running.process.send_signal(signal.SIGCONT)
    wait_until(lambda: running.get("/healthz")[0] == 200)
    wait_until(lambda: running.get("/functions/")[0] == 200)  # perhaps from the other worker


def test_a_second_server_on_the_same_port_is_refused_in_one_line(running):
    done = running.command("serve")
    assert done.returncode == 1
    assert f"Cannot serve on 127.0.0.1 port {running.port}" in done.stderr
    assert "Traceback" not in done.stderr
    assert running.get("/healthz")[0] == 200


def test_ctrl_c_stops_everything_and_the_next_start_takes_seconds(running):
    assert running.stop() == 0
    assert_nothing_runs(running)
    begun = time.monotonic()
    running.start()
    assert time.monotonic() - begun < 15
    assert running.stop(signal.SIGTERM) == 0
    assert_nothing_runs(running)


def test_a_closed_terminal_stops_everything(running):
    assert running.stop(signal.SIGHUP) == 0
    assert_nothing_runs(running)


def test_a_killed_server_takes_its_workers_and_database_along(running):
    running.process.kill()
    running.process.wait()
    wait_until(lambda: processes_in(running.var) == [])
    running.start()
    assert running.get("/functions/")[0] == 200
    assert running.stop() == 0
    assert_nothing_runs(running)
