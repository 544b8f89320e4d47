"""What a form of the admin saves is a draft in a change set: readers see nothing of it, the next
editor sees it in the form, and two who edit the same are merged.
"""

import json

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse

from editions.change_sets import publishing
from editions.documents.stated_orders import state_orders
from editions.history.recording import recorded
from editions.history.verifying import deviations
from editions.models import ChangeSet, Draft, Edition
from taxonomy import keys
from taxonomy.canon.change_sets import Origin
from taxonomy.models import (
    Focus,
    Function,
    Level,
    Proficiency,
    Profile,
    Revision,
    SearchQueue,
    Skill,
    Synonym,
    Track,
)
from tests import factories
from tests.framework_samples import load_wells
from tests.published import publish_drafts
from tests.test_admin import form_of, messages_of
from tests.test_admin_guards import change_of, more_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    with recorded(Origin("First", "canon load")):
        rungs = factories.ladder(levels=("P2", "P3"))
    return Profile.objects.get(pk=rungs[1].pk)


def save(client, row, opened=None, **changes):
    address = change_of(row)
    form = opened or form_of(client.get(address))
    return client.post(address, form | changes)


def field(client, row, name):
    return form_of(client.get(change_of(row)))[name]


class TestASave:
    def test_is_a_draft_that_readers_see_nothing_of(self, ann, client, role):
        before = (
            Revision.objects.current().number,
            SearchQueue.objects.count(),
            client.get(role.get_absolute_url())["ETag"],
        )
        assert save(ann, role, title="Keeper of Tides").status_code == 302
        after = (
            Revision.objects.current().number,
            SearchQueue.objects.count(),
            client.get(role.get_absolute_url())["ETag"],
        )
        assert before == after
        assert Profile.objects.get(pk=role.pk).title == role.title
        assert Draft.objects.get().document["title"] == "Keeper of Tides"
        assert deviations() == []

    def test_leads_to_its_set_which_has_the_title_that_was_typed(self, ann, role):
        said = {"_set": "new", "_set_title": "Tides", "_set_why": "The sea rises."}
        answer = save(ann, role, title="Keeper of Tides", **said)
        made = ChangeSet.objects.latest("pk")
        assert answer["Location"] == f"/admin/history/{made.pk}/"
        assert (made.title, made.why, made.state) == ("Tides", "The sea rises.", "open")
        assert made.opened_by.username == "ann"
        page = ann.get(answer["Location"]).content.decode()
        assert "Saved as a draft in the set “Tides”" in page
        assert "was changed successfully" not in page

    def test_goes_into_the_set_that_the_editor_works_on(self, ann, bob, role):
        save(ann, role, title="Keeper of Tides")
        save(ann, role.focus, summary="About tides.")
        save(bob, role.function, name="Sea")
        first, second = ChangeSet.objects.unfinished().order_by("pk")
        assert sorted(first.drafts.values_list("kind", flat=True)) == ["focus", "profile"]
        assert list(second.drafts.values_list("kind", flat=True)) == ["function"]

    def test_goes_into_the_set_that_was_chosen(self, ann, bob, role):
        save(ann, role, title="Keeper of Tides")
        made = ChangeSet.objects.unfinished().get()
        save(bob, role.focus, summary="About tides.", _set=str(made.pk))
        assert made.drafts.count() == 2

    def test_of_nothing_makes_no_draft(self, ann, role):
        assert save(ann, role).status_code == 302
        assert not Draft.objects.exists()
        assert not ChangeSet.objects.unfinished().exists()

    def test_that_breaks_a_rule_is_shown_again_and_makes_no_set(self, ann, role):
        answer = save(ann, role, **{"pay_bands-0-low": "999999"})
        assert "low ≤ median ≤ high" in messages_of(answer)
        assert not ChangeSet.objects.unfinished().exists()

    def test_of_a_rank_that_is_taken_is_refused_now_and_not_when_published(self, ann, role):
        other = Level.objects.exclude(pk=role.level_id).first()
        level = role.level
        answer = save(ann, level, rank=str(other.rank), step=str(other.step))
        assert answer.status_code == 200
        assert messages_of(answer)
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("kind", ["function", "focus", "level", "track", "skill", "profile"])
    def test_of_every_kind_is_a_draft_and_live_once_published(self, ann, role, kind):
        skill = role.required_skills.first().skill
        row = {
            "function": role.function,
            "focus": role.focus,
            "level": role.level,
            "track": role.level.track,
            "skill": skill,
            "profile": role,
        }[kind]
        name = "title" if kind == "profile" else "name"
        assert save(ann, row, **{name: "Another name"}).status_code == 302
        assert {draft.kind for draft in Draft.objects.all()} == {kind}
        row.refresh_from_db()
        assert getattr(row, name) != "Another name"
        assert field(ann, row, name) == "Another name"
        publish_drafts()
        row.refresh_from_db()
        assert getattr(row, name) == "Another name"
        assert deviations() == []


class TestTheNextForm:
    def test_shows_the_draft_and_whose_it_is(self, ann, bob, role):
        save(ann, role, title="Keeper of Tides", **{"responsibilities-0-text": "Reads the sea."})
        page = bob.get(change_of(role))
        form = form_of(page)
        assert form["title"] == "Keeper of Tides"
        assert form["responsibilities-0-text"] == "Reads the sea."
        assert "last saved by ann" in page.content.decode()

    def test_saves_into_the_same_draft(self, ann, bob, role):
        save(ann, role, **{"responsibilities-0-text": "Reads the sea."})
        save(bob, role, **{"responsibilities-1-text": "Writes of the sea."})
        [draft] = Draft.objects.all()
        texts = [each["text"] for each in draft.document["responsibilities"]]
        assert texts[:2] == ["Reads the sea.", "Writes of the sea."]
        assert draft.saved_by.username == "bob"

    def test_of_somebody_who_saved_before_me_elsewhere_is_merged(self, ann, bob, role):
        opened = form_of(ann.get(change_of(role)))
        save(bob, role, summary="Bob's summary.", **{"responsibilities-3-text": "Bob's sentence."})
        answer = save(ann, role, opened, title="Ann's", **{"responsibilities-0-text": "Ann's."})
        assert answer.status_code == 302, (messages_of(answer), answer.context["clashes"])
        document = Draft.objects.get().document
        texts = [each["text"] for each in document["responsibilities"]]
        assert (document["title"], document["summary"]) == ("Ann's", "Bob's summary.")
        assert (texts[0], texts[3]) == ("Ann's.", "Bob's sentence.")

    def test_with_a_clash_has_both_and_the_next_save_decides(self, ann, bob, role):
        opened = form_of(ann.get(change_of(role)))
        save(bob, role, title="Bob's title", summary="Bob's summary.")
        answer = save(ann, role, opened, title="Ann's title", scope="Ann's scope")
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "bob saved this draft after you had opened it" in page
        assert "Bob&#x27;s title" in page
        form = form_of(answer)
        assert (form["title"], form["scope"]) == ("Ann's title", "Ann's scope")
        assert form["summary"] == "Bob's summary."
        assert Draft.objects.get().document["title"] == "Bob's title"
        assert save(ann, role, form).status_code == 302
        document = Draft.objects.get().document
        assert (document["title"], document["summary"]) == ("Ann's title", "Bob's summary.")

    def test_keeps_both_when_another_set_was_published_meanwhile(self, ann, role):
        opened = form_of(ann.get(change_of(role)))
        with recorded(Origin("A load", "canon load")):
            Profile.objects.filter(pk=role.pk).update(summary="Loaded.")
        save(ann, role, opened, title="Ann's title")
        document = Draft.objects.get().document
        assert (document["title"], document["summary"]) == ("Ann's title", "Loaded.")

    def test_shows_what_was_published_since_and_saving_settles_it(self, ann, role):
        save(ann, role, title="Ann's title")
        with recorded(Origin("A load", "canon load")):
            Profile.objects.filter(pk=role.pk).update(title="Loaded", summary="Loaded.")
        page = ann.get(change_of(role))
        form = form_of(page)
        assert (form["title"], form["summary"]) == ("Ann's title", "Loaded.")
        assert "Published since this draft was begun" in page.content.decode()
        made = ChangeSet.objects.unfinished().get()
        assert [fault.path for fault in publishing.problems(made)] == ["title"]
        assert save(ann, role, form).status_code == 302
        assert "title" not in [fault.path for fault in publishing.problems(made)]
        publish_drafts()
        live = Profile.objects.get(pk=role.pk)
        assert (live.title, live.summary) == ("Ann's title", "Loaded.")

    def test_opens_in_as_few_queries_whatever_it_has(
        self, ann, role, django_assert_max_num_queries
    ):
        with recorded(Origin("More", "test")):
            for number in range(20):
                skill = factories.SkillFactory(name=f"Skill {number}")
                factories.ProfileSkillFactory(profile=role, skill=skill)
                factories.PayBandFactory(profile=role, where=f"M{number}")
        change = change_of(role)
        ann.get(change)
        with django_assert_max_num_queries(25):
            ann.get(change)
        save(ann, role, title="Keeper of Tides")
        with django_assert_max_num_queries(14):
            ann.get(change)
        with django_assert_max_num_queries(14):
            ann.get(f"/admin/history/profile/{role.key}/edit/")


class TestNewThings:
    def add(self, client, model, **values):
        address = reverse(f"admin:taxonomy_{model}_add")
        return client.post(address, form_of(client.get(address)) | values)

    def test_have_an_address_before_they_are_in_the_canon(self, ann, role):
        answer = self.add(ann, "focus", function=role.function_id, name="Tides", _continue="yes")
        code = keys.mint_focus_code(role.function.name, "Tides")
        assert not Focus.objects.filter(code=code).exists()
        page = ann.get(answer["Location"])
        assert form_of(page)["name"] == "Tides"
        assert "Readers see nothing of it: it is new" in page.content.decode()
        ann.post(answer["Location"], form_of(page) | {"name": "Tides and waves"})
        publish_drafts()
        assert Focus.objects.get(code=code).name == "Tides and waves"
        assert str(Focus.objects.get(code=code).pk) in answer["Location"]

    def test_can_be_chosen_in_the_same_set(self, ann, bob, role):
        self.add(ann, "focus", function=role.function_id, name="Tides")
        number = Draft.objects.get().row
        asked = {"app_label": "taxonomy", "model_name": "profile", "field_name": "focus"}
        asked["term"] = "Tides"
        found = ann.get(reverse("admin:autocomplete"), asked).json()["results"]
        assert [each["id"] for each in found] == [str(number)]
        assert bob.get(reverse("admin:autocomplete"), asked).json()["results"] == []
        answer = self.add(ann, "profile", focus=number, level="P3", title="Tide reader")
        assert answer.status_code == 302, messages_of(answer)
        code = keys.mint_focus_code(role.function.name, "Tides")
        assert Draft.objects.filter(kind="profile").get().key.endswith(f".{code}.P3")
        publish_drafts()
        assert Profile.objects.get(title="Tide reader").focus.code == code
        assert deviations() == []

    def test_can_be_forgotten(self, ann, role):
        answer = self.add(ann, "focus", function=role.function_id, name="Tides", _continue="yes")
        delete = answer["Location"].replace("/change/", "/delete/")
        assert ann.get(delete).status_code == 200
        assert ann.post(delete, {"post": "yes"}).status_code == 302
        assert not Draft.objects.exists()

    def test_of_another_draft_are_refused_in_words(self, ann, bob, role):
        self.add(ann, "focus", function=role.function_id, name="Tides")
        answer = self.add(bob, "focus", function=role.function_id, name="Tides")
        assert "in the set" in messages_of(answer)
        assert form_of(answer)["name"] == "Tides"

    def test_have_a_code_that_nobody_typed(self, ann, bob, role):
        address = reverse("admin:taxonomy_function_add")
        assert "code" not in form_of(ann.get(address))
        answer = self.add(ann, "function", name="Étang & Co", code="MINE")
        assert "The code of this function is ETANGC." in ann.get(answer["Location"]).text
        answer = self.add(bob, "function", name="Etang Copies")
        assert sorted(Draft.objects.values_list("key", flat=True)) == ["ETANGC", "ETANGC2"]
        publish_drafts()
        assert set(Function.objects.values_list("code", flat=True)) >= {"ETANGC", "ETANGC2"}

    def test_never_have_the_code_of_what_is_gone(self, ann, role):
        with recorded(Origin("First", "test")):
            factories.FunctionFactory(name="Tides")
        with recorded(Origin("Gone", "test")):
            Function.objects.filter(code="TIDES").delete()
        self.add(ann, "function", name="Tides")
        assert Draft.objects.get().key == "TIDES2"

    def test_of_a_name_without_letters_are_refused_at_the_name(self, ann, role):
        answer = self.add(ann, "focus", function=role.function_id, name="!?")
        assert "no letters or digits" in messages_of(answer)
        assert not Draft.objects.exists()


class TestWhatFollows:
    def test_a_renamed_skill_needs_no_draft_of_each_role(self, ann, role):
        skill = role.required_skills.first().skill
        save(ann, skill, name="Sea reading")
        assert [draft.kind for draft in Draft.objects.all()] == ["skill"]
        publish_drafts()
        edition = publishing.current("profile", role.key)
        assert "Sea reading" in [each["name"] for each in edition.document["skills"]]

    def test_a_renamed_area_is_a_draft_of_each_role_that_names_it(self, ann, role):
        save(ann, role.focus, **{"areas-0-name": "The sea"})
        assert {draft.kind for draft in Draft.objects.all()} == {"focus", "profile"}
        publish_drafts()
        areas = {each.area.name for each in Profile.objects.get(pk=role.pk).responsibilities.all()}
        assert "The sea" in areas
        assert deviations() == []

    def test_skills_that_are_merged_are_drafts(self, ann, role):
        kept, gone = (each.skill for each in role.required_skills.all()[:2])
        chosen = {"_selected_action": [kept.pk, gone.pk], "kept": kept.pk}
        ann.post("/admin/taxonomy/skill/", {"action": "merge_skills", **chosen})
        assert Skill.objects.filter(pk=gone.pk).exists()
        assert {draft.kind for draft in Draft.objects.all()} == {"skill"}
        publish_drafts()
        assert not Skill.objects.filter(pk=gone.pk).exists()
        assert deviations() == []

    def test_a_link_on_a_role_is_a_draft_of_its_own(self, ann, role, tmp_path):
        load_wells(tmp_path)
        from frameworks.models import CanonLink, Entry

        entry = Entry.objects.get(code="dig01")
        rows = [{"entry": entry.pk, "kind": "close"}]
        form = more_rows(form_of(ann.get(change_of(role))), "framework_links", *rows)
        assert ann.post(change_of(role), form).status_code == 302
        assert [draft.kind for draft in Draft.objects.all()] == ["link"]
        assert not CanonLink.objects.exists()
        publish_drafts()
        assert CanonLink.objects.get().profile == role


class TestSynonyms:
    def test_one_whose_term_changes_goes_and_another_comes(self, ann, role):
        with recorded(Origin("First", "test")):
            synonym = Synonym.objects.create(term="sr", meaning="senior")
        save(ann, synonym, meaning="older")
        documents = {draft.key: draft.document for draft in Draft.objects.all()}
        assert documents["sr → senior"] is None
        assert documents["sr → older"]
        page = ann.get(change_of(synonym)).content.decode()
        assert "proposed to take this out" in page
        publish_drafts()
        assert [str(each) for each in Synonym.objects.all()] == ["sr → older"]

    def test_one_is_deleted_by_a_draft(self, ann, role):
        with recorded(Origin("First", "test")):
            synonym = Synonym.objects.create(term="sr", meaning="senior")
        delete = reverse("admin:taxonomy_synonym_delete", args=[synonym.pk])
        assert ann.post(delete, {"post": "yes"}).status_code == 302
        assert Synonym.objects.exists()
        publish_drafts()
        assert not Synonym.objects.exists()


class TestPlaces:
    def scale(self):
        with recorded(Origin("First", "test")):
            return [factories.ProficiencyFactory(code=code) for code in factories.PROFICIENCIES]

    def test_a_track_moves_by_a_draft_of_each_that_moved(self, ann, role):
        with recorded(Origin("First", "test")):
            factories.LevelFactory(code="M1")
            factories.LevelFactory(code="S1")
        before = list(Track.objects.in_order().values_list("code", flat=True))
        last = Track.objects.get(code=before[-1])
        assert save(ann, last, place="1").status_code == 302
        assert list(Track.objects.in_order().values_list("code", flat=True)) == before
        assert {draft.kind for draft in Draft.objects.all()} == {"track"}
        assert field(ann, last, "place") == "1"
        publish_drafts()
        after = list(Track.objects.in_order().values_list("code", flat=True))
        assert after == [before[-1], *before[:-1]]
        assert deviations() == []

    def test_undoing_the_set_brings_the_order_back(self, ann, role):
        with recorded(Origin("First", "test")):
            factories.LevelFactory(code="M1")
        before = list(Track.objects.in_order().values_list("code", "order"))
        save(ann, Track.objects.get(code=before[-1][0]), place="1")
        publish_drafts()
        done = ChangeSet.objects.order_by("-pk").first()
        publishing.undo(done, User.objects.get(username="ann"))
        publish_drafts()
        codes = [code for code, _ in before]
        assert list(Track.objects.in_order().values_list("code", flat=True)) == codes
        assert deviations() == []

    def test_the_scale_is_drafted_too(self, ann, role):
        self.scale()
        expert = Proficiency.objects.get(code="expert")
        save(ann, expert, place="1", name="Master")
        assert Proficiency.objects.last().code == "expert"
        publish_drafts()
        assert Proficiency.objects.first().code == "expert"
        assert Proficiency.objects.get(code="expert").name == "Master"
        assert deviations() == []

    def test_editions_from_before_are_given_their_order_once(self, role):
        self.scale()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for edition in Edition.objects.filter(kind__in=("track", "proficiency")):
                stated = {k: v for k, v in edition.document.items() if k != "order"}
                cursor.execute(
                    "UPDATE editions_edition SET document = %s, digest = %s WHERE id = %s",
                    [json.dumps(stated), "before", edition.pk],
                )
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        assert deviations()
        state_orders()
        assert deviations() == []
        sets = ChangeSet.objects.count()
        state_orders()
        assert ChangeSet.objects.count() == sets


def test_what_is_saved_at_once_says_so_and_nothing_else_does(ann, role, tmp_path):
    load_wells(tmp_path)
    from frameworks.models import Entry

    said = "Saved at once: this is no draft"
    assert said in ann.get(change_of(Entry.objects.first())).text
    for row in (role, role.focus, role.level.track):
        assert said not in ann.get(change_of(row)).text
