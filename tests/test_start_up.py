"""The first minutes on somebody's machine: it starts, or says in one line why it does not."""

import os
import shutil
import socket
import subprocess
import sys

import pytest

from tests.serving import ROOT, Site, processes_in, wait_until

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("start-up")]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can lend a test a disk or a user")


def in_one_line(done):
    assert done.returncode == 1, done.stdout
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


@pytest.mark.parametrize("host", ["localhost", "hostname"])
def test_a_host_name_is_resolved(set_up, own_site, host):
    set_up(own_site)
    own_site.environment["HOST"] = socket.gethostname() if host == "hostname" else host
    address = socket.getaddrinfo(own_site.environment["HOST"], 0, socket.AF_INET)[0][4][0]
    own_site.start(wait=False)
    ask = lambda: own_site.get("/healthz", address, Host=own_site.environment["HOST"])[0]  # noqa: E731
    wait_until(lambda: own_site.process.poll() is not None or ask() == 200, 120)
    assert ask() == 200, own_site.log.read_text()


def test_a_host_name_that_leads_nowhere_is_said(own_site):
    own_site.environment["HOST"] = "no such host"
    assert "HOST='no such host' cannot be used: " in in_one_line(own_site.command("serve"))
    own_site.environment["HOST"] = "x" * 70 + ".example"
    assert "cannot be used: " in in_one_line(own_site.command("serve"))


@pytest.mark.parametrize("encoding", ["iso-8859-15", "ascii:strict"])
def test_a_console_of_another_encoding_is_no_obstacle(own_site, encoding):
    own_site.environment["PYTHONIOENCODING"] = encoding
    done = own_site.command("setup")
    assert done.returncode == 0, done.stderr
    assert "Loading fixtures/canon" in done.stdout


@pytest.mark.parametrize("locale", ["C", "en_US.ISO-8859-1"])
def test_a_folder_with_an_umlaut_works_in_any_locale(tmp_path, locale):
    """The checkout too: a copy of it, since the place of the code is what matters."""
    checkout = tmp_path / "Größe und Maß"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns("var", ".venv*", ".git", "tests"))
    environment = {
        "PATH": os.environ["PATH"],
        "LC_ALL": locale,
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "setup"],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Loading fixtures/canon" in done.stdout
    assert (checkout / "var" / "postgres" / "PG_VERSION").exists()
    assert processes_in(checkout / "var") == []


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(size):
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder])
        if made.returncode:
            pytest.skip("this machine lets no test mount a disk")
        return folder

    yield mount
    subprocess.run(["umount", "--lazy", folder], check=False)


@as_root
@pytest.mark.parametrize("size", ["1m", "20m", "75m"])
def test_a_full_disk_is_the_reason_given(small_disk, tmp_path, size):
    site = Site(small_disk(size) / "var")
    said = in_one_line(site.command("setup"))
    assert "No space left on device" in said
    assert processes_in(site.var) == []


@as_root
def test_a_folder_of_another_user_is_said_in_words(own_site, stranger):
    assert own_site.command("new_database").returncode == 0
    python, identity = stranger.pop("python"), stranger
    environment = own_site.environment | identity.pop("env")

    def refused():
        return in_one_line(
            subprocess.run(
                [python, "manage.py", "setup"],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                **identity,
            )
        )

    for folder in (own_site.var.parent, *own_site.var.parents):
        if not folder.stat().st_mode & 1:
            folder.chmod(folder.stat().st_mode | 0o011)
    said = refused()
    assert f"VAR_DIR {own_site.var} cannot be used: Permission denied" in said
    environment["SECRET_KEY"] = "x" * 50
    assert "belongs to another user: set VAR_DIR" in refused()
    for lock in ("postgres.lock", "postgres.users"):
        (own_site.var / lock).chmod(0o666)
    assert "was made by another user" in refused()


def test_make_installs_into_its_own_environment_whatever_pip_is_told():
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", ".venv/.installed"],
        cwd=ROOT,
        env={**os.environ, "PIP_USER": "1"},
        capture_output=True,
        text=True,
    )
    installs = [line for line in done.stdout.splitlines() if "pip install" in line]
    assert installs
    assert all(line.startswith("PIP_USER=0 ") for line in installs)
