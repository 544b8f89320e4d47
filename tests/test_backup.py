"""Backup and restore: a real round trip, what is refused, and what a failed restore leaves."""

from pathlib import Path

import psycopg
import pytest

from config.embedded.server import Server
from tests.serving import IN_A_SET, Site

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("backup")]

CHANGE = (
    "from taxonomy.models import Focus;"
    "Focus.objects.update(summary='Listens at night; ä\\\\n\\ttab and \\\\. on it.')"
)
SUMMARIES = (
    "from taxonomy.models import Focus; print(sorted(set(Focus.objects.values_list('summary'))))"
)
HISTORY = (
    "from editions.models import *;"
    "print(Release.objects.values_list('number', 'title', 'digest').first(),"
    " [each.objects.count() for each in (Edition, ChangeSet, Release)])"
)
IDENTITY = "from taxonomy.models import Revision; print(Revision.objects.current().identity)"


class Catalogue(Site):
    """A set-up site that is asked by commands."""

    def say(self, *words):
        done = self.command(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ask(self, statement):
        return self.say("shell", "-v0", "-c", f"{IN_A_SET}{statement}")

    def refuse(self, *words):
        done = self.command(*words)
        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        return done.stderr.strip()


@pytest.fixture(scope="module")
def embedded(set_up, tmp_path_factory):
    return set_up(Catalogue(tmp_path_factory.mktemp("backup") / "var"))


@pytest.fixture(scope="module")
def dump(embedded, tmp_path_factory):
    path = tmp_path_factory.mktemp("dump") / "rolebook.dump"
    said = embedded.say("backup", str(path))
    assert "read back, the same as the database" in said
    return path


@pytest.fixture(scope="module")
def by_url(tmp_path_factory):
    """A site with DATABASE_URL: a database of its own, with a password, on somebody's server."""
    folder = tmp_path_factory.mktemp("url")
    other = Server(folder / "other" / "postgres", 20)
    other.share()
    where = {"host": str(other.socket_dir), "user": other.ROLE, "autocommit": True}
    with psycopg.connect(dbname="postgres", **where) as connection:
        connection.execute("CREATE ROLE keeper LOGIN PASSWORD 'a b'")
        connection.execute("CREATE DATABASE kept OWNER keeper TEMPLATE template0")
    site = Catalogue(folder / "var")
    site.environment["DATABASE_URL"] = f"postgresql://keeper:a%20b@/kept?host={other.socket_dir}"
    site.say("setup")
    yield site
    other.leave()


def digest_in(said):
    return said.splitlines()[-1].partition("canon ")[2][:16]


@pytest.mark.parametrize("kind", ["embedded", "by_url"])
def test_what_was_backed_up_comes_back(kind, request, tmp_path):
    site = request.getfixturevalue(kind)
    site.ask(CHANGE)
    path = tmp_path / "one.dump"
    made = site.say("backup", str(path))
    assert path.stat().st_mode & 0o077 == 0, "it holds password hashes"
    assert [each.name for each in tmp_path.iterdir()] == ["one.dump"]
    before, identity = site.ask(SUMMARIES), site.ask(IDENTITY)

    site.ask("from taxonomy.models import Focus; Focus.objects.update(summary='Lost.')")
    site.ask("from taxonomy.models import Synonym; Synonym.objects.all().delete()")
    assert digest_in(site.say("backup")) != digest_in(made)
    restored = site.say("restore", str(path))
    assert digest_in(restored) == digest_in(made) != ""
    assert site.ask(SUMMARIES) == before
    assert digest_in(site.say("backup")) == digest_in(made), "the same canon, whatever the identity"
    assert site.ask(IDENTITY) != identity
    assert site.say("migrate", "--check") == ""
    assert "taxonomy.W001" not in site.command("check", "--database", "default").stderr


def test_editions_and_releases_come_back(embedded, tmp_path):
    file = tmp_path / "more.yaml"
    file.write_text("synonyms: [{term: leak sleuth, meaning: leak detective}]\n")
    embedded.say("canon", "load", str(file))
    embedded.say("release", "--title", "Kept")
    before = embedded.ask(HISTORY)
    path = tmp_path / "one.dump"
    embedded.say("backup", str(path))
    file.write_text("synonyms: [{term: leak hunter, meaning: leak detective}]\n")
    embedded.say("canon", "load", str(file))
    embedded.say("release", "--title", "Lost")
    assert embedded.ask(HISTORY) != before
    embedded.say("restore", str(path))
    assert embedded.ask(HISTORY) == before
    assert embedded.say("canon", "verify") == "The canon is what its editions say."


def test_what_a_restore_replaces_is_kept(embedded, dump):
    embedded.ask("from taxonomy.models import Focus; Focus.objects.update(summary='Mine.')")
    said = embedded.say("restore", str(dump)).splitlines()
    kept = Path(said[0].partition(":")[0])
    assert kept.parent == embedded.var / "backups"
    embedded.say("restore", str(kept))
    assert embedded.ask(SUMMARIES) == "[('Mine.',)]"


def test_one_kind_of_database_takes_the_backup_of_the_other(by_url, dump):
    assert "the database has the same" in by_url.say("restore", str(dump))


def test_an_older_backup_is_brought_up_to_date(embedded, dump):
    embedded.say("restore", str(dump))
    embedded.say("migrate", "taxonomy", "0015", "-v0")
    older = embedded.say("backup").partition(":")[0]
    assert "the database has the same" in embedded.say("restore", older)
    assert embedded.say("migrate", "--check") == ""


def test_what_is_no_backup_changes_nothing(embedded, dump, tmp_path):
    before = embedded.ask(SUMMARIES + ";" + IDENTITY)
    words, cut, other = (tmp_path / name for name in ("words", "cut", "other"))
    words.write_text("no archive at all")
    cut.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
    assert "is no backup that can be read" in embedded.refuse("restore", str(words))
    assert "cut" in embedded.refuse("restore", str(cut))
    assert "is no file" in embedded.refuse("restore", str(other))
    assert embedded.ask(SUMMARIES + ";" + IDENTITY) == before


def test_a_backup_of_a_newer_version_is_refused(embedded, dump):
    newer = (
        "INSERT INTO django_migrations (app, name, applied) VALUES ('taxonomy', '9999_x', now())"
    )
    sql = "from django.db import connection; connection.cursor().execute({!r})"
    embedded.ask(sql.format(newer))
    path = embedded.say("backup").partition(":")[0]
    embedded.ask(sql.format("DELETE FROM django_migrations WHERE name = '9999_x'"))
    assert "is of a newer Rolebook, which has taxonomy 9999_x" in embedded.refuse("restore", path)


def test_a_backup_that_cannot_be_written_says_why(embedded, tmp_path):
    assert "No such file or directory" in embedded.refuse("backup", str(tmp_path / "no" / "x.dump"))
    assert "Is a directory" in embedded.refuse("backup", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_lost_database_comes_back_from_a_backup(set_up, dump, tmp_path):
    site = set_up(Catalogue(tmp_path / "var"))
    site.say("setup")
    site.var.rename(tmp_path / "away")
    broken = tmp_path / "broken.dump"
    broken.write_bytes(dump.read_bytes()[:-20000])
    site.refuse("restore", str(broken))
    assert "is gone" in site.refuse("setup"), "a failed restore must not leave an empty database"
    assert "the database has the same" in site.say("restore", str(dump))
    assert "Loading" not in site.say("setup")
