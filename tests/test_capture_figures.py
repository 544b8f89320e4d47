"""The short figures of captured pages: years, levels, pay, chips, differentials, glued cells."""

from decimal import Decimal

import pytest

from taxonomy.canon.capture import figures
from taxonomy.canon.capture.reader import read_text
from taxonomy.canon.capture.saved_page import SavedPage


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3–5 yrs", [3, 5]),
        ("3-5 years", [3, 5]),
        ("0 — 2 yrs", [0, 2]),
        ("15+ yrs", [15]),
        ("2 yrs", [2, 2]),
        ("1 year", [1, 1]),
    ],
)
def test_years(text, years):
    assert figures.read_years(text) == years


@pytest.mark.parametrize("text", ["", "yrs", "3–", "three years", "3–5 yrs of it", "300 yrs"])
def test_what_is_no_span_of_years(text):
    with pytest.raises(ValueError, match="no span of years"):
        figures.read_years(text)


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("$82k ($65k$105k)", ("USD", 65_000, 82_000, 105_000)),
        ("$82k ($65k–$105k)", ("USD", 65_000, 82_000, 105_000)),
        ("$82K ($65K - 105K)", ("USD", 65_000, 82_000, 105_000)),
        ("€82,5k (€65k–€105k)", ("EUR", 65_000, 82_500, 105_000)),
        ("82.000 € (65.000 €–105.000 €)", ("EUR", 65_000, 82_000, 105_000)),
        ("£38,000 (£33,500 to £45,000)", ("GBP", 33_500, 38_000, 45_000)),
        ("$1.2M ($900k$1.75M)", ("USD", 900_000, 1_200_000, 1_750_000)),
        ("C$90k (C$80kC$99k)", ("CAD", 80_000, 90_000, 99_000)),
        ("CHF 120k (CHF 100k–CHF 140k)", ("CHF", 100_000, 120_000, 140_000)),
        ("¥9,500,000 (¥8,000,000–¥11,000,000)", ("JPY", 8_000_000, 9_500_000, 11_000_000)),
    ],
)
def test_pay(text, band):
    read = figures.read_pay(text)
    assert (read["currency"], read["low"], read["median"], read["high"]) == band


def test_basis_of_pay_is_told_only_by_the_page():
    assert "basis" not in figures.read_pay("$82k ($65k–$105k)")
    assert figures.read_pay("$82k ($65k–$105k) inherited")["basis"] == "inherited"


def test_no_pay():
    assert figures.read_pay("—") is None
    assert figures.read_pay("not available") is None


@pytest.mark.parametrize(
    "text",
    [
        "$82k",
        "82k (65k–105k)",
        "$82k (£65k–£105k)",
        "$40 ($30–$50) an hour",
        "$0.0005k ($1$2)",
        "$",
    ],
)
def test_pay_that_is_refused(text):
    with pytest.raises(ValueError, match=r"pay|currency|median"):
        figures.read_pay(text)


@pytest.mark.parametrize(
    "text",
    [
        "P3P3 — Mid-Level Professionalhigh0.80approvedglobalv1",
        "P3 P3 — Mid-Level Professional high 0.80 approved global v1",
        "P3 — Mid-Level Professional high 80% approved global v1",
    ],
)
def test_chips(text):
    assert figures.read_chips(text) == {
        "level": "P3",
        "name": "Mid-Level Professional",
        "confidence": Decimal("0.8"),
        "status": "approved",
        "scope": "global",
    }


def test_chips_without_confidence():
    chips = figures.read_chips("M2M2 — Manager IIin reviewNordic countriesv12")
    assert (chips["name"], chips["confidence"]) == ("Manager II", None)
    assert (chips["status"], chips["scope"]) == ("in_review", "Nordic countries")


@pytest.mark.parametrize("text", ["", "P3", "P3P4 — Othershigh0.80approvedglobalv1", "a" * 5000])
def test_what_are_no_chips(text):
    assert figures.read_chips(text) is None


@pytest.mark.parametrize(
    ("text", "differential"),
    [
        ("Material SKILL differential vs the baseline.", "skill"),
        ("Material pay differential", "pay"),
        ("No material skill or pay differential.", "none"),
    ],
)
def test_differential(text, differential):
    assert figures.read_differential(text) == differential


def test_two_differentials_at_once():
    with pytest.raises(ValueError, match="names no differential"):
        figures.read_differential("Material SKILL and PAY differential")


HEAD = """KEY.FOCUS.P2
A title
Level
P2 · P2 — Somebody · 1–3 yrs
Function · Focus
A function · A focus
"""


def guideline(row: str) -> SavedPage:
    page = SavedPage("page.txt")
    read_text(page, f"{HEAD}Level guidelines\n{row}\nAdjacent roles\n")
    return page


@pytest.mark.parametrize(
    "row",
    [
        "P2Knows one.Solves two.Meets three.1+ years with a BA.",
        "P2 Knows one.Solves two.Meets three.1+ years with a BA.",
        "| P2 | Knows one. | Solves two. | Meets three. | 1+ years with a BA. |",
        "P2\tKnows one.\tSolves two.\tMeets three.\t1+ years with a BA.",
        "P2\nKnows one.\nSolves two.\nMeets three.\n1+ years with a BA.",
        "| Level | Complexity and problem solving | Knowledge & Application |"
        " Collaboration & Interaction | Typical degree & years |\n|--|--|--|--|--|\n"
        "| P2 | Solves two. | Knows one. | Meets three. | 1+ years with a BA. |",
    ],
)
def test_four_cells_however_the_row_was_saved(row):
    page = guideline(row)
    assert page.problems == []
    cells = [page.says("profiles", "P2", "guideline", cell) for cell in ("knowledge", "complexity")]
    assert cells == ["Knows one.", "Solves two."]
    assert page.says("profiles", "P2", "guideline", "collaboration") == "Meets three."
    assert page.says("profiles", "P2", "guideline", "experience") == "1+ years with a BA."


def test_full_stops_inside_a_cell_are_no_seams():
    page = guideline(
        "P2Reads v2.0 manuals. Asks.Weighs 1.5 ways.Meets (all) three.Ph.D. or U.S. BA."
    )
    assert page.problems == []
    assert page.says("profiles", "P2", "guideline", "knowledge") == "Reads v2.0 manuals. Asks."
    assert page.says("profiles", "P2", "guideline", "experience") == "Ph.D. or U.S. BA."


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("P2Knows one.Solves two.Meets three.", "3 cells, not 4"),
        ("P2Knows one.Solves ASP.NET two.Meets three.1+ years.", "5 cells, not 4"),
        ("P2Knows one.Solves two.Meets three.1+ years with a B", "may be cut"),
        ("| P2 | Knows one. | Solves two. |", "2 cells, not 4"),
    ],
)
def test_a_row_that_cannot_be_told_apart_is_named(row, reason):
    (problem,) = guideline(row).problems
    assert problem.path == "Level guidelines P2"
    assert reason in problem.reason
    assert problem.line == 8
