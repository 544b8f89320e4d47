"""Damaged captures: whatever a file says, it is read as that or refused with the reason.

Nothing half-read may enter the catalogue, so a cut page never says what the whole one does not.
"""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.canon.capture.reader import LARGEST_FILE, read_captures, read_page, read_text
from taxonomy.canon.capture.saved_page import SavedPage
from taxonomy.exchange.problems import Problem

SAMPLES = sorted((Path(__file__).parent / "captures").glob("*.txt"))
PROFILE, GOALS = (
    (Path(__file__).parent / "captures" / name).read_text(encoding="utf-8")
    for name in ("profile_lines.txt", "goals_lines.txt")
)


def pytest_generate_tests(metafunc):
    if "saved" in metafunc.fixturenames:
        metafunc.parametrize("saved", SAMPLES, ids=lambda path: path.stem)


def read(text: str) -> SavedPage:
    page = SavedPage("page.txt")
    try:
        read_text(page, text)
    except ValueError as error:
        page.problem("", str(error), None)
    return page


def reasons(text: str) -> str:
    return "\n".join(map(str, read(text).problems))


class TestCutPages:
    def test_a_page_cut_after_any_line_tells_nothing_else(self, saved):
        text = saved.read_text(encoding="utf-8")
        whole = read(text)
        assert whole.problems == []
        lines = text.split("\n")
        refused = 0
        for count in range(len(lines) - 1):
            page = read("\n".join(lines[:count]))
            refused += bool(page.problems)
            assert all(problem.reason for problem in page.problems)
            if not page.problems:
                assert facts_of(page) <= facts_of(whole), f"cut after line {count}"
        assert 0 < refused < len(lines) - 1

    @pytest.mark.parametrize(
        ("last", "inside"),
        [
            ("Function · Focus", "head"),
            ("Museum Services · Collections Care\n", "head"),
            ("  • Packs ceramics", "Responsibilities by level"),
            ("Reads traps, names", "Skills"),
            ("Level differentiation4.0Focus", "Provenance"),
            ("Impact\n", "Level"),
        ],
    )
    def test_where_a_profile_page_ends_is_named(self, last, inside):
        cut = PROFILE[: PROFILE.index(last) + len(last)]
        assert f"the page ends inside '{inside}'" in reasons(cut)

    def test_missing_last_sections_are_fine(self):
        page = read(PROFILE[: PROFILE.index("Skills\n")])
        assert page.problems == []
        assert page.says("profiles", "P4", "guideline", "experience")
        page = read(GOALS[: GOALS.index("MBO areas")])
        assert page.problems == []
        assert page.says("profiles", "P4", "guideline", "complexity")

    @pytest.mark.parametrize("last", ["Relevant\n", "OKRs\n", "MBO areas\n", "2. Area: Leads"])
    def test_a_goal_page_cut_inside_a_section(self, last):
        assert reasons(GOALS[: GOALS.index(last) + len(last)])


def facts_of(page: SavedPage) -> set:
    """Every single thing that the page states, lists taken apart."""
    facts = set()
    for path, fact in page.facts.items():
        if path[-1] in ("responsibilities", "mappings"):
            facts.update((path, entry) for entry in fact.value)
        else:
            facts.add((path, str(fact.value)))
    return facts


class TestContradictions:
    @pytest.mark.parametrize(
        ("was", "said", "reason"),
        [
            ("P3 · P3 — Mid-Level", "P4 · P4 — Mid-Level", "level P4 on a page of level P3"),
            (
                "P3 · P3 — Mid-Level",
                "P3 · P3 — High-Level",
                "contradicts 'High-Level Professional'",
            ),
            ("3–5 yrs\n\nAdjacent", "3–6 yrs\n\nAdjacent", "contradicts '[3, 5]'"),
            ("P2\n  • ", "P2this profile\n  • ", "P2 is called this profile"),
            ("\nP4\n", "\nP2\n", "P2 is there twice"),
            ("\nLevel guidelines\n", "\nSkills\nLevel guidelines\n", "is here again"),
            ("Focus — Collections Care", "Focus — Storage", "contradicts 'Collections Care'"),
            ("£38k (£33.5k£45k)", "£38k", "not a yearly median with a range"),
            ("code=25-4013", "code=25", "no SOC code"),
            ("MUSEUM.COLLECTI5DB2.P3\n\nP3P3", "MUSEUM.OTHER.P3\n\nP3P3", "2 profile keys"),
        ],
    )
    def test_of_a_profile_page_with_itself(self, was, said, reason):
        assert was in PROFILE
        assert reason in reasons(PROFILE.replace(was, said, 1))

    @pytest.mark.parametrize(
        ("was", "said", "reason"),
        [
            ('Deliver: "Designs', 'Deliver: "Redesigns', "is in the row 'Designs"),
            ('tied to: "Leads', 'tied to: "Left', "is in the row 'Leads"),
            ("1. Designs", "1. Paints", "contradicts 'Designs"),
            ('bar: "Sets own', 'bar: "Asks for own', "contradicts"),
            ("for a P4 — Senior", "for a P5 — Senior", "contradicts the head"),
            ("JFM responsibility (P4)", "JFM responsibility (P5)", "on a page of level P4"),
            ('  • "Leads the', '  • "Follows the', "contradicts 'Leads the"),
            ("  • Meets the autonomy bar", "  • Omits the autonomy bar", "autonomy"),
            ("the scope bar", "the width bar", "width"),
        ],
    )
    def test_of_a_goal_page_with_itself(self, was, said, reason):
        assert was in GOALS
        changed = GOALS.replace(was, said, 1)
        if "Omits" in said:
            changed = changed.replace("- Meets the autonomy bar", "- Omits the autonomy bar", 1)
        assert reason in reasons(changed)

    def test_of_two_pages_names_both(self, tmp_path):
        profile, goals = tmp_path / "profile.txt", tmp_path / "goals.txt"
        profile.write_text(PROFILE, encoding="utf-8")
        goals.write_text(GOALS.replace("damage point", "damage pull"), encoding="utf-8")
        (problem,) = read_captures([goals, profile])
        assert isinstance(problem, Problem)
        assert problem.file == str(goals)
        assert problem.path == "profiles P4 guideline complexity"
        assert str(profile) in problem.reason

    def test_two_pages_in_one_file(self):
        assert "save one page a file" in reasons(PROFILE + PROFILE)
        assert "save one page a file" in reasons(GOALS + GOALS)


class TestAnythingElse:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "the file is empty"),
            (b" \r\n\t\n", "the file is empty"),
            (b"\xef\xbb\xbf", "the file is empty"),
            (b"\x00" * 100, "NUL characters"),
            (b"\x89PNG\r\n\x1a\n\x00", "not UTF-8"),
            (b"\xff\xfe\x00", "not UTF-8"),
            ("Größe".encode("latin-1"), "not UTF-8"),
            (b"<html><body>P3</body></html>", "not a profile page or goal page"),
            (b"ITOPER.GEN.P3\nnothing else", "not a profile page or goal page"),
            (b"x" * (LARGEST_FILE + 1), "larger than 1 MB"),
            (b"x" * 50_000, "longer than 20000 characters"),
            (b"|" * 500, "more than 20 cells"),
        ],
    )
    def test_is_refused_with_the_reason(self, tmp_path, data, reason):
        path = tmp_path / "page.txt"
        path.write_bytes(data)
        (problem,) = read_captures([path])
        assert problem.file == str(path)
        assert reason in problem.reason

    def test_missing_files_and_empty_folders(self, tmp_path):
        problems = list(read_captures([tmp_path / "none.txt", tmp_path]))
        assert [problem.reason for problem in problems] == [
            "no such file",
            "no .txt or .md file in it",
        ]

    def test_other_seeds_are_no_captures(self, seeds):
        others = [seeds / "003_336d5e4384c151b8.txt", seeds / "004_3ba41abab493fbe3.txt"]
        assert all("not a profile page" in problem.reason for problem in read_captures(others))

    @pytest.mark.parametrize("piece", ["[", "**a", "| ", "_a", "P3 ", "$1 ", "A.B", "code=", '- "'])
    @pytest.mark.parametrize("after", ["Skills\n", "Provenance\n", "LevelKnowledge", "Level\n"])
    def test_a_page_of_traps_is_read_in_no_time(self, piece, after):
        line = piece * (9_000 // len(piece)) if "|" not in piece else piece * 20
        trap = "\n".join([line] * 30)
        start = time.monotonic()
        read(PROFILE.replace(after, f"{after}\n{trap}\n", 1))
        assert time.monotonic() - start < 5

    @given(
        base=st.sampled_from([path.read_text(encoding="utf-8") for path in SAMPLES]),
        where=st.floats(0, 1),
        length=st.integers(0, 60),
        put=st.text(max_size=40),
    )
    def test_damage_is_read_or_named(self, base, where, length, put):
        at = int(where * len(base))
        page = read(base[:at] + put + base[at + length :])
        assert page.facts or page.problems
        assert all(problem.reason for problem in page.problems)

    @given(
        base=st.sampled_from([path.read_text(encoding="utf-8") for path in SAMPLES]),
        moves=st.lists(st.tuples(st.integers(0, 250), st.integers(0, 250)), max_size=12),
    )
    def test_lines_in_another_order(self, base, moves):
        lines = base.split("\n")
        for one, other in moves:
            one, other = one % len(lines), other % len(lines)
            lines[one], lines[other] = lines[other], lines[one]
        page = read("\n".join(lines))
        assert page.facts or page.problems

    @given(data=st.binary(max_size=400))
    def test_bytes(self, data, tmp_path_factory):
        path = tmp_path_factory.mktemp("bytes") / "page.txt"
        path.write_bytes(data)
        assert read_page(path).problems

    @given(
        base=st.sampled_from(SAMPLES),
        where=st.floats(0, 1),
        put=st.binary(min_size=1, max_size=30),
    )
    def test_documents_come_out_or_problems(self, base, where, put, tmp_path_factory):
        data = base.read_bytes()
        at = int(where * len(data))
        path = tmp_path_factory.mktemp("damaged") / "page.txt"
        path.write_bytes(data[:at] + put + data[at:])
        found = list(read_captures([path]))
        assert found
        assert all(isinstance(item, Problem) for item in found) or not read_page(path).problems


class TestOneOddLine:
    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            (
                "Museum Services · Collections Care\nMarket",
                "Museum Services\nMarket",
                "'Museum Services' is not a function and a focus with one · between them",
            ),
            ("· 3–5 yrs\n", "· 3–5 years or so\n", "Typical experience: "),
            ("Concreteness5.0", "Concreteness5.25", "Concreteness: not a score with one decimal"),
            ("Material PAY differential", "Odd differential", "differential: "),
            ("  • code=3433source=register", "  • 3433", "names no code=…"),
            ("O*NET / SOC\n", "", "there is no scheme above the code"),
            ("code=3433source", "code=source", "the code is empty"),
            (
                "  • Packs ceramics and framed",
                "Packs ceramics and framed",
                "is neither a level nor an item of P2",
            ),
        ],
    )
    def test_of_a_profile_page_is_named(self, old, new, words):
        assert PROFILE.count(old) == 1
        assert words in reasons(PROFILE.replace(old, new))

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            (
                "Museum Services · Collections Care · P4 — Senior Professional\n",
                "Museum Services · Stores · Collections Care · P4 — Senior Professional\n",
                "has more than one · between function and focus",
            ),
            ("[source: responsibility (component)]", "[source: a friend]", "the source "),
            ("jfm complexity/problem-solving", "jfm stamina", "is not a rubric that goal pages"),
            ("scope bar", "stamina bar", "is not a dimension of levels"),
        ],
    )
    def test_of_a_goal_page_is_named(self, old, new, words):
        assert old in GOALS
        assert words in reasons(GOALS.replace(old, new))

    def test_values_may_be_on_the_lines_of_their_labels(self):
        text = PROFILE
        for label in ("Level", "Function · Focus", "Market pay (median)"):
            assert f"\n{label}\n" in text
            text = text.replace(f"\n{label}\n", f"\n{label}: ", 1)
        assert facts_of(read(text)) == facts_of(read(PROFILE))

    def test_a_page_without_a_title_says_so(self):
        head, card = PROFILE.split("Level\n", 1)
        bare = "\n".join(line for line in head.split("\n") if line != "Collections Care — P3")
        assert "title: there is no title in the head" in reasons(f"{bare}Level\n{card}")

    def test_two_titles_are_a_question(self):
        start, between, rest = PROFILE.split("Collections Care — P3", 2)
        odd = f"{start}Keeper of Objects{between}Guardian of Objects{rest}"
        odd = odd.replace("MUSEUM.COLLECTI5DB2.P3\nKeeper", "Keeper", 1)
        assert "which is the title?" in reasons(odd)
