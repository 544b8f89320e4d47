"""The whole eSCM-SP text read: figures, attributes, labels, supports and appendices."""

from collections import Counter

import pytest

from tests.escm_seed import elements, read_seed, seed_lines, seed_text

SUPPORT_PRACTICES = (
    *("knw02", "knw03", "knw04", "knw07", "ppl03", "ppl04", "ppl05", "ppl07", "ppl08"),
    *("prf02", "prf03", "rel05", "tch01"),
)
SUPPORTS_AT_LEVEL_2 = {
    "a1": "prf03",
    "a2": "knw02",
    "a3": "knw07",
    "c1": "knw02",
    "c2": "knw02 ppl03 prf03 tch01",
    "c3": "ppl04 ppl08",
    "c4": "knw02",
    "c5": "prf02",
}
SUPPORTS_ABOVE = {
    "a1": "knw04 prf03",
    "a2": "knw02 rel05",
    "a3": "knw04 knw07",
    "c1": "knw02 knw03",
    "c2": "knw02 knw03 ppl03 prf03 tch01",
    "c3": "ppl04 ppl05 ppl07 ppl08",
    "c4": "knw02 knw03",
    "c5": "knw04 prf02",
}


@pytest.fixture(scope="module")
def reading(seeds):
    return read_seed(seeds)


@pytest.fixture(scope="module")
def model(reading):
    return reading[0]


@pytest.fixture(scope="module")
def lines(seeds):
    return seed_lines(seeds)


def letters(number):
    return [chr(ord("a") + n) for n in range(number)]


def test_every_practice_is_there_under_its_code(model):
    sizes = Counter(practice.code[:3] for practice in model.practices)
    assert sizes == dict(
        knw=8, ppl=11, prf=11, rel=8, tch=6, thr=7, cnt=11, sdd=8, tfr=6, **{"del": 8}
    )
    for area, size in sizes.items():
        codes = [p.code for p in model.practices if p.area.code == area]
        assert codes == [f"{area}{number:02}" for number in range(1, size + 1)]
    assert [area.code for area in model.areas] == list(sizes)
    assert (model.edition, len(model.practices)) == ("v2, Part 2", 84)


def test_levels_types_and_life_cycles(model):
    assert Counter(p.level for p in model.practices) == {2: 48, 3: 26, 4: 10}
    assert Counter(p.practice_type for p in model.practices) == {
        "Policy": 4,
        "Procedure": 41,
        "Guideline": 3,
        "Program": 3,
        "Plan": 3,
        "Other": 30,
    }
    assert Counter(p.lifecycle for p in model.practices) == {
        "Ongoing": 51,
        "Initiation": 21,
        "Delivery": 8,
        "Completion": 4,
    }
    assert [p.code for p in model.practices if p.is_support_practice] == list(SUPPORT_PRACTICES)


def test_number_of_activities_and_notes(model):
    assert sum(len(p.activities) for p in model.practices) == 252
    totals = [sum(numbers) for numbers in zip(*(p.counts() for p in model.practices), strict=True)]
    assert totals == [1233, 456, 433]


def test_the_only_lost_activity_keeps_its_place(model):
    lost = [(p.code, path) for p in model.practices for path, text in elements(p) if text is None]
    assert lost == [("prf09", "b4")]
    b = model.practice("prf09").activities[1]
    assert [activity.label for activity in b.required] == [f"b{n}" for n in range(1, 9)]


def test_labels_run_without_a_gap_or_a_double(model):
    for practice in model.practices:
        assert [major.label for major in practice.activities] == ["a", "b", "c"]
        a, b, c = practice.activities
        assert [r.label for r in a.required] == ["a1", "a2", "a3"]
        assert [r.label for r in c.required] == ["c1", "c2", "c3", "c4", "c5"]
        assert [r.label for r in b.required] == [f"b{n}" for n in range(1, len(b.required) + 1)]
        assert not any(r.recommended for r in (*a.required, *c.required))
        for required in b.required:
            wanted = [required.label + x for x in letters(len(required.recommended))]
            assert [finer.label for finer in required.recommended] == wanted


def test_supports_depend_on_the_level_alone(model):
    for practice in model.practices:
        wanted = SUPPORTS_AT_LEVEL_2 if practice.level == 2 else SUPPORTS_ABOVE
        for required in practice.required():
            assert " ".join(required.supports) == wanted.get(required.label, ""), practice.code


def appendix(lines, start, end=None):
    first = next(n for n, line in enumerate(lines) if line.startswith(start))
    last = next((n for n, line in enumerate(lines) if end and line.startswith(end)), len(lines))
    return lines[first:last]


def test_appendix_b_agrees(model, lines):
    table = appendix(lines, "Appendix B:", "Appendix C:")
    flat = " ".join(table)
    for practice in model.practices:
        assert practice.title.casefold() in {line.casefold() for line in table}
        assert practice.statement in " ".join(flat.split()), practice.code
    in_order = [line for line in table if line in {"1", "2", "3", "4", "5"}]
    assert [p.level for p in model.practices] == [int(level) for level in in_order]
    types = Counter(line for line in table if line in {"Policy", "Procedure", "Guideline"})
    types += Counter(line for line in table if line in {"Program", "Plan"})
    read = Counter(p.practice_type for p in model.practices if p.practice_type != "Other")
    assert types == read
    # Where a row is printed whole, its type is three cells below the code.
    cells = [line for line in table if line]
    for practice in model.practices:
        at = cells.index(practice.code)
        if cells[at + 3] in read:
            assert cells[at + 3] == practice.practice_type


def test_appendix_c_agrees(model, lines):
    flat = " ".join(" ".join(appendix(lines, "Appendix C:")).split())
    assert [p.code for p in model.practices if p.statement not in flat] == []


def test_the_report_says_what_was_done(reading):
    _, report = reading
    by_rule = Counter(repair.rule for repair in report.repairs)
    assert by_rule["activity out of turn"] == 9
    assert by_rule["torn sentence"] == 7
    assert by_rule["points of the process specification"] == 1
    assert "32 practices without a printed code" in str(report)
    moved = {r.where for r in report.repairs if r.rule.startswith(("activity", "torn", "points"))}
    assert len(moved) == 17
    assert {doubt.where.split()[0] for doubt in report.doubts} == {
        *("prf02", "prf09", "sdd04", "sdd05", "thr02"),
        "Glossary",
    }
    assert len(list(report.lines())) == 2 + len(report.repairs) + len(report.doubts)


def test_related_practices_are_those_that_the_description_names(model):
    assert model.practice("knw05").related == ("rel05", "prf06", "knw08")
    assert model.practice("prf05").related == ("prf01", "prf04", "prf06")
    assert model.practice("tch05").related == ()


def test_glossary(model, seeds):
    terms = [entry.term for entry in model.glossary]
    assert (terms[0], terms[-1], len(terms)) == ("Activity", "Workforce competency", 100)
    assert "Business Process Outsourcing (BPO)" in terms
    assert terms.count("Delivery") == 1
    assert "inhouse" not in " ".join(entry.definition for entry in model.glossary)
    assert "inhouse" in seed_text(seeds)
