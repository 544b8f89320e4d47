"""What a focus and a role need before they are approved: one list, asked of drafts, of files by
`canon check`, and of the whole canon by the page of what needs a look.
"""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from editions.change_sets import publishing
from editions.change_sets.saving import NotPossibleError
from editions.change_sets.trials import documents_of
from editions.models import ChangeSet, Succession
from taxonomy.canon.gates import GATES, lacking, lacks_of
from taxonomy.models import Focus, Profile
from tests.published import reviewed
from tests.test_editions import load_text
from tests.test_load_drafts import WITH_GATES

pytestmark = pytest.mark.django_db
FOCUS, ROLE = ("focus", "WATER.LEAKS"), ("profile", "WATER.LEAKS.P3")
CELLS = "knowledge: Mains., complexity: Two., collaboration: With one., experience: Some."
APPROVABLE = f"{WITH_GATES}  guideline: {{{CELLS}}}\n"


@pytest.fixture
def editor(db):
    return User.objects.create_user("editor")


@pytest.fixture
def reviewer(db):
    return User.objects.create_user("reviewer")


def retired_by_its_status(editor, **changes):
    made = publishing.open_set("Out", editor)
    document = publishing.current(*ROLE).document | {"status": "retired"} | changes
    publishing.save_draft(made, *ROLE, document, editor)
    return made


@pytest.mark.parametrize(
    ("whole", "damaged", "thing", "words"),
    [
        ("[{title: Handbook}]", "[]", FOCUS, "has no source"),
        ("factual_accuracy: 4,", "factual_accuracy: 3.5,", FOCUS, "lacks a score"),
        ("concreteness: 4.5,", "concreteness: ,", FOCUS, "lacks a score"),
        ("complexity: Two.,", "complexity: '',", ROLE, "lacks a cell of its guideline"),
        ("{Detection: [Finds leaks.,", "[Finds leaks.,", ROLE, "has a responsibility without"),
        ("status: approved", "status: retired", ROLE, "is retired, and neither a successor"),
    ],
)
def test_a_draft_and_the_canon_are_asked_the_same(whole, damaged, thing, words, admin_client):
    load_text(APPROVABLE)
    assert found() == {}
    assert "could be approved as it is" in admin_client.get("/admin/health/").content.decode()
    text = APPROVABLE.replace(whole, damaged, 1)
    if damaged.startswith("[Finds"):
        text = text.replace("Writes them down.}]}", "Writes them down.}]")
    assert text != APPROVABLE
    load_text(text)
    assert list(found()) == [thing]
    assert found()[thing].startswith(words)
    page = admin_client.get("/admin/health/").content.decode()
    assert found()[thing] in page
    assert f">{thing[1]}</a>" in page


def found():
    """What the canon lacks; the documents of these things lack something too, and no others do."""
    rows = {(each.kind, each.key): each.lacks for gate in GATES for each in lacking(gate)}
    things = [("focus", f"{f.function.code}.{f.code}") for f in Focus.objects.all()]
    things += [("profile", role.key) for role in Profile.objects.all()]
    stated = documents_of(things)
    said = set(Succession.objects.current().values_list("from_key", flat=True))
    assert {each for each in things if list(lacks_of(*each, stated[each], said))} == rows.keys()
    return rows


def test_a_role_retired_by_its_status_alone_waits_for_a_word(editor, reviewer, client):
    load_text(APPROVABLE)
    made = retired_by_its_status(editor)
    with pytest.raises(NotPossibleError) as refused:
        publishing.submit(made, editor)
    (fault,) = refused.value.faults
    assert fault[:3] == (*ROLE, "replaced_by")
    assert "state on its page Retire that nothing replaces it, and why" in fault.reason
    chief = User.objects.create_superuser("chief")
    client.force_login(chief)
    page = f"/admin/history/profile/{ROLE[1]}/retire/"
    silent = client.post(page, {"_set": "new", "nothing": "on", "why": " "})
    assert "Say why nothing replaces it." in silent.content.decode()
    client.post(page, {"_set": "new", "nothing": "on", "why": "Pipes are plastic now."})
    reviewed(made, editor, reviewer)
    assert found() == {}
    shown = client.get(f"/profiles/{ROLE[1]}/").content.decode()
    assert "its page stays for reference. Pipes are plastic now." in " ".join(shown.split())
    said = client.get(f"/profiles/{ROLE[1]}.json").json()
    assert said["no_successor_because"] == "Pipes are plastic now."
    text = client.get(f"/profiles/{ROLE[1]}/goals.txt").content.decode()
    assert "Nothing replaces it: Pipes are plastic now." in " ".join(text.split())
    assert "Pipes are plastic now." in client.get(f"/admin/history/{made.pk}/").content.decode()


def test_a_successor_in_the_field_of_the_form_is_enough(editor, reviewer):
    load_text(APPROVABLE)
    reviewed(retired_by_its_status(editor, replaced_by="WATER.LEAKS.P4"), editor, reviewer)
    assert found() == {}


def test_what_follows_said_later_takes_the_place_of_what_was_said(editor, reviewer, client):
    load_text(APPROVABLE)
    client.force_login(User.objects.create_superuser("chief"))
    page = f"/admin/history/profile/{ROLE[1]}/retire/"
    client.post(page, {"_set": "new", "successor_key": "WATER.LEAKS.P4", "why": "At first."})
    client.post(page, {"_set": "new", "nothing": "on", "why": "Pipes are plastic now."})
    made = ChangeSet.objects.unfinished().get()
    assert [each.relation for each in made.proposed_successions.all()] == ["none"]
    reviewed(made, editor, reviewer)
    client.post(page, {"_set": "new", "successor_key": "WATER.LEAKS.P4", "why": "After all."})
    after = reviewed(ChangeSet.objects.unfinished().get(), editor, reviewer)
    (said,) = Succession.objects.current()
    assert (said.to_key, said.why) == ("WATER.LEAKS.P4", "After all.")
    reviewed(publishing.undo(after, editor), editor, reviewer)
    (said,) = Succession.objects.current()
    assert (said.relation, said.why) == ("none", "Pipes are plastic now.")


def test_undoing_a_return_says_again_what_was_said(editor, reviewer):
    load_text(APPROVABLE)
    first = retired_by_its_status(editor)
    reason = "Pipes are plastic now."
    first.proposed_successions.create(
        kind="profile", from_key=ROLE[1], to_key="", relation="none", why=reason
    )
    reviewed(first, editor, reviewer)
    back = publishing.open_set("Back", editor)
    document = publishing.current(*ROLE).document | {"status": "approved"}
    publishing.save_draft(back, *ROLE, document, editor)
    reviewed(back, editor, reviewer)
    assert not Succession.objects.current().exists()
    reviewed(publishing.undo(back, editor), editor, reviewer)
    assert Succession.objects.current().get().why == reason


def test_undoing_a_new_role_says_why_nothing_follows_it(editor, reviewer):
    load_text(APPROVABLE + "---\nlevels: [{code: P5}]\n")
    made = publishing.open_set("A head", editor)
    document = publishing.current(*ROLE).document | {"level": "P5", "title": "Head", "aliases": []}
    publishing.save_draft(made, "profile", "WATER.LEAKS.P5", document, editor)
    reviewed(made, editor, reviewer)
    reviewed(publishing.undo(made, editor), editor, reviewer)
    assert Succession.objects.get().why == "“A head” was undone."
    assert found() == {}


def test_a_check_of_files_names_what_could_not_be_approved_and_a_load_takes_it(tmp_path):
    path = tmp_path / "canon.yaml"
    path.write_text(APPROVABLE.replace("status: approved", "status: retired"))
    said = io.StringIO()
    call_command("canon", "check", str(path), stdout=said)
    assert (
        "What could not be approved in the admin (a warning, refuses nothing):" in said.getvalue()
    )
    assert f"  profile {ROLE[1]}: is retired, and neither" in said.getvalue()
    call_command("canon", "load", str(path), stdout=io.StringIO())
    assert Profile.objects.get(key=ROLE[1]).is_retired
