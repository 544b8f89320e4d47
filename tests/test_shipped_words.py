"""The words of the shipped canon: one term for one thing, one vocabulary of skills, known titles.

Reads the files of fixtures/canon/ as YAML, apart from any loader.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
CANON = FIXTURES / "canon"
FIRST_EDITION = Path(__file__).parent / "skills_of_the_first_edition.txt"
FOCUSES = {path.name: yaml.safe_load(path.read_text()) for path in sorted(CANON.glob("*/*.yaml"))}
VOCABULARY = yaml.safe_load((CANON / "skills.yaml").read_text())
SKILLS = {skill["name"]: skill for skill in VOCABULARY["skills"]}
SCALE = [each["code"] for each in VOCABULARY["proficiencies"]]
PROFILES = [
    (document["function"], profile)
    for document in FOCUSES.values()
    for profile in document["profiles"]
    if profile["status"] != "retired"
]
# Titles that everybody types into a search for roles; each is a title or an alias.
TYPED = """
Account Executive, Accountant, Administrative Assistant, Backend Engineer, Business Analyst,
Buyer, Customer Service Representative, Customer Success Manager, Data Analyst, Data Engineer,
Data Scientist, Demand Planning Manager, DevOps Engineer, Engineering Manager, Executive
Assistant, Facilities Manager, FP&A Manager, General Manager, Marketing Manager, Product Designer,
Product Manager, Procurement Manager, Production Supervisor, Program Manager, Project Manager, QA
Engineer, Recruiter, Registered Nurse, Sales Development Representative, Sales Manager, Service
Desk Analyst, Service Desk Manager, Software Engineer, Systems Administrator, UX Designer, Vendor
Manager, Warehouse Supervisor
"""


def terms() -> list[str]:
    """The second column of the table of terms in fixtures/README.md."""
    text = (FIXTURES / "README.md").read_text()
    table = text[text.index("| use | never |") :].split("\n\n")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines()[2:]]
    return [term.strip() for _, never in rows for term in never.split(",")]


def texts(data: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a document with its place; sources keep the words of their publishers."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key != "sources":
                yield from texts(value, f"{place}.{key}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from texts(value, f"{place}[{number}]")
    elif isinstance(data, str):
        yield place, data


def every_text() -> Iterator[tuple[str, str]]:
    for path in sorted(CANON.rglob("*.yaml")):
        if path.name != "synonyms.yaml":
            for place, text in texts(yaml.safe_load(path.read_text())):
                yield f"{path.name}{place}", text


def test_the_table_of_terms_is_read():
    assert len(terms()) > 40
    assert {"alarm", "the way back", "as needed"} <= set(terms())


def test_no_text_has_a_word_that_the_table_refuses():
    refused = re.compile(rf"\b({'|'.join(map(re.escape, terms()))})\b", re.IGNORECASE)
    found = [(place, hit[0]) for place, text in every_text() if (hit := refused.search(text))]
    assert found == []


class TestVocabulary:
    def test_names_and_other_names_are_each_one_skill(self):
        names = [name for each in SKILLS.values() for name in (each["name"], *each.get("also", []))]
        counted = Counter(name.casefold() for name in names)
        assert [name for name, times in counted.items() if times > 1] == []

    def test_broader_skills_exist_and_end_within_three_steps(self):
        for skill in SKILLS.values():
            above, steps = skill.get("broader"), 1
            while above:
                assert above in SKILLS, (skill["name"], above)
                steps += 1
                assert steps <= 3, skill["name"]
                above = SKILLS[above].get("broader")

    def test_skills_are_sorted_and_kinds_known(self):
        assert list(SKILLS) == sorted(SKILLS, key=str.casefold)
        assert {skill["kind"] for skill in SKILLS.values()} == {"skill", "tool"}

    def test_meanings_are_given_for_the_whole_scale_and_differ(self):
        described = [skill["levels"] for skill in SKILLS.values() if skill["levels"]]
        assert len(described) >= 36
        for levels in described:
            assert list(levels) == SCALE
            assert len(set(levels.values())) == len(SCALE)

    def test_every_skill_of_the_first_edition_still_leads_somewhere(self):
        known = {
            name.casefold()
            for skill in SKILLS.values()
            for name in (skill["name"], *skill.get("also", []))
        }
        names = FIRST_EDITION.read_text().splitlines()
        assert len(names) == 345
        assert [name for name in names if name.casefold() not in known] == []

    @pytest.mark.parametrize("file", FOCUSES)
    def test_a_focus_takes_its_skills_from_it(self, file):
        document = FOCUSES[file]
        named = {skill["name"] for skill in document["skills"]}
        named |= {s["name"] for profile in document["profiles"] for s in profile.get("skills", [])}
        assert named - set(SKILLS) == set()

    def test_skills_are_shared(self):
        used = [{skill["name"] for skill in each["skills"]} for each in FOCUSES.values()]
        users = Counter(name for names in used for name in names)
        assert sum(times > 1 for times in users.values()) >= 100


def test_titles_that_everybody_types_are_there():
    known = {n.casefold() for _, p in PROFILES for n in (p["title"], *p.get("aliases", []))}
    typed = [" ".join(title.split()) for title in TYPED.split(",")]
    assert [title for title in typed if title.casefold() not in known] == []


def test_no_two_profiles_share_a_title_or_an_alias():
    named = Counter(
        name.casefold() for _, p in PROFILES for name in {p["title"], *p.get("aliases", [])}
    )
    assert [name for name, times in named.items() if times > 1] == []
