"""The folder of the embedded database goes away: while serving, before a start, and back again."""

import subprocess
import sys

import psutil
import pytest

from config.embedded import datadir
from tests.serving import ROOT, assert_nothing_runs, processes_in, wait_until

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("lost")]


def test_a_folder_that_goes_away_while_serving_is_not_made_anew(set_up, own_site):
    set_up(own_site).start()
    assert own_site.get("/healthz")[0] == 200
    away = own_site.var.with_name("var.away")
    postmaster = processes_in(own_site.var, everybody=False)
    own_site.var.rename(away)
    wait_until(lambda: "is gone" in own_site.log.read_text())
    wait_until(lambda: own_site.get("/healthz")[0] == 503)
    assert own_site.get("/healthz")[0::2] == (503, "away: the database does not answer\n")
    status, headers, page = own_site.get("/search/?q=x")
    assert status == 503
    assert headers["Retry-After"]
    assert "Back in a moment" in page
    assert not own_site.var.exists(), "something wrote into a folder that is to be put back"
    assert f"the database in {own_site.var}/postgres is gone" in own_site.log.read_text()
    assert own_site.log.read_text().count("is gone") == 1
    wait_until(lambda: not set(postmaster) & set(processes_in(away, everybody=False)))

    for worker in psutil.Process(own_site.process.pid).children():
        worker.kill()  # new ones start without the folder
    wait_until(lambda: own_site.get("/healthz")[0] == 503)
    assert {own_site.get(f"/search/?q=y{n}")[0] for n in range(8)} == {503}
    assert not own_site.var.exists(), "something wrote into a folder that is to be put back"

    away.rename(own_site.var)
    wait_until(lambda: own_site.get("/search/?q=manager")[0] == 200)
    assert "runs again" in own_site.log.read_text()
    assert own_site.stop() == 0
    assert_nothing_runs(own_site)


def test_a_server_without_its_folder_stops_cleanly(set_up, own_site):
    set_up(own_site).start()
    own_site.var.rename(own_site.var.with_name("var.away"))
    assert own_site.stop() == 0
    wait_until(lambda: processes_in(own_site.var.with_name("var.away"), everybody=False) == [])


def test_a_start_without_the_folder_says_so_and_loads_nothing(set_up, own_site):
    assert set_up(own_site).command("setup").returncode == 0
    own_site.var.rename(own_site.var.with_name("var.away"))
    for command in (["serve"], ["setup"], ["canon", "dump", "/nonexistent"], ["migrate"]):
        done = own_site.command(*command)
        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        gone = f"the database in {own_site.var}/postgres is gone: put the folder back"
        assert gone in done.stderr
        assert "Loading" not in done.stdout
    assert not own_site.var.exists()
    own_site.var.mkdir()  # an unmounted disk leaves an empty folder
    assert "is gone" in own_site.command("setup").stderr

    made = own_site.command("new_database")
    assert made.returncode == 0, made.stderr
    loaded = own_site.command("setup")
    assert "Loading fixtures/canon into the empty catalogue" in loaded.stdout
    assert "There is a database" in own_site.command("new_database").stderr


def test_two_set_ups_at_once_both_end_well(own_site):
    both = [
        subprocess.Popen(
            [sys.executable, "manage.py", "setup"],
            cwd=ROOT,
            env=own_site.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted("Loading fixtures/canon" in out for out, _ in said) == [False, True]
    assert [error for _, error in said] == ["", ""]
    waited = next(out for out, _ in said if "Loading" not in out)
    assert "Another set-up is under way" in waited


def test_the_marker_is_kept_where_it_can_be_written(tmp_path, monkeypatch):
    data = tmp_path / "missing" / "var" / "postgres"
    monkeypatch.setattr(datadir, "CHECKOUT", tmp_path / "checkout")
    (tmp_path / "checkout").mkdir()
    assert not datadir.is_lost(data)
    datadir.mark_data_directory(data)
    assert [path.name[:19] for path in (tmp_path / "checkout").iterdir()] == [".rolebook-database-"]
    assert datadir.is_lost(data)
    datadir.unmark(data)
    assert not datadir.is_lost(data)
