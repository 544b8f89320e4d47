"""What a profile requires: the place of a proficiency on the scale, and what changes upwards."""

import re

import pytest
from django.template.loader import render_to_string

from taxonomy.models import ProfileSkill
from taxonomy.profile.reading import profile_with_everything
from taxonomy.profile.skills import requirement_changes, requirements
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def scale():
    return {code: factories.ProficiencyFactory(code=code) for code in factories.PROFICIENCIES}


@pytest.fixture
def rung(scale):
    """A profile at a level that requires skills: name → code of a proficiency, or (code, text)."""

    def make(level, **skills):
        profile = factories.ProfileFactory(level=factories.LevelFactory(code=level))
        for name, asked in skills.items():
            code, text = asked if isinstance(asked, tuple) else (asked, "")
            factories.ProfileSkillFactory(
                profile=profile,
                skill=factories.SkillFactory(name=name.replace("_", " ").capitalize()),
                proficiency=scale.get(code),
                text=text,
            )
        return profile

    return make


def loaded(profile):
    return profile_with_everything(profile.key)


def changes(lower, upper):
    """name → words of each change, from what a page has loaded."""
    found = requirement_changes(loaded(lower), loaded(upper))
    return {change.skill.name: (change.kind, change.words) for change in found}


class TestRequirements:
    def test_a_proficiency_is_a_place_of_the_scale(self, rung):
        profile = rung("P3", pipe_mapping="practitioner", crew_briefing=None)
        mapped, briefed = requirements(loaded(profile))
        assert (mapped.word, mapped.rank, mapped.scale_length) == ("Practitioner", 3, 4)
        assert mapped.places == [True, True, True, False]
        assert (briefed.word, briefed.rank, briefed.places) == ("", 0, [False] * 4)

    def test_gaps_in_the_order_of_the_scale_do_not_count(self, rung, scale):
        for place in scale.values():
            place.order *= 10
            place.save()
        assert requirements(loaded(rung("P3", pipe_mapping="expert")))[0].rank == 4

    def test_the_profiles_own_text_comes_before_the_meaning_of_the_proficiency(self, rung, scale):
        profile = rung(
            "P3", pipe_mapping="working", crew_briefing=("working", "Briefs three crews.")
        )
        for required in ProfileSkill.objects.filter(profile=profile):
            factories.SkillProficiencyFactory(
                skill=required.skill, proficiency=scale["working"], text="Does it alone."
            )
            factories.SkillProficiencyFactory(
                skill=required.skill, proficiency=scale["expert"], text="Sets the standard."
            )
        notes = [each.note for each in requirements(loaded(profile))]
        assert notes == ["Does it alone.", "Briefs three crews."]


class TestChanges:
    def test_rises_new_and_not_named_again(self, rung):
        lower = rung("P3", pipe_mapping="working", permit_writing="expert", crew_briefing="working")
        upper = rung(
            "P4", crew_briefing="awareness", pipe_mapping="practitioner", night_flow="expert"
        )
        assert changes(lower, upper) == {
            "Crew briefing": ("falls", "Working → Awareness"),
            "Pipe mapping": ("rises", "Working → Practitioner"),
            "Night flow": ("new", "new, at Expert"),
            "Permit writing": ("ends", "not named again"),
        }

    def test_the_same_requirement_is_no_change(self, rung):
        lower, upper = (rung(code, pipe_mapping="working") for code in ("P3", "P4"))
        assert changes(lower, upper) == {}

    def test_another_text_or_a_proficiency_stated_first_is_restated(self, rung):
        lower = rung("P3", pipe_mapping=("working", "One main."), permit_writing=None)
        upper = rung("P4", pipe_mapping=("working", "All mains."), permit_writing="working")
        assert changes(lower, upper) == {
            "Pipe mapping": ("restated", "in other words"),
            "Permit writing": ("restated", "now at Working"),
        }

    def test_a_profile_without_stated_requirements_drops_none(self, rung):
        lower, upper = rung("P3", pipe_mapping="working"), rung("P4")
        assert changes(lower, upper) == {}
        assert changes(upper, lower) == {"Pipe mapping": ("new", "new, at Working")}


class TestFragment:
    def shown(self, profile):
        required = requirements(loaded(profile))
        return render_to_string("taxonomy/_required_skills.html", {"required": required})

    def test_a_bar_has_its_word_and_its_place_in_words(self, rung):
        html = self.shown(rung("P3", pipe_mapping="practitioner"))
        assert html.count('class="full"') == 3
        assert html.count('class="rest"') == 1
        assert "Practitioner<span" in html
        assert ", 3 of 4" in html
        assert re.search(r'<svg[^>]* aria-hidden="true"', html)
        assert 'href="/skills/pipe-mapping/"' in html

    def test_no_bar_where_no_proficiency_is_stated(self, rung):
        html = self.shown(rung("P3", pipe_mapping=None))
        assert "<svg" not in html
        assert "required" in html

    def test_names_and_texts_are_escaped(self, rung):
        html = self.shown(rung("P3", **{"<b>pipes</b>": ("working", "<i>logs</i>")}))
        assert "<b>" not in html
        assert "&lt;i&gt;logs" in html
