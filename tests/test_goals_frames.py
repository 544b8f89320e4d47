"""Goal rows and their text twins, as golden texts in the project's own words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.frames import Duty, Need, Offer, derive, quoted_line
from goals.sections import sections

DIMENSIONS = (
    ("Scope", "Two districts"),
    ("Autonomy", "Seen every fortnight"),
    ("Complexity", "Faults with two causes"),
    ("Impact", "Supply of 2000 homes"),
    ("Decision rights", "Spends 2000 unasked"),
    ("Leadership", "Teaches two newcomers"),
)
OFFER = Offer(
    function="Water & Drainage",
    focus="Leak Detection",
    level="P2",
    level_name="Developing Professional",
    duties=(
        Duty("Walks the mains"),
        Duty("Keeps the valve list", graded=False),
        Duty("Writes the dig permits"),
    ),
    knowledge_cell="Knows the mains by heart.",
    complexity_cell="Tells two sounds apart.",
    dimensions=DIMENSIONS,
)

SMART = """\
1. Walks the mains  [source: JFM responsibility (P2)]
   Specific:    Deliver: "Walks the mains"
   Measurable:  Move the metric this drives from ⟨baseline⟩ to ⟨target⟩ by ⟨date⟩.
   Achievable:  Scoped to this level's jfm complexity/problem-solving rubric: "Tells two sounds apart."
   Relevant:    Advances the Water & Drainage · Leak Detection mandate for a P2 — Developing Professional.
   Time-bound:  ⟨date⟩

2. Writes the dig permits  [source: JFM responsibility (P2)]
   Specific:    Deliver: "Writes the dig permits"
   Measurable:  Move the metric this drives from ⟨baseline⟩ to ⟨target⟩ by ⟨date⟩.
   Achievable:  Scoped to this level's jfm complexity/problem-solving rubric: "Tells two sounds apart."
   Relevant:    Advances the Water & Drainage · Leak Detection mandate for a P2 — Developing Professional.
   Time-bound:  ⟨date⟩"""  # noqa: E501

OKRS = """\
Objective 1: Walks the mains  [source: JFM responsibility (P2)]
  KR1. From ⟨baseline⟩ to ⟨target⟩ by ⟨date⟩ — tied to: "Walks the mains"
  KR2. Evidence at this level's scope bar: "Two districts" — ⟨target⟩ by ⟨date⟩

Objective 2: Writes the dig permits  [source: JFM responsibility (P2)]
  KR1. From ⟨baseline⟩ to ⟨target⟩ by ⟨date⟩ — tied to: "Writes the dig permits"
  KR2. Evidence at this level's autonomy bar: "Seen every fortnight" — ⟨target⟩ by ⟨date⟩"""

AREAS = """\
1. Area: Walks the mains  [source: JFM responsibility (P2) — reused, no distinct responsibility content]
   Standard: Consistent with this level's jfm knowledge-application rubric: "Knows the mains by heart."
   Target:   ⟨target⟩   Due: ⟨date⟩

2. Area: Keeps the valve list  [source: responsibility (component)]
   Standard: Consistent with this level's jfm knowledge-application rubric: "Knows the mains by heart."
   Target:   ⟨target⟩   Due: ⟨date⟩

3. Area: Writes the dig permits  [source: JFM responsibility (P2) — reused, no distinct responsibility content]
   Standard: Consistent with this level's jfm knowledge-application rubric: "Knows the mains by heart."
   Target:   ⟨target⟩   Due: ⟨date⟩"""  # noqa: E501

PROCESS = """\
Internal process
  - "Walks the mains"  →  ⟨target⟩ by ⟨date⟩   [source: JFM responsibility (P2)]
  - "Writes the dig permits"  →  ⟨target⟩ by ⟨date⟩   [source: JFM responsibility (P2)]"""

CALIBRATION = """\
Role calibration
  - Meets the scope bar: "Two districts"  →  ⟨target⟩ by ⟨date⟩   [source: level dimension (Scope)]
  - Meets the autonomy bar: "Seen every fortnight"  →  ⟨target⟩ by ⟨date⟩   [source: level dimension (Autonomy)]
  - Meets the complexity bar: "Faults with two causes"  →  ⟨target⟩ by ⟨date⟩   [source: level dimension (Complexity)]
  - Meets the impact bar: "Supply of 2000 homes"  →  ⟨target⟩ by ⟨date⟩   [source: level dimension (Impact)]
  - Meets the decision rights bar: "Spends 2000 unasked"  →  ⟨target⟩ by ⟨date⟩   [source: level dimension (Decision rights)]
  - Meets the leadership bar: "Teaches two newcomers"  →  ⟨target⟩ by ⟨date⟩   [source: level dimension (Leadership)]"""  # noqa: E501


def texts(offer):
    return {section.slug: section.text for section in sections(derive(offer))}


def test_the_four_texts_of_a_mixed_profile():
    assert texts(OFFER) == {
        "smart": SMART,
        "okrs": OKRS,
        "areas": AREAS,
        "scorecard": f"{PROCESS}\n\n{CALIBRATION}",
    }


def test_sections_come_in_reading_order():
    headings = [section.heading for section in sections(derive(OFFER))]
    assert headings == ["SMART goals", "OKRs", "MBO areas", "Scorecard"]


DEVELOPMENT = """\
1. Pipe mapping: Working → Practitioner   [source: required skill (P2)]
   Asks:   Maps a district.
   Shown:  ⟨target⟩ by ⟨date⟩

2. Crew briefing   [source: required skill (P2)]
   Shown:  ⟨target⟩ by ⟨date⟩"""


def test_required_skills_are_a_section_of_their_own_and_change_no_other():
    needs = (
        Need("Pipe mapping", "Practitioner", before="Working", note="Maps a **district**."),
        Need("Crew briefing"),
    )
    found = texts(replace(OFFER, needs=needs))
    assert found.pop("development") == DEVELOPMENT
    assert found == texts(OFFER)


def test_without_graded_sentences_only_areas_and_calibration_stand():
    offer = replace(OFFER, duties=(Duty("Keeps the valve list", graded=False),))
    assert set(texts(offer)) == {"areas", "scorecard"}
    assert texts(offer)["scorecard"] == CALIBRATION
    assert "reused" not in texts(offer)["areas"]


def test_without_responsibilities_the_calibration_stands_alone():
    assert texts(replace(OFFER, duties=())) == {"scorecard": CALIBRATION}


def test_without_dimensions_there_is_no_second_key_result_and_no_calibration():
    found = texts(replace(OFFER, dimensions=()))
    assert "KR1." in found["okrs"]
    assert "KR2" not in found["okrs"]
    assert found["scorecard"] == PROCESS


def test_nothing_offered_derives_nothing():
    derived = derive(replace(OFFER, duties=(), dimensions=()))
    assert not derived
    assert sections(derived) == []


@pytest.mark.parametrize("level", ["—", "(7)"])
def test_a_level_that_begins_with_a_sign_has_the_short_article(level):
    assert f" for a {level} — " in derive(replace(OFFER, level=level)).smart[0].relevant


@pytest.mark.parametrize("missing", ["function", "focus", "level"])
def test_a_mandate_is_left_out_where_one_of_its_names_is_missing(missing):
    assert "Relevant" not in texts(replace(OFFER, **{missing: " "}))["smart"]


def test_skills_to_develop_alone_are_goals():
    derived = derive(replace(OFFER, duties=(), dimensions=(), needs=(Need("Pipe mapping"),)))
    assert derived
    assert [section.slug for section in sections(derived)] == ["development"]


class TestAchievable:
    def test_falls_back_to_the_level_complexity(self):
        found = texts(replace(OFFER, complexity_cell=""))["smart"]
        line = '   Achievable:  Scoped to this level\'s complexity: "Faults with two causes"\n'
        assert found.count(line) == 2

    def test_is_left_out_with_its_heading_when_neither_exists(self):
        dimensions = tuple(pair for pair in DIMENSIONS if pair[0] != "Complexity")
        found = texts(replace(OFFER, complexity_cell=" ", dimensions=dimensions))["smart"]
        assert "Achievable" not in found
        assert "⟨date⟩.\n   Relevant:" in found


@pytest.mark.parametrize(
    "level",
    [
        *("a P4", "an M1", "an E3", "an S2", "an IC4", "a G7", "a T4", "an M8A", "an SVP", "an IC"),
        *(
            "a Grade 7",
            "a SENIOR",
            "a senior",
            "an expert",
            "a 32",
            "an 8",
            "an 11",
            "a 3.2",
            "a 1A",
        ),
        *("an Associate 2", "a Band 8b", "a MID", "a DIR2", "an SVP2", "an SES2B", "a Chief"),
    ],
)
def test_the_article_goes_with_how_the_level_is_spoken(level):
    rows = derive(replace(OFFER, level=level.partition(" ")[2])).smart
    assert rows[0].relevant.endswith(f" mandate for {level} — Developing Professional.")


def test_a_level_without_a_name_is_named_by_its_label():
    for name in ("", "Grade 7"):
        rows = derive(replace(OFFER, level="Grade 7", level_name=name)).smart
        assert rows[0].relevant.endswith(" mandate for a Grade 7.")


class TestStandard:
    def test_falls_back_to_the_decision_rights(self):
        found = texts(replace(OFFER, knowledge_cell=""))["areas"]
        line = '   Standard: Consistent with this level\'s decision rights: "Spends 2000 unasked"\n'
        assert found.count(line) == 3

    def test_is_left_out_with_its_heading_when_neither_exists(self):
        found = texts(replace(OFFER, knowledge_cell="", dimensions=()))["areas"]
        assert "Standard" not in found
        assert "component)]\n   Target:   ⟨target⟩   Due: ⟨date⟩\n\n3." in found


class TestSecondKeyResult:
    def test_starts_over_after_the_last_dimension(self):
        duties = tuple(Duty(f"Duty {n}") for n in range(8))
        okrs = derive(replace(OFFER, duties=duties)).okrs
        bars = [row.key_results[1].split(" bar")[0].rpartition("level's ")[2] for row in okrs]
        six = ["scope", "autonomy", "complexity", "impact", "decision rights", "leadership"]
        assert bars == [*six, "scope", "autonomy"]

    def test_turns_over_the_dimensions_that_the_level_has(self):
        duties = tuple(Duty(f"Duty {n}") for n in range(3))
        has = (("Scope", ""), ("Autonomy", "Own plan"), ("Impact", " "), ("Leadership", "Guides"))
        okrs = derive(replace(OFFER, duties=duties, dimensions=has)).okrs
        assert ['autonomy bar: "Own plan"' in row.key_results[1] for row in okrs] == [
            True,
            False,
            True,
        ]
        assert 'leadership bar: "Guides"' in okrs[1].key_results[1]


@pytest.mark.parametrize(
    "text",
    [
        'Says "stop" & <b>means</b> it',
        "Löscht 🔥 in 2 Minuten — {{ nie }} {% später %}",
        "بازرسی لوله‌های آب",
        "x" * 20_000,
    ],
)
def test_any_sentence_reaches_the_text_unchanged(text):
    found = texts(replace(OFFER, duties=(Duty(text),)))
    assert found["smart"].startswith(
        f'1. {text}  [source: JFM responsibility (P2)]\n   Specific:    Deliver: "{text}"\n'
    )
    assert f'tied to: "{text}"\n' in found["okrs"]
    assert found["areas"].startswith(f"1. Area: {text}  [source")
    assert f'  - "{text}"  →  ⟨target⟩' in found["scorecard"]


def test_a_frame_quotes_a_text_with_a_list_in_one_plain_line():
    duty = Duty("Leads the **crew**\n\n- on call\n- on site")
    found = texts(replace(OFFER, duties=(duty,)))
    assert found["smart"].startswith("1. Leads the crew: on call; on site  [source")
    assert 'Deliver: "Leads the crew: on call; on site"' in found["smart"]
    assert '"Leads the crew: on call; on site"' in found["scorecard"]


def test_a_line_break_in_the_canon_does_not_break_the_layout():
    found = texts(replace(OFFER, duties=(Duty(" Walks\r\n\r\n  the  mains\n"), Duty("\n "))))
    assert found["okrs"].startswith("Objective 1: Walks the  mains  [source")
    assert "Objective 2" not in found["okrs"]


line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).map(
    str.strip
)


@given(st.lists(st.tuples(line, st.booleans()), max_size=8), line, st.lists(line, max_size=6))
def test_every_row_is_in_the_text_once_and_nothing_else(duties, cell, values):
    labels = [label for label, _ in DIMENSIONS]
    offer = replace(
        OFFER,
        duties=tuple(Duty(text, graded) for text, graded in duties),
        knowledge_cell=cell,
        dimensions=tuple(zip(labels, values, strict=False)),
    )
    found, derived = texts(offer), derive(offer)
    graded = [text for text, is_graded in duties if is_graded and quoted_line(text)]
    assert [row.text for row in derived.smart] == [row.text for row in derived.okrs] == graded
    assert [row.text for row in derived.areas] == [text for text, _ in duties if quoted_line(text)]
    assert len(derived.role_calibration) == len([value for value in values if quoted_line(value)])
    assert len(found.get("areas", "").splitlines()) == (
        len(derived.areas) * (4 if derived.areas and derived.areas[0].standard else 3)
        - bool(derived.areas)
    )
