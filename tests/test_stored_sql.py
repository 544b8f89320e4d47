"""Stored functions and triggers: the files are what runs, and all of it runs on today's tables."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from editions.history.recording import record_all
from frameworks.models import CanonLink, Entry
from taxonomy import stored_sql
from taxonomy.adjacency import nearest_query
from taxonomy.canon.change_sets import Origin
from taxonomy.canon.tables import FOCUS_SECTIONS, PROFILE_SECTIONS
from taxonomy.models import Focus, FormerSlug, Profile, Skill
from taxonomy.search import indexing
from tests import factories
from tests.framework_samples import load_ferries, load_wells

ROOT = Path(site_settings.BASE_DIR)
RAISE = "taxonomy/sql/functions/taxonomy_raise_revision.sql"
ON_LEVEL = "taxonomy/sql/triggers/taxonomy_level.sql"
# Called by triggers alone, on purpose only when something is wrong.
REFUSALS = {
    "taxonomy_code_is_fixed": "UPDATE taxonomy_level SET code = 'P' || (rank + 50)",
    "editions_is_immutable": "DELETE FROM editions_edition",
}
CALLED = """
SELECT proname FROM pg_stat_xact_user_functions JOIN pg_proc ON pg_proc.oid = funcid
WHERE calls > 0
"""
COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'
"""


def test_every_list_of_the_canon_raises_the_revision_needs_a_set_and_is_recorded():
    for section in (*FOCUS_SECTIONS, *PROFILE_SECTIONS):
        table = f"{section.model._meta.db_table}.sql"
        assert "raise_revision" in (ROOT / "taxonomy/sql/triggers" / table).read_text(), table
        recorded = (ROOT / "editions/sql/triggers" / table).read_text()
        for trigger in ("editions_in_a_set", "editions_added", "editions_gone"):
            assert trigger in recorded, (table, trigger)


class TestFiles:
    def test_the_database_has_what_the_files_state(self, db):
        assert stored_sql.check_stored_sql(databases=["default"]) == []

    def test_what_is_missing_extra_or_different_is_named(self, db):
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER raise_revision ON taxonomy_level")
            cursor.execute(
                "CREATE FUNCTION taxonomy_stray() RETURNS int LANGUAGE sql AS 'SELECT 1'"
            )
            cursor.execute("DROP FUNCTION taxonomy_words")
        found = {
            (path.rpartition("/")[2], word) for path, word in stored_sql.differences(connection)
        }
        assert found == {
            ("taxonomy_level.sql", "different"),
            ("taxonomy_stray.sql", "extra"),
            ("taxonomy_words.sql", "missing"),
        }
        warned = stored_sql.check_stored_sql(databases=["default"])
        assert [ON_LEVEL in each.msg for each in warned].count(True) == 1

    def test_installing_mends_all_of_it_and_makes_pages_anew(self, db):
        factories.LevelFactory()
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM taxonomy_revision")
            before = cursor.fetchone()
            cursor.execute("DROP TRIGGER raise_revision ON taxonomy_level")
            cursor.execute(
                "CREATE FUNCTION taxonomy_stray() RETURNS int LANGUAGE sql AS 'SELECT 1'"
            )
            stored_sql.install(connection)
            cursor.execute("SELECT number FROM taxonomy_revision")
            assert cursor.fetchone() > before
        assert stored_sql.differences(connection) == []
        assert stored_sql.install(connection) == []

    def test_a_migration_may_drop_them_all(self, db):
        with connection.schema_editor() as editor:
            stored_sql.DropStored().database_forwards("taxonomy", editor, None, None)
        stored = stored_sql.in_database(connection)
        assert stored.functions == stored.triggers == {}
        stored_sql.install(connection)
        assert stored_sql.differences(connection) == []

    def test_the_command_writes_what_the_database_has(self, db, tmp_path, monkeypatch):
        copies = {}
        for label, folder in stored_sql.folders().items():
            copies[label] = tmp_path / label / label / "sql"
            shutil.copytree(folder, copies[label])
        monkeypatch.setattr(stored_sql, "folders", lambda: copies)
        assert sql("dump") == sql("check") == ""
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE FUNCTION taxonomy_stray() RETURNS int LANGUAGE sql AS 'SELECT 1'"
            )
            cursor.execute("DROP FUNCTION taxonomy_words")
        with pytest.raises(CommandError, match="2 differ: manage"):
            sql("check")
        stray, words = (f"taxonomy/sql/functions/taxonomy_{n}.sql" for n in ("stray", "words"))
        assert sql("dump").split() == [stray, words]
        assert "SELECT 1" in (tmp_path / "taxonomy" / stray).read_text()
        assert not (tmp_path / "taxonomy" / words).exists()
        monkeypatch.undo()
        said = sql("install")
        assert f"{stray}: extra in the database" in said
        assert f"{words}: missing in the database" in said
        assert sql("check") == ""


def sql(action):
    said = StringIO()
    call_command("sql", action, stdout=said)
    return said.getvalue()


@pytest.fixture
def everything(tmp_path, db):
    """A row in every table that has a trigger."""
    factories.ladder()
    load_wells(tmp_path)
    load_ferries(tmp_path)
    skill = Skill.objects.first()
    factories.SkillAliasFactory(skill=skill)
    factories.SkillProficiencyFactory(skill=skill)
    FormerSlug.objects.create(slug="once", skill=skill)
    Skill.objects.exclude(pk=skill.pk).update(broader=skill)
    CanonLink.objects.create(entry=Entry.objects.first(), focus=Focus.objects.get())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO taxonomy_synonym (term, meaning, both_ways, is_off)"
            " VALUES ('Sr.', 'Senior', true, false)"
        )
        cursor.execute("SET LOCAL track_functions = 'all'")
    record_all(Origin("Everything", "test"))
    return Profile.objects.with_coordinates().first()


def test_every_function_runs_and_every_trigger_fires(everything, settings):
    """A column that is renamed under a function is found here, not at an editor's save."""
    settings.ALLOWED_HOSTS = ["*"]
    Client().get(everything.get_absolute_url())
    Client().get("/search/?q=vendor")
    nearest_query.nearest_to(everything)
    with connection.cursor() as cursor:
        for statement in REFUSALS.values():
            with pytest.raises(Exception, match="never changes"), transaction.atomic():
                cursor.execute(statement)
        for table in sorted(path.stem for path in _trigger_files()):
            if not table.startswith("editions_"):  # whose rows never change
                _touch(cursor, table)
        for status in ("retired", "approved"):
            cursor.execute("UPDATE taxonomy_profile SET status = %s", [status])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert indexing.stale() == {}
        cursor.execute(CALLED)
        ran = {name for (name,) in cursor.fetchall()} | REFUSALS.keys()
        ran |= _plain_sql(cursor)
        for table in ("profile", "function", "focus", "level", "skill"):
            cursor.execute(f"TRUNCATE taxonomy_{table} CASCADE")
        cursor.execute(CALLED)
        ran |= {name for (name,) in cursor.fetchall()}
    names = {
        path.rpartition("/")[2].removesuffix(".sql") for path in stored_sql.in_files().functions
    }
    assert names - ran == set()


def _trigger_files():
    for folder in stored_sql.folders().values():
        yield from (folder / "triggers").glob("*.sql")


def _touch(cursor, table):
    """Every column is written with its own value, then a row goes and comes back."""
    cursor.execute(COLUMNS, [table])
    columns = ", ".join(f'"{name}" = "{name}"' for (name,) in cursor.fetchall())
    cursor.execute(f"UPDATE {table} SET {columns}")
    assert cursor.rowcount or table == "taxonomy_searchqueue", f"{table} has no row to try"
    cursor.execute(f"CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT * FROM {table}")
    cursor.execute(f"DELETE FROM {table}")
    cursor.execute(f"INSERT INTO {table} SELECT * FROM kept")
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    cursor.execute("DROP TABLE kept")


def _plain_sql(cursor):
    """Functions in the language SQL are put into the query that calls them and not counted: each is
    run by itself.
    """
    cursor.execute(
        "SELECT proname, proargtypes::regtype[]::text[] FROM pg_proc"
        " WHERE prolang = (SELECT oid FROM pg_language WHERE lanname = 'sql')"
        " AND proname LIKE ANY (%s)",
        [[rf"{label}\_%" for label in stored_sql.folders()]],
    )
    values = {"text": "'word'", "integer": "1", "text[]": "ARRAY['word']"}
    ran = set()
    for name, types in cursor.fetchall():
        cursor.execute(f"SELECT {name}({', '.join(values[each] for each in types)})")
        ran.add(name)
    return ran


def test_the_columns_of_a_near_role_are_those_of_the_function(db):
    body = stored_sql.in_files().functions["taxonomy/sql/functions/taxonomy_near_roles.sql"]
    shown = [
        f"(near.{part}).{name}" for part, names in nearest_query.SHOWN.items() for name in names
    ]
    places = [body.index(each) for each in shown]
    assert places == sorted(places)
    body = stored_sql.in_files().functions["taxonomy/sql/functions/taxonomy_work_of.sql"]
    shown = [f"{part}.{name}" for part, names in nearest_query.SHOWN.items() for name in names]
    assert ", ".join(shown) in " ".join(body.split())
