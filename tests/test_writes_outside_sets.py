"""The database refuses what is written to things with editions outside a change set, and says how
to name one.
"""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from editions.documents.row_keys import KIND_OF
from editions.history.recording import recorded
from editions.history.verifying import deviations
from editions.models import ChangeSet, Edition
from frameworks.models import Entry, Framework
from taxonomy.canon.change_sets import Origin
from taxonomy.models import PayBand, Profile
from tests.factories import ladder
from tests.framework_samples import load_wells
from tests.test_admin import form_of
from tests.test_admin_guards import more_rows
from tests.test_editions import CANON, load_text

pytestmark = pytest.mark.django_db


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def canon(db):
    load_text(CANON)
    run("SELECT set_config('editions.change_set', '', true)")


def guarded_tables():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'editions_in_a_set'"
        )
        return {table for (table,) in cursor.fetchall()}


def noted_tables():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname IN ('editions_added', 'editions_changed', 'editions_gone')"
        )
        return {table for (table,) in cursor.fetchall()}


def test_every_table_that_is_noted_is_guarded():
    assert guarded_tables() == noted_tables()
    assert {model._meta.db_table for model in KIND_OF} <= guarded_tables()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE taxonomy_profile SET title = 'Another'",
        "UPDATE taxonomy_profile SET title = 'Another' WHERE false",
        "DELETE FROM taxonomy_payband",
        "INSERT INTO taxonomy_market (code, name) VALUES ('EU', 'Europe')",
        "UPDATE taxonomy_area SET description = 'x'",
        "TRUNCATE taxonomy_payband",
    ],
)
def test_a_write_in_no_set_is_refused_and_names_the_way(canon, statement):
    refused = pytest.raises(DatabaseError, match="is written in a change set only")
    with refused as error, transaction.atomic():
        run(statement)
    assert "SET LOCAL editions.change_set = 'Why you write this'" in str(error.value)
    assert deviations() == []


def test_a_model_is_no_way_round(canon):
    with pytest.raises(DatabaseError, match="in a change set only"), transaction.atomic():
        PayBand.objects.first().delete()
    with pytest.raises(DatabaseError, match="in a change set only"), transaction.atomic():
        ladder()


def test_the_hint_is_true(canon):
    """What is written so is in the history under that title, by the next set at the latest."""
    run("SET LOCAL editions.change_set = 'Two titles by hand'")
    run("UPDATE taxonomy_profile SET title = title || ' (acting)'")
    run("SET LOCAL editions.change_set = 'No synonyms any more'")
    run("DELETE FROM taxonomy_synonym")
    assert len(deviations()) == 3
    with recorded(Origin("Whatever comes next", "test")):
        pass
    titles, synonyms = ChangeSet.objects.order_by("pk")[1:]
    assert (titles.title, titles.origin) == ("Two titles by hand", "database")
    assert sorted(titles.editions.values_list("key", flat=True)) == [
        "WATER.LEAKS.P3",
        "WATER.LEAKS.P4",
    ]
    assert synonyms.title == "No synonyms any more"
    assert synonyms.editions.get().kind == "synonym"
    assert deviations() == []


def test_the_setting_ends_with_the_set(canon):
    with recorded(Origin("A set", "test")):
        Profile.objects.update(scope="here")
    with pytest.raises(DatabaseError, match="in a change set only"), transaction.atomic():
        Profile.objects.update(scope="there")


def test_nothing_goes_by_truncate_in_a_set_either(canon):
    run("SET LOCAL editions.truncates = ''")
    refused = pytest.raises(DatabaseError, match="is not truncated")
    with recorded(Origin("A set", "test")), refused, transaction.atomic():
        run("TRUNCATE taxonomy_payband")


def test_plans_and_trials_need_no_set(canon):
    report = load_text(CANON.replace("Finds leaks.", "Finds every leak."), dry_run=True)
    assert report.changed == 1
    assert deviations() == []


def test_what_is_in_no_edition_is_written_as_before(canon):
    Framework.objects.create(slug="own", name="Own", kind=Framework.Kind.SKILLS)
    call_command("search", "rebuild")
    assert Framework.objects.filter(slug="own").exists()


def test_links_on_the_form_of_an_entry_which_are_saved_at_once_are_in_a_set(
    canon, client, tmp_path
):
    load_wells(tmp_path)
    client.force_login(User.objects.create_superuser("chief"))
    entry, role = Entry.objects.get(code="dig01"), Profile.objects.get(level="P3")
    form = reverse("admin:frameworks_entry_change", args=[entry.pk])
    sent = more_rows(
        form_of(client.get(form)), "canon_links", {"profile": role.pk, "kind": "close"}
    )
    assert client.post(form, sent).status_code == 302
    assert Edition.objects.current().get(kind="link").change_set.origin == "admin"
    assert deviations() == []
    with pytest.raises(DatabaseError, match="in a change set only"), transaction.atomic():
        entry.canon_links.all().delete()
