"""Recipes in docs/recipes: each turns a public shape into canon files that load as they are.

The samples in tests/recipes are written for this project; public data is read where it lies beside
the checkout, and its sentences never enter the repository.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import Workbook

from taxonomy.models import Focus, Level, Profile, ProfileSkill, Skill
from tests.test_admin_restore import comes_back
from tests.test_canon_files import canon
from tests.test_pages_profile import text_of

pytestmark = pytest.mark.django_db
RECIPES = Path(settings.BASE_DIR) / "docs" / "recipes"
SAMPLES = Path(__file__).parent / "recipes"
PUBLIC = Path(settings.BASE_DIR).parent / "shared" / "data"


@pytest.fixture
def cook(tmp_path):
    """Runs a recipe as a stranger would, loads what it wrote, and returns what it said."""

    def act(recipe, *arguments):
        out = tmp_path / "canon"
        command = [sys.executable, RECIPES / recipe, *arguments, out]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        canon("load", out)
        assert " 0 changed" in canon("load", out)  # loading again changes nothing
        comes_back(tmp_path / "dumped")
        return run.stderr

    return act


@pytest.fixture
def workbook(tmp_path):
    book = Workbook()
    levels = book.active
    levels.title = "Levels"
    for row in (
        ("Code", "Track", "Step", "Name", "Label", "Equivalent", "Years"),
        ("IC1", "Individual contributor", 1, "Engineer", "IC 1", "P1", "0-2"),
        ("IC2", "Individual contributor", 2, "Engineer II", None, "P2", None),
        ("M-1", "Management", 3.0, "Lead", None, "M1", "4+"),
    ):
        levels.append(row)
    sheet = book.create_sheet("Tower Cranes")
    for row in (
        (None, "IC1", "IC2", "M-1", "IC9"),
        ("Title", "Crane Operator", "Senior Crane Operator", "Crane Foreman", "Nobody"),
        ("Summary", "Lifts under a signaller.", None, "Runs the lifting of a site.", None),
        (
            "Lifting",
            "• Lifts planned loads\n• Stops when wind rises",
            "Plans tandem lifts",
            None,
            1,
        ),
        ("People", None, "Signs off new operators", "- Rosters crews\n\n- Briefs them", None),
        ("Skills", "Signalling (working); Rigging", "Signalling (expert)", "Law (deep)", None),
    ):
        sheet.append(row)
    book.create_sheet("Old").sheet_state = "hidden"
    path = tmp_path / "ladder.xlsx"
    book.save(path)
    return path


def required(key_end):
    found = ProfileSkill.objects.filter(profile__key__endswith=key_end)
    return dict(found.values_list("skill__name", "proficiency"))


def every_page_opens(client):
    """Of all that a recipe made: no page without its text, no link to nowhere."""
    for model in (Profile, Focus, Level, Skill):
        for row in model.objects.all():
            response = client.get(row.get_absolute_url())
            assert response.status_code == 200, row
            assert (row.title if model is Profile else row.name) in text_of(response)


class TestRolesSkillsAndLevels:
    """UK Government Digital and Data: two CSV files."""

    @pytest.fixture
    def said(self, cook):
        return cook("ddat.py", SAMPLES / "ddat_roles.csv", SAMPLES / "ddat_skills.csv")

    def test_role_levels_are_profiles_on_levels_that_their_titles_say(self, said):
        titles = dict(Profile.objects.values_list("title", "level"))
        assert titles == {
            "Trainee lock keeper": "TRAINEE",
            "Lock keeper": "ROLE",
            "Senior lock keeper": "SENIOR",
            "Dredging analyst": "JUNIOR",
            "Dredging manager": "ROLE",
            "Lead dredging manager - management": "LEADM",
            "Spoil analyst": "JUNIOR",
        }
        assert Focus.objects.filter(name="Dredging manager: Spoil analyst").exists()
        assert "left out: Harbour master: a role without levels" in said

    def test_lists_are_duties_and_prose_is_the_summary(self, said):
        profile = Profile.objects.get(title="Lock keeper")
        assert profile.summary == "A lock keeper works a flight alone."
        duties = [duty.text for duty in profile.responsibilities.all()]
        assert duties == [
            "set sluices for the boats that wait",
            "close the flight when levels fall",
        ]
        assert "- record every passage" in profile.focus.summary

    def test_skills_are_required_at_their_proficiency_and_keep_what_it_means(self, said, client):
        assert required(".SENIOR") == {
            "Sluice operation": "expert",
            "Water measurement": "practitioner",
        }
        skill = Skill.objects.get(name="Water measurement")
        assert skill.description == "Reading gauges and levels."
        assert skill.meanings.count() == 4
        profile = Profile.objects.get(title="Senior lock keeper")
        shown = text_of(client.get(profile.get_absolute_url()))
        assert "set the order in which sluices are worked" in shown
        step = Profile.objects.get(title="Lock keeper")
        shown = text_of(client.get(step.get_absolute_url()))
        assert "working → practitioner: Water measurement" in shown

    def test_every_page_opens(self, said, client):
        every_page_opens(client)


class TestOccupations:
    """O*NET: three text files."""

    @pytest.fixture
    def said(self, cook):
        names = ("occupations", "tasks", "technology")
        return cook("onet.py", *(SAMPLES / f"onet_{name}.txt" for name in names))

    def test_an_occupation_is_a_focus_with_one_profile(self, said):
        profile = Profile.objects.get(title="Sluice Keepers")
        assert profile.key == "SOC53.53719901.ALL"
        duties = [(duty.kind, duty.text) for duty in profile.responsibilities.all()]
        assert duties == [
            ("jfm", "Open and close sluices in the order that the flight requires."),
            ("component", "Grease the racks of the gates."),
        ]
        assert str(profile.mappings.get()) == "O*NET-SOC 2019 53-7199.01"

    def test_tools_are_below_their_commodities_and_keep_their_signs(self, said):
        tools = dict(Skill.objects.exclude(broader=None).values_list("slug", "broader__name"))
        assert tools == {
            "soundchart": "Charting software",
            "bpm-cad": "Computer aided design CAD software",
            "c-plus-plus": "Development environment software",
            "c-sharp": "Development environment software",
        }
        keepers = Focus.objects.get(name="Sluice Keepers")
        names = [each.skill.name for each in keepers.applied_skills.select_related("skill")]
        assert names == ["Charting software", "SoundChart"]

    def test_what_has_no_place_is_named(self, said):
        assert "left out: 53-1099.01 Idle Keepers: no tasks" in said
        assert "left out: 99-0000.00 Out of Every Group: no major group of the SOC" in said

    def test_every_page_opens(self, said, client):
        every_page_opens(client)


class TestFrontMatter:
    """A ladder of Markdown files with themes."""

    @pytest.fixture
    def said(self, cook):
        scale = "--scale=awareness,working,practitioner,expert"
        return cook("front_matter.py", scale, SAMPLES / "ladders")

    def test_files_are_profiles_and_themes_are_areas(self, said):
        assert dict(Profile.objects.values_list("level", "title")) == {
            "IC1": "Control Engineer",
            "IC2": "Senior Control Engineer",
            "M1": "Control Team Lead",
        }
        focus = Focus.objects.get()
        assert [area.name for area in focus.areas.all()] == [
            *("Delivery", "Safety", "Mentoring", "People")
        ]
        second = Profile.objects.get(level="IC2")
        assert second.summary == "Answers for the programs of one station."
        assert [(duty.area.name, duty.text) for duty in second.responsibilities.all()] == [
            ("Delivery", "Plans the changes of a station for a season"),
            ("Delivery", "Commissions new pumps with the contractor"),
            ("Mentoring", "Reviews the changes of newer engineers"),
        ]

    def test_levels_are_the_organisations_own(self, said):
        lead = Level.objects.get(code="M1")
        assert (lead.label, lead.name, lead.step, lead.rank) == ("M-1", "Team lead", 2, 1)
        assert lead.track.name == "Management"

    def test_proficiencies_off_the_scale_and_files_without_a_level_are_named(self, said):
        assert required(".IC1") == {"Ladder logic": "working", "Version control": None}
        assert required(".IC2") == {"Ladder logic": "practitioner", "Commissioning": None}
        assert "engineer-2.md: the proficiency 'guru' of Commissioning: not on the scale" in said
        assert "about.md: no level, track, step, title in its front matter" in said
        assert "notes.md: no discipline, role, level, track, step, title" in said

    def test_the_step_is_told_area_by_area(self, said, client):
        profile = Profile.objects.get(level="IC1")
        shown = text_of(client.get(profile.get_absolute_url()))
        assert "working → practitioner: Ladder logic" in shown
        assert "Mentoring" in shown

    def test_every_page_opens(self, said, client):
        every_page_opens(client)


class TestWorkbook:
    """A ladder of individual contributors and managers in a spreadsheet."""

    @pytest.fixture
    def said(self, cook, workbook):
        return cook("workbook.py", "--function=Site", "--scale=working,expert", workbook)

    def test_columns_are_profiles_and_rows_are_areas(self, said):
        profile = Profile.objects.get(level="IC1")
        assert (profile.title, profile.summary) == ("Crane Operator", "Lifts under a signaller.")
        assert [(duty.area.name, duty.text) for duty in profile.responsibilities.all()] == [
            ("Lifting", "Lifts planned loads"),
            ("Lifting", "Stops when wind rises"),
        ]
        assert [duty.text for duty in Profile.objects.get(level="M1").responsibilities.all()] == [
            "Rosters crews",
            "Briefs them",
        ]

    def test_levels_have_their_labels_years_and_equivalents(self, said):
        rows = Level.objects.order_by("step").values_list(
            "code", "label", "track__code", "equivalent", "years_min", "years_max"
        )
        assert list(rows) == [
            ("IC1", "IC 1", "IC", "P1", 0, 2),
            ("IC2", "IC2", "IC", "P2", None, None),
            ("M1", "M-1", "M", "M1", 4, None),
        ]

    def test_skills_have_their_proficiencies(self, said):
        assert required(".IC1") == {"Signalling": "working", "Rigging": None}
        assert required(".IC2") == {"Signalling": "expert"}
        assert "left out: Tower Cranes M-1: the proficiency 'deep' of Law: not on the scale" in said
        assert "left out: Tower Cranes: the column 'IC9' is no level of the sheet Levels" in said

    def test_every_page_opens(self, said, client):
        every_page_opens(client)


def public(*names):
    paths = [PUBLIC / name for name in names]
    if missing := [path.name for path in paths if not path.is_file()]:
        pytest.skip(f"no {', '.join(missing)} in {PUBLIC}")
    return paths


class TestPublicData:
    def test_the_framework_as_it_is_published(self, cook, client):
        said = cook("ddat.py", *public("ddat_roles.csv", "ddat_skills.csv"))
        focuses, profiles = map(int, re.findall(r"\d+", said.splitlines()[0]))
        assert (Focus.objects.count(), Profile.objects.count()) == (focuses, profiles)
        assert profiles > 150
        assert ProfileSkill.objects.filter(proficiency=None).count() == 0
        assert not Skill.objects.filter(meanings=None).exclude(requirements=None).exists()
        for profile in Profile.objects.all()[::20]:
            assert client.get(profile.get_absolute_url()).status_code == 200

    def test_two_groups_of_occupations(self, cook, client):
        paths = public("onet_occ.txt", "onet_tasks.txt", "onet_tech.txt")
        cook("onet.py", "--groups=11,15", *paths)
        assert Profile.objects.count() > 60
        for profile in Profile.objects.all()[::10]:
            assert client.get(profile.get_absolute_url()).status_code == 200
