"""Undoing a set that made a focus, a function, a level or a market: what nothing uses goes, what
retired roles use stays, and codes come back only with their thing.
"""

import pytest
from django.contrib.auth.models import User

from editions.change_sets import publishing
from editions.change_sets.saving import NotPossibleError
from editions.history.recording import recorded
from editions.history.verifying import deviations
from editions.models import ChangeSet, Edition, MintedCode
from frameworks.models import CanonLink, Entry
from taxonomy.canon.change_sets import Origin
from taxonomy.exchange.problems import LoadError
from taxonomy.models import Focus, Function, Level, Market, Profile, Track
from tests.framework_samples import load_ferries
from tests.published import reviewed
from tests.test_editions import load_text
from tests.test_gates import APPROVABLE

pytestmark = pytest.mark.django_db
WHOLE = APPROVABLE.split("---\n")[2]
TAPS = WHOLE.replace("WATER", "TAPS").replace("name: Water", "name: Taps").replace("LEAKS", "DRIPS")


@pytest.fixture
def editor(db):
    return User.objects.create_user("editor")


@pytest.fixture
def reviewer(db):
    return User.objects.create_user("reviewer")


@pytest.fixture
def life(db):
    load_text(APPROVABLE)


def made_by(text):
    """The set of a load, which undoing takes as any other."""
    load_text(text)
    return ChangeSet.objects.filter(state="published").latest("pk")


def undone(done, editor, reviewer):
    made = publishing.undo(done, editor)
    reviewed(made, editor, reviewer)
    assert deviations() == []
    return made


def test_a_focus_with_its_roles_stays_and_its_page_says_so(life, editor, reviewer, client):
    done = made_by(TAPS)
    made = undone(done, editor, reviewer)
    assert not Profile.objects.in_use().filter(function__code="TAPS").exists()
    assert Focus.objects.filter(code="DRIPS").exists()
    page = " ".join(client.get("/functions/TAPS/DRIPS/").content.decode().split())
    assert "All roles of this focus are retired." in page
    assert f"Nothing replaces it. “{done}” was undone." in page
    assert f"“{done}” was undone." in client.get("/profiles/TAPS.DRIPS.P3/").content.decode()
    undone(made, editor, reviewer)
    assert Profile.objects.in_use().filter(function__code="TAPS").count() == 2
    assert "are retired" not in client.get("/functions/TAPS/DRIPS/").content.decode()


def test_what_nothing_uses_goes_and_its_code_stays_minted(life, editor, reviewer, client):
    empty = TAPS.partition("profiles:")[0]
    levels = (
        "tracks: [{code: X, name: Experts}]\nlevels: [{code: X1, track: X, rank: 1, step: 9}]\n"
    )
    done = made_by(f"{levels}---\nmarkets: [{{code: NO, name: Norway}}]\n---\n{empty}")
    made = undone(done, editor, reviewer)
    rows = (Focus, "DRIPS"), (Function, "TAPS"), (Level, "X1"), (Track, "X"), (Market, "NO")
    assert not any(model.objects.filter(code=code).exists() for model, code in rows)
    assert client.get("/functions/TAPS/").status_code == 404
    assert MintedCode.objects.filter(kind="focus", key="TAPS.DRIPS").exists()
    assert Edition.objects.get(kind="focus", key="TAPS.DRIPS", number=2).document is None
    with pytest.raises(LoadError, match="published before"):
        load_text(empty)
    undone(made, editor, reviewer)
    assert all(model.objects.filter(code=code).exists() for model, code in rows)


def test_a_later_role_in_use_is_named_and_nothing_is_undone(life, editor, reviewer):
    done = made_by(TAPS.partition("profiles:")[0])
    load_text(TAPS)
    sets = ChangeSet.objects.count()
    reason = (
        r"focus TAPS.DRIPS was new in that set and is used by TAPS.DRIPS.P3, TAPS.DRIPS.P4\. "
        "Retire the focus first"
    )
    with pytest.raises(NotPossibleError, match=reason):
        publishing.undo(done, editor)
    assert ChangeSet.objects.count() == sets
    with recorded(Origin("Out", "test")):
        Profile.objects.filter(function__code="TAPS").update(status="retired")
    undone(done, editor, reviewer)
    assert Focus.objects.filter(code="DRIPS").exists()


def test_a_later_link_is_named(life, editor, tmp_path):
    done = made_by(TAPS.partition("profiles:")[0])
    load_ferries(tmp_path)
    with recorded(Origin("Link", "test")):
        CanonLink.objects.create(entry=Entry.objects.first(), focus=Focus.objects.get(code="DRIPS"))
    with pytest.raises(NotPossibleError, match="is used by a link of"):
        publishing.undo(done, editor)


def test_a_level_of_a_role_in_use_is_named(life, editor):
    done = made_by("levels: [{code: P5}]")
    load_text(WHOLE.replace("level: P4", "level: P5").replace("level: P3", "level: P4"))
    with pytest.raises(
        NotPossibleError, match=r"level P5 was new .* used by WATER.LEAKS.P5\. Retire or"
    ):
        publishing.undo(done, editor)


def test_the_button_says_why(life, client):
    done = made_by(TAPS.partition("profiles:")[0])
    load_text(TAPS)
    client.force_login(User.objects.create_superuser("chief"))
    answer = client.post(f"/admin/history/{done.pk}/do/", {"do": "undo"}, follow=True)
    assert "was new in that set and is used by" in answer.content.decode()


def test_nothing_else_takes_a_published_code_out(life, editor):
    made = publishing.open_set("Out", editor)
    publishing.save_draft(made, "focus", "WATER.LEAKS", None, editor)
    with pytest.raises(NotPossibleError, match="retire it instead"):
        publishing.submit(made, editor)


def test_a_thing_used_after_the_undo_was_begun_is_named_on_the_set(life, editor, reviewer):
    done = made_by(TAPS.partition("profiles:")[0])
    made = publishing.undo(done, editor)
    load_text(TAPS)
    with pytest.raises(NotPossibleError) as refused:
        publishing.submit(made, editor)
    assert any("it is in use" in fault.reason for fault in refused.value.faults)
