"""The eSCM-SP reader on an invented document in the same format, which needs no captured page.

`escm_sample.txt` has three practices with every kind of damage once; `escm_sample.json` is what
they must become, and `escm_sample.errata.yaml` shows one entry of each kind.
"""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.escm.errata import Errata, ErrataError
from frameworks.escm.reader import is_part_two, read_model
from frameworks.escm.reading_report import DamagedTextError, ReadingError, WrongDocumentError

HERE = Path(__file__).parent
SAMPLE = (HERE / "escm_sample.txt").read_text("utf-8")
LINES = SAMPLE.split("\n")
ERRATA = Errata.load(HERE / "escm_sample.errata.yaml")
EXPECTED = json.loads((HERE / "escm_sample.json").read_text("utf-8"))


def test_every_element_comes_to_its_place():
    model, report = read_model(SAMPLE, ERRATA)
    assert model.as_json() == EXPECTED
    assert [str(doubt) for doubt in report.doubts] == [
        "prf01: b3 is lost in the text; its place is kept"
    ]
    assert [(term.term, term.definition) for term in model.glossary] == [
        ("Landing", "A wooden place at which ferries stop."),
        ("Oar", "A long blade, used in pairs. [Yard book]"),
        ("Slipway", "See Landing."),
    ]
    assert [(area.code, area.name) for area in model.areas] == [
        ("knw", "Knowledge Management"),
        ("prf", "Performance Management"),
        ("del", "Service Delivery"),
    ]


def test_each_repair_is_named():
    report = read_model(SAMPLE, ERRATA)[1]
    assert {(repair.rule, repair.where) for repair in report.repairs} >= {
        ("activity out of turn", "knw02"),
        ("activity out of turn", "prf01"),
        ("torn sentence", "knw02"),
        ("torn sentence", "prf01"),
        ("note of a missing activity", "prf01"),
        ("sidebar", "del01"),
        ("table column", "Appendix B"),
        ("points of the mender's book", "prf01"),
        ("paragraph on lost oars", "knw02"),
        ("hyphen of time-table", "del01"),
    }
    assert "prf01: 2 points from line" in str(report)


def test_without_the_errata_the_text_leaves_doubts():
    report = read_model(SAMPLE, Errata())[1]
    assert "prf01 b5 note: announces a list that is not there" in map(str, report.doubts)


@pytest.mark.parametrize(
    "resaved",
    [
        SAMPLE.replace("\n", "\r\n"),
        "\ufeff" + SAMPLE.replace("\n", "  \n"),
        "\n".join("\f" + line[1:] if line.startswith(" ") else line for line in LINES),
        "\n".join("\f\n" + line[1:] if line.startswith(" ") else line for line in LINES),
        SAMPLE.replace("ﬁ", "fi"),
        SAMPLE.replace("\n\n", "\n\n\n"),
    ],
    ids=["CRLF", "trailing spaces", "form feeds", "own lines", "no ligatures", "more blanks"],
)
def test_a_text_saved_anew_reads_the_same(resaved):
    assert read_model(resaved, ERRATA)[0].as_json() == EXPECTED


def test_practices_need_no_trace_of_where_a_page_starts():
    stripped = "\n".join(line.strip() for line in LINES)
    assert read_model(stripped, ERRATA)[0].as_json() == EXPECTED


def test_foreign_texts_are_refused():
    for foreign in ("", "Deploy Service", "\x00\ufffd", "The eSourcing Capability Model (eSCM-SP)"):
        assert not is_part_two(foreign)
        with pytest.raises(WrongDocumentError):
            read_model(foreign, ERRATA)
    assert is_part_two(SAMPLE)


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ("\nActivities\na. Prepare the ferry.", "\na. Prepare", "Row the Ferry", "no activities"),
        ("\nMend the Oars\n", "\nBend the Oars\n", "Bend the Oars", "no such practice"),
        ("\n Row the Ferry\n", "\n Tow the Ferry\n", "Tow the Ferry", "no such practice"),
        (" Appendix B: ", " Addendum: ", "Appendix B", "no code can be known"),
        ("\nprf01\n\nOngoing\n\n3\n", "\nprf01\n\nOngoing\n\n", "Appendix B", "2 × level"),
        ("comprised of 3 ", "comprised of 84 ", "whole text", "the text says 84"),
        ("Level 2\n\nRain", "Level 2\nLevel 3\n\nRain", "Row the Ferry", "Level 2 and Level 3"),
        ("Procedure\n\nActivities", "Procedure\nPlan\n\nActivities", "Mend", "Plan and Procedure"),
        ("\ndel01\n\nDelivery", "\nprf01\n\nDelivery", "Appendix B", "more than once: prf01"),
    ],
)
def test_damage_to_the_frame_is_named_with_its_place(old, new, place, reason):
    assert SAMPLE.count(old) == 1
    with pytest.raises(DamagedTextError) as raised:
        read_model(SAMPLE.replace(old, new), ERRATA)
    assert place in raised.value.place
    assert reason in raised.value.reason


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        ("3. Paint the number.\n", "", "knw02: b3 is lost in the text; its place is kept"),
        ("4. Hang the oars up to dry.\n", "", "knw02: required, recommended and notes number"),
        ("± Twice is enough.", "± Twice is too much.", "knw02: its text is not the one that was"),
        ("paint. (knw02, prf01)", "paint. (knw02)", "knw02: its text is not the one"),
        ("Level 3\n", "Level 4\n", "prf01: the level is “4” on its page, “3” in Appendix B"),
        ("2 has 2 Practices", "2 has 1 Practices", "whole text: 2 practices at level 2"),
        ("each oar of\nthe yard.", "each oar.", "knw02: Appendix C does not have this"),
        ("In prf01 the", "In prf02 the", "knw02: prf02 is named but is no practice"),
        ("prf01\n\n5. Note", "knw02\n\n5. Note", "prf01: its pages show the code knw02"),
        ("Look for cracks.", "Look for", "prf01 b1: does not end as a sentence does"),
        ("c. Row the ferry", "7. Row the ferry", "del01: c is lost in the text"),
        ("\nProcedure\n\nActivities", "\nPolicy\n\nActivities", "prf01: its type is not the one"),
        (
            "b. Write down how oars are mended:\n",
            "b. Write down how:\n± A.\n",
            "prf01: b: notes under",
        ),
        (
            "Activities\na. Prepare the ferry.",
            "Activities\n± Early.\na. Prepare the ferry.",
            "del01: line",
        ),
        ("See Landing.", "See Landing", "Glossary: “Slipway”: the definition ends without"),
        ("\n\nSee Landing.", "", "Glossary: “Slipway” has no definition"),
        ("See Landing.", "See Landing.\n\nA stray sentence.", "Glossary: after “Slipway”: stray"),
        ("2. Push off.", "a) Wait.\na) Push off.", "del01: line 151: “a” has no place"),
    ],
)
def test_damage_inside_a_practice_becomes_a_doubt(old, new, doubt):
    assert SAMPLE.count(old) == 1
    doubts = [str(found) for found in read_model(SAMPLE.replace(old, new), ERRATA)[1].doubts]
    assert any(found.startswith(doubt) for found in doubts), doubts


def test_a_level_missing_on_the_page_comes_from_the_appendix():
    model, report = read_model(SAMPLE.replace("\nLevel 3\n", "\n"), ERRATA)
    assert model.practice("prf01").level == 3
    assert ("Appendix B", "prf01") in {(r.rule, r.where) for r in report.repairs}


def outcome_of(text):
    """Read a text that may be damaged: the model and its report, or an error that has a name."""
    try:
        return read_model(text, ERRATA)
    except ReadingError as error:
        return str(error)


@given(st.integers(0, len(LINES)), st.integers(0, len(LINES)), st.integers(0, len(LINES)))
def test_no_cut_or_turn_of_lines_ends_in_a_crash_or_goes_unseen(a, b, c):
    a, b, c = sorted((a, b, c))
    for lines in (
        LINES[:a],
        LINES[:a] + LINES[b:],
        LINES[:a] + LINES[b:c] + LINES[a:b] + LINES[c:],
    ):
        outcome = outcome_of("\n".join(lines))
        assert outcome
        if not isinstance(outcome, str) and outcome[0].as_json() != EXPECTED:
            assert len(outcome[1].doubts) > 1


@given(st.text(max_size=200), st.integers(0, len(SAMPLE)))
def test_anything_typed_into_the_text_ends_in_a_model_or_a_named_error(typed, at):
    assert outcome_of(SAMPLE[:at] + typed + SAMPLE[at:])


@pytest.mark.parametrize(
    ("yaml", "complaint"),
    [
        ("errata: [", "while parsing"),
        ("errata: [{kind: move list}]", "errata.0"),
        ("unknown: 1", "unknown"),
        ("expected: {knw02: {counts: [1, 2], text: abcdefabcdef}}", "expected.knw02.counts"),
    ],
)
def test_a_bad_errata_file_is_named(tmp_path, yaml, complaint):
    path = tmp_path / "bad.errata.yaml"
    path.write_text(yaml, encoding="utf-8")
    with pytest.raises(ErrataError, match=r"bad\.errata\.yaml") as raised:
        Errata.load(path)
    assert complaint in str(raised.value)


def test_an_erratum_that_finds_nothing_is_doubted():
    text = SAMPLE.replace("• The day on", "• The hour on").replace("timetable", "clock")
    doubts = " ".join(str(doubt) for doubt in read_model(text, ERRATA)[1].doubts)
    assert "erratum points of the mender's book: no such list" in doubts
    assert "erratum hyphen of time-table: the word is not in the practice" in doubts


def test_a_text_without_its_glossary_is_read_and_doubted():
    start, end = SAMPLE.index(" Glossary"), SAMPLE.index(" Appendix B: ")
    model, report = read_model(SAMPLE[:start] + SAMPLE[end:], ERRATA)
    assert model.glossary == ()
    assert "Glossary: the glossary is missing" in map(str, report.doubts)


def test_a_margin_inside_the_glossary_is_no_term():
    text = SAMPLE.replace("\nOar\n", "\nPart 2\n\nOar\n")
    assert [term.term for term in read_model(text, ERRATA)[0].glossary] == [
        "Landing",
        "Oar",
        "Slipway",
    ]


def test_a_practice_that_nobody_checked_is_doubted():
    checked = {code: seen for code, seen in ERRATA.expected.items() if code != "del01"}
    errata = ERRATA.model_copy(update={"expected": checked})
    doubts = [str(doubt) for doubt in read_model(SAMPLE, errata)[1].doubts]
    assert "del01: the errata expect no such practice" in doubts


def test_a_practice_whose_pages_come_twice_is_an_error():
    start, end = SAMPLE.index(" Row the Ferry\n"), SAMPLE.index(" Glossary")
    again = SAMPLE[:end] + SAMPLE[start:end] + SAMPLE[end:]
    with pytest.raises(DamagedTextError, match="del01 is in the text twice"):
        read_model(again, ERRATA)


def test_a_code_that_the_text_lacks_is_named():
    with pytest.raises(KeyError, match="tch01"):
        read_model(SAMPLE, ERRATA)[0].practice("tch01")


def test_a_type_missing_on_the_page_comes_from_the_appendix():
    text = SAMPLE.replace("Level 3\nProcedure\n", "Level 3\n")
    table = SAMPLE[SAMPLE.index("\nknw02\n\nOngoing") : SAMPLE.index(" Appendix C")]
    model, report = read_model(text.replace(table, WHOLE_ROWS), ERRATA)
    assert model.practice("prf01").practice_type == "Procedure"
    repairs = {(r.rule, r.where, r.what) for r in report.repairs}
    assert ("Appendix B", "prf01", "type Procedure taken from there") in repairs
    assert "table column" not in {rule for rule, _, _ in repairs}


# The table of Appendix B as it was meant: each row whole, with its type.
WHOLE_ROWS = """
knw02\n\nOngoing\n\n2\n
Mark the oars\n
Write a number on each oar of the yard.\n
prf01\n\nOngoing\n\n3\n\nProcedure\n
Mend the oars\n
Establish and implement procedures to mend oars before they break.\n
del01\n\nDelivery\n\n2\n
Row the ferry\n
Row the ferry at every full hour.
"""
