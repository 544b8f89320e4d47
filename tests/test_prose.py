"""The prose of code and documents: plain words, and no reference to a file that is not there."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests import prose_rules as rules

ROOT = Path(settings.BASE_DIR)
FOLDERS = (
    "config",
    "taxonomy",
    "goals",
    "frameworks",
    "editions",
    "templates",
    "tests",
    "bench",
    "docs",
)
# Each of these words is a rule about words, or quotes one.
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)")  # without those that lead out of the repository
ABOUT_WORDS = {"tests/prose_rules.py", "tests/test_prose.py", "tests/test_house.py"}


def read():
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    for path in sorted([*paths, *ROOT.glob("*.md")]):
        name = str(path.relative_to(ROOT))
        if path.suffix in rules.READERS and not {"migrations", "results"} & set(path.parts):
            yield name, rules.READERS[path.suffix](path.read_text())


PROSE = dict(read())


def test_there_is_prose_of_every_kind():
    assert {Path(name).suffix for name, prose in PROSE.items() if prose} == set(rules.READERS)


def test_no_metaphors():
    found = {name: rules.metaphors(prose) for name, prose in PROSE.items()}
    assert not {n: words for n, words in found.items() if words and n not in ABOUT_WORDS}


def test_no_metaphors_in_names():
    paths = [path for folder in FOLDERS[:5] for path in (ROOT / folder).rglob("*.py")]
    own = [path for path in paths if "migrations" not in path.parts]
    found = {str(path): rules.metaphors_in_names(path.read_text()) for path in own}
    assert len(found) > 400
    assert {path: names for path, names in found.items() if names} == {}


def test_files_that_prose_names_exist():
    found = {name: rules.missing_files(prose, ROOT) for name, prose in PROSE.items()}
    assert not {name: places for name, places in found.items() if places}


def test_modules_that_modules_name_are_beside_them():
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    own = [path for path in paths if "migrations" not in path.parts]
    sql = " ".join(path.read_text() for path in ROOT.glob("*/sql/*/*.sql"))
    stored = set(re.findall(r"(?:FUNCTION|TRIGGER) (?:public\.)?(\w+)", sql))
    assert len(stored) > 50
    missing = {
        str(path): rules.missing_modules(path.read_text(), path.parent, stored) for path in own
    }
    assert not {path: names for path, names in missing.items() if names}


def test_links_between_documents_lead_to_files():
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("fixtures/*.md")]
    links = [(path, link) for path in documents for link in LINK.findall(path.read_text())]
    assert len(links) > 30
    assert not [(path.name, link) for path, link in links if not (path.parent / link).exists()]


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".py", '"""What the page tells."""'),
        (".py", "x = 1  # the one door to it"),
        (".py", "class A:\n    def f(self):\n        '''Where it\n        stands.'''"),
        (".html", "<p>\n{# held\nhere #}"),
        (".sql", "SELECT 1 -- what holds\n"),
        (".py", "# the rules live beside the text"),
        (".py", "# folders are walked"),
        (".md", "The keeper of the canon"),
    ],
)
def test_a_metaphor_is_found(suffix, text):
    assert rules.metaphors(rules.READERS[suffix](text))


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".py", 'print("told")\nheld = 1  # `held` is a name'),
        (".html", "<p>told</p>"),
        (".md", "```\ntold\n```\nA held-out sample: `held`"),
    ],
)
def test_names_messages_and_data_are_no_prose(suffix, text):
    assert not rules.metaphors(rules.READERS[suffix](text))


@pytest.mark.parametrize(
    "text",
    [
        "HELD_ROWS = 1",
        "def may_tell(): ...",
        "class TellPlace: ...",
        "a.b_room = 1",
        "f = lambda door: 1",
    ],
)
def test_a_metaphor_in_a_name_is_found(text):
    assert rules.metaphors_in_names(text)


def test_other_words_in_names_are_none():
    assert not rules.metaphors_in_names("intelligent = withheld = 1\ndef mushrooms(tellus): ...")


def test_a_missing_file_is_found():
    prose = [(1, "see taxonomy/keys.py, `taxonomy/keys`, docs/testing.md and taxonomy/gone.py")]
    assert rules.missing_files(prose, ROOT) == ["1: taxonomy/gone.py"]


def test_a_missing_module_is_found():
    text = '"""Read in `keys`, not in `gone`, by `make`."""\n\nfrom re import compile as keys'
    assert rules.missing_modules(text, ROOT / "config") == ["gone"]
    assert rules.missing_modules('"""Like `settings`."""', ROOT / "config") == []
