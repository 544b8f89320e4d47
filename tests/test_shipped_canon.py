"""The quality of the content that ships: graded ladders, concrete sentences, evidence, real codes.

These rules hold for fixtures/canon/ as files; what loading does with them is held elsewhere.
"""

import csv
import re
from collections import Counter
from io import StringIO
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from taxonomy.canon import pay_survey
from taxonomy.canon.documents import FunctionsDocument, LevelsDocument, SkillsDocument
from taxonomy.canon.focus_documents import FocusDocument
from taxonomy.canon.reader import Read, read
from taxonomy.keys import mint_focus_code, mint_function_code

CANON = Path(settings.BASE_DIR) / "fixtures" / "canon"
READS = list(read([CANON]))
FOCUSES: list[FocusDocument] = [
    r.document for r in READS if isinstance(r, Read) and isinstance(r.document, FocusDocument)
]
DOCUMENTS = [read.document for read in READS if isinstance(read, Read)]
LEVELS = {
    level.code: level
    for document in DOCUMENTS
    if isinstance(document, LevelsDocument)
    for level in document.levels
}
FUNCTIONS = {
    function.code: function
    for document in DOCUMENTS
    if isinstance(document, FunctionsDocument)
    for function in document.functions
}
TOOLS = {
    skill.name
    for document in DOCUMENTS
    if isinstance(document, SkillsDocument)
    for skill in document.skills
    if skill.kind == "tool"
}
PROFILES = [
    (f"{document.function.code}.{document.focus.code}.{profile.level}", document, profile)
    for document in FOCUSES
    for profile in document.profiles
]
FILLER = re.compile(
    r"\b(leverag\w*|synerg\w*|world-class|best-in-class|excellence|stakeholders? alignment|"
    r"various|etc|as needed|and/or)\b",
    re.IGNORECASE,
)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def likeness(one: str, other: str) -> float:
    """Shared words over all words of two sentences: 1.0 for the same words."""
    first, second = set(words(one)), set(words(other))
    return len(first & second) / len(first | second)


def test_every_file_is_read_without_a_problem():
    assert [str(r) for r in READS if not isinstance(r, Read)] == []


def test_it_is_large_and_varied_enough_to_try():
    assert len(FUNCTIONS) >= 10
    assert all(f.super_function and f.family and f.summary for f in FUNCTIONS.values())
    assert len(FOCUSES) >= 24
    assert len(PROFILES) >= 130
    assert {profile.level[0] for _, _, profile in PROFILES} == set("PMES")
    assert {document.function.code for document in FOCUSES} == set(FUNCTIONS)


def test_all_24_levels_have_years_and_six_dimensions_of_their_own():
    assert Counter(code[0] for code in LEVELS) == {"P": 8, "M": 6, "E": 6, "S": 4}
    for dimension in ("scope", "autonomy", "complexity", "impact", "decision_rights", "leadership"):
        phrases = [getattr(level, dimension) for level in LEVELS.values()]
        assert all(phrases), dimension
        assert len(set(phrases)) == 24, dimension
    assert all(len(level.years) == 2 for level in LEVELS.values())


def test_codes_are_the_minted_ones():
    for document in FOCUSES:
        function = FUNCTIONS[document.function.code]
        assert document.focus.code == mint_focus_code(function.name, document.focus.name)
        assert function.code == mint_function_code(function.name, set())


@pytest.mark.parametrize(("key", "document", "profile"), PROFILES, ids=[k for k, _, _ in PROFILES])
class TestProfile:
    def test_it_has_everything_a_reader_looks_for(self, key, document, profile):
        assert 4 <= len(profile.responsibilities) <= 6
        assert all(
            getattr(profile.guideline, cell) for cell in type(profile.guideline).model_fields
        )
        assert profile.summary
        assert profile.confidence is not None
        assert profile.pay
        assert profile.mappings
        assert len(profile.aliases) >= 3

    def test_sentences_start_with_a_verb_and_have_a_readable_length(self, key, document, profile):
        for entry in profile.responsibilities:
            assert re.match(r"[A-Z][a-z]+s\b", entry.text), entry.text
            assert 8 <= len(words(entry.text)) <= 32, entry.text
            assert not FILLER.search(entry.text), entry.text

    def test_years_of_the_guideline_touch_those_of_the_level(self, key, document, profile):
        numbers = [int(n) for n in re.findall(r"\d+", profile.guideline.experience)]
        low, high = LEVELS[profile.level].years
        assert numbers, profile.guideline.experience
        assert min(numbers) <= high, profile.guideline.experience
        assert max(numbers) >= low, profile.guideline.experience


@pytest.mark.parametrize("document", FOCUSES, ids=lambda d: d.focus.code)
class TestFocus:
    def test_it_has_its_evidence(self, document):
        assert document.focus.summary
        assert document.focus.differential
        assert len(document.skills) >= 8
        assert any(skill.name in TOOLS for skill in document.skills)
        assert len(document.sources) >= 4
        assert all(source.url and source.publisher for source in document.sources)
        assert len(document.scores.stated()) == 5

    def test_neighbours_on_a_ladder_differ(self, document):
        for lower, upper in pairwise(document.profiles):
            if lower.level[0] == upper.level[0]:
                assert lower.summary != upper.summary
                for cell in type(lower.guideline).model_fields:
                    assert getattr(lower.guideline, cell) != getattr(upper.guideline, cell)

    def test_no_two_sentences_say_nearly_the_same(self, document):
        sentences = [e.text for p in document.profiles for e in p.responsibilities]
        alike = [pair for pair in combinations(sentences, 2) if likeness(*pair) > 0.6]
        assert alike == []

    def test_a_ladder_is_paid_upwards_from_one_occupation(self, document):
        tracks: dict[str, list] = {}
        for profile in document.profiles:
            tracks.setdefault(profile.level[0], []).append(profile)
        for ladder in tracks.values():
            ladder.sort(key=lambda profile: int(profile.level[1:]))
            soc = {m.code for p in ladder for m in p.mappings if m.scheme == "SOC 2018"}
            assert len(soc) == 1
            medians = [profile.pay[0].median for profile in ladder]
            assert medians == sorted(set(medians))


def test_no_sentence_stands_in_two_places():
    counted = Counter(e.text for _, _, profile in PROFILES for e in profile.responsibilities)
    assert [text for text, times in counted.items() if times > 1] == []


def test_titles_and_aliases_name_one_profile():
    names = Counter(
        name.lower() for _, _, profile in PROFILES for name in {profile.title, *profile.aliases}
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_most_focuses_pass_their_review_and_a_few_honestly_fail():
    lowest = [min(document.scores.stated().values()) for document in FOCUSES]
    failing = sum(score < 4 for score in lowest)
    assert 1 <= failing <= len(FOCUSES) / 5


def test_pay_follows_the_survey_by_the_stated_rule(seeds):
    survey = pay_survey.Survey(
        "BLS OEWS May 2025",
        "US",
        "USD",
        "2025-05-31",
        "SOC 2018",
        pay_survey.read_figures(seeds / "oews_2025_us.csv"),
    )
    for key, _, profile in PROFILES:
        code = next(m.code for m in profile.mappings if m.scheme == "SOC 2018")
        expected = pay_survey.band(profile.level, code, survey)
        (held,) = profile.pay
        assert (held.low, held.median, held.high, held.basis, held.source) == tuple(
            expected[name] for name in ("low", "median", "high", "basis", "source")
        ), key


def test_occupation_codes_exist(seeds):
    with (seeds / "oews_2025_us.csv").open(encoding="utf-8-sig") as stream:
        published = {row["soc_code"] for row in csv.DictReader(stream)}
    mapped = {m.code for _, _, p in PROFILES for m in p.mappings if m.scheme == "SOC 2018"}
    assert mapped <= published


@pytest.mark.django_db
def test_dumping_gives_the_shipped_files_byte_for_byte(tmp_path):
    call_command("canon", "load", str(CANON), stdout=StringIO())
    call_command("canon", "dump", str(tmp_path), stdout=StringIO())
    shipped = sorted(path.relative_to(CANON) for path in CANON.rglob("*.yaml"))
    assert shipped == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.yaml"))
    for path in shipped:
        assert (CANON / path).read_bytes() == (tmp_path / path).read_bytes(), path
