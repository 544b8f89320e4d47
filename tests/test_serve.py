"""`manage.py serve` from start to end: it bears a crowd and a crash and leaves nothing behind."""

import re
import signal
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.serving import assert_nothing_runs, processes_in, wait_until

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("serve")]  # one site for all of them


@pytest.fixture
def running(site):
    return site.running()


def test_it_says_where_it_is_and_how_to_edit(running):
    site, log = running, running.log.read_text()
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
    stops = running.log.read_text().count("The database had stopped")
    done = running.command("migrate", "--check")
    assert done.returncode == 0, done.stderr
    assert running.get("/healthz")[0] == 200
    time.sleep(1.5)  # longer than the watch needs to notice and start it again
    assert running.log.read_text().count("The database had stopped") == stops


def test_while_the_database_is_away_pages_say_so_and_then_recover(running):
    running.process.send_signal(signal.SIGSTOP)  # the parent must not replace it before we look
    running.crash_database()
    status, headers, words = running.get("/healthz")
    assert (status, words) == (503, "away: the database does not answer\n")
    assert headers["Retry-After"]
    status, headers, page = running.get("/levels/")
    assert status == 503
    assert headers["Retry-After"]
    assert "Back in a moment" in page
    running.process.send_signal(signal.SIGCONT)
    wait_until(lambda: running.get("/healthz")[0] == 200)
    wait_until(lambda: running.get("/levels/")[0] == 200)  # perhaps from the other worker


def test_a_second_server_on_the_same_port_is_refused_in_one_line(running):
    done = running.command("serve")
    assert done.returncode == 1
    assert f"Cannot serve on 127.0.0.1 port {running.port}" in done.stderr
    assert "Traceback" not in done.stderr
    assert running.get("/healthz")[0] == 200


def test_ctrl_c_stops_everything_and_the_next_start_makes_nothing_anew(running):
    assert running.stop() == 0
    assert_nothing_runs(running)
    collected = (running.var / "static" / ".collected").stat().st_mtime_ns
    running.start()
    assert "Loading" not in running.log.read_text()
    assert (running.var / "static" / ".collected").stat().st_mtime_ns == collected
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
