"""`--draft`: what a load would change, as drafts of an open set that is reviewed and published."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from editions.change_sets import publishing
from editions.change_sets.saving import NotPossibleError
from editions.history.verifying import deviations
from editions.models import ChangeSet, Draft, Edition
from taxonomy.canon.dump import canon_digest
from taxonomy.models import Profile, Revision, SearchQueue
from tests.published import reviewed
from tests.test_editions import CANON, load_text

pytestmark = pytest.mark.django_db

WITH_GATES = CANON.replace(
    "scores: {concreteness: 4.5}",
    """scores: {level_differentiation: 4,
  focus_specificity: 4, concreteness: 4.5, factual_accuracy: 4, real_world_coverage: 4}""",
).replace(
    "guideline: {knowledge: Mains.}",
    "guideline: {knowledge: Mains., complexity: Two., collaboration: With one., experience: Some.}",
)


@pytest.fixture
def file(tmp_path):
    def write(text, name="canon.yaml"):
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return write


def canon(*words):
    output = io.StringIO()
    call_command("canon", *words, stdout=output, stderr=output)
    return output.getvalue()


@pytest.fixture
def live(db):
    load_text(WITH_GATES)
    return WITH_GATES


def test_nothing_is_live_and_there_is_a_draft_of_each_thing_that_would_change(live, file):
    before = canon_digest(), Revision.objects.current().number, SearchQueue.objects.count()
    text = live.replace("Finds leaks.", "Finds every leak.").replace(
        "summary: Finds", "summary: Mends"
    )
    said = canon("load", file(text), "--draft", "--title", "Better words")
    assert (
        canon_digest(),
        Revision.objects.current().number,
        SearchQueue.objects.count(),
    ) == before
    made = ChangeSet.objects.latest("pk")
    assert (made.title, made.origin, made.state) == ("Better words", "canon load", "open")
    assert {str(draft) for draft in made.drafts.all()} == {
        "focus WATER.LEAKS",
        "profile WATER.LEAKS.P3",
    }
    address = reverse("admin:change_set", args=[made.pk])
    assert f"2 drafts in the open set “Better words”, nothing published: {address}" in said
    assert "0 would be added, 2 would be changed" in said
    assert deviations() == []


NEW_ROLE = """- level: P5
  title: Head of Leaks
  responsibilities: {Detection: [Says where to look.]}
  skills: [{name: Hearing}]
  pay: [{market: EU, currency: EUR, low: 1, median: 2, high: 3}]
"""


def test_what_is_published_of_it_is_what_the_load_would_have_made(live, file, monkeypatch):
    monkeypatch.setattr(publishing, "lacks_of", lambda *of: [])  # what the gates ask is not ours
    text = live.replace("Finds leaks.", "Finds every leak.") + NEW_ROLE
    path = file(text.replace("name: Senior}", "name: Senior}\n- {code: P5}"))
    canon("load", path, "--draft")
    made = ChangeSet.objects.latest("pk")
    assert {(draft.kind, draft.key) for draft in made.drafts.all()} == {
        ("level", "P5"),
        ("market", "EU"),
        ("skill", "hearing"),
        ("profile", "WATER.LEAKS.P3"),
        ("profile", "WATER.LEAKS.P5"),
    }
    numbered = made.drafts.get(key="WATER.LEAKS.P5").row
    publish(made)
    assert Profile.objects.get(key="WATER.LEAKS.P5").pk == numbered
    assert "0 would be added, 0 would be changed" in canon("load", path, "--dry-run")
    assert Edition.objects.filter(change_set=made).count() == 5
    assert deviations() == []


def publish(made):
    reviewer = User.objects.create_user("reviewer")
    reviewed(made, reviewer, reviewer)


def test_what_goes_is_a_draft_too(live, file):
    text = live.replace("synonyms: [{term: sr, meaning: senior}]", "synonyms: []")
    canon("load", file(text), "--draft", "--retire-missing")
    draft = Draft.objects.get()
    assert (str(draft), draft.document) == ("synonym sr → senior", None)


def test_an_open_draft_of_the_same_is_in_the_way(live, file):
    text = live.replace("Finds leaks.", "Finds every leak.").replace(
        "summary: Finds", "summary: Mends"
    )
    canon("load", file(text), "--draft", "--title", "First")
    first = ChangeSet.objects.latest("pk")
    with pytest.raises(CommandError, match="2 problems; the canon is unchanged"):
        canon("load", file(text), "--draft", "--title", "Second")
    output = io.StringIO()
    with pytest.raises(CommandError):
        call_command("canon", "load", file(text), "--draft", stderr=output)
    address = reverse("admin:change_set", args=[first.pk])
    begin = "There is a draft of profile WATER.LEAKS.P3 in the set “First”: work in that set"
    assert begin in output.getvalue()
    assert address in output.getvalue()
    assert ChangeSet.objects.latest("pk") == first


def test_files_that_a_load_refuses_leave_no_set(live, file):
    sets = ChangeSet.objects.count()
    with pytest.raises(CommandError, match="the canon is unchanged"):
        canon("load", file(live.replace("level: P4", "level: P9")), "--draft")
    assert ChangeSet.objects.count() == sets


def test_nothing_to_change_makes_no_set(live, file):
    sets = ChangeSet.objects.count()
    assert "Nothing would change: no set is made." in canon("load", file(live), "--draft")
    assert ChangeSet.objects.count() == sets


def test_a_plan_is_no_draft(live, file):
    with pytest.raises(CommandError, match="not allowed with argument"):
        canon("load", file(live), "--draft", "--dry-run")


def test_pay_can_be_left_for_review(live, tmp_path):
    survey = tmp_path / "survey.csv"
    survey.write_text(
        "soc_code,annual_p10,annual_p25,annual_median,annual_p75,annual_p90\n"
        "47-2152,40000,50000,60000,70000,80000\n"
    )
    said = canon("pay", str(survey), "--name", "Survey", "--as-of", "2026-05-31", "--draft")
    assert "in the open set “survey.csv”, nothing published" in said
    assert {draft.kind for draft in Draft.objects.all()} <= {"profile", "market"}
    assert deviations() == []


def test_it_is_on_the_desk_of_whoever_edits_and_says_what_left_it(live, file, client):
    canon("load", file(live.replace("low: 10", "low: 11")), "--draft", "--title", "Pay of May")
    client.force_login(User.objects.create_superuser("chief"))
    desk = client.get(reverse("admin:index")).content.decode()
    assert "Pay of May" in desk
    assert "left by canon load" in desk
    made = ChangeSet.objects.latest("pk")
    page = client.get(reverse("admin:change_set", args=[made.pk])).content.decode()
    assert "Last saved by canon load" in page
    assert "None" not in page


@pytest.fixture
def captured(seeds):
    return [str(seeds / f"{name}.txt") for name in ("001_643cbc6baece3483", "000_906e737029571fb2")]


def test_a_capture_is_left_for_review_and_published_as_it_would_have_loaded(captured, monkeypatch):
    with transaction.atomic():
        canon("capture", *captured)
        loaded = canon_digest()
        transaction.set_rollback(True)
    empty = canon_digest()
    said = canon("capture", *captured, "--draft", "--title", "Two saved pages")
    assert canon_digest() == empty
    assert not Profile.objects.exists()
    made = ChangeSet.objects.unfinished().get()
    assert (made.title, made.origin, made.state) == ("Two saved pages", "canon capture", "open")
    assert "drafts in the open set “Two saved pages”, nothing published" in said
    roles = {f"ITOPER.ITOUTSOU493C.P{n}" for n in (2, 3, 4, 5, 6)}
    assert set(made.drafts.filter(kind="profile").values_list("key", flat=True)) == roles
    assert "In the canon but not in the files" not in said
    # Pages name no areas, so an editor has work left before review.
    with pytest.raises(NotPossibleError, match=r"responsibilities\[0\].area: has no area"):
        publishing.submit(made, None)
    monkeypatch.setattr(publishing, "lacks_of", lambda *of: [])
    publish(made)
    assert canon_digest() == loaded
    assert deviations() == []
    assert "Nothing would change: no set is made." in canon("capture", *captured, "--draft")
