"""Editing areas, required skills, other names, meanings and the scale; merging skills by hand."""

import pytest
from django.urls import reverse

from editions.history.recording import record_all
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Area, FocusSkill, Proficiency, Profile, ProfileSkill, Skill
from tests import factories
from tests.published import publishing
from tests.test_admin import form_of, messages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(admin_client):
    return publishing(admin_client)


@pytest.fixture
def profile():
    profile = factories.ladder(levels=("P2", "P3"))[1]
    return Profile.objects.get(pk=profile.pk)


@pytest.fixture
def skill():
    return factories.SkillFactory(name="Dowsing")


def change_of(row):
    return reverse(f"admin:taxonomy_{row._meta.model_name}_change", args=[row.pk])


def rows(form, prefix, **cells):
    """The form with one more row of an inline."""
    place = int(form[f"{prefix}-TOTAL_FORMS"])
    added = {f"{prefix}-{place}-{name}": str(value) for name, value in cells.items()}
    return form | added | {f"{prefix}-TOTAL_FORMS": str(place + 1)}


class TestAreas:
    def test_areas_of_a_focus_are_added_and_swap_places(self, admin_client, profile):
        address = change_of(profile.focus)
        form = form_of(admin_client.get(address))
        form["areas-0-place"], form["areas-1-place"] = "2", "1"
        form = rows(form, "areas", name="Pipe stock", description="What lies in the yard.")
        names = [area.name for area in profile.focus.areas.all()]
        assert admin_client.post(address, form).status_code == 302
        after = [area.name for area in Area.objects.filter(focus=profile.focus)]
        assert after == [names[1], names[0], *names[2:], "Pipe stock"]

    def test_an_area_with_sentences_does_not_go(self, admin_client, profile):
        address = change_of(profile.focus)
        form = form_of(admin_client.get(address)) | {"areas-0-DELETE": "on"}
        response = admin_client.post(address, form)
        assert response.status_code == 200
        assert "protected" in messages_of(response) or "Deleting" in messages_of(response)
        assert profile.focus.areas.count() == 4

    def test_a_sentence_offers_the_areas_of_its_own_focus(self, admin_client, profile):
        stranger = factories.AreaFactory(
            focus=factories.FocusFactory(name="Sewer Survey"), name="Sewers"
        )
        address = change_of(profile)
        response = admin_client.get(address)
        assert "Leak detection</option>" in response.content.decode()
        assert "Sewers</option>" not in response.content.decode()
        form = form_of(response) | {"responsibilities-0-area": stranger.name}
        assert "Select a valid choice" in messages_of(admin_client.post(address, form))
        own = profile.focus.areas.get(name="Permits")
        form = form_of(response) | {"responsibilities-0-area": own.name}
        assert admin_client.post(address, form).status_code == 302
        assert profile.responsibilities.first().area == own


class TestRequiredSkills:
    def test_one_is_added_with_its_proficiency(self, admin_client, profile, skill):
        expert = factories.ProficiencyFactory(code="expert")
        address = change_of(profile)
        form = rows(
            form_of(admin_client.get(address)),
            "required_skills",
            skill=skill.pk,
            proficiency=expert.pk,
            text="Finds water.",
            place=1,
        )
        assert admin_client.post(address, form).status_code == 302
        added = ProfileSkill.objects.get(profile=profile, skill=skill)
        assert (added.order, added.proficiency, added.text) == (1, expert, "Finds water.")

    def test_one_skill_twice_is_refused_in_words(self, admin_client, profile):
        address = change_of(profile)
        form = form_of(admin_client.get(address))
        form["required_skills-1-skill"] = form["required_skills-0-skill"]
        response = admin_client.post(address, form)
        assert response.status_code == 200
        assert "duplicate" in messages_of(response)

    def test_the_form_asks_no_question_a_row(
        self, admin_client, profile, django_assert_max_num_queries
    ):
        for name in factories.SKILL_NAMES[3:]:
            factories.ProfileSkillFactory(profile=profile, skill=factories.SkillFactory(name=name))
        for number in range(30):
            factories.ResponsibilityFactory(profile=profile, text=f"Duty {number}")
        record_all(Origin("First", "test"))
        admin_client.get(change_of(profile))
        with django_assert_max_num_queries(45):
            admin_client.get(change_of(profile))


class TestVocabulary:
    def test_other_names_and_meanings_are_edited_beside_the_skill(self, admin_client, skill):
        expert = factories.ProficiencyFactory(code="expert")
        address = change_of(skill)
        form = rows(form_of(admin_client.get(address)), "aliases", name="Water witching")
        form = rows(form, "meanings", proficiency=expert.pk, text="Never digs twice.")
        assert admin_client.post(address, form).status_code == 302
        assert [alias.slug for alias in skill.aliases.all()] == ["water-witching"]
        assert skill.meanings.get().text == "Never digs twice."

    def test_a_name_that_goes_still_redirects(self, admin_client, client, skill):
        factories.SkillAliasFactory(skill=skill, name="Water witching")
        form = form_of(admin_client.get(change_of(skill))) | {"aliases-0-DELETE": "on"}
        assert admin_client.post(change_of(skill), form).status_code == 302
        assert client.get("/skills/water-witching/")["Location"] == "/skills/dowsing/"
        assert "/skills/water-witching/" in admin_client.get(change_of(skill)).content.decode()

    def test_a_new_skill_gets_its_address(self, admin_client):
        add = reverse("admin:taxonomy_skill_add")
        form = form_of(admin_client.get(add)) | {"name": "C++", "kind": "tool"}
        assert admin_client.post(add, form).status_code == 302
        assert Skill.objects.get(name="C++").slug == "c-plus-plus"

    def test_renaming_keeps_the_address(self, admin_client, skill):
        form = form_of(admin_client.get(change_of(skill))) | {"name": "Water finding"}
        assert admin_client.post(change_of(skill), form).status_code == 302
        assert Skill.objects.get(name="Water finding").slug == "dowsing"

    @pytest.mark.parametrize(
        ("prefix", "cells", "message"),
        [
            ("aliases", {"name": "pipe mapping"}, "Pipe mapping is a skill of its own: merge"),
            ("aliases", {"name": "DOWSING"}, "This is the skill&#x27;s own name."),
            ("aliases", {"name": "Gauging"}, "A skill has this alternative name already."),
        ],
    )
    def test_names_that_are_taken_are_refused_in_words(
        self, admin_client, skill, prefix, cells, message
    ):
        mapping = factories.SkillFactory(name="Pipe mapping")
        factories.SkillAliasFactory(skill=mapping, name="Gauging")
        form = rows(form_of(admin_client.get(change_of(skill))), prefix, **cells)
        assert message in messages_of(admin_client.post(change_of(skill), form))

    def test_a_skill_does_not_take_another_name_of_one(self, admin_client, skill):
        factories.SkillAliasFactory(skill=skill, name="Gauging")
        add = reverse("admin:taxonomy_skill_add")
        form = form_of(admin_client.get(add)) | {"name": "gauging"}
        assert "This is another name of Dowsing." in messages_of(admin_client.post(add, form))

    def test_a_circle_is_refused_in_words(self, admin_client, skill):
        below = factories.SkillFactory(name="Sticks", broader=skill)
        form = form_of(admin_client.get(change_of(skill))) | {"broader": str(below.pk)}
        messages = messages_of(admin_client.post(change_of(skill), form))
        assert "Sticks is below Dowsing: a skill is not above itself." in messages
        form = form_of(admin_client.get(change_of(skill))) | {"broader": str(skill.pk)}
        assert "not above itself" in messages_of(admin_client.post(change_of(skill), form))


class TestMerging:
    LIST = "/admin/taxonomy/skill/"

    def act(self, client, *skills, **more):
        chosen = {"_selected_action": [skill.pk for skill in skills]}
        return client.post(self.LIST, {"action": "merge_skills", **chosen, **more}, follow=True)

    def test_the_editor_is_asked_which_stays_and_how_each_is_used(
        self, admin_client, profile, skill
    ):
        mapping = Skill.objects.get(name="Pressure logging")
        page = self.act(admin_client, skill, mapping).content.decode()
        assert "Which one stays?" in page
        assert "applied by 1 focus, required by 2 profiles" in page
        assert "used nowhere" in page
        assert Skill.objects.filter(pk=mapping.pk).exists()

    def test_uses_move_to_the_one_that_stays(self, admin_client, client, profile, skill):
        mapping = Skill.objects.get(name="Pressure logging")
        response = self.act(admin_client, skill, mapping, kept=skill.pk)
        assert "Saved as a draft in the set “Skills edited”" in response.content.decode()
        assert FocusSkill.objects.filter(skill=skill).count() == 1
        assert ProfileSkill.objects.filter(skill=skill).count() == 2
        assert client.get("/skills/pressure-logging/")["Location"] == "/skills/dowsing/"

    def test_one_alone_is_not_merged(self, admin_client, skill):
        response = self.act(admin_client, skill)
        assert "Choose two to 20 skills to merge." in response.content.decode()


class TestScale:
    def codes(self):
        return list(Proficiency.objects.values_list("code", "order"))

    @pytest.fixture
    def scale(self):
        return [factories.ProficiencyFactory(code=code) for code in factories.PROFICIENCIES]

    def test_a_new_place_is_put_between(self, admin_client, scale):
        add = reverse("admin:taxonomy_proficiency_add")
        form = form_of(admin_client.get(add)) | {"code": "able", "name": "Able", "place": "2"}
        assert admin_client.post(add, form).status_code == 302
        assert self.codes() == [
            ("awareness", 1),
            ("able", 2),
            ("working", 3),
            ("practitioner", 4),
            ("expert", 5),
        ]

    def test_without_a_place_it_is_the_highest(self, admin_client, scale):
        add = reverse("admin:taxonomy_proficiency_add")
        form = form_of(admin_client.get(add)) | {"code": "master", "name": "Master"}
        assert admin_client.post(add, form).status_code == 302
        assert self.codes()[-1] == ("master", 5)

    def test_a_place_moves_and_its_code_stays(self, admin_client, scale):
        form = form_of(admin_client.get(change_of(scale[3])))
        assert "code" not in form
        assert form["place"] == "4"
        assert admin_client.post(change_of(scale[3]), form | {"place": "1"}).status_code == 302
        assert [code for code, _ in self.codes()] == [
            *("expert", "awareness", "working", "practitioner")
        ]

    def test_a_code_has_a_form(self, admin_client):
        add = reverse("admin:taxonomy_proficiency_add")
        form = form_of(admin_client.get(add)) | {"code": "Very Good", "name": "Very good"}
        messages = messages_of(admin_client.post(add, form))
        assert "lower-case letters, digits and -" in messages

    def test_one_that_is_required_does_not_go(self, admin_client, profile):
        place = Proficiency.objects.first()
        delete = reverse("admin:taxonomy_proficiency_delete", args=[place.pk])
        admin_client.post(delete, {"post": "yes"})
        assert Proficiency.objects.filter(pk=place.pk).exists()
