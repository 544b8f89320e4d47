"""Editions: every write to the canon, whatever its way in, is in the history as one change set."""

import json

import pytest
from django.db import IntegrityError, connection, transaction

from editions.documents.kinds import KINDS, live_documents
from editions.history.recording import Origin, record_all, recorded
from editions.history.verifying import deviations
from editions.models import ChangeSet, Edition, MintedCode
from frameworks.models import CanonLink
from taxonomy.canon.documents import shape_of
from taxonomy.canon.load import load
from taxonomy.exchange.parser import parse_yaml
from taxonomy.exchange.problems import LoadError
from taxonomy.models import Area, ClassificationMapping, Profile, Skill, Synonym
from tests.factories import ladder

pytestmark = pytest.mark.django_db

CANON = """
tracks: [{code: P, name: Professional}]
levels:
- {code: P3, name: Middle}
- {code: P4, name: Senior}
---
synonyms: [{term: sr, meaning: senior}]
---
function: {code: WATER, name: Water}
focus: {code: LEAKS, name: Leaks, summary: Finds them.}
areas: [Detection]
skills: [{name: Listening, kind: skill}, {name: Correlator, kind: tool}]
sources: [{title: Handbook}]
scores: {concreteness: 4.5}
profiles:
- level: P3
  title: Leak Finder
  status: approved
  responsibilities: {Detection: [Finds leaks., {component: Writes them down.}]}
  skills: [{name: Listening}]
  guideline: {knowledge: Mains.}
  pay: [{market: US, currency: USD, low: 10, median: 20, high: 30.50, as_of: 2025-05-01}]
  aliases: [Leak Detective]
  mappings: [{scheme: SOC 2018, code: 47-2152}]
- level: P4
  title: Senior Leak Finder
"""


def load_text(text, **options):
    return load(parse_yaml(text, "canon.yaml", shape_of), **options)


def keys(kind):
    return sorted(Edition.objects.current().filter(kind=kind).values_list("key", flat=True))


def test_a_load_is_one_set_with_an_edition_of_everything():
    load_text(CANON, origin=Origin("First load", "canon load"))
    made = ChangeSet.objects.get()
    assert (made.title, made.origin, made.state) == ("First load", "canon load", "published")
    assert keys("profile") == ["WATER.LEAKS.P3", "WATER.LEAKS.P4"]
    assert keys("focus") == ["WATER.LEAKS"]
    assert keys("skill") == ["correlator", "listening"]
    assert keys("synonym") == ["sr → senior"]
    assert keys("level") == ["P3", "P4"]
    assert keys("market") == ["US"]
    document = Edition.objects.get(key="WATER.LEAKS.P3").document
    assert document["responsibilities"][1] == {
        "text": "Writes them down.",
        "kind": "component",
        "area": "Detection",
    }
    assert document["pay"][0]["high"] == "30.5"
    assert MintedCode.objects.count() == Edition.objects.count()
    assert deviations() == []


def test_the_same_file_again_changes_nothing():
    load_text(CANON)
    before = list(Edition.objects.values_list("pk", "until_revision"))
    load_text(CANON)
    assert ChangeSet.objects.count() == 1
    assert list(Edition.objects.values_list("pk", "until_revision")) == before


def test_a_second_load_makes_editions_of_what_it_changes_alone():
    load_text(CANON)
    load_text(CANON.replace("Finds leaks.", "Finds every leak.").replace("low: 10", "low: 11"))
    second = ChangeSet.objects.latest("pk")
    changed = second.editions.get()
    assert (changed.key, changed.number) == ("WATER.LEAKS.P3", 2)
    assert sorted(changed.paths) == ["pay", "responsibilities"]
    first = Edition.objects.get(key="WATER.LEAKS.P3", number=1)
    assert first.until_revision == changed.from_revision
    assert deviations() == []


def test_a_dry_run_records_nothing():
    load_text(CANON, dry_run=True)
    assert not ChangeSet.objects.exists()
    assert not Edition.objects.exists()


def test_a_renamed_skill_makes_new_editions_of_all_that_name_it():
    load_text(CANON)
    skill = Skill.objects.get(slug="listening")
    with recorded(Origin("Rename", "admin")):
        skill.name = "Acoustic listening"
        skill.save()
    changed = ChangeSet.objects.latest("pk").editions
    assert set(changed.values_list("kind", "key")) == {
        ("skill", "listening"),
        ("focus", "WATER.LEAKS"),
        ("profile", "WATER.LEAKS.P3"),
    }
    assert deviations() == []


def test_a_renamed_area_makes_a_new_edition_of_roles_with_sentences_in_it():
    load_text(CANON)
    with recorded(Origin("Rename", "admin")):
        Area.objects.update(name="Leak detection")
    changed = ChangeSet.objects.latest("pk").editions
    assert set(changed.values_list("key", flat=True)) == {"WATER.LEAKS", "WATER.LEAKS.P3"}


def test_what_is_deleted_ends_and_what_comes_back_goes_on_counting():
    load_text(CANON)
    with recorded(Origin("Take it out", "admin")):
        Synonym.objects.all().delete()
    assert keys("synonym") == []
    load_text("synonyms: [{term: sr, meaning: senior}]")
    numbers = Edition.objects.filter(kind="synonym").order_by("number")
    assert [(each.number, each.document is None) for each in numbers] == [
        (1, False),
        (2, True),
        (3, False),
    ]
    assert numbers[1].change_set.title == "Take it out"


def test_a_deleted_roles_code_never_comes_back():
    load_text(CANON)
    with recorded(Origin("Delete", "admin")):
        Profile.objects.get(key="WATER.LEAKS.P4").delete()
    place = r"profiles\[\d\]\.level: the profile WATER\.LEAKS\.P4 .* its code never comes back"
    with pytest.raises(LoadError, match=place), transaction.atomic():
        load_text(CANON)
    assert not Profile.objects.filter(key="WATER.LEAKS.P4").exists()


def test_what_was_written_outside_a_set_is_in_the_history_under_that_name():
    load_text(CANON)
    Profile.objects.filter(key="WATER.LEAKS.P4").update(title="Chief Leak Finder")
    assert [str(each) for each in deviations()] == [
        "profile WATER.LEAKS.P4: title differs from edition 1"
    ]
    load_text(CANON.replace("Finds leaks.", "Finds every leak."))
    outside, loaded = ChangeSet.objects.order_by("pk")[1:]
    assert outside.title == "Changed outside a change set"
    assert outside.editions.get().paths == ["title"]
    assert sorted(loaded.editions.values_list("key", flat=True)) == [
        "WATER.LEAKS.P3",
        "WATER.LEAKS.P4",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE editions_edition SET document = '{}'",
        "UPDATE editions_edition SET until_revision = 99, number = 9",
        "DELETE FROM editions_edition",
        "UPDATE editions_code SET key = 'X'",
        "DELETE FROM editions_code",
    ],
)
def test_editions_and_codes_never_change(statement):
    load_text(CANON)
    with (
        pytest.raises(IntegrityError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_edition_ends_once():
    load_text(CANON)
    Edition.objects.filter(key="P3").update(until_revision=99)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Edition.objects.filter(key="P3").update(until_revision=100)


def test_rows_of_factories_have_documents_of_every_kind():
    ladder()
    record_all(Origin("All", "migration"))
    assert deviations() == []
    for name, kind in KINDS.items():
        for key, text in live_documents(kind):
            document = Edition.objects.get(kind=name, key=key).document
            assert kind.text(kind.document(document)) == text, key
            assert json.loads(text) == document


def test_no_link_is_left_without_an_edition(admin_user):
    assert not CanonLink.objects.exists()  # the frameworks' own tests record links


def test_a_row_that_a_rule_of_today_would_refuse_is_recorded_all_the_same():
    load_text(CANON)
    with recorded(Origin("By hand", "database")):
        ClassificationMapping.objects.update(code="no such code")
    assert Edition.objects.current().get(key="WATER.LEAKS.P3").number == 2
    assert deviations() == []
