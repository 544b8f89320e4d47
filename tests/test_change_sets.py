"""A change set from draft to edition: saving, submitting, reviewing, publishing, undoing."""

import pytest
from django.contrib.auth.models import User

from editions.change_sets import publishing
from editions.change_sets.saving import NotPossibleError, StaleDraftError
from editions.history.recording import recorded
from editions.history.verifying import deviations
from editions.models import ChangeSet, Draft, Edition
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Profile, Revision, SearchQueue, Synonym
from tests.factories import ladder
from tests.published import reviewed
from tests.test_editions import load_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    return User.objects.create_user("editor")


@pytest.fixture
def colleague(db):
    return User.objects.create_user("colleague")


@pytest.fixture
def reviewer(db):
    return User.objects.create_user("reviewer")


@pytest.fixture
def role(db):
    with recorded(Origin("First", "test")):
        rungs = ladder(levels=("P2", "P3"))
    return rungs[0]


def document_of(role):
    return publishing.current("profile", role.key).document


def draft(change_set, role, by, **changes):
    document = document_of(role) | changes
    return publishing.save_draft(change_set, "profile", role.key, document, by)


def approve(change_set, reviewer):
    publishing.review(change_set, reviewer, "approved", publishing.drafts_digest(change_set))


def test_a_draft_changes_nothing_that_readers_see(role, editor):
    before = Revision.objects.current().number, SearchQueue.objects.count()
    draft(publishing.open_set("New title", editor), role, editor, title="Another title")
    assert (Revision.objects.current().number, SearchQueue.objects.count()) == before
    assert Profile.objects.get(key=role.key).title != "Another title"
    assert deviations() == []


def test_what_is_published_is_live_and_an_edition(role, editor, reviewer):
    change_set = publishing.open_set("New title", editor)
    draft(change_set, role, editor, title="Another title")
    reviewed(change_set, editor, reviewer)
    assert Profile.objects.get(key=role.key).title == "Another title"
    edition = publishing.current("profile", role.key)
    assert (edition.number, edition.paths, edition.change_set) == (2, ["title"], change_set)
    assert edition.change_set.published_by == reviewer
    assert deviations() == []


def test_a_set_needs_an_approval_by_somebody_else(role, editor, reviewer, settings):
    change_set = publishing.open_set("New title", editor)
    draft(change_set, role, editor, title="Another title")
    publishing.submit(change_set, editor)
    with pytest.raises(NotPossibleError, match="not approved"):
        publishing.publish(change_set, reviewer)
    with pytest.raises(NotPossibleError, match="does not approve it"):
        approve(change_set, editor)
    settings.REVIEW_ALONE = True
    approve(change_set, editor)
    publishing.publish(change_set, editor)


def test_an_edit_after_the_approval_voids_it(role, editor, reviewer):
    change_set = publishing.open_set("New title", editor)
    draft(change_set, role, editor, title="Another title")
    publishing.submit(change_set, editor)
    approve(change_set, reviewer)
    draft(change_set, role, editor, title="Something unseen")
    with pytest.raises(NotPossibleError, match="not approved as it is now"):
        publishing.publish(change_set, reviewer)


def test_a_page_added_to_an_approved_set_voids_the_approval(role, editor, reviewer):
    change_set = publishing.open_set("New title", editor)
    draft(change_set, role, editor, title="Another title")
    publishing.submit(change_set, editor)
    approve(change_set, reviewer)
    other = Profile.objects.exclude(pk=role.pk).get()
    draft(change_set, other, editor, title="A late one")
    with pytest.raises(NotPossibleError, match="not approved"):
        publishing.publish(change_set, reviewer)


def test_a_reviewer_approves_what_they_saw(role, editor, reviewer):
    change_set = publishing.open_set("New title", editor)
    draft(change_set, role, editor, title="Another title")
    publishing.submit(change_set, editor)
    seen = publishing.drafts_digest(change_set)
    draft(change_set, role, editor, title="Saved meanwhile")
    with pytest.raises(NotPossibleError, match="look again"):
        publishing.review(change_set, reviewer, "approved", seen)


def test_a_returned_set_is_mended_and_submitted_again(role, editor, reviewer):
    change_set = publishing.open_set("New title", editor)
    draft(change_set, role, editor, title="Anothr title")
    publishing.submit(change_set, editor)
    publishing.review(
        change_set,
        reviewer,
        "returned",
        publishing.drafts_digest(change_set),
        "A letter is missing.",
    )
    assert ChangeSet.objects.get(pk=change_set.pk).state == "returned"
    draft(change_set, role, editor, title="Another title")
    reviewed(change_set, editor, reviewer)
    assert Profile.objects.get(key=role.key).title == "Another title"


def test_two_editors_of_one_draft_merge_or_see_both(role, editor, colleague):
    change_set = publishing.open_set("Both", editor)
    opened = draft(change_set, role, editor)
    mine = opened.document | {"title": "My title"}
    theirs = opened.document | {"summary": "Their summary."}
    publishing.save_draft(change_set, "profile", role.key, theirs, colleague, opened)
    saved = publishing.save_draft(change_set, "profile", role.key, mine, editor, opened)
    assert (saved.document["title"], saved.document["summary"]) == ("My title", "Their summary.")
    with pytest.raises(StaleDraftError, match="editor saved this draft") as caught:
        publishing.save_draft(
            change_set, "profile", role.key, theirs | {"title": "Their title"}, colleague, opened
        )
    (clash,) = caught.value.clashes
    assert (clash.path, clash.mine, clash.theirs) == (("title",), "Their title", "My title")


def test_one_thing_has_one_open_draft(role, editor, colleague):
    first = publishing.open_set("First", editor)
    draft(first, role, editor, title="One")
    second = publishing.open_set("Second", colleague)
    with pytest.raises(NotPossibleError, match="in the set “First”"):
        draft(second, role, colleague, title="Two")
    publishing.drop(first)
    draft(second, role, colleague, title="Two")


def test_what_another_way_published_meanwhile_is_merged(role, editor, reviewer):
    change_set = publishing.open_set("New title", editor)
    draft(change_set, role, editor, title="Another title")
    with recorded(Origin("A load", "canon load")):
        Profile.objects.filter(pk=role.pk).update(summary="A new summary.")
    reviewed(change_set, editor, reviewer)
    live = Profile.objects.get(pk=role.pk)
    assert (live.title, live.summary) == ("Another title", "A new summary.")


def test_a_clash_with_what_was_published_meanwhile_refuses_and_shows_both(role, editor, reviewer):
    change_set = publishing.open_set("New title", editor)
    draft(change_set, role, editor, title="Another title")
    publishing.submit(change_set, editor)
    approve(change_set, reviewer)
    with recorded(Origin("A load", "canon load")):
        Profile.objects.filter(pk=role.pk).update(title="Loaded title")
    with pytest.raises(NotPossibleError, match="“A load” published another: 'Loaded title' there"):
        publishing.publish(change_set, reviewer)
    assert ChangeSet.objects.get(pk=change_set.pk).state == "in_review"
    assert Profile.objects.get(pk=role.pk).title == "Loaded title"


def test_a_synonym_deleted_meanwhile_comes_back_only_when_it_was_changed(editor, reviewer):
    load_text("synonyms: [{term: sr, meaning: senior}]")
    change_set = publishing.open_set("Both ways", editor)
    key = "sr → senior"
    document = publishing.current("synonym", key).document | {"both_ways": True}
    publishing.save_draft(change_set, "synonym", key, document, editor)
    with recorded(Origin("Take it out", "admin")):
        Synonym.objects.all().delete()
    with pytest.raises(NotPossibleError, match="took it out"):
        publishing.submit(change_set, editor)


def test_a_constraint_that_only_the_database_sees_is_a_fault_and_no_crash(role, editor):
    change_set = publishing.open_set("Two of one name", editor)
    focus = publishing.current("focus", f"{role.function.code}.{role.focus.code}")
    other = focus.document | {"focus": focus.document["focus"] | {"code": "OTHER"}}
    publishing.save_draft(change_set, "focus", f"{role.function.code}.OTHER", other, editor)
    with pytest.raises(NotPossibleError) as caught:
        publishing.submit(change_set, editor)
    assert caught.value.faults
    assert ChangeSet.objects.get(pk=change_set.pk).state == "open"
    assert Draft.objects.count() == 1


def test_problems_name_the_draft_and_the_field(role, editor):
    change_set = publishing.open_set("Wrong", editor)
    document = document_of(role)
    pay = [document["pay"][0] | {"low": "900000"}]
    guideline = document["guideline"] | {"experience": ""}
    draft(change_set, role, editor, guideline=guideline)
    (fault,) = publishing.problems(change_set)
    assert (fault.kind, fault.key, fault.path) == ("profile", role.key, "guideline.experience")
    draft(change_set, role, editor, pay=pay)
    (fault,) = publishing.problems(change_set)
    assert (fault.key, fault.path) == (role.key, "pay[0]")
    assert "low ≤ median ≤ high" in fault.reason


def test_undo_brings_back_what_was_and_can_be_undone(role, editor, reviewer):
    before = document_of(role)
    change_set = publishing.open_set("New title", editor)
    draft(change_set, role, editor, title="Another title")
    reviewed(change_set, editor, reviewer)
    undone = publishing.undo(change_set, editor)
    reviewed(undone, editor, reviewer)
    assert document_of(role) == before
    assert publishing.current("profile", role.key).number == 3
    assert undone.undoes == change_set
    reviewed(publishing.undo(undone, editor), editor, reviewer)
    assert document_of(role)["title"] == "Another title"
    assert deviations() == []


def test_restore_proposes_an_earlier_edition(role, editor, reviewer):
    with recorded(Origin("A load", "canon load")):
        Profile.objects.filter(pk=role.pk).update(title="Loaded title")
    first = Edition.objects.get(kind="profile", key=role.key, number=1)
    reviewed(publishing.restore(first, editor), editor, reviewer)
    assert document_of(role) == first.document
    assert deviations() == []


def test_undo_of_a_deleted_role_brings_its_code_back(role, editor, reviewer):
    key = role.key
    before = document_of(role)
    with recorded(Origin("Delete", "admin")):
        role.delete()
    edition = Edition.objects.get(kind="profile", key=key, number=1)
    reviewed(publishing.restore(edition, editor), editor, reviewer)
    assert publishing.current("profile", key).document == before
    assert deviations() == []


def test_what_nothing_needs_any_more_is_taken_out(editor, reviewer):
    load_text("synonyms: [{term: sr, meaning: senior}]")
    change_set = publishing.open_set("Out", editor)
    publishing.save_draft(change_set, "synonym", "sr → senior", None, editor)
    reviewed(change_set, editor, reviewer)
    assert not Synonym.objects.exists()
    reviewed(publishing.undo(change_set, editor), editor, reviewer)
    assert Synonym.objects.exists()


def test_a_role_is_never_taken_out(role, editor):
    change_set = publishing.open_set("Out", editor)
    publishing.save_draft(change_set, "profile", role.key, None, editor)
    with pytest.raises(NotPossibleError, match="retire it instead"):
        publishing.submit(change_set, editor)
