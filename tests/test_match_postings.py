"""What an advertisement adds to a title is taken off and named; parts of a title are alternatives;
words beside a name are explained or left to a person. On the shipped canon.
"""

import pytest

from bench.matching.canon import shipped_index
from bench.matching.measure import labelled
from taxonomy.matching.decision import Matcher, MatchState
from taxonomy.matching.posting_words import cleaned
from taxonomy.matching.title_variants import variants


@pytest.fixture(scope="module")
def matcher():
    return Matcher(shipped_index())


@pytest.mark.parametrize(
    "mark",
    [
        *(
            "(m/w/d)",
            "(d/f/m)",
            "[x/w/m]",
            "(M|F|X)",
            "m/f/d",
            "(h/f)",
            "(F-H)",
            "(w,m,d)",
            "(mwd)",
        ),
        *("(f/m/diverse)", "(all genders)", "(gn)", "(m/v/x)", "(K/M)", "(m/f/*)"),
    ],
)
def test_marks_of_gender_are_taken_off_in_any_order_and_language(matcher, mark):
    found = matcher.match(f"Payroll Wizard {mark}")
    assert found.state is MatchState.NO_MATCH
    found = matcher.match(f"Facilities Manager {mark}")
    assert found.state is MatchState.CONFIDENT, found
    assert found.candidates[0].title == "Facilities Manager"
    assert any(line.startswith("left out: ") for line in found.candidates[0].evidence)


@pytest.mark.parametrize(
    ("title", "off"),
    [
        ("Recruiter (80-100 %)", "80-100 %"),
        ("Recruiter 0.6 FTE", "0.6 fte"),
        ("Recruiter - 22.5 hours per week", "22.5 hours per week"),
        ("Recruiter, 9 month maternity cover", "9 month maternity cover"),
        ("Recruiter - sabbatical cover", "sabbatical cover"),
        ("VACANT: Recruiter", "vacant"),
        ("Recruiter - Rotterdam", "rotterdam"),
        ("Recruiter (Tulsa, OK)", "tulsa"),
        ("Recruiter JR-0048213", "jr-0048213"),
        ("Recruiter #77", "#77"),
        ("Recruiter (GS-11)", "gs-11"),
        ("Recruiter Band 6", "band 6"),
        ("Recruiter - £32,000 - £36,000", "£32,000 - £36,000"),
        ("Recruiter (Swedish speaking)", "swedish speaking"),
        ("Recruiter*in", "*in"),
    ],
)
def test_what_an_advertisement_adds_is_taken_off_and_named(matcher, title, off):
    found = matcher.match(title)
    assert found.state is MatchState.CONFIDENT, found
    assert found.candidates[0].key == "PEOPLE.TALENTAC3F20.P2"
    named = next(line for line in found.candidates[0].evidence if line.startswith("left out: "))
    assert f"‘{off}’" in named


def test_words_in_use_are_kept_where_they_are_part_of_a_name():
    assert cleaned("contract manager", {"contract", "manager"}).text == "contract manager"
    assert cleaned("manager (contract)", {"contract", "manager"}).off == ("contract",)
    assert cleaned("c# developer, 2 years", set()).text == "c# developer"


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("CSR (Customer Service Representative)", "CUSTOM.CUSTOMERDD3E.S2"),
        ("Chief Procurement Officer (CPO)", "SUPPLY.PROCUREM3044.E4"),
        ("Category Manager / Commodity Manager", "SUPPLY.STRATEGI8C43.P4"),
        ("Plant Manager/Works Manager", "MANUFA.PRODUCTID2D6.M4"),
        ("Warehouse Labourer", "SUPPLY.WAREHOUS2825.S1"),
        ("Reach Truck Driver", "SUPPLY.WAREHOUS2825.S2"),
        ("Registered Nurse - Hospice", "CLINIC.REGISTER058F.P2"),
        ("Senior Data Engineer (Kafka)", "DATAAN.DATAENGI184A.P4"),
    ],
)
def test_what_is_said_twice_or_explained_is_sure(matcher, title, key):
    found = matcher.match(title)
    assert found.state is MatchState.CONFIDENT, found
    assert found.candidates[0].key == key


@pytest.mark.parametrize(
    "title",
    [
        *("Data Engineer / Data Scientist", "Accountant - Audit", "Tax Accountant", "Senior Nurse"),
        *("Quality Engineer, Manufacturing", "Technical Account Manager", "Legal Associate"),
        *("Industrial/Product Designer", "Engineer", "Distinguished Fellow", "Software Analyst"),
        *("Process Automation Engineer", "Mobile App Developer", "IT Procurement Manager"),
    ],
)
def test_another_trade_or_level_is_left_to_a_person(matcher, title):
    assert matcher.match(title).state is not MatchState.CONFIDENT


def test_an_alias_without_a_trade_word_does_not_lead(matcher):
    for title in ("Engineer", "Platform Tooling Engineer", "Lead Engineer"):
        found = matcher.match(title)
        assert not any(c.title.startswith("Distinguished") for c in found.candidates[:1]), title


def test_slashes_and_brackets_are_alternatives():
    texts = [each.text for each in variants("accountant/auditor ii")]
    assert {"accountant/auditor ii", "accountant ii", "auditor ii"} <= set(texts)
    found = {each.text: each.aside for each in variants("rn (registered nurse)")}
    assert found["rn"] == "registered nurse"
    assert found["registered nurse"] == "rn"
    assert len(variants("a/b, c (d) - e/f | g & h; i / j")) <= 8


@pytest.mark.parametrize("text", ["(", "/", "-", "()", "a/", "/b", "( / )", "a (b", "%", "m/w/d"])
def test_any_punctuation_is_read(matcher, text):
    assert matcher.match(text).state in MatchState


@pytest.mark.parametrize("title", ["facilites manager", "Facilties Manager", "facilitys manager"])
def test_a_slip_in_a_plural_is_put_right(matcher, title):
    assert matcher.match(title).candidates[0].title == "Facilities Manager"


@pytest.mark.parametrize(
    "title", ["Police Officer", "Mechnical Engineer", "Care Home Manager", "Air Traffic Controller"]
)
def test_a_trade_that_no_role_has_is_no_slip_of_another(matcher, title):
    assert matcher.match(title).state is MatchState.NO_MATCH


def test_a_word_for_a_kind_of_role_is_put_right_beside_a_trade_like_it(matcher):
    assert (
        matcher.match("Senior Software Enginer").candidates[0].title == "Senior Software Engineer"
    )


def test_a_reason_names_the_words_of_the_title_and_not_what_an_abbreviation_means(matcher):
    assert matcher.match("Bus Driver").reason.endswith("‘bus’ alone is too little to compare")
    assert matcher.match("Dental Nurse").reason == "‘dental’ is not in ‘Graduate Nurse’"


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Compliance Analyst AML", "‘aml’ is not in ‘Compliance Analyst’"),
        ("Chief of Staff", "no role has ‘staff’ as its trade"),
        ("Principal Engineer", "‘engineer’ says no trade"),
        ("Consultant", "‘consultant’ says no trade"),
        ("Head of Talent", "the title has no ‘acquisition’, as ‘Head of Talent Acquisition’ has"),
        ("Field Service Engineer", "nearest by trade is Technical Support Engineer"),
        ("Trainee Accountant", "the title says ‘trainee’ and not ‘junior’"),
        ("Quality Inspector", "no role has ‘inspector’ in its name"),
    ],
)
def test_a_reason_is_true_of_its_title(matcher, title, reason):
    assert reason in matcher.match(title).reason


@pytest.mark.parametrize("code", ["Band 6", "L4", "12.3"])
def test_a_code_of_another_scale_neither_objects_nor_promotes(matcher, code):
    """The same roles in the same order with the same scores as without it, whatever the title."""

    def found(title, level=""):
        decision = matcher.match(title, "", level)
        return title, decision.state, [(role.key, role.score) for role in decision.candidates]

    titles = [asked.title for asked in labelled("postings tuning")]
    assert [found(title, code) for title in titles] == [found(title) for title in titles]


@pytest.mark.parametrize(
    "dress",
    [
        "  {}  ",
        "{}*",
        "{} (m/w/d)",
        "VACANT - {}",
        "Hiring: {}",
        "{} - part  time",
        "{}, Rotterdam",
    ],
)
def test_what_is_around_a_title_changes_no_answer(matcher, dress):
    def found(title):
        decision = matcher.match(title)
        return decision.state, [(role.key, role.score) for role in decision.candidates]

    for title in (asked.title for asked in labelled("tuning")):
        assert found(dress.format(title.replace(" ", "  "))) == found(title), title
