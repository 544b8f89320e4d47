"""What the database and the disk refuse, in one sentence for whoever typed it."""

from errno import EINTR, ENOSPC

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction

from config.command_failures import in_one_line
from config.embedded.errors import ServerError
from taxonomy.admin.violations import violation_of
from taxonomy.models import Focus, PayBand
from taxonomy.models.revision import WriteInProgressError
from tests import factories


@pytest.fixture
def refused(db):
    def run(change):
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            change()
        return violation_of(caught.value).message

    return run


def test_a_second_row_of_one_name_is_said_as_a_form_says_it(refused):
    focus = factories.FocusFactory(name="Leak Detection")
    twin = Focus(function=focus.function, code="OTHER", name="Leak Detection")
    said = refused(lambda: Focus.objects.bulk_create([twin]))
    with pytest.raises(ValidationError) as form:
        twin.full_clean()
    assert said in form.value.messages


def test_a_rule_of_the_canon_has_its_own_words(refused):
    band = factories.PayBandFactory()
    said = refused(lambda: PayBand.objects.filter(pk=band.pk).update(low=band.high + 1))
    assert "low ≤ median ≤ high" in said


def test_what_has_no_rule_of_ours_is_the_databases_sentence(refused):
    factories.FocusFactory()
    with connection.cursor() as cursor:
        said = refused(lambda: cursor.execute("UPDATE taxonomy_focus SET summary = NULL"))
        assert said.startswith("The database refuses this: null value in column")
        said = refused(lambda: cursor.execute("SELECT '2026-02-31'::date"))
    assert said.startswith("The database refuses this: date/time field value out of range")


def test_what_no_editor_can_mend_stays_an_error(db):
    assert violation_of(IntegrityError("from elsewhere")) is None
    assert violation_of(DataError("from elsewhere")) is None
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        connection.cursor().execute("SELECT * FROM taxonomy_nowhere")
    assert violation_of(caught.value) is None


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(ENOSPC, "No space left on device", "/var/x"), "/var/x cannot be written: No"),
        (OSError(EINTR, "Interrupted system call"), None),
        (ServerError("its folder is gone"), "The database does not start: its folder is gone."),
        (WriteInProgressError("Somebody else is writing."), "Somebody else is writing."),
    ],
)
def test_a_command_ends_with_one_line(error, line):
    said = in_one_line(error)
    assert said is None if line is None else said.startswith(line)


def test_a_command_that_waited_behind_another_error_names_the_first():
    error = DatabaseError("no connection")
    error.__cause__ = ServerError("its folder is gone")
    assert in_one_line(error) == "The database does not start: its folder is gone."
