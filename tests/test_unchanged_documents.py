"""A load of what is recorded already: documents that state just that are not compared row by row,
and what a load does and says is the same as if they were.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editions.history.recording import Origin, recorded
from editions.history.verifying import deviations
from editions.models import ChangeSet
from taxonomy.models import Area, PayBand, Profile, Skill, TitleAlias
from tests.test_editions import CANON, load_text

pytestmark = pytest.mark.django_db

LISTS = ("taxonomy_responsibility", "taxonomy_payband", "taxonomy_focusskill", "taxonomy_guideline")
# What a file may say otherwise than the canon, and what it may leave out.
OTHERWISE = [
    ("Finds leaks.", "Finds every leak."),
    ("median: 20", "median: 21"),
    ("title: Leak Finder", "title: Leak Detector"),
    ("name: Leaks,", "name: Leakage,"),
    ("areas: [Detection]", "areas: [{name: Detection, description: Where it is.}]"),
    ("areas: [Detection]", "areas: [Detection, Reports]"),
    ("concreteness: 4.5", "concreteness: 4"),
    ("skills: [{name: Listening, kind: skill}, ", "skills: [{name: Listening, kind: tool}, "),
    ("knowledge: Mains.", "complexity: Mains."),
    ("aliases: [Leak Detective]", "aliases: []"),
    ("title: Senior Leak Finder", "status: retired"),
    ("title: Senior Leak Finder", "replaced_by: WATER.LEAKS.P3"),
    # Left out:
    ("areas: [Detection]\n", ""),
    ("  aliases: [Leak Detective]\n", ""),
    ("scores: {concreteness: 4.5}\n", ""),
    ("- level: P4\n  title: Senior Leak Finder\n", ""),
    (", summary: Finds them.", ""),
]
# The same, in other words.
AS_IT_IS = [
    ("", ""),
    ("name: Listening, kind: skill", "name: listening"),
    ("market: US", "market: us"),
    ("high: 30.50", "high: 30.5"),
    ("function: {code: WATER, name: Water}", "function: WATER"),
    ("responsibilities: {Detection:", "responsibilities: {detection:"),
    ("status: approved", "status: draft"),
]


def said(report):
    return report.lines, report.unlisted, (report.added, report.changed, report.unchanged)


@pytest.mark.parametrize(("before", "after"), [*OTHERWISE, *AS_IT_IS])
def test_a_load_does_and_says_what_a_plan_of_every_row_says(before, after):
    load_text(CANON)
    text = CANON.replace(before, after) if before else CANON
    assert before == after or text != CANON
    planned = said(load_text(text, dry_run=True, details=True))
    assert said(load_text(text, details=True)) == planned
    assert deviations() == []
    assert said(load_text(text, dry_run=True))[2][:2] == (0, 0)


@pytest.mark.parametrize(("before", "after"), AS_IT_IS[:5])
def test_no_list_is_read_of_what_changes_nothing(before, after):
    load_text(CANON)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        load_text(CANON.replace(before, after) if before else CANON)
    assert not [each["sql"] for each in asked if any(table in each["sql"] for table in LISTS)]
    assert ChangeSet.objects.count() == 1


@pytest.mark.parametrize(
    "write",
    [
        lambda: PayBand.objects.update(low=1),
        lambda: Area.objects.update(name="Inspection"),
        lambda: Skill.objects.filter(slug="listening").update(name="Hearing"),
        lambda: TitleAlias.objects.all().delete(),
        lambda: Profile.objects.update(title="Another"),
    ],
)
def test_what_was_written_since_is_compared(write):
    load_text(CANON)
    with recorded(Origin("By hand", "test")):
        write()
    planned = said(load_text(CANON, dry_run=True))
    assert planned[2][1]
    assert said(load_text(CANON)) == planned
    assert deviations() == []
