"""Key result areas in canon files: how sentences name theirs, and which lists are refused."""

import pytest

from taxonomy.models import Area, Profile
from tests.test_canon_files import LEVELS, canon, files, refusal  # noqa: F401

pytestmark = pytest.mark.django_db

HEAD = "function: {name: Beekeeping}\nfocus: {name: Queen Rearing}\n"
BY_AREA = (
    HEAD
    + """
areas:
- Grafting
- {name: Mating, description: From the mating yard to the laying queen.}
profiles:
- level: P2
  responsibilities:
    Grafting:
    - Grafts larvae into cups
    - component: Cleans the grafting bench
    Mating: [Fills mating nuclei]
"""
)
AS_LIST = (
    HEAD
    + """
areas:
- Grafting
- {name: Mating, description: From the mating yard to the laying queen.}
profiles:
- level: P2
  responsibilities:
  - {area: Grafting, text: Grafts larvae into cups}
  - {area: grafting, component: Cleans the grafting bench}
  - {area: Mating, text: Fills mating nuclei}
"""
)


@pytest.fixture
def load(files):  # noqa: F811
    def act(text):
        return canon("load", files(bees_yaml=text, levels_yaml=LEVELS))

    return act


@pytest.fixture
def refused(files):  # noqa: F811
    def act(text):
        return refusal("load", files(bees_yaml=text, levels_yaml=LEVELS))

    return act


def sentences(level="P2"):
    duties = Profile.objects.get(level=level).responsibilities.select_related("area")
    return [(duty.area and duty.area.name, duty.kind, duty.text) for duty in duties]


@pytest.mark.parametrize("text", [BY_AREA, AS_LIST])
def test_a_mapping_and_a_list_say_the_same(load, text):
    load(text)
    assert sentences() == [
        ("Grafting", "jfm", "Grafts larvae into cups"),
        ("Grafting", "component", "Cleans the grafting bench"),
        ("Mating", "jfm", "Fills mating nuclei"),
    ]
    areas = list(Area.objects.values_list("name", "description"))
    assert areas == [("Grafting", ""), ("Mating", "From the mating yard to the laying queen.")]
    assert load(text).endswith("0 added, 0 changed, 4 unchanged\n")


def test_the_other_way_of_writing_changes_nothing(load):
    load(BY_AREA)
    assert load(AS_LIST).endswith("0 added, 0 changed, 4 unchanged\n")


def test_plain_sentences_have_no_area(load):
    load(HEAD + "profiles: [{level: P2, responsibilities: [Feeds, {area: Mating, text: Mates}]}]")
    assert sentences() == [(None, "jfm", "Feeds"), ("Mating", "jfm", "Mates")]


def test_without_a_list_areas_come_in_the_order_of_the_sentences(load):
    load(HEAD + "profiles: [{level: P2, responsibilities: {Mating: [Mates], Grafting: [Grafts]}}]")
    assert list(Area.objects.values_list("name", flat=True)) == ["Mating", "Grafting"]
    load(HEAD + "profiles: [{level: P3, responsibilities: {Records: [Logs], Mating: [Mates]}}]")
    assert list(Area.objects.values_list("name", flat=True)) == ["Mating", "Grafting", "Records"]


def test_an_area_that_the_list_lacks_is_refused_with_its_place(refused):
    problems = refused(BY_AREA.replace("    Mating: [Fills", "    Matings: [Fills"))
    assert "profiles[0].responsibilities" in problems[0]
    assert "bees.yaml:" in problems[0]
    assert "the area 'Matings' is not in the focus's list: Grafting, Mating" in problems[0]


@pytest.mark.parametrize(
    ("duties", "reason"),
    [
        ("{Grafting: Grafts}", "the area 'Grafting' has no list of sentences"),
        (
            "{Grafting: [{area: Mating, text: Mates}]}",
            "a sentence below the area 'Grafting' names one itself",
        ),
        ("[{area: '', text: Mates}]", "is empty"),
        ("[{area: Mating}]", "is missing"),
        ("{'': [Grafts]}", "is empty"),
    ],
)
def test_what_is_no_sentence_of_an_area_is_named(refused, duties, reason):
    problems = refused(HEAD + f"profiles: [{{level: P2, responsibilities: {duties}}}]")
    assert reason in problems[0]
    assert "profiles[0].responsibilities" in problems[0]


def test_an_area_twice_is_refused(refused):
    problems = refused(HEAD + "areas: [Mating, mating]")
    assert "the area 'mating' is there twice" in problems[0]


def test_an_area_does_not_go_while_a_profile_left_as_it_is_uses_it(load, refused):
    load(BY_AREA.replace("level: P2", "level: P3"))
    problems = refused(HEAD + "areas: [Grafting]\nprofiles: [{level: P2}]")
    assert "P3 has sentences in the area 'Mating', which the list lacks" in problems[0]
    assert "areas" in problems[0]


def test_an_area_goes_with_its_last_sentence(load):
    load(BY_AREA)
    load(HEAD + "areas: [Grafting]\nprofiles: [{level: P2, responsibilities: {Grafting: [A]}}]")
    assert list(Area.objects.values_list("name", flat=True)) == ["Grafting"]
    assert sentences() == [("Grafting", "jfm", "A")]


def test_areas_that_are_renamed_in_case_or_reordered_keep_their_sentences(load):
    load(BY_AREA)
    printed = load(HEAD + "areas: [MATING, Grafting]")
    assert "areas" in printed
    assert {area for area, _, _ in sentences()} == {"Grafting", "MATING"}


def test_areas_survive_a_dump(load, tmp_path):
    load(BY_AREA)
    canon("dump", tmp_path / "out")
    text = next((tmp_path / "out").rglob("queen*.yaml")).read_text()
    assert "- component: Cleans the grafting bench" in text
    digest = canon("dump", "--format", "jsonl")
    Profile.objects.get().responsibilities.all().delete()
    canon("load", tmp_path / "out")
    assert canon("dump", "--format", "jsonl") == digest


def test_alternating_areas_are_dumped_in_their_order(load, files):  # noqa: F811
    duties = "[{area: A, text: One}, {area: B, text: Two}, {area: A, text: Three}, Four]"
    load(HEAD + f"profiles: [{{level: P2, responsibilities: {duties}}}]")
    before = sentences()
    dumped = canon("dump", "--format", "jsonl")
    load(HEAD + "profiles: [{level: P2, responsibilities: []}]")
    assert sentences() == []
    line = next(line for line in dumped.splitlines() if '"profiles"' in line)
    canon("load", files(dumped_jsonl=line) / "dumped.jsonl")
    assert sentences() == before


def test_areas_that_no_sentence_names_are_listed_as_not_stated(load):
    """What a file says of areas by its sentences is stated; a description never is by them."""
    sentence = "profiles: [{level: P2, responsibilities: {Mating: [Mates]}}]"
    load(HEAD + sentence)
    assert "areas (" not in load(HEAD + sentence)
    load(HEAD + "areas: [Mating, Grafting]\n" + sentence)
    assert "areas (2)" in load(HEAD + sentence)
    load(HEAD + "areas: [{name: Mating, description: To the laying queen.}]\n" + sentence)
    assert "areas (1)" in load(HEAD + sentence)
    assert "responsibilities (1)" in load(HEAD + "profiles: [{level: P2}]")
