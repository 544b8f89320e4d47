"""Departments by common use, by the names of functions, and by a site's own synonyms."""

import pytest

from bench.matching.canon import shipped_index
from taxonomy.matching.decision import Matcher, MatchState
from taxonomy.matching.departments import read_department
from taxonomy.matching.role_index import Index


@pytest.fixture(scope="module")
def index():
    return shipped_index()


@pytest.mark.parametrize(
    ("department", "function"),
    [
        *((text, "SUPPLY") for text in ("Procurement", "Logistics Team", "Warehouse", "SCM")),
        *((text, "SALES") for text in ("Commercial", "Business Development", "Dept. Sales")),
        *((text, "LEGALC") for text in ("Risk & Compliance", "Legal", "Commercial Contracts")),
        *((text, "CUSTOM") for text in ("CS", "Client Services", "Customer Experience")),
        *((text, "SOFTWA") for text in ("R&D", "Engineering", "Product Development")),
        *((text, "GENERA") for text in ("Exec", "C-Suite", "Office of the CEO")),
        *((text, "PEOPLE") for text in ("People Ops", "HR", "Human Capital")),
        *((text, "FINANC") for text in ("Group Finance", "Accounts", "FP&A")),
        *((text, "MANUFA") for text in ("Plant 2 - Assembly", "Shop Floor")),
        *((text, "ITOPER") for text in ("IT", "IT / Infrastructure", "ITOPER")),
    ],
)
def test_common_use_names_a_function(index, department, function):
    assert read_department(index, department).functions == {function}


@pytest.mark.parametrize("department", ["Operations", "Corporate", "Shared Services"])
def test_what_every_function_has_names_none(index, department):
    assert not read_department(index, department).functions


def test_common_use_does_not_speak_against_a_focus_of_that_name(index):
    found = Matcher(index).match("Commercial Counsel", "Commercial")
    assert found.state is MatchState.CONFIDENT
    assert (
        "department ‘Commercial’ may also mean Legal & Compliance" in found.candidates[0].evidence
    )


def test_a_synonym_of_the_site_goes_before_common_use(index):
    disciplines = index.functions.values()
    own = Index([], disciplines, phrases={"commercial": ("legal and compliance",)})
    assert read_department(own, "Commercial").functions == {"LEGALC"}
    assert read_department(own, "Commercial - Berlin").functions == {"LEGALC"}
