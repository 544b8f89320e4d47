"""One page to edit a ladder: what is typed becomes drafts of what changed, and nothing is lost."""

import html
import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from editions.history.recording import recorded
from editions.history.verifying import deviations
from editions.ladder.cells import AreaRow, typed_sentences
from editions.ladder.pasting import pasted_cells, pasted_table
from editions.models import ChangeSet, Draft
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Area, Profile, Responsibility
from tests import factories
from tests.accounts import client_of
from tests.published import publish_drafts
from tests.test_admin_permissions import make_groups

pytestmark = pytest.mark.django_db


@pytest.fixture
def focus():
    with recorded(Origin("First", "canon load")):
        rungs = factories.ladder(levels=("P2", "P3", "P4"))
        factories.whole_profile(rungs[0].focus, "M1")
    return rungs[0].focus


def address(focus, track="P"):
    return f"/admin/ladder/{focus.function.code}.{focus.code}/?track={track}"


def fields(answer):
    """What a browser would send, in the order of the page."""
    page = answer.content.decode()
    form = page[page.index('id="ladder_form"') :]
    found = {}
    for tag in re.finditer(r"<input[^>]*>|<textarea[^>]*>\n?([^<]*)</textarea>", form):
        name = re.search(r'name="([^"]*)"', tag[0])
        if name:
            value = re.search(r'value="([^"]*)"', tag[0])
            text = tag[1] if tag[0].startswith("<text") else value[1] if value else ""
            found.setdefault(name[1], []).append(html.unescape(text))
    return found


def opened(client, focus, **more):
    return fields(client.get(address(focus))) | more


def save(client, focus, form, **changes):
    return client.post(address(focus), form | {"_do": "save"} | changes)


def sentences(key, area):
    document = Draft.objects.get(kind="profile", key=key).document
    return [each["text"] for each in document["responsibilities"] if each["area"] == area]


def key(focus, level):
    return f"{focus.function.code}.{focus.code}.{level}"


def test_every_level_and_area_of_the_track_is_on_it(ann, focus):
    form = opened(ann, focus)
    assert form["row"] == ["a0", "a1", "a2", "a3"]
    assert form["row-a0-name"] == ["Leak detection"]
    assert "2 districts" in form["cell-a0-P2"][0]
    assert "4 districts" in form["cell-a0-P4"][0]
    assert "guideline-knowledge-P3" in form
    assert not [name for name in form if name.endswith("-M1")]
    assert "cell-a0-M1" in fields(ann.get(address(focus, "M")))


def test_saving_it_untouched_makes_no_draft(ann, focus):
    answer = save(ann, focus, opened(ann, focus))
    assert answer.status_code == 302
    assert not Draft.objects.exists()
    assert not ChangeSet.objects.unfinished().exists()


def test_only_the_levels_that_changed_become_drafts(ann, focus):
    typed = "• Listens at night.\r\n• Maps\u00a0what it\u00ad hears."
    answer = save(ann, focus, opened(ann, focus), **{"cell-a0-P3": typed})
    made = ChangeSet.objects.unfinished().get()
    assert answer["Location"] == f"/admin/history/{made.pk}/"
    assert [draft.key for draft in Draft.objects.all()] == [key(focus, "P3")]
    found = sentences(key(focus, "P3"), "Leak detection")
    assert found == ["Listens at night.", "Maps what it hears."]
    publish_drafts()
    assert Profile.objects.get(level="P3").responsibilities.count() == 5
    assert deviations() == []


def test_an_area_is_renamed_at_every_level_and_on_every_track(ann, focus):
    save(ann, focus, opened(ann, focus), **{"row-a1-name": "Digging permits"})
    kinds = sorted((draft.kind, draft.key[-2:]) for draft in Draft.objects.all())
    assert [level for kind, level in kinds if kind == "profile"] == ["M1", "P2", "P3", "P4"]
    publish_drafts()
    assert "Digging permits" in focus.areas.values_list("name", flat=True)
    assert "Permits" not in focus.areas.values_list("name", flat=True)
    assert deviations() == []


def test_rows_that_moved_are_a_draft_of_the_focus_alone(ann, focus):
    form = opened(ann, focus)
    moved = ann.post(address(focus), form | {"_do": "up:a1"})
    assert not Draft.objects.exists(), "a button that moves saves nothing"
    form = fields(moved)
    assert form["row"] == ["a1", "a0", "a2", "a3"]
    save(ann, focus, form)
    [draft] = Draft.objects.all()
    assert draft.kind == "focus"
    assert [each["name"] for each in draft.document["areas"]][:2] == ["Permits", "Leak detection"]


def test_a_new_area_with_its_sentences(ann, focus):
    form = fields(ann.post(address(focus), opened(ann, focus) | {"_do": "add"}))
    assert form["row"][-1] == "n0"
    save(ann, focus, form, **{"row-n0-name": "Tides", "cell-n0-P4": "Reads the sea."})
    assert sentences(key(focus, "P4"), "Tides") == ["Reads the sea."]
    publish_drafts()
    assert deviations() == []


def test_a_cell_copies_the_level_below_without_a_script(ann, focus):
    form = opened(ann, focus)
    copied = fields(ann.post(address(focus), form | {"_do": "copy:a0:P3"}))
    assert copied["cell-a0-P3"] == form["cell-a0-P2"]
    copied = fields(ann.post(address(focus), form | {"_do": "copy:knowledge:P4"}))
    assert copied["guideline-knowledge-P4"] == form["guideline-knowledge-P3"]


def test_a_table_of_a_spreadsheet_goes_into_rows(ann, focus):
    pasted = 'permits\tAsks.\t"Writes.\nChecks."\nTides\t\t\t• Reads the sea.'
    answer = ann.post(address(focus), opened(ann, focus) | {"_do": "paste", "pasted": pasted})
    form = fields(answer)
    assert form["cell-a1-P2"][0].splitlines()[-1] == "Asks."
    assert form["cell-a1-P3"][0].splitlines()[-2:] == ["Writes.", "Checks."]
    assert form["row-n0-name"] == ["Tides"]
    assert form["cell-n0-P4"] == ["Reads the sea."]
    assert not Draft.objects.exists()


def test_what_a_word_processor_copies_is_cleaned():
    assert pasted_cells("•\tLeads.\r\n•\tGrafts.\x0b") == [["Leads.\nGrafts."]]
    assert pasted_cells("1.\tLeads.\n2.\tGrafts.") == [["Leads.\nGrafts."]]
    assert pasted_table("Area\t- a\tb\n\n") == [["Area", "a", "b"]]


def test_two_levels_that_read_alike_are_named(ann, focus):
    form = opened(ann, focus)
    form["cell-a0-P3"] = ["Walks the pipe routes of 3 districts and logs every sound he hears"]
    form["cell-a0-P4"] = ["Walks the pipe routes of 4 districts and logs every sound he hears"]
    said = ann.post(address(focus), form | {"_do": "check"}).content.decode()
    assert "Leak detection, P3 and P4" in said
    assert "<del>3</del>" in said
    form["cell-a0-P4"] = ["Decides which streets are opened."]
    said = ann.post(address(focus), form | {"_do": "check"}).content.decode()
    assert "P3 and P4" not in said[: said.index("Permits")]


def test_what_two_editors_typed_in_different_cells_is_merged(ann, bob, focus):
    form = opened(ann, focus)
    save(bob, focus, opened(bob, focus), **{"cell-a1-P3": "Bob's permit."})
    answer = save(ann, focus, form, **{"cell-a0-P3": "Ann's leak."})
    assert answer.status_code == 302
    assert sentences(key(focus, "P3"), "Leak detection") == ["Ann's leak."]
    assert sentences(key(focus, "P3"), "Permits") == ["Bob's permit."]


def test_a_clash_shows_both_and_the_next_save_decides(ann, bob, focus):
    form = opened(ann, focus)
    save(bob, focus, opened(bob, focus), **{"cell-a2-P3": "Bob's record."})
    change = {"cell-a2-P3": "Ann's record.", "cell-a0-P4": "Ann's leak.", "row-a1-name": "Digs"}
    answer = save(ann, focus, form, **change)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Bob&#x27;s record." in page
    assert "bob" in page
    form = fields(answer)
    assert form["cell-a2-P3"] == ["Ann's record."]
    assert form["cell-a0-P4"] == ["Ann's leak."]
    assert form["row-a1-name"] == ["Digs"]
    assert sentences(key(focus, "P3"), "Leak records") == ["Bob's record."]
    assert save(ann, focus, form).status_code == 302
    assert sentences(key(focus, "P3"), "Leak records") == ["Ann's record."]
    assert sentences(key(focus, "P4"), "Leak detection") == ["Ann's leak."]
    publish_drafts()
    assert "Digs" in focus.areas.values_list("name", flat=True)
    assert "Permits" not in focus.areas.values_list("name", flat=True)
    assert deviations() == []


def test_what_is_wrong_is_beside_its_cell_and_nothing_is_saved(ann, focus):
    answer = save(ann, focus, opened(ann, focus), **{"cell-a0-P3": "x" * 4001, "row-a1-name": ""})
    page = answer.content.decode()
    assert "Name the area of these sentences." in page
    assert not Draft.objects.exists()
    answer = save(ann, focus, opened(ann, focus), **{"cell-a0-P3": "x" * 4001})
    cell = answer.content.decode().partition('name="cell-a0-P3"')[0].rpartition("<td")[2]
    assert "has 4,001 characters, at most 4,000 are kept" in cell
    assert fields(answer)["cell-a0-P3"] == ["x" * 4001]
    assert not Draft.objects.exists()


def test_an_area_goes_when_nothing_is_left_of_it(ann, focus):
    emptied = {f"cell-a3-{level}": "" for level in ("P2", "P3", "P4")}
    answer = save(ann, focus, opened(ann, focus), **emptied, **{"row-a3-name": ""})
    if "the area stays" in answer.content.decode():  # a manager has it too
        form = fields(ann.get(address(focus, "M")))
        ann.post(address(focus, "M"), form | {"_do": "save", "cell-a3-M1": ""})
        answer = save(ann, focus, opened(ann, focus), **emptied, **{"row-a3-name": ""})
    assert answer.status_code == 302
    publish_drafts()
    assert focus.areas.count() == 3
    assert deviations() == []


def test_it_opens_and_checks_in_few_queries(ann, focus, django_assert_max_num_queries):
    form = opened(ann, focus)
    with django_assert_max_num_queries(14):
        ann.get(address(focus))
    with django_assert_max_num_queries(14):
        ann.post(address(focus), form | {"_do": "check"})


def test_who_may_not_change_roles_reads_it(focus):
    make_groups()
    reviewer = User.objects.create_user("rita", is_staff=True)
    reviewer.groups.set(Group.objects.filter(name="Reviewer"))
    client = Client()
    client.force_login(reviewer)
    page = client.get(address(focus))
    assert page.status_code == 200
    assert 'name="_do" value="up:a0"' not in page.content.decode()
    assert client.post(address(focus), {"_do": "save"}).status_code == 403
    stranger = client_of("sam")
    User.objects.filter(username="sam").update(is_superuser=False)
    assert stranger.get(address(focus)).status_code in (302, 403)


def test_a_form_that_does_not_say_what_it_began_with_is_not_saved(ann, focus):
    for text in ("", "[]", '{"areas": 1, "profiles": []}', "[" * 3000):
        answer = save(ann, focus, opened(ann, focus), opened=text)
        assert "open it again" in answer.content.decode()
    assert not Draft.objects.exists()


def test_sentences_of_an_area_stay_where_they_were_among_the_others():
    def entry(text, area):
        return {"text": text, "kind": "jfm", "area": area}

    entries = [entry("a", "A"), entry("b", "B"), entry("c", "A")]
    rows = [AreaRow("a0", "A", "A", {"P3": "a\nd\nc"}), AreaRow("a1", "B", "B", {"P3": "b"})]
    found = [each["text"] for each in typed_sentences(entries, rows, "P3")]
    assert found == ["a", "b", "d", "c"]


def test_a_role_is_added_at_a_level_without_one(ann, focus):
    with recorded(Origin("First", "test")):
        factories.LevelFactory(code="P7")
    page = ann.get(address(focus)).text
    [place] = re.findall(r'href="(/admin/taxonomy/profile/add/[^"]*)"', page)
    form = ann.get(html.unescape(place)).text
    assert f'<option value="{focus.pk}" selected' in form
    assert '<option value="P7" selected' in form


def test_a_ladder_of_1300_cells_is_one_form_that_saves(ann):
    """100 areas at 13 levels: more fields than a form had before it was refused."""
    codes = [f"G{n}" for n in range(1, 14)]
    with recorded(Origin("First", "canon load")):
        focus = factories.FocusFactory()
        areas = [Area(focus=focus, name=f"Area {n}", order=n) for n in range(1, 101)]
        Area.objects.bulk_create(areas)
        for rank, code in enumerate(codes, 1):
            place = {"track": factories.TrackFactory(), "rank": rank, "step": rank}
            level = factories.LevelFactory(code=code, **place)
            role = factories.ProfileFactory(focus=focus, level=level)
            Responsibility.objects.bulk_create(
                Responsibility(profile=role, area=area, order=n, text=f"Does {n} at {code}")
                for n, area in enumerate(areas, 1)
            )
    form = opened(ann, focus)
    assert len([name for name in form if name.startswith("cell-")]) == 1300
    answer = save(ann, focus, form, **{"cell-a99-G13": "Does it all."})
    assert answer.status_code == 302, answer.context["form"].faults
    assert sentences(key(focus, "G13"), "Area 100") == ["Does it all."]


def test_what_is_no_ladder_is_not_found(ann, focus):
    assert ann.get("/admin/ladder/NO.SUCH/").status_code == 404
    assert ann.get(address(focus, "X")).status_code == 404
    with recorded(Origin("First", "test")):
        empty = factories.FocusFactory(name="Sewer Survey")
    page = ann.get(f"/admin/ladder/{empty.function.code}.{empty.code}/")
    assert "No role of this focus is on a ladder yet." in page.text
