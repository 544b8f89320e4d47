"""What is wrong with canon files is said with file, line and path: what is there twice, what
documents of one load contradict each other about, and what only the database would refuse.
"""

import pytest

from taxonomy.canon.companions import canon_shape
from taxonomy.canon.load import load
from taxonomy.exchange.parser import parse_yaml
from taxonomy.exchange.problems import LoadError
from taxonomy.models import Proficiency
from tests import factories

pytestmark = pytest.mark.django_db

OTTERS = "function: {name: Zoology, code: ZOO}\nfocus: {name: Otters, code: OT}\n"
TWICE = {
    OTTERS + "areas:\n- Holts\n- Maße\n- MASSE": "1.yaml:6: areas[2]: the area 'masse'",
    OTTERS + "skills:\n- Diving\n- diving": "1.yaml:5: skills[1]: the skill 'diving'",
    OTTERS + "profiles:\n- level: P2\n- level: P3\n- level: P2": (
        "1.yaml:6: profiles[2]: the level 'P2'"
    ),
    OTTERS + "profiles:\n- level: P2\n  aliases:\n  - Keeper\n  - KEEPER": (
        "1.yaml:7: profiles[0].aliases[1]: the alias 'keeper'"
    ),
    OTTERS + "profiles:\n- level: P2\n  mappings:\n"
    "  - {scheme: ESCO, code: a}\n  - {scheme: ESCO, code: a}": (
        "1.yaml:7: profiles[0].mappings[1]: the mapping 'ESCO a'"
    ),
    "skills:\n- name: Diving\n  also:\n  - Swimming\n  - DIVING": (
        "1.yaml:5: skills[0].also[1]: the name 'diving'"
    ),
    "markets:\n- {code: NO}\n- {code: 'no'}": "1.yaml:3: markets[1]: the market 'no'",
    "tracks:\n- code: P\n- code: P": "1.yaml:3: tracks[1]: the track 'P'",
}


def problems(*documents):
    reads = [
        read
        for nth, document in enumerate(documents, 1)
        for read in parse_yaml(document, f"{nth}.yaml", canon_shape)
    ]
    with pytest.raises(LoadError) as refused:
        load(reads)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("document", TWICE)
def test_what_stands_twice_is_named_at_the_second_place(document):
    factories.LevelFactory(code="P2")
    assert problems(document) == [f"{TWICE[document]} is there twice"]


def test_a_profile_that_replaces_itself_is_met_before_the_database():
    factories.LevelFactory(code="P2")
    itself = "profiles:\n- level: P2\n  replaced_by: ZOO.OT.P2"
    place = "1.yaml:5: profiles[0].replaced_by"
    assert problems(OTTERS + itself) == [f"{place}: a profile cannot replace itself"]


@pytest.mark.parametrize("listed", ["proficiencies", "tracks"])
def test_two_orders_of_one_list_contradict_each_other(listed):
    one, other = (
        f"{listed}:\n" + "".join(f"- {{code: '{code}'}}\n" for code in codes)
        for codes in (("1", "2", "3"), ("3", "1"))
    )
    assert problems(one, other) == [f"2.yaml:2: {listed}: 1.yaml:2 has them in another order"]


def test_a_part_of_a_list_in_its_order_changes_nothing():
    whole, part = "proficiencies: ['1', '2', '3']", "proficiencies: ['1', '3']"
    for expected in (True, False):
        reads = [next(parse_yaml(document, "a.yaml", canon_shape)) for document in (whole, part)]
        assert bool(load(reads).added) is expected
    assert list(Proficiency.objects.values_list("code", flat=True)) == ["1", "2", "3"]
    assert load(reads).is_empty


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "levels:\n- {code: P2, name: A}",
            "levels:\n- {code: P2, name: B}",
            "2.yaml:2: levels[0].name: 1.yaml:2 states another for level P2: 'B' here, 'A' there",
        ),
        (
            "synonyms:\n- {term: zz, meaning: zed}",
            "synonyms:\n- {term: ZZ, meaning: zed, both_ways: true}",
            "2.yaml:2: synonyms[0].both_ways: 1.yaml:2 states another for synonym zz → zed",
        ),
        (
            "skills:\n- Alpha\n- Beta\n- {name: Gamma, broader: Alpha}",
            "skills:\n- {name: GAMMA, broader: Beta}",
            "2.yaml:2: skills[0].broader: 1.yaml:4 states another for skill GAMMA: "
            "'Beta' here, 'Alpha' there",
        ),
        (
            "markets:\n- {code: Île, name: Isle}",
            "markets:\n- {code: ÎLE, name: Island}",
            "2.yaml:2: markets[0].name: 1.yaml:2 states another for market Île: "
            "'Island' here, 'Isle' there",
        ),
    ],
)
def test_documents_that_contradict_each_other_are_both_named(one, other, expected):
    assert expected in problems(one, other)
