"""A focus that moves to another function, is merged or split, and a function that is retired: what
is drafted, what readers see of successors, and undoing.
"""

import pytest
from django.contrib.auth.models import User

from editions.change_sets import publishing
from editions.history.recording import recorded
from editions.history.verifying import deviations
from editions.models import ChangeSet, Succession
from frameworks.models import CanonLink, Entry
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Focus, Profile
from tests.framework_samples import load_ferries
from tests.published import reviewed
from tests.test_editions import load_text
from tests.test_gates import APPROVABLE, CELLS

pytestmark = pytest.mark.django_db
LEAKS = APPROVABLE.split("---\n")[2]
SCORES = LEAKS.partition("scores: {")[2].partition("}")[0]
WHY = "The board moved it."


def focus(function, code, name, levels=("P3",), area="Upkeep"):
    roles = "".join(
        f"\n- level: {level}\n  title: {name} {level}\n"
        f"  responsibilities: {{{area}: [Keeps {name} at {level}.]}}\n"
        f"  guideline: {{{CELLS}}}"
        for level in levels
    )
    return (
        f"---\nfunction: {{code: {function}, name: {function.title()}}}\n"
        f"focus: {{code: {code}, name: {name}}}\nareas: [{area}]\n"
        f"sources: [{{title: Handbook}}]\nscores: {{{SCORES}}}\nprofiles:{roles or ' []'}\n"
    )


@pytest.fixture
def life(db):
    text = APPROVABLE.replace("areas: [Detection]", "areas: [Detection, Mending]").replace(
        "  title: Senior Leak Finder\n",
        "  title: Senior Leak Finder\n  responsibilities: {Detection: [Says where.],"
        " Mending: [Mends mains.]}\n  pay: [{market: US, currency: USD, low: 20, median: 30, high:"
        " 40}]\n",
    )
    load_text(text + focus("TAPS", "DRIPS", "Drips") + focus("TAPS", "VALVES", "Valves", ()))


@pytest.fixture
def reviewer(db):
    return User.objects.create_user("reviewer")


def asked(client, kind, key, action, **fields):
    address = f"/admin/history/{kind}/{key}/{action}/"
    assert client.get(address).status_code == 200
    return client.post(address, {"_set": "new", "why": WHY} | fields)


def errors_of(answer):
    assert answer.status_code == 200
    return answer.context["form"].errors.as_text()


def published(reviewer, made=None):
    made = made or ChangeSet.objects.unfinished().get()
    reviewed(made, User.objects.get(username="ann"), reviewer)
    assert deviations() == []
    return made


def said(kind):
    rows = Succession.objects.current().filter(kind=kind).order_by("from_key", "to_key")
    return [(each.from_key, each.relation, each.to_key) for each in rows]


def page(client, address):
    return " ".join(client.get(address).content.decode().split())


class TestMoving:
    def test_all_keys_get_successors(self, ann, client, life, reviewer, tmp_path):
        load_ferries(tmp_path)
        with recorded(Origin("Links", "test")):
            leaks = Focus.objects.get(code="LEAKS")
            CanonLink.objects.create(entry=Entry.objects.first(), focus=leaks, note="Near.")
        asked(ann, "focus", "WATER.LEAKS", "move", to="TAPS", takes_links="on")
        before = publishing.current("profile", "WATER.LEAKS.P3").document
        done = published(reviewer)
        assert said("profile") == [
            ("WATER.LEAKS.P3", "replaced", "TAPS.LEAKS.P3"),
            ("WATER.LEAKS.P4", "replaced", "TAPS.LEAKS.P4"),
        ]
        assert said("focus") == [("WATER.LEAKS", "replaced", "TAPS.LEAKS")]
        moved = publishing.current("profile", "TAPS.LEAKS.P3").document
        assert moved == before
        new = Focus.objects.get(function__code="TAPS", code="LEAKS")
        assert new.framework_links.get().note == "Near."
        assert new.sources.count() == 1
        shown = page(client, "/functions/WATER/LEAKS/")
        assert 'It was replaced by <a href="/functions/TAPS/LEAKS/">Leaks</a>' in shown
        assert WHY in shown
        assert "/profiles/TAPS.LEAKS.P3/" in page(client, "/profiles/WATER.LEAKS.P3/")
        assert "All roles of this function are retired." in page(client, "/functions/WATER/")
        undone = publishing.undo(done, User.objects.get(username="ann"))
        published(reviewer, undone)
        assert "are retired" not in page(client, "/functions/WATER/LEAKS/")
        assert said("focus") == [("TAPS.LEAKS", "replaced", "WATER.LEAKS")]
        assert ("TAPS.LEAKS.P3", "replaced", "WATER.LEAKS.P3") in said("profile")

    def test_where_the_code_is_taken_another_is_made(self, ann, life, reviewer):
        load_text(focus("TAPS", "LEAKS", "Other leaks"))
        asked(ann, "focus", "WATER.LEAKS", "move", to="TAPS")
        published(reviewer)
        ((_, _, to),) = said("focus")
        assert to not in ("TAPS.LEAKS", "WATER.LEAKS")
        assert to.startswith("TAPS.LEAKS")

    def test_what_does_not_go_is_refused_in_words(self, ann, life):
        answer = asked(ann, "focus", "WATER.LEAKS", "move", to="WATER")
        assert "It is in that function already." in errors_of(answer)
        answer = asked(ann, "focus", "TAPS.VALVES", "move", to="WATER")
        assert "has no roles in use" in errors_of(answer)
        load_text(focus("TAPS", "SPILLS", "Leaks"))
        answer = asked(ann, "focus", "WATER.LEAKS", "move", to="TAPS")
        assert "Leaks" in errors_of(answer)
        asked(ann, "profile", "TAPS.DRIPS.P3", "duplicate", to_title="New", to_level="P4")
        answer = asked(ann, "focus", "TAPS.DRIPS", "move", to="WATER")
        assert "The role TAPS.DRIPS.P4 is new in the set" in errors_of(answer)


class TestMerging:
    def test_roles_of_one_level_become_one_and_others_move(self, ann, client, life, reviewer):
        asked(ann, "focus", "WATER.LEAKS", "merge", into_key="TAPS.DRIPS")
        published(reviewer)
        assert said("profile") == [
            ("WATER.LEAKS.P3", "merged", "TAPS.DRIPS.P3"),
            ("WATER.LEAKS.P4", "replaced", "TAPS.DRIPS.P4"),
        ]
        assert said("focus") == [("WATER.LEAKS", "merged", "TAPS.DRIPS")]
        stays = Profile.objects.get(key="TAPS.DRIPS.P3")
        assert [each.text for each in stays.responsibilities.all()] == [
            "Keeps Drips at P3.",
            "Finds leaks.",
            "Writes them down.",
        ]
        assert set(stays.aliases.values_list("title", flat=True)) == {
            "Leak Finder",
            "Leak Detective",
        }
        areas = [area.name for area in stays.focus.areas.all()]
        assert areas == ["Upkeep", "Detection", "Mending"]
        assert Profile.objects.get(key="TAPS.DRIPS.P4").pay_bands.exists()
        assert "It was merged into" in page(client, "/functions/WATER/LEAKS/")

    def test_a_retired_role_at_the_level_is_named(self, ann, life, reviewer):
        load_text(focus("TAPS", "DRIPS", "Drips", ("P3", "P4")))
        with recorded(Origin("Out", "test")):
            Profile.objects.filter(key="TAPS.DRIPS.P4").update(status="retired")
        answer = asked(ann, "focus", "WATER.LEAKS", "merge", into_key="TAPS.DRIPS")
        assert "TAPS.DRIPS.P4 is retired" in errors_of(answer)
        itself = asked(ann, "focus", "WATER.LEAKS", "merge", into_key="WATER.LEAKS")
        assert "merged into another one" in errors_of(itself)


class TestSplitting:
    PARTS = {"name1": "Finding", "name2": "Repair", "area0": "1", "area1": "2", "count": "2"}

    def test_each_role_goes_where_its_areas_go(self, ann, client, life, reviewer):
        asked(ann, "focus", "WATER.LEAKS", "split", **self.PARTS)
        done = published(reviewer)
        parts = {f.name: f for f in Focus.objects.filter(name__in=("Finding", "Repair"))}
        finding, repair = (f"WATER.{parts[name].code}" for name in ("Finding", "Repair"))
        assert sorted(said("focus")) == sorted(
            [("WATER.LEAKS", "split", finding), ("WATER.LEAKS", "split", repair)]
        )
        assert set(said("profile")) == {
            ("WATER.LEAKS.P3", "replaced", f"{finding}.P3"),
            ("WATER.LEAKS.P4", "split", f"{finding}.P4"),
            ("WATER.LEAKS.P4", "split", f"{repair}.P4"),
        }
        senior = Profile.objects.get(key=f"{repair}.P4")
        assert senior.title == "Senior Leak Finder, Repair"
        assert [each.text for each in senior.responsibilities.all()] == ["Mends mains."]
        assert [area.name for area in parts["Repair"].areas.all()] == ["Mending"]
        assert senior.pay_bands.get().low == 20
        shown = page(client, "/functions/WATER/LEAKS/")
        assert shown.count("It was split into") == 2
        published(reviewer, publishing.undo(done, User.objects.get(username="ann")))
        assert not Profile.objects.in_use().filter(focus__in=parts.values()).exists()
        assert Profile.objects.in_use().filter(focus__code="LEAKS").count() == 2

    def test_a_part_may_be_a_focus_that_there_is(self, ann, life, reviewer):
        parts = self.PARTS | {"name2": "", "existing2_key": "TAPS.DRIPS"}
        asked(ann, "focus", "WATER.LEAKS", "split", **parts)
        published(reviewer)
        assert ("WATER.LEAKS", "split", "TAPS.DRIPS") in said("focus")
        senior = Profile.objects.get(key="TAPS.DRIPS.P4")
        assert [each.area.name for each in senior.responsibilities.all()] == ["Mending"]

    def test_what_is_no_split_is_refused_in_words(self, ann, life):
        one = asked(ann, "focus", "WATER.LEAKS", "split", **self.PARTS | {"name2": ""})
        assert "Name two parts" in errors_of(one)
        idle = asked(ann, "focus", "WATER.LEAKS", "split", **self.PARTS | {"area1": "1"})
        assert "No role goes to Repair" in errors_of(idle)


class TestRetiringAFunction:
    def test_its_focuses_are_followed_by_those_of_the_same_name(self, ann, client, life, reviewer):
        load_text(focus("TAPS", "SPILLS", "Leaks", ("P3", "P4")))
        asked(ann, "function", "WATER", "retire", successor="TAPS")
        published(reviewer)
        assert said("function") == [("WATER", "replaced", "TAPS")]
        assert said("focus") == [("WATER.LEAKS", "replaced", "TAPS.SPILLS")]
        assert ("WATER.LEAKS.P4", "replaced", "TAPS.SPILLS.P4") in said("profile")
        shown = page(client, "/functions/WATER/")
        assert 'It was replaced by <a href="/functions/TAPS/">Taps</a>' in shown
        assert WHY in shown
        assert "are retired" not in page(client, "/functions/TAPS/")

    def test_a_role_that_nothing_follows_needs_a_reason(self, ann, client, life, reviewer):
        answer = asked(ann, "function", "WATER", "retire", successor="TAPS", why="")
        assert "Say why nothing replaces it." in errors_of(answer)
        asked(ann, "function", "WATER", "retire", nothing="on")
        done = published(reviewer)
        assert f"Nothing replaces it. {WHY}" in page(client, "/functions/WATER/")
        assert f"Nothing replaces it. {WHY}" in page(client, "/functions/WATER/LEAKS/")
        published(reviewer, publishing.undo(done, User.objects.get(username="ann")))
        assert "are retired" not in page(client, "/functions/WATER/")
        assert said("function") == []

    def test_a_successor_without_roles_in_use_is_refused_at_submission(self, ann, life, reviewer):
        with recorded(Origin("Out", "test")):
            Profile.objects.filter(function__code="TAPS").update(status="retired")
        asked(ann, "function", "WATER", "retire", successor="TAPS")
        with pytest.raises(Exception, match="it is not in use, and cannot follow WATER"):
            published(reviewer)


ODD = ("x", "0", "9" * 30, "a.b.c", "..", "‮", "<b>", "'", "WATER.X", "water.leaks")


@pytest.mark.parametrize(
    ("kind", "key", "action"),
    [
        ("focus", "WATER.LEAKS", "move"),
        ("focus", "WATER.LEAKS", "merge"),
        ("focus", "WATER.LEAKS", "split"),
        ("function", "WATER", "retire"),
    ],
)
def test_odd_answers_are_refused_in_words(ann, life, kind, key, action):
    address = f"/admin/history/{kind}/{key}/{action}/"
    names = list(ann.get(address).context["form"].fields)
    for odd in ODD:
        answer = ann.post(address, dict.fromkeys([*names, "count", "_set"], odd))
        assert answer.status_code in (200, 302), odd
    assert ann.post(address, dict.fromkeys(names, "a\x00b")).status_code == 200
    assert deviations() == []


def test_the_history_page_of_a_focus_and_a_function_leads_to_them(ann, life):
    shown = ann.get("/admin/history/focus/WATER.LEAKS/").content.decode()
    assert "Move to another function" in shown
    assert "Merge into another" in shown
    assert "/admin/history/function/WATER/retire/" in page(ann, "/admin/history/function/WATER/")
