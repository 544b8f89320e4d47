"""What a title is read as, and when the answer is sure, several, or none; on a made-up canon."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.matching.decision import NEEDS_REVIEW, Matcher, MatchState
from taxonomy.matching.memory import Kept, Remembered
from taxonomy.matching.own_levels import CanonLevel, Scale
from taxonomy.matching.role_index import Discipline, Index, IndexedRole
from taxonomy.matching.title_readings import MOST_READINGS, read_title

LEVELS = [
    CanonLevel(code, code[0], int(code[1]), name=name, reference=code)
    for code, name in {
        "P2": "Developing Keeper",
        "P3": "Keeper",
        "P4": "Senior Keeper",
        "M2": "Manager II",
    }.items()
]


def role(key, *names):
    function, focus, level = key.split(".")
    return IndexedRole(key, names[0], function, focus, level[0], level, names)


ROLES = [
    role("BEES.HIVE.P2", "Associate Hive Keeper", "Junior Beekeeper"),
    role("BEES.HIVE.P3", "Hive Keeper", "Beekeeper", "Apiary Keeper II"),
    role("BEES.HIVE.P4", "Senior Hive Keeper", "Sr. Beekeeper", "Apiary Inspector"),
    role("BEES.HIVE.M2", "Manager, Hive Care", "Head of Hives"),
    role("CARE.CUST.P3", "Hive Care Manager", "Customer Service Manager"),
    role("CARE.CUST.P4", "Senior Customer Service Manager", "CSM"),
    role("SHOP.HONEY.P3", "Honey Buyer", "Wax Analyst"),
    role("SHOP.HONEY.P4", "Senior Honey Buyer"),
    role("WAXES.WAX.P3", "Wax Analyst", "Candle Chandler"),
]
FUNCTIONS = [
    Discipline("BEES", "Beekeeping", "Outdoors", "Animals", ("Hives",)),
    Discipline("CARE", "Customer Care", "Office", "Service", ("Customer Service",)),
    Discipline("SHOP", "Shop & Trade", "Office", "Money", ("Honey",)),
    Discipline("WAXES", "Wax Works", "Outdoors", "Craft", ("Wax",)),
]


@pytest.fixture(scope="module")
def matcher():
    return Matcher(Index(ROLES, FUNCTIONS, LEVELS, {"apiarist": ("beekeeper",)}))


def keys(found):
    return [candidate.key for candidate in found.candidates]


@pytest.mark.parametrize(
    ("title", "words", "head", "levels"),
    [
        ("Sr. Vendor Mgr", ("vendor", "manager"), "manager", {"senior"}),
        ("VENDOR MGR, SR", ("vendor", "manager"), "manager", {"senior"}),
        ("Manager, Vendor Relations", ("vendor", "relation", "manager"), "manager", set()),
        ("Engineer II (Backend)", ("backend", "engineer"), "engineer", {"#2"}),
        ("Back-end Engineer - Level 3", ("backend", "engineer"), "engineer", {"#3"}),
        ("V.P. of Sales", ("sale",), "vice president", {"vice president"}),
        ("Sr VP, Sales (Remote)", ("sale",), "senior vice president", {"senior vice president"}),
        ("Director of IT Sourcing", ("it", "sourcing", "director"[:0]), "director", {"director"}),
        ("Staff Nurse", ("nurse",), "nurse", {"staff"}),
        ("Warehouse Associate", ("warehouse", "associate"), "associate", set()),
        ("Welder #48213 full time", ("welder",), "welder", set()),
        ("Tier 2 Support Agent", ("tier2", "support", "agent"), "agent", set()),
        ("Café Manager\0", ("cafe", "manager"), "manager", set()),
    ],
)
def test_a_title_is_read(title, words, head, levels):
    reading = read_title(title, None, set())[0]
    assert reading.words == tuple(word for word in words if word)
    assert reading.head == head
    assert reading.levels == levels


def test_a_posting_word_that_the_canon_uses_is_left_out_only_where_it_stands_alone():
    assert read_title("Contract Manager", None, {"contract"})[0].words == ("contract", "manager")
    assert read_title("Manager (Contract)", None, {"contract"})[0].words == ("manager",)
    assert read_title("Contract Manager", None, set())[0].words == ("manager",)
    assert read_title("Contract Manager")[0].words == ("contract", "manager")


def test_an_ambiguous_abbreviation_has_several_readings():
    assert {reading.head for reading in read_title("Lab Tech")} == {
        "technical",
        "technician",
        "technology",
    }
    assert len(read_title("tech eng acct admin dev prod op")) <= MOST_READINGS


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("hive keeper", "BEES.HIVE.P3"),
        ("Sr Hive Keeper", "BEES.HIVE.P4"),
        ("Keeper, Hive (Senior)", "BEES.HIVE.P4"),
        ("Hive Keper", "BEES.HIVE.P3"),
        ("Senior Apiary Keeper", "BEES.HIVE.P4"),
        ("Manager - Hive Care", "BEES.HIVE.M2"),
        ("Hive Care Mgr", "CARE.CUST.P3"),
        ("Apiarist", "BEES.HIVE.P3"),
        ("Snr Honey Buyer", "SHOP.HONEY.P4"),
    ],
)
def test_sure_answers(matcher, title, key):
    found = matcher.match(title)
    assert (found.state, keys(found)) == (MatchState.CONFIDENT, [key]), found


@pytest.mark.parametrize(
    "title",
    ["Surfboard Maker", "Marketing Manager", "Keeper of Secrets to the Queen", "…", "", "看護師"],
)
def test_plain_no(matcher, title):
    found = matcher.match(title)
    assert found.state is MatchState.NO_MATCH
    assert found.candidates == ()
    assert found.reason


@pytest.mark.parametrize(
    ("title", "doubt"),
    [
        ("Customer Success Service Manager", "‘success’ is not in ‘Customer Service Manager’"),
        ("Hive Analyst", ""),
        ("Wax Analyst", "about as near"),
        ("Hive", ""),
        ("Principal Hive Keeper", "‘principal’"),
    ],
)
def test_doubts_leave_it_to_a_person(matcher, title, doubt):
    found = matcher.match(title)
    assert found.state is not MatchState.CONFIDENT
    if doubt:
        assert found.state is MatchState.NEEDS_REVIEW
        assert any(doubt in line for line in found.candidates[0].evidence)


def test_customer_success_is_not_customer_service(matcher):
    found = matcher.match("Customer Success Manager")
    assert found.state is not MatchState.CONFIDENT


def test_the_department_chooses_and_contradicts(matcher):
    assert keys(matcher.match("Wax Analyst", "Shop"))[0] == "SHOP.HONEY.P3"
    assert matcher.match("Wax Analyst", "Wax Works").state is MatchState.CONFIDENT
    elsewhere = matcher.match("Hive Keeper", "Customer Care")
    assert elsewhere.state is MatchState.NEEDS_REVIEW
    against = "but the role is in Beekeeping, and department ‘Customer Care’ means Customer Care"
    assert against in elsewhere.candidates[0].evidence
    unknown = matcher.match("Hive Keeper", "Moonshots")
    assert unknown.state is MatchState.CONFIDENT
    assert "department ‘Moonshots’ names no function" in unknown.candidates[0].evidence


def test_a_word_that_the_department_says_is_not_missing(matcher):
    assert matcher.match("Service Manager").state is not MatchState.CONFIDENT
    found = matcher.match("Service Manager", "Customer Care")
    assert (found.state, keys(found)) == (MatchState.CONFIDENT, ["CARE.CUST.P3"])


def test_the_own_level_chooses_and_contradicts(matcher):
    chosen = matcher.match("Honey Buyer", "", "P3")
    assert (chosen.state, keys(chosen)) == (MatchState.CONFIDENT, ["SHOP.HONEY.P3"])
    assert "own level ‘P3’ → P3" in chosen.candidates[0].evidence
    against = matcher.match("Senior Honey Buyer", "", "P3")
    assert against.state is MatchState.NEEDS_REVIEW
    assert any("own level ‘P3’ is not P4" in line for line in against.candidates[0].evidence)
    odd = matcher.match("Honey Buyer", "", "Zebra")
    assert odd.state is MatchState.CONFIDENT
    assert "own level ‘Zebra’ is none of the canon's" in odd.candidates[0].evidence


@pytest.mark.parametrize(
    ("text", "levels", "rank"),
    [
        *(
            (text, {"P4"}, 0)
            for text in ("P4", "p-4", "P04", "IC4", "Level P4", "P4 - Senior", "ic 4")
        ),
        *((text, {"P4"}, 0) for text in ("senior keeper", "P4: Keeper")),
        *((text, set(), 4) for text in ("4", "Level 4", "04")),
        *((text, set(), 0) for text in ("L4", "G4", "Grade 04", "Band 8b", "P5", "T4", "4.2")),
    ],
)
def test_own_levels_are_read(text, levels, rank):
    own = Scale(LEVELS).read(text)
    assert (own.levels, own.rank) == (levels, rank)


OWN_SCALE = [
    CanonLevel("G7", "IC", 1, "Grade 7", "Engineer", "P3"),
    CanonLevel("IC4", "IC", 2, "", "Engineer II"),
    CanonLevel("32", "IC", 3, "3.2", "Engineer III", "P4"),
    CanonLevel("SENIOR", "IC", 4, "senior"),
    CanonLevel("40", "IC", 5),
]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        *((text, {"G7"}) for text in ("G7", "Grade 7", "grade 07", "7", "Level 7", "P3", "IC3")),
        *((text, {"IC4"}) for text in ("IC4", "ic-4", "IC4 – Engineer II", "Engineer II")),
        *((text, {"32"}) for text in ("32", "3.2", "Grade 3.2", "P4", "engineer iii")),
        *((text, {"SENIOR"}) for text in ("senior", "SENIOR")),
        *((text, {"40"}) for text in ("40", "Grade 40", "Band 40", "level 40")),
        *((text, set()) for text in ("Band 7", "L7", "G8", "P5", "8.1", "Grade 8", "")),
    ],
)
def test_the_canons_own_codes_and_labels_are_its_table(text, levels):
    own = Scale(OWN_SCALE).read(text)
    assert (own.levels if own else set()) == levels


@pytest.mark.parametrize("level", ["L4", "Grade 10", "Band 5", "Band 8b", "G6", "T4", "4", "10"])
@pytest.mark.parametrize("title", ["Honey Buyer", "Beekeeper", "Manager, Hive Care"])
def test_a_code_of_another_scale_leaves_an_exact_title_first_and_sure(matcher, title, level):
    alone, found = matcher.match(title), matcher.match(title, "", level)
    assert (found.state, keys(found)) == (MatchState.CONFIDENT, keys(alone))
    assert any(f"own level ‘{level}’" in line for line in found.candidates[0].evidence)


def test_the_canons_own_label_chooses_and_is_shown():
    roles = [
        IndexedRole("BEES.HIVE.G6", "Hive Keeper", "BEES", "HIVE", "IC", "G6", ("Hive Keeper",)),
        IndexedRole("BEES.HIVE.G7", "Hive Keeper", "BEES", "HIVE", "IC", "G7", ("Hive Keeper",)),
    ]
    levels = [CanonLevel(f"G{n}", "IC", n, f"Grade {n}") for n in (6, 7)]
    found = Matcher(Index(roles, FUNCTIONS, levels)).match("Hive Keeper", "", "grade 7")
    assert (found.state, keys(found)) == (MatchState.CONFIDENT, ["BEES.HIVE.G7"])
    assert found.candidates[0].level == "Grade 7"
    assert "own level ‘grade 7’ → Grade 7" in found.candidates[0].evidence


def test_an_equivalent_lends_its_words_to_a_level_without_any():
    roles = [
        IndexedRole(f"BEES.HIVE.G{n}", title, "BEES", "HIVE", "IC", f"G{n}", (title,))
        for n, title in ((6, "Hive Keeper"), (7, "Apiary Inspector"))
    ]
    levels = [CanonLevel("G6", "IC", 6, reference="P3"), CanonLevel("G7", "IC", 7, reference="P4")]
    found = Matcher(Index(roles, FUNCTIONS, levels)).match("Senior Hive Keeper")
    assert "BEES.HIVE.G7" in keys(found)


def test_level_and_words_that_disagree_rank_alike(matcher):
    found = matcher.match("Senior Honey Buyer", "", "P3")
    assert keys(found) == ["SHOP.HONEY.P4", "SHOP.HONEY.P3"]
    assert found.candidates[0].score - found.candidates[1].score < 0.05


def test_evidence_says_what_was_read(matcher):
    evidence = matcher.match("Sr Honey Buyer").candidates[0].evidence
    assert evidence[0] == "exact title ‘Senior Honey Buyer’"
    assert "‘sr’ = senior" in evidence
    evidence = matcher.match("Beekeeper").candidates[0].evidence
    assert evidence == ("exact alias ‘Beekeeper’ of Hive Keeper",)
    evidence = matcher.match("Hive Keper").candidates[0].evidence
    assert "‘keper’ read as ‘keeper’" in evidence


def test_the_score_follows_its_formula(matcher):
    assert matcher.match("Hive Keeper").candidates[0].score == 0.95
    assert matcher.match("Hive Keeper", "Beekeeping").candidates[0].score == 1.0


def test_a_very_long_title_is_no_title(matcher):
    found = matcher.match("hive keeper " * 1000)
    assert found.state is MatchState.NO_MATCH
    assert "12000 characters" in found.reason


def test_an_empty_canon_matches_nothing():
    assert Matcher(Index([])).match("Hive Keeper", "Bees", "P3").state is MatchState.NO_MATCH


WORDS = st.sampled_from(
    [
        "sr",
        "hive",
        "keeper",
        "manager,",
        "of",
        "II",
        "-",
        "(wax)",
        "tech",
        "/",
        "P3",
        "‘",
        "\0",
        "🐝",
    ]
)
ANY = st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=30).map(" ".join))


@given(title=ANY, department=ANY, level=ANY)
def test_any_row_has_an_answer(title, department, level):
    found = MATCHER.match(title, department, level)
    assert found.state in MatchState
    assert len(found.candidates) <= 5
    scores = [candidate.score for candidate in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(NEEDS_REVIEW <= score <= 1 for score in scores)
    assert (found.state is MatchState.NO_MATCH) == (not found.candidates)
    if found.state is MatchState.CONFIDENT:
        assert len(found.candidates) == 1
        assert scores[0] >= 0.85


MATCHER = Matcher(Index(ROLES, FUNCTIONS, LEVELS))


def test_what_is_remembered_is_bounded_in_bytes():
    asked = []

    def answer(*texts):
        asked.append(texts)
        return ("".join(texts), {"of": [texts]})

    remembered = Remembered(answer, 200_000)
    for n in range(1000):
        assert remembered(f"title {n}", "x")[0] == f"title {n}x"
        assert remembered.size <= 200_000
    assert 50 < len(remembered) < 500
    assert len(asked) == 1000
    remembered("title 999", "x")
    assert len(asked) == 1000
    for _ in range(2):
        remembered("long " * 1000)  # no single answer takes more than a hundredth
    assert len(asked) == 1002
    assert remembered.size <= 200_000


def test_what_is_kept_is_bounded_by_its_size_and_the_oldest_goes_first():
    kept = Kept(1000)
    for n in range(500):
        kept.keep(n, str(n), 10)
        assert kept.size <= 1000
    assert kept.get(499) == "499"
    assert kept.get(400) == "400"
    assert kept.get(399) is None
    kept.keep("large", "x", 11)  # more than a hundredth
    assert kept.get("large") is None


def test_a_department_of_great_length_is_read_at_its_beginning(matcher):
    long = "Customer Care " * 10_000
    assert matcher.match("Hive Keeper", long, "P" * 100_000).state
    assert max(map(len, matcher._remembered._answers.popitem()[0])) <= 300
