"""What the matcher says of titles as rosters have them: true and in the words of the title."""

import pytest

from bench.matching.canon import shipped_index
from taxonomy.matching.decision import Matcher, MatchState
from taxonomy.matching.nearby_trades import NEARBY


@pytest.fixture(scope="module")
def matcher():
    return Matcher(shipped_index())


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("HR Administrator, 3.1", "HR Administrator"),
        ("HR Administrator 12.3", "HR Administrator"),
        ("Sr. Acct Exec - Mid Market (EMEA)", "Senior Account Executive"),
        ("Registered Nurse (RN) - Med/Surg - Nights", "Registered Nurse"),
        ("Warehouse Op - Nights - DC4", "Warehouse Associate"),
        ("Legal Counsel (Commercial) - Maternity Leave", "Commercial Counsel"),
        ("IT Helpdesk Technician 1st Line", "Service Desk Analyst"),
        ("Sys Admin Linux", "Systems Administrator"),
        ("Forklift Truck Operator (Counterbalance)", "Warehouse Specialist"),
        ("AP Clerk (Temp 6 mths)", "Accounting Clerk"),
    ],
)
def test_what_a_roster_adds_hides_no_role(matcher, title, role):
    found = matcher.match(title)
    assert (found.state, found.candidates[0].title) == (MatchState.CONFIDENT, role), found.reason


def test_a_decimal_in_a_title_is_no_rank(matcher):
    evidence = matcher.match("HR Administrator, 3.1").candidates[0].evidence
    assert "left out: ‘3.1’" in evidence
    assert not any("rank" in line for line in evidence)


def test_a_code_of_a_site_is_left_out_and_a_technology_is_not(matcher):
    assert "left out: ‘lhr2’" in matcher.match("Warehouse Manager - LHR2").candidates[0].evidence
    found = matcher.match("Backend Engineer - K8S").candidates[0]
    assert "‘k8s’: a technology" in found.evidence


@pytest.mark.parametrize(
    ("title", "first", "reason"),
    [
        (
            "QA Tester / Test Analyst",
            "QA Engineer",
            "one part of the title is Junior QA Engineer (P1)",
        ),
        (
            "Receptionist/Office Admin",
            "Office Assistant",
            "one part of the title is Administrative",
        ),
        ("InfoSec Analyst L3 SOC", "SOC Analyst", "‘l3’ may be that of ‘Tier 3 SOC Analyst’"),
        ("PA to CEO", "Executive Assistant", "‘to’, ‘ceo’ are not in ‘Personal Assistant’"),
        (
            "Customer Success Mgr - Enterprise",
            "Customer Success Manager",
            "‘enterprise’ is not in ‘Customer Success Manager’",
        ),
        ("HRBP – Ops", "HR Business Partner", "‘ops’ is not in ‘HR Business Partner’"),
        (
            "Asst. Mgr, Accounts Payable",
            "Accounting Clerk",
            "the title has no ‘specialist’, as ‘Accounts Payable Specialist’ has",
        ),
    ],
)
def test_a_doubt_is_said_in_words_of_the_title(matcher, title, first, reason):
    found = matcher.match(title)
    assert found.state is MatchState.NEEDS_REVIEW
    assert found.candidates[0].title == first
    assert reason in found.reason


def test_a_doubt_is_said_once(matcher):
    evidence = matcher.match("Inventory Control Clerk").candidates[0].evidence
    assert [line for line in evidence if "‘clerk’" in line] == ["but ‘clerk’ is not ‘specialist’"]


def test_another_name_is_said_to_have_the_words_that_it_has(matcher):
    evidence = " ".join(matcher.match("Sales Trainee").candidates[0].evidence)
    assert "‘Sales Development Manager’ of Sales Development Manager has ‘sales’ too" in evidence


def test_a_trainee_may_become_anything_in_the_trade(matcher):
    found = matcher.match("Marketing Apprentice").candidates[0]
    assert found.title == "Marketing Coordinator"
    assert not any("‘apprentice’ is not" in line for line in found.evidence)


def test_of_names_that_are_the_title_the_one_written_like_it_is_named(matcher):
    found = matcher.match("Jr. Data Analyst").candidates[0]
    assert found.evidence[0] == "exact alias ‘Junior Data Analyst’ of Associate Data Analyst"


@pytest.mark.parametrize(
    ("title", "near"),
    [
        ("Tax Mgr - Transfer Pricing", "nearest by trade is Accounting Manager"),
        ("Network Eng. (CCNP)", "nearest by trade is Systems Administrator"),
        ("Brand Mgr - Confectionery", "nearest by trade is Marketing Manager"),
        ("Payroll Coord.", "nearest by trade is HR Administrator"),
        ("Learning & Development Manager", "nearest by trade is HR Manager"),
        ("ML Engineer", "nearest is Data Scientist: areas or skills of its focus say"),
    ],
)
def test_a_trade_next_to_that_of_a_role_names_the_role(matcher, title, near):
    found = matcher.match(title)
    assert found.state is MatchState.NO_MATCH
    assert near in found.reason


@pytest.mark.parametrize("title", ["Waiter/Waitress", "Claims Handler", "Hairdresser", "Croupier"])
def test_a_trade_next_to_none_names_no_role(matcher, title):
    assert "nearest" not in matcher.match(title).reason


def test_an_abbreviation_of_several_words_is_unknown_as_a_whole(matcher):
    assert matcher.match("ML Engineer").reason.startswith(
        "‘engineer’ says no trade, and no role has ‘ml’"
    )


def test_every_nearby_trade_leads_to_a_name_of_the_shipped_canon(matcher):
    assert set(NEARBY.values()) <= set(matcher.index.by_name)


def test_a_catalogue_without_the_nearby_role_names_none(matcher):
    roles = [role for role in matcher.index.roles if role.function != "FINANC"]
    index = type(matcher.index)(roles, levels=matcher.index.levels)
    assert "nearest" not in Matcher(index).match("Tax Inspector").reason


def test_a_patent_is_no_slip_of_a_patient(matcher):
    assert "patient" not in matcher.match("Patent Attorney").reason
