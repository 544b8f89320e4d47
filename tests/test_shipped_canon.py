"""The quality of the content that ships: graded ladders, concrete sentences, evidence, real codes.

These rules apply to fixtures/canon/ as files; the words in them are in tests/test_shipped_words.py.
"""

import csv
import re
from collections import Counter
from io import StringIO
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from bench.matching.canon import shipped_index
from taxonomy.abbreviations import SHIPPED
from taxonomy.canon.documents import FunctionsDocument, LevelsDocument, SkillsDocument
from taxonomy.canon.focus_documents import FocusDocument, ProfileEntry
from taxonomy.canon.reader import read
from taxonomy.exchange.parser import Read
from taxonomy.keys import mint_focus_code, mint_function_code
from taxonomy.matching.decision import Matcher, MatchState

CANON = Path(settings.BASE_DIR) / "fixtures" / "canon"
FIRST_EDITION = Path(__file__).parent / "keys_of_the_first_edition.txt"
READS = list(read([CANON]))
DOCUMENTS = [read.document for read in READS if isinstance(read, Read)]
FOCUSES = [document for document in DOCUMENTS if isinstance(document, FocusDocument)]
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
VOCABULARY = [document for document in DOCUMENTS if isinstance(document, SkillsDocument)]
TOOLS = {skill.name for each in VOCABULARY for skill in each.skills if skill.kind == "tool"}
SCALE = [each.code for document in VOCABULARY for each in document.proficiencies]
ALL_PROFILES = {
    f"{document.function.code}.{document.focus.code}.{profile.level}": (document, profile)
    for document in FOCUSES
    for profile in document.profiles
}
PROFILES = [(k, d, p) for k, (d, p) in ALL_PROFILES.items() if p.status != "retired"]

# What names the scope of a level that is responsible for more than one team.
SCOPE = re.compile(
    r"department|organisation|enterprise|profession|several|across|whole|division|group|function|"
    r"region|line of business|business (line|unit|area)|plant|centre|teams|all units",
    re.IGNORECASE,
)
# A scope that a sentence repeats although the summary has named it: "the department's budget".
REPEATED = re.compile(
    r"\b(?:the|an?|one|several) (?:\w+ )?(?:department|organisation|enterprise|division|function|"
    r"region|business line|business unit|business area|plant|site|centre|team)(?:'?s|s')?\b"
)
WIDE = re.compile(r"P[5-8]|M[3-6]|E\d")
EXECUTIVES = {"11-1011", "11-1021"}


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9'’&/.-]+", text)


def likeness(one: str, other: str) -> float:
    """Shared words over all words of two sentences: 1.0 for the same words."""
    first, second = set(words(one.lower())), set(words(other.lower()))
    return len(first & second) / len(first | second)


def ladders(document: FocusDocument) -> list[list[ProfileEntry]]:
    """The profiles of a focus by track, each from its lowest level to its highest."""
    tracks: dict[str, list[ProfileEntry]] = {}
    for profile in document.profiles:
        if profile.status != "retired":
            tracks.setdefault(profile.level[0], []).append(profile)
    return [sorted(each, key=lambda profile: profile.level) for each in tracks.values()]


def by_area(profile: ProfileEntry) -> dict[str | None, list[str]]:
    areas: dict[str | None, list[str]] = {}
    for entry in profile.responsibilities:
        areas.setdefault(entry.area, []).append(entry.text)
    return areas


def proficiencies(profile: ProfileEntry) -> dict[str, int]:
    """The place on the scale that the profile requires of each skill."""
    return {s.name: SCALE.index(s.proficiency or "") for s in profile.skills}


def minimum_years(profile: ProfileEntry) -> float:
    """The years of experience that a profile asks for at least; 0 where it asks for none."""
    stated = re.search(r"\b[Aa]t least (\d+) (year|month)", profile.guideline.experience)
    return int(stated[1]) / (12 if stated[2] == "month" else 1) if stated else 0


def test_every_file_is_read_without_a_problem():
    assert [str(r) for r in READS if not isinstance(r, Read)] == []


def test_it_is_large_and_varied_enough_to_try():
    assert len(FUNCTIONS) >= 17
    assert all(f.super_function and f.family and f.summary for f in FUNCTIONS.values())
    assert len(FOCUSES) >= 40
    assert len(PROFILES) >= 260
    assert {profile.level[0] for _, _, profile in PROFILES} == set("PMES")
    assert {document.function.code for document in FOCUSES} == set(FUNCTIONS)


def test_every_profile_is_approved_or_retired_in_favour_of_one_that_is():
    assert {profile.status for _, _, profile in PROFILES} == {"approved"}
    for key, (_, profile) in ALL_PROFILES.items():
        if profile.status == "retired":
            assert ALL_PROFILES[profile.replaced_by or ""][1].status == "approved", key


def test_every_key_of_the_first_edition_still_answers():
    keys = FIRST_EDITION.read_text().split()
    assert len(keys) == 183
    assert [key for key in keys if key not in ALL_PROFILES] == []


def test_all_24_levels_have_years_and_six_dimensions_of_their_own():
    assert Counter(code[0] for code in LEVELS) == {"P": 8, "M": 6, "E": 6, "S": 4}
    assert len({level.name for level in LEVELS.values()}) == 24
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
        assert 5 <= len(profile.responsibilities) <= 8
        assert 12 <= len(words(profile.summary)) <= 45, profile.summary
        assert profile.summary.endswith(".")
        assert profile.confidence is not None
        assert 5 <= len(profile.skills) <= 10
        assert profile.mappings or profile.level[0] == "E"

    def test_responsibilities_belong_to_areas_of_the_focus(self, key, document, profile):
        assert {e.area for e in profile.responsibilities} <= {a.name for a in document.areas}

    def test_sentences_start_with_a_verb_and_have_a_readable_length(self, key, document, profile):
        for entry in profile.responsibilities:
            assert re.match(r"[A-Z][a-z-]+s\b", entry.text), entry.text
            assert 8 <= len(words(entry.text)) <= 22, entry.text
            assert not entry.text.endswith("."), entry.text

    def test_a_summary_starts_with_its_verb(self, key, document, profile):
        assert re.match(r"[A-Z][a-z-]*s\b", profile.summary), profile.summary
        assert not re.match(r"(Across|As)\b", profile.summary), profile.summary

    def test_wide_levels_name_their_scope(self, key, document, profile):
        if WIDE.fullmatch(profile.level):
            assert SCOPE.search(profile.summary), profile.summary
            assert sum(bool(SCOPE.search(e.text)) for e in profile.responsibilities) >= 2

    def test_no_scope_is_repeated_in_most_sentences(self, key, document, profile):
        named = Counter(
            phrase
            for entry in profile.responsibilities
            for phrase in {re.sub(r"'s$|s'$", "", p) for p in REPEATED.findall(entry.text)}
        )
        most = len(profile.responsibilities) * 2 / 3
        assert [phrase for phrase, times in named.items() if times > most] == []

    def test_cells_of_the_guideline_are_sentences(self, key, document, profile):
        for cell in type(profile.guideline).model_fields:
            text = getattr(profile.guideline, cell)
            assert re.match(r"[A-Z].*\.$", text), f"{cell}: {text}"

    def test_experience_is_a_minimum_that_the_level_can_have(self, key, document, profile):
        experience = profile.guideline.experience
        years = minimum_years(profile)
        if years:
            assert years <= LEVELS[profile.level].years[1], experience
        else:
            assert re.match(r"No .*\bis required", experience), experience
            assert LEVELS[profile.level].years[0] == 0, experience
        assert not re.search(r"\d\s*[–-]\s*\d", experience), experience


@pytest.mark.parametrize("document", FOCUSES, ids=lambda d: d.focus.code)
class TestFocus:
    def test_it_has_its_evidence(self, document):
        assert document.focus.summary
        assert document.focus.differential
        assert 4 <= len(document.areas) <= 7
        assert 8 <= len(document.skills) <= 14
        assert any(skill.name in TOOLS for skill in document.skills)
        assert all(skill.text.endswith(".") for skill in document.skills)
        assert len(document.sources) >= 4
        assert all(source.url and source.publisher for source in document.sources)
        assert len(document.scores.stated()) == 5

    def test_neighbours_on_a_ladder_differ(self, document):
        for ladder in ladders(document):
            for lower, upper in pairwise(ladder):
                assert lower.summary != upper.summary
                for cell in type(lower.guideline).model_fields:
                    assert getattr(lower.guideline, cell) != getattr(upper.guideline, cell)

    def test_no_area_is_interrupted_on_a_ladder(self, document):
        for ladder in ladders(document):
            for area in document.areas:
                there = [area.name in by_area(profile) for profile in ladder]
                assert "101" not in re.sub("0+", "0", "".join("01"[each] for each in there)), area

    def test_no_two_sentences_say_nearly_the_same(self, document):
        sentences = [e.text for p in document.profiles for e in p.responsibilities]
        alike = [pair for pair in combinations(sentences, 2) if likeness(*pair) > 0.6]
        assert alike == []

    def test_minimum_years_rise_with_each_step(self, document):
        for ladder in ladders(document):
            years = [minimum_years(profile) for profile in ladder]
            assert years == sorted(set(years)), (ladder[0].level, years)

    def test_a_team_leader_has_at_least_the_years_of_the_levels_led(self, document):
        years = {profile.level: minimum_years(profile) for profile in document.profiles}
        if "M1" in years:
            assert years["M1"] >= max(years.get("S4", 0), years.get("P3", 0))

    def test_required_skills_never_fall_and_something_rises_with_each_step(self, document):
        for ladder in ladders(document):
            for lower, upper in pairwise(ladder):
                before, after = proficiencies(lower), proficiencies(upper)
                step = f"{lower.level} to {upper.level}"
                assert [s for s in before if after.get(s, 9) < before[s]] == [], step
                assert any(place > before.get(skill, -1) for skill, place in after.items()), step


def test_sentences_of_an_area_are_worded_alike_from_level_to_level():
    """A comparison of neighbours shows what grows only where the rest of the words is shared."""
    steps = [
        max(likeness(one, other) for one in by_area(lower)[area] for other in sentences)
        for document in FOCUSES
        for ladder in ladders(document)
        for lower, upper in pairwise(ladder)
        for area, sentences in by_area(upper).items()
        if area in by_area(lower)
    ]
    assert sum(step > 0 for step in steps) >= 0.97 * len(steps)
    assert sum(steps) / len(steps) >= 0.15


def test_no_sentence_stands_in_two_places():
    counted = Counter(e.text for _, _, profile in PROFILES for e in profile.responsibilities)
    assert [text for text, times in counted.items() if times > 1] == []


def test_no_two_roles_of_a_function_have_one_title():
    titles = Counter((d.function.code, profile.title.lower()) for _, d, profile in PROFILES)
    assert [title for title, times in titles.items() if times > 1] == []


def test_titles_and_aliases_name_one_profile():
    names = Counter(
        name.lower() for _, _, profile in PROFILES for name in {profile.title, *profile.aliases}
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_the_matcher_finds_every_title_and_alias():
    matcher = Matcher(shipped_index())
    lost = []
    for key, _, profile in PROFILES:
        for name in (profile.title, *profile.aliases):
            found = matcher.match(name)
            if found.state != MatchState.CONFIDENT or found.candidates[0].key != key:
                lost.append((key, name, found.state, found.candidates[:2]))
    assert lost == []


def test_most_focuses_pass_their_review_and_a_few_honestly_fail():
    lowest = [min(document.scores.stated().values()) for document in FOCUSES]
    failing = sum(score < 4 for score in lowest)
    assert 1 <= failing <= len(FOCUSES) / 5


def test_occupation_codes_exist(seeds):
    with (seeds / "oews_2025_us.csv").open(encoding="utf-8-sig") as stream:
        published = {row["soc_code"] for row in csv.DictReader(stream)}
    for key, _, profile in PROFILES:
        codes = {m.code for m in profile.mappings if m.scheme == "SOC 2018"}
        assert codes <= published, key
        assert profile.level[0] != "E" or codes <= EXECUTIVES or not profile.pay, key


def test_lawyers_have_no_chief_executives_pay():
    mapped = {
        key: {m.code for m in profile.mappings}
        for key, _, profile in PROFILES
        if "Counsel" in profile.title
    }
    assert len(mapped) > 4
    assert [key for key, codes in mapped.items() if codes != {"23-1011"}] == []


def test_no_synonym_says_again_what_the_table_of_abbreviations_has():
    entries = yaml.safe_load((CANON / "synonyms.yaml").read_text())["synonyms"]
    assert len(entries) > 100
    again = [e for e in entries if e["meaning"] in SHIPPED.meanings(e["term"])]
    assert again == []


@pytest.mark.django_db
def test_the_shipped_files_are_what_a_dump_writes(tmp_path):
    call_command("canon", "load", str(CANON), stdout=StringIO())
    call_command("canon", "dump", str(tmp_path), stdout=StringIO())
    shipped = sorted(path.relative_to(CANON) for path in CANON.rglob("*.yaml"))
    assert shipped == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.yaml"))
    for path in shipped:
        assert (CANON / path).read_bytes() == (tmp_path / path).read_bytes(), path


@pytest.mark.django_db
def test_pay_is_what_the_rule_gives_from_the_survey(seeds):
    call_command("canon", "load", str(CANON), stdout=StringIO())
    out = StringIO()
    survey = ("--name", "US BLS OEWS May 2025", "--as-of", "2025-05-31")
    call_command("canon", "pay", str(seeds / "oews_2025_us.csv"), *survey, stdout=out)
    assert "\n0 added, 0 changed" in f"\n{out.getvalue()}", out.getvalue()
