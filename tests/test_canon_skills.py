"""Required skills and the vocabulary in canon files: the scale, other names, broader skills, slugs,
merging; and that a dump brings all of it back.
"""

from importlib import import_module
from itertools import permutations

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from taxonomy.models import (
    FocusSkill,
    FormerSlug,
    Proficiency,
    Profile,
    ProfileSkill,
    Skill,
    SkillAlias,
)
from taxonomy.models.slugs import slug_of
from tests import factories
from tests.test_canon_files import LEVELS, canon, files, refusal  # noqa: F401
from tests.test_restore import empty_the_canon

pytestmark = pytest.mark.django_db

SCALE = """
proficiencies:
- {code: awareness, description: Knows what it is for.}
- working
- {code: practitioner, name: Practitioner}
- expert
"""
BEES = """
function: {name: Beekeeping}
focus: {name: Queen Rearing}
skills:
- {name: Grafting, text: Moves larvae.}
profiles:
- level: P2
  skills:
  - {name: Grafting, proficiency: working, text: Grafts under guidance.}
  - Record keeping
- level: P3
  skills:
  - {name: Grafting, proficiency: expert}
  - {name: Mating control, proficiency: working}
"""


@pytest.fixture
def load(files):  # noqa: F811
    def act(skills="", bees=""):
        texts = {"skills_yaml": skills, "bees_yaml": bees, "levels_yaml": LEVELS}
        return canon("load", files(**{name: text for name, text in texts.items() if text}))

    return act


@pytest.fixture
def refused(files):  # noqa: F811
    def act(skills="", bees=""):
        texts = {"skills_yaml": skills, "bees_yaml": bees, "levels_yaml": LEVELS}
        return refusal("load", files(**{name: text for name, text in texts.items() if text}))

    return act


def required(level):
    found = ProfileSkill.objects.filter(profile__level=level).order_by("order")
    return list(found.values_list("skill__name", "proficiency", "text"))


class TestRequired:
    def test_a_profile_requires_skills_at_proficiencies(self, load):
        load(SCALE, BEES)
        assert required("P2") == [
            ("Grafting", "working", "Grafts under guidance."),
            ("Record keeping", None, ""),
        ]
        assert required("P3") == [
            ("Grafting", "expert", ""),
            ("Mating control", "working", ""),
        ]
        assert load(SCALE, BEES).endswith(" 0 changed, 9 unchanged\n")

    def test_the_focus_keeps_its_own_list(self, load):
        load(SCALE, BEES)
        assert list(FocusSkill.objects.values_list("skill__name", "text")) == [
            ("Grafting", "Moves larvae.")
        ]

    def test_an_empty_list_requires_nothing_and_no_list_changes_nothing(self, load):
        load(SCALE, BEES)
        load(bees=BEES.partition("skills:")[0] + "profiles: [{level: P2}, {level: P3, skills: []}]")
        assert len(required("P2")) == 2
        assert required("P3") == []

    def test_an_unknown_proficiency_is_refused_with_its_place_and_the_scale(self, refused):
        problems = refused(SCALE, BEES.replace("expert", "guru"))
        assert "bees.yaml:13: profiles[1].skills[0].proficiency: 'guru' is not on" in problems[0]
        assert "awareness, working, practitioner, expert" in problems[0]

    def test_without_a_scale_the_message_says_so(self, refused):
        assert "none: load a skills file that has it" in refused(bees=BEES)[0]

    @pytest.mark.parametrize("second", ["grafting", "Larva transfer"])
    def test_one_skill_twice_in_a_list_is_refused_whatever_name_it_has(self, load, refused, second):
        load("skills: [{name: Grafting, also: [Larva transfer]}]")
        problems = refused(SCALE, BEES.replace("- Record keeping", f"- {second}"))
        assert "profiles[0]" in problems[0]
        assert "bees.yaml" in problems[0]
        problems = refused(SCALE, BEES.replace("profiles:", f"- {second}\nprofiles:", 1))
        assert "skill" in problems[0]

    def test_another_name_means_the_skill(self, load):
        load(SCALE + "skills: [{name: Grafting, also: [Larva transfer]}]", BEES)
        load(SCALE, BEES.replace("name: Grafting", "name: larva transfer"))
        assert Skill.objects.filter(name__icontains="larva").count() == 0
        assert required("P3")[0] == ("Grafting", "expert", "")


class TestScale:
    def test_places_come_in_the_order_of_the_list(self, load):
        load(SCALE)
        assert list(Proficiency.objects.values_list("code", "name", "description")) == [
            ("awareness", "Awareness", "Knows what it is for."),
            ("working", "Working", ""),
            ("practitioner", "Practitioner", ""),
            ("expert", "Expert", ""),
        ]

    def test_the_order_can_be_turned_round_and_names_stay(self, load):
        load(SCALE)
        load("proficiencies: [expert, practitioner, working, {code: awareness, name: Aware}]")
        first, *_, last = Proficiency.objects.values_list("code", "name")
        assert (first, last) == (("expert", "Expert"), ("awareness", "Aware"))
        again = load("proficiencies: [expert, practitioner, working, awareness]")
        assert " 0 changed" in again

    def test_places_that_a_file_does_not_name_stay_between_those_that_it_does(self, load):
        load(SCALE)
        load("proficiencies: [awareness, practitioner]")
        codes = list(Proficiency.objects.values_list("code", flat=True))
        assert codes == ["awareness", "working", "practitioner", "expert"]
        load("proficiencies: [practitioner, awareness]")
        codes = list(Proficiency.objects.values_list("code", flat=True))
        assert codes == ["practitioner", "awareness", "working", "expert"]


class TestBroader:
    def above(self):
        return dict(Skill.objects.exclude(broader=None).values_list("name", "broader__name"))

    def test_a_skill_is_below_one_of_the_file_or_of_the_canon(self, load):
        load("skills: [{name: Grafting, broader: Queen rearing}, Queen rearing]")
        load("skills: [{name: Mating, broader: queen rearing}]")
        assert self.above() == {"Grafting": "Queen rearing", "Mating": "Queen rearing"}
        assert " 0 changed" in load("skills: [{name: Mating, broader: queen rearing}]")

    def test_another_name_of_the_broader_skill_will_do(self, load):
        load("skills: [{name: Queen rearing, also: [Breeding]}]")
        load("skills: [{name: Grafting, broader: breeding}]")
        assert self.above() == {"Grafting": "Queen rearing"}

    def test_nothing_above_is_stated_by_null_and_left_by_silence(self, load):
        load("skills: [{name: Grafting, broader: Rearing}, Rearing]")
        load("skills: [{name: Grafting, kind: skill}]")
        assert self.above() == {"Grafting": "Rearing"}
        load("skills: [{name: Grafting, broader: ''}]")
        assert self.above() == {}

    def test_an_unknown_broader_skill_is_refused_with_its_place(self, refused):
        problems = refused("skills:\n- Mating\n- name: Grafting\n  broader: Rearing\n")
        assert (
            "skills.yaml:4: skills[1].broader: the broader skill 'Rearing' is neither"
            in problems[0]
        )

    @pytest.mark.parametrize(
        "entries",
        [
            "[{name: A, broader: A}]",
            "[{name: A, broader: B}, {name: B, broader: A}]",
            "[{name: A, broader: B}, {name: B, broader: C}, {name: C, broader: a}]",
            "[{name: A, broader: Bee}, {name: B, also: [Bee], broader: A}]",
        ],
    )
    def test_a_circle_is_refused_before_the_database_sees_it(self, refused, entries):
        problems = refused(f"skills: {entries}")
        assert "skills[0].broader: a skill would be above itself: A → " in problems[0]
        assert problems[0].rstrip().endswith("→ A")

    def test_a_circle_through_what_the_canon_holds_is_refused(self, load, refused):
        load("skills: [{name: A, broader: B}, {name: B, broader: C}, C]")
        problems = refused("skills: [{name: C, broader: A}]")
        assert "skills[0].broader: a skill would be above itself: C → A → B → C" in problems[0]

    def test_a_circle_that_one_statement_closes_is_refused_by_the_database(self):
        a, b, c = (factories.SkillFactory(name=name) for name in "ABC")
        a.broader, b.broader, c.broader = b, c, b
        with pytest.raises(IntegrityError, match="above itself"), transaction.atomic():
            Skill.objects.bulk_update([a, b, c], ["broader"])

    def test_a_skill_may_leave_a_line_and_another_take_its_place(self, load):
        load("skills: [{name: A, broader: B}, {name: B, broader: C}, C]")
        load("skills: [{name: C, broader: A}, {name: B, broader: ''}]")
        assert self.above() == {"A": "B", "C": "A"}


class TestOtherNames:
    def names(self):
        return {
            skill.name: sorted(skill.aliases.values_list("name", flat=True))
            for skill in Skill.objects.all()
        }

    def test_names_are_added_and_go_and_their_addresses_stay(self, load):
        load("skills: [{name: Grafting, also: [Larva transfer, Doolittle method]}]")
        load("skills: [{name: Grafting, also: [Larva transfer]}]")
        assert self.names() == {"Grafting": ["Larva transfer"]}
        assert Skill.objects.at_address("doolittle-method").name == "Grafting"
        assert Skill.objects.at_address("larva-transfer").name == "Grafting"
        load("skills: [{name: Grafting, also: [Larva transfer, Doolittle method]}]")
        assert SkillAlias.objects.get(name="Doolittle method").slug == "doolittle-method"
        assert not FormerSlug.objects.exists()

    def test_a_name_moves_when_the_one_that_has_it_gives_it_up(self, load):
        load("skills: [{name: A, also: [X]}, B]")
        load("skills: [{name: B, also: [X]}, {name: A, also: []}]")
        assert self.names() == {"A": [], "B": ["X"]}

    def test_a_name_becomes_a_skill_of_its_own(self, load):
        load("skills: [{name: A, also: [X]}]")
        load("skills: [{name: A, also: []}, X]")
        assert self.names() == {"A": [], "X": []}
        assert Skill.objects.at_address("x").name == "X"

    def test_an_entry_by_another_name_is_about_the_skill(self, load):
        load("skills: [{name: Grafting, also: [Larva transfer]}, Rearing]")
        load("skills: [{name: Larva transfer, broader: Rearing}]")
        assert Skill.objects.get(name="Grafting").broader.name == "Rearing"
        assert Skill.objects.count() == 2

    @pytest.mark.parametrize(
        ("entries", "problem"),
        [
            ("[{name: A, also: [B]}, B]", "skills[0].also: 'B' is an entry of this file too"),
            ("[{name: A, also: [X]}, {name: B, also: [x]}]", "skills[1].also: 'x' is another name"),
            ("[{name: B, also: [Y]}]", "skills[0].also: 'Y' is another name of 'Old' in the canon"),
            ("[Y, Old]", "skills[0].name: 'Y' is another name of 'Old', which this file has too"),
            ("[{name: A, also: [a]}]", "the name 'a' is there twice"),
        ],
    )
    def test_names_that_contradict_each_other_are_refused(self, load, refused, entries, problem):
        load("skills: [{name: Old, also: [Y]}]")
        said = refused(f"skills: {entries}")
        assert problem in said[0]
        assert "skills.yaml" in said[0]

    def test_the_database_refuses_one_name_for_two(self):
        factories.SkillFactory(name="Grafting")
        other = factories.SkillFactory(name="Mating")
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.SkillAliasFactory(skill=other, name="GRAFTING", slug="elsewhere")
        factories.SkillAliasFactory(skill=other, name="Pairing")
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.SkillFactory(name="Pairing", slug="elsewhere")


class TestMerging:
    """`also` names a skill of its own: its uses move, and its address leads to the skill."""

    @pytest.fixture
    def loaded(self, load):
        load(
            SCALE
            + """
skills:
- {name: Grafting, levels: {expert: Sets the method.}}
- {name: Larva transfer, broader: Rearing, description: By hand.,
   levels: {expert: x, working: Alone.}}
- {name: Cup priming, broader: Larva transfer}
- Rearing
""",
            BEES.replace(
                "- Record keeping", "- {name: Larva transfer, proficiency: expert}"
            ).replace("- {name: Mating control, proficiency: working}", "- Cup priming"),
        )
        other = BEES.replace("Queen Rearing", "Drone Rearing").replace("Grafting", "Larva transfer")
        load(bees=other)

    MERGING = "skills: [{name: Grafting, also: [Larva transfer]}]"

    def test_the_plan_says_what_is_merged_how_it_is_used_and_where_its_address_leads(
        self,
        loaded,
        files,  # noqa: F811
    ):
        folder = files(skills_yaml=self.MERGING)
        line = canon("check", folder / "skills.yaml").splitlines()[0]
        assert line.startswith("~ skill Grafting: also; merges the skill Larva transfer (")
        assert "applied by 1 focus, required by 3 profiles; 1 of them had both" in line
        assert "whose page /skills/larva-transfer/ leads here then" in line
        assert Skill.objects.filter(name="Larva transfer").exists()  # it was a check

    def test_uses_move_and_nothing_is_listed_twice(self, loaded, load):
        load(self.MERGING)
        assert not Skill.objects.filter(name="Larva transfer").exists()
        by_focus = FocusSkill.objects.values_list("focus__name", "skill__name")
        assert sorted(by_focus) == [("Drone Rearing", "Grafting"), ("Queen Rearing", "Grafting")]
        drones = ProfileSkill.objects.filter(profile__focus__name="Drone Rearing")
        assert set(drones.values_list("skill__name", flat=True)) >= {"Grafting"}
        both = ProfileSkill.objects.get(
            profile__focus__name="Queen Rearing", profile__level="P2", skill__name="Grafting"
        )
        assert (both.proficiency_id, both.text) == ("working", "Grafts under guidance.")

    def test_what_is_below_it_what_is_above_and_what_it_means_move_too(self, loaded, load):
        load(self.MERGING)
        skill = Skill.objects.get(name="Grafting")
        assert [each.name for each in skill.narrower.all()] == ["Cup priming"]
        assert (skill.broader.name, skill.description) == ("Rearing", "By hand.")
        meanings = dict(skill.meanings.values_list("proficiency", "text"))
        assert meanings == {"expert": "Sets the method.", "working": "Alone."}

    def test_its_address_redirects_and_loading_again_changes_nothing(self, loaded, load, client):
        load(self.MERGING)
        answer = client.get("/skills/larva-transfer/")
        assert (answer.status_code, answer["Location"]) == (301, "/skills/grafting/")
        assert "0 added, 0 changed" in load(self.MERGING)

    def test_a_new_name_over_a_skill_renames_it(self, loaded, load, client):
        printed = load("skills: [{name: Larva grafting, also: [Larva transfer]}]")
        assert "renames Larva transfer, which stays another name" in printed
        skill = Skill.objects.get(name="Larva grafting")
        assert (skill.slug, skill.broader.name) == ("larva-grafting", "Rearing")
        assert client.get("/skills/larva-transfer/")["Location"] == "/skills/larva-grafting/"
        assert ProfileSkill.objects.filter(skill=skill).count() == 3

    def test_a_skill_may_go_into_the_one_below_it(self, loaded, load):
        load("skills: [{name: Cup priming, also: [Larva transfer]}]")
        assert Skill.objects.get(name="Cup priming").broader.name == "Rearing"

    def test_two_go_into_one_and_bring_their_other_names_where_they_are_listed(self, load):
        load("skills: [A, {name: B, also: [B2]}, {name: C, also: [C2]}]")
        load("skills: [{name: A, also: [B, B2, C]}]")
        assert sorted(SkillAlias.objects.values_list("name", flat=True)) == ["B", "B2", "C"]
        assert Skill.objects.at_address("c2").name == "A"  # its address is kept

    def test_links_to_frameworks_move(self, loaded, load):
        from frameworks.models import CanonLink, Entry, Framework

        framework = Framework.objects.create(slug="f", name="F", kind="skills")
        entry = Entry.objects.create(framework=framework, code="E1", title="Entry")
        for name in ("Grafting", "Larva transfer"):
            skill = Skill.objects.get(name=name)
            CanonLink.objects.create(entry=entry, skill=skill)
        load(self.MERGING)
        assert CanonLink.objects.get().skill.name == "Grafting"


class TestSlugs:
    @pytest.mark.parametrize("names", list(permutations(["C", "C#", "C++"])))
    def test_signs_are_spelt_whatever_the_order_of_loading(self, load, names):
        for name in names:
            load(f"skills: [{{name: '{name}', kind: tool}}]")
        slugs = dict(Skill.objects.values_list("name", "slug"))
        assert slugs == {"C": "c", "C#": "c-sharp", "C++": "c-plus-plus"}

    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("BPM_CAD", "bpm-cad"),
            ("_hidden_", "hidden"),
            ("F#", "f-sharp"),
            (".NET", "dot-net"),
            ("Notepad++", "notepad-plus-plus"),
            ("A + B", "a-b"),
            ("데이터 모델링", "deiteo-modelling"),
            ("Überwachung", "uberwachung"),
            ("#", "skill"),
            ("x" * 140, "x" * 130),
        ],
    )
    def test_a_name_asks_for_its_slug(self, name, slug):
        assert slug_of(name) == slug

    def test_names_of_one_slug_are_numbered_the_same_in_any_order(self, load):
        load("skills: [NodeJS, Node.js, Node/js]")
        slugs = dict(Skill.objects.values_list("name", "slug"))
        Skill.objects.all().delete()
        load("skills: [Node/js, Node.js, NodeJS]")
        assert dict(Skill.objects.values_list("name", "slug")) == slugs

    def test_an_underscore_in_a_name_is_no_trouble(self, load):
        load(
            bees="""
function: {name: Drafting}
focus: {name: Drafting}
skills: [{name: BPM_CAD, kind: tool}]
profiles: [{level: P2, title: Drafter}]
"""
        )
        assert Skill.objects.get().slug == "bpm-cad"

    def test_slugs_of_an_older_catalogue_are_spelt_anew_and_redirect(self, client):
        """What the migration does: numbers by the order of loading become words."""
        old = {"C++": "c", "C": "c-2", "C#": "c-3", "Node.js": "nodejs", "NodeJS": "nodejs-2"}
        for name, slug in old.items():
            factories.SkillFactory(name=name, slug=slug)
        migration = import_module("taxonomy.migrations.0011_skill_addresses")
        migration.spell_signs(apps, connection.schema_editor())
        assert dict(Skill.objects.values_list("name", "slug")) == {
            "C++": "c-plus-plus",
            "C": "c",
            "C#": "c-sharp",
            "Node.js": "nodejs",
            "NodeJS": "nodejs-2",
        }
        assert client.get("/skills/c-3/")["Location"] == "/skills/c-sharp/"
        assert client.get("/skills/c-2/")["Location"] == "/skills/c/"
        assert client.get("/skills/C-Sharp/")["Location"] == "/skills/c-sharp/"
        assert client.get("/skills/c/").status_code == 200
        assert client.get("/skills/c-9/").status_code == 404

    def test_a_slug_of_another_skill_is_refused_with_its_place(self, load, refused):
        load("skills: [Grafting]")
        problems = refused("skills: [{name: Mating, slug: grafting}]")
        assert "skills[0].slug: 'grafting' is the slug of 'Grafting' in the canon" in problems[0]
        problems = refused("skills: [{name: Mating, slug: Mating_yard}]")
        assert "skills[0].slug" in problems[0]
        assert "lower-case letters and digits" in problems[0]


class TestLevelsOfARole:
    """A public taxonomy asks for another proficiency of a skill at another level of a role."""

    DATA = """
function: {name: Architecture}
focus: {name: Data architect}
skills:
- {name: Data modelling, text: Draws what data is and how it relates}
profiles:
- {level: P2, title: Data architect, skills: [{name: Data modelling, proficiency: practitioner, text: models the data of several departments}]}
- {level: P3, title: Senior data architect, skills: [{name: Data modelling, proficiency: expert, text: sets the standard others model by}]}
"""  # noqa: E501

    def test_it_is_in_the_profile_and_in_its_data(self, load, client):
        load(SCALE, self.DATA)
        assert required("P3") == [("Data modelling", "expert", "sets the standard others model by")]
        profile = Profile.objects.get(level="P2")
        data = client.get(f"/profiles/{profile.key}.json").json()
        assert data["required_skills"] == [
            {
                "name": "Data modelling",
                "kind": "skill",
                "proficiency": {"code": "practitioner", "name": "Practitioner", "rank": 3, "of": 4},
                "text": "models the data of several departments",
            }
        ]


class TestRoundTrip:
    VOCABULARY = (
        SCALE
        + """
skills:
- name: Grafting
  description: Moves larvae into cups.
  broader: Queen rearing
  also: [Larva transfer, 'C#']
  levels: {working: Alone., expert: Sets the method.}
- Queen rearing
- {name: Node.js, kind: tool, slug: node, former_slugs: [nodejs, n-2]}
- NodeJS
- {name: C, kind: tool}
- {name: C++, kind: tool}
"""
    )

    def test_a_dump_loads_back_to_the_same(self, load, tmp_path):
        load(self.VOCABULARY, BEES)
        assert Skill.objects.get(name="Node.js").slug == "node"
        dumped = canon("dump", "--format", "jsonl")
        canon("dump", tmp_path / "out")
        addresses = {
            slug: Skill.objects.at_address(slug).name
            for slug in ("c", "c-sharp", "c-plus-plus", "node", "nodejs", "n-2", "larva-transfer")
        }
        empty_the_canon()
        canon("load", tmp_path / "out")
        assert canon("dump", "--format", "jsonl") == dumped
        assert {slug: Skill.objects.at_address(slug).name for slug in addresses} == addresses
        assert "0 added, 0 changed" in canon("load", tmp_path / "out")

    def test_slugs_that_are_minted_are_not_dumped(self, load):
        load("skills: [Grafting, 'C#']")
        assert '"slug"' not in canon("dump", "--format", "jsonl")

    def test_an_older_dump_brings_slugs_back_that_changed_places(self, load, tmp_path_factory):
        load("skills: [{name: A, slug: one}, {name: B, slug: two}]")
        older = tmp_path_factory.mktemp("older")
        canon("dump", older)
        load("skills: [{name: A, slug: two}, {name: B, slug: one}]")
        assert Skill.objects.get(name="A").slug == "two"
        canon("load", older)
        assert Skill.objects.get(name="A").slug == "one"
