"""Everything that decides a page is in its validator: each ingredient is changed once.

When a page answers 304 is tested in test_freshness.py; that a restore changes the identity of the
database, in test_backup.py.
"""

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.db import connection

from config.database.watch import Watch
from taxonomy.models import Level, Revision
from taxonomy.web import site_version
from tests import factories

PAGE = "/levels/"


@pytest.fixture
def etag(client, db):
    factories.ladder()
    return lambda: client.get(PAGE)["ETag"]


@pytest.fixture(autouse=True)
def _read_anew():
    def forget():
        site_version._version.cache_clear()
        site_version.packages.cache_clear()

    forget()
    yield
    forget()


def sql(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


class TestTheDatabase:
    def test_the_revision_counts(self, etag):
        before = etag()
        Revision.objects.update(number=1_000_000)
        assert etag() != before

    def test_the_mark_of_the_last_change_counts(self, etag):
        """Two copies of a database count alike: their marks differ from the first change on."""
        before = etag()
        Revision.objects.update(mark="00000000-0000-4000-8000-000000000000")
        assert etag() != before

    def test_a_table_made_anew_counts_although_its_row_is_a_copy(self, etag):
        before, row = etag(), Revision.objects.values().get()
        sql(
            "CREATE TABLE other (LIKE taxonomy_revision INCLUDING ALL)",
            "INSERT INTO other SELECT * FROM taxonomy_revision",
            "DROP TABLE taxonomy_revision",
            "ALTER TABLE other RENAME TO taxonomy_revision",
        )
        assert Revision.objects.values().get() == row
        assert etag() != before

    def test_the_server_and_its_timeline_count(self, db):
        factories.ladder()
        system, timeline = sql(
            "SELECT system_identifier, timeline_id"
            " FROM pg_control_system(), pg_control_checkpoint()"
        )
        assert Revision.objects.current().identity.endswith(f"/{system}/{timeline}")

    def test_a_restored_database_is_another_one(self, etag):
        before = etag()
        Revision.objects.renew()
        assert etag() != before

    def test_a_change_gets_a_number_and_a_mark_of_its_own(self, transactional_db):
        factories.ladder()
        before = Revision.objects.get()
        Level.objects.update(name="x")
        after = Revision.objects.get()
        assert after.number > before.number
        assert after.mark != before.mark

    def test_a_transaction_number_that_recurs_raises_the_revision_all_the_same(
        self, transactional_db
    ):
        """After a restore the numbers of transactions start again."""
        factories.ladder()
        from django.db import transaction

        with transaction.atomic():
            (current,) = sql("SELECT pg_current_xact_id()::text")
            before = Revision.objects.get().number
            sql(f"UPDATE taxonomy_revision SET changed_in = '{current}', changed_at = '2020-01-01'")
            Level.objects.update(name="x")
            Level.objects.update(name="y")
            assert Revision.objects.get().number == before + 1

    def test_the_page_cache_goes_by_the_same(self, transactional_db):
        factories.ladder()
        watch = Watch()
        try:
            before = watch.look().revision
            assert before == tuple(Revision.objects.current())
            Revision.objects.update(mark="00000000-0000-4000-8000-000000000000")
            assert watch.look().revision != before
        finally:
            watch.close()


@pytest.mark.slow
class TestTheSite:
    @pytest.mark.parametrize(
        "path",
        [
            "config/jinja2.py",
            "taxonomy/keys.py",
            "taxonomy/web/caching.py",
            "goals/urls.py",
            "frameworks/urls.py",
            "taxonomy/sql/functions/taxonomy_profile_document.sql",
            "taxonomy/templates/new.html",
            "templates/base.html",
            "static/site.css",
            "static/a/new/picture.svg",
            "requirements.lock",
        ],
    )
    def test_a_file_that_makes_pages_counts(self, tmp_path, path):
        unneeded = shutil.ignore_patterns("var", ".venv*", ".git", "tests", "bench", "fixtures")
        shutil.copytree(project.BASE_DIR, tmp_path / "copy", ignore=unneeded)
        before = site_version.of_files(tmp_path / "copy")
        assert before == site_version.of_files(project.BASE_DIR)
        changed = tmp_path / "copy" / path
        changed.parent.mkdir(parents=True, exist_ok=True)
        changed.write_text((changed.read_text() if changed.exists() else "") + "\n")
        assert site_version.of_files(tmp_path / "copy") != before

    def test_an_installed_package_counts(self, etag, tmp_path, monkeypatch):
        before = etag()
        site_version._version.cache_clear()
        site_version.packages.cache_clear()
        (tmp_path / "unheard_of-1.0.dist-info").mkdir()
        (tmp_path / "unheard_of-1.0.dist-info" / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: unheard-of\nVersion: 1.0\n"
        )
        monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
        assert etag() != before

    def test_a_setting_that_pages_show_counts(self, etag, settings):
        before = etag()
        site_version._version.cache_clear()
        settings.ADJACENT_CONFIDENT = project.ADJACENT_CONFIDENT / 3
        assert etag() != before

    def test_a_value_that_a_package_makes_when_it_is_used_does_not(self, tmp_path):
        """Else a worker that somebody signed in to would answer with another validator."""
        ask = """
import django; django.setup()
from django.conf import settings
from taxonomy.web import site_version
import axes.conf
before = site_version.shown_settings()
unused = repr(settings.AXES_USERNAME_FORM_FIELD)
str(settings.AXES_USERNAME_FORM_FIELD)
assert repr(settings.AXES_USERNAME_FORM_FIELD) != unused
assert site_version.shown_settings() == before
"""
        environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings"}
        environment["VAR_DIR"] = str(tmp_path)
        subprocess.check_call([sys.executable, "-c", ask], cwd=project.BASE_DIR, env=environment)

    def test_a_setting_of_one_machine_does_not(self, tmp_path):
        """Several machines may serve one site: their validators are the same."""

        def version(**variables):
            ask = "import django; django.setup()\n"
            ask += "from taxonomy.web.site_version import site_version; print(site_version())"
            environment = {
                "PATH": os.environ["PATH"],
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "VAR_DIR": str(tmp_path),
            }
            return subprocess.check_output(
                [sys.executable, "-c", ask], cwd=project.BASE_DIR, env=environment | variables
            )

        other = {
            "PORT": "1",
            "HOST": "0.0.0.0",
            "WORKERS": "9",
            "THREADS": "9",
            "PAGE_STORE_MB": "1",
            "SECRET_KEY": "x" * 60,
            "ALLOWED_HOSTS": "rolebook.example",
            "TRUSTED_PROXIES": "10.0.0.1",
            "VAR_DIR": str(tmp_path / "other"),
            "DATABASE_URL": "postgresql://u:p@h/d",
        }
        assert version() == version(**other)
        assert version() != version(ADJACENT_NEEDS_REVIEW="0.55")
