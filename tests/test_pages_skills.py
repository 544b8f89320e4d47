"""Skills from A to Z, and one skill's page: who applies or requires it, at which proficiency."""

import pytest

from taxonomy.models import Skill
from tests import factories
from tests.test_pages_profile import section, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ladder():
    return factories.ladder()


@pytest.fixture
def scale():
    return [factories.ProficiencyFactory(code=code) for code in factories.PROFICIENCIES]


class TestList:
    def test_stands_from_a_to_z_with_kind_and_count(self, client, ladder):
        response = client.get("/skills/")
        names = [line.name for line in response.context["lines"]]
        assert names == sorted(names, key=str.lower)
        assert len(names) == Skill.objects.count()
        assert {line.focuses for line in response.context["lines"]} == {1}
        assert {line.profiles for line in response.context["lines"]} == {0, 5}

    def test_other_names_say_which_skill_to_see(self, client, ladder):
        mapping = Skill.objects.get(name="Pipe mapping")
        factories.SkillAliasFactory(skill=mapping, name="Zonal surveys")
        response = client.get("/skills/")
        assert response.context["lines"][-1].name == "Zonal surveys"
        assert response.context["letters"][-1] == ("Z", 1)
        assert "Zonal surveys see Pipe mapping" in text_of(response)
        shown = client.get("/skills/?letter=Z").content.decode()
        assert 'see <a href="/skills/pipe-mapping/">Pipe mapping</a>' in shown
        assert client.get("/skills/?letter=Z&kind=tool").status_code == 404

    def test_kind_and_letter_narrow_the_list(self, client, ladder):
        factories.SkillFactory(name="Correlator")
        tools = client.get("/skills/?kind=tool").context["lines"]
        assert {line.kind for line in tools} == {"tool"}
        letter = client.get("/skills/?letter=P").context["lines"]
        assert {line.initial for line in letter} == {"P"}

    def test_the_scale_is_explained_where_there_is_one(self, client, ladder, scale):
        scale[1].description = "Does it alone in ordinary cases."
        scale[1].save()
        shown = text_of(client.get("/skills/"))
        assert "Working , 2 of 4 Does it alone in ordinary cases." in shown
        assert "Expert , 4 of 4" in shown

    def test_no_scale_is_not_mentioned(self, client):
        factories.SkillFactory()
        assert "Proficiencies" not in text_of(client.get("/skills/"))


class TestSkill:
    def test_says_who_applies_it_and_how(self, client, ladder):
        shown = text_of(client.get("/skills/pressure-logging/"))
        assert "applied by 1 focus, required by 5 roles" in shown
        assert "used on every second call-out" in shown
        assert "Leak Detection" in shown

    def test_says_who_requires_it_at_which_proficiency_by_function(self, client, ladder, scale):
        other = factories.FocusFactory(
            function=factories.FunctionFactory(name="Library Services"), name="Rare Books"
        )
        skill = Skill.objects.get(name="Pressure logging")
        factories.ProfileSkillFactory(
            profile=factories.ProfileFactory(focus=other, title="Keeper of Maps"),
            skill=skill,
            proficiency=scale[0],
            text="Reads old maps.",
        )
        response = client.get(skill.get_absolute_url())
        groups = [use.focus.function.name for use in response.context["uses"]]
        assert groups == ["Library Services", "Water & Drainage"]
        shown = text_of(response)
        assert "P3 Keeper of Maps Awareness , 1 of 4 Reads old maps." in shown
        assert [(d.name, d.count) for d in response.context["found"].demand] == [
            ("Awareness", 1),
            ("Working", 2),
            ("Practitioner", 2),
            ("Expert", 1),
        ]

    def test_one_proficiency_alone_may_be_asked_for(self, client, ladder, scale):
        address = "/skills/pressure-logging/?at=expert"
        response = client.get(address)
        [use] = response.context["uses"]
        assert [profile.level_id for profile, _ in use.required] == ["P6"]
        assert client.get("/skills/pressure-logging/?at=awareness").status_code == 404
        assert client.get("/skills/pressure-logging/?at=guru").status_code == 404

    def test_a_requirement_without_proficiency_is_counted_apart(self, client, ladder):
        skill = factories.SkillFactory(name="Dowsing")
        factories.ProfileSkillFactory(profile=ladder[0], skill=skill, proficiency=None)
        response = client.get(skill.get_absolute_url())
        assert "proficiency not stated 1" in text_of(response)
        assert len(client.get(skill.get_absolute_url() + "?at=none").context["uses"]) == 1

    def test_what_is_above_below_and_beside_it_is_linked(self, client, ladder):
        skill = Skill.objects.get(name="Pressure logging")
        above, below = (
            factories.SkillFactory(name="Surveying"),
            factories.SkillFactory(name="Sewer mapping", broader=skill),
        )
        skill.broader = above
        skill.save()
        factories.SkillAliasFactory(skill=skill, name="Zonal surveys")
        content = client.get(skill.get_absolute_url()).content.decode()
        for other in (above, below):
            assert f'href="{other.get_absolute_url()}"' in content
        assert "Zonal surveys" in content

    def test_its_description_leads_and_the_search_of_its_roles_is_linked(self, client, ladder):
        skill = Skill.objects.get(name="Pressure logging")
        skill.description = "Reads **pressure** over a night."
        skill.save()
        content = client.get(skill.get_absolute_url()).content.decode()
        assert "Reads <strong>pressure</strong> over a night." in content
        assert 'href="/search/?skill=pressure-logging"' in content
        content = client.get(skill.get_absolute_url() + "?at=expert").content.decode()
        assert 'href="/search/?skill=pressure-logging&amp;proficiency=expert"' in content

    def test_every_proficiency_says_what_it_means_for_the_skill(self, client, ladder, scale):
        skill = Skill.objects.get(name="Pressure logging")
        factories.SkillProficiencyFactory(skill=skill, proficiency=scale[1], text="One district.")
        shown = text_of(client.get(skill.get_absolute_url()))
        assert "Working , 2 of 4 One district." in shown
        assert "Expert , 4 of 4 Not stated." in shown

    def test_nobody_uses_it(self, client):
        skill = factories.SkillFactory(name="Dowsing")
        shown = text_of(client.get(skill.get_absolute_url()))
        assert "No focus applies it and no profile requires it." in shown

    def test_an_unknown_address_is_404(self, client):
        response = client.get("/skills/dowsing/")
        assert response.status_code == 404
        assert "dowsing" in text_of(response)

    def test_another_name_redirects_once(self, client, ladder):
        factories.SkillAliasFactory(
            skill=Skill.objects.get(name="Pressure logging"), name="Zonal surveys"
        )
        response = client.get("/skills/zonal-surveys/")
        assert (response.status_code, response["Location"]) == (301, "/skills/pressure-logging/")


@pytest.mark.parametrize("path", ["/skills/", "/skills/pressure-logging/"])
def test_a_large_catalogue_asks_no_more_questions(
    client, ladder, scale, path, django_assert_max_num_queries
):
    skill = Skill.objects.get(name="Pressure logging")
    factories.catalogue(300, searchable=False)
    for profile in factories.models.Profile.objects.filter(focus__name__startswith="District"):
        factories.ProfileSkillFactory(profile=profile, skill=skill, proficiency=scale[0], order=1)
    client.get(path)  # asks once a process
    with django_assert_max_num_queries(16):
        response = client.get(path)
    assert section(response, "main") or response.status_code == 200
