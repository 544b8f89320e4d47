"""Each element of the eSCM-SP practices in its own place, by expectations made from the text.

`PLACES` was written by reading the pages: it says for an element at which line of the practice it
starts (by that line's first words) and over how many lines it goes, and where it goes on when it
was torn. The lines themselves come from the captured page at run time.

`escm_expected.txt` fixes every element of 32 whole practices, checked against the pages by eye,
by its first and last words, its length and a digest.
"""

import hashlib
import re
from pathlib import Path

import pytest

from tests.escm_seed import elements, read_seed, regions, seed_lines, squash

PLACES = [
    # Printed at the end of their page.
    ("ppl01", "b3", [("3. Verify that innovative", 2)]),
    ("ppl01", "b4", [("4. Identify support", 2)]),
    ("ppl02", "c3", [("3. Assign", 1)]),
    ("ppl08", "c", [("c. Meet", 1)]),
    ("ppl09", "b6 ± 1", [("± Actions taken", 1), ("areas of improvement", 1)]),
    ("prf01", "b4a", [("a) Determine the attributes", 1)]),
    ("prf01", "b10a", [("a) Determine actions", 1)]),
    ("prf02", "b4 ± 1", [("± The selection of", 1), ("and impartiality.", 3)]),
    ("prf03", "c2 ± 1", [("± Information needed", 1), ("utilization data,", 1)]),
    ("prf11", "b3a ± 1", [("± Barriers to", 1), ("tools, and processes; the", 2)]),
    ("rel03", "b7 ± 1", [("± The nature and", 1), ("prior experience", 6)]),
    ("rel08", "b4e ± 2", [("± When creating", 1), ("adequately protected,", 4)]),
    ("tch04", "b10c", [("c) Obtain approval", 2)]),
    ("tch04", "b10d", [("d) Track status", 2)]),
    ("thr05", "c1", [("1. Communicate the availability", 1)]),
    ("thr07", "c3", [("3. Assign", 1)]),
    ("thr07", "c3 ± 1", [("± It is important", 1), ("to make timely", 1)]),
    ("cnt10", "c3", [("3. Assign", 1)]),
    ("cnt11", "c", [("c. Implement", 1)]),
    ("sdd03", "b3i ± 1", [("± Different approaches", 1), ("service, a staged", 4)]),
    ("sdd05", "b8d ± 2", [("± The process specification should", 1), ("• Methods for comm", 15)]),
    ("sdd05", "b8e ± 1", [("± Service Level targets", 1), ("service delivered, and", 2)]),
    ("sdd05", "b8e ± 2", [("± The quality specification should", 1), ("• Service attributes", 9)]),
    # Beside a lost or unfinished text.
    ("prf02", "b1 ± 2", [("± The quality", 1), ("should indicate", 1)]),
    ("prf09", "b4 ± 1", [("± Because no two", 1), ("Understanding this", 8)]),
    ("prf09", "b5", [("5. Collect internal", 1)]),
    ("sdd04", "b3", [("3. Review", 1)]),
    # Torn by pages and running heads, or alone.
    ("knw08", "b6 ± 1", [("Data and analysis", 3)]),
    ("prf10", "c3 ± 1", [("± Personnel may", 1)]),
    ("prf10", "c3 ± 2", [("± Identify sponsors", 1)]),
    ("sdd03", "b4d ± 1", [("± Design and deployment", 1), ("amendments,", 1)]),
    ("thr04", "b4 ± 1", [("± Requirements may", 1), ("and tools,", 2), ("Behavioral", 2)]),
    ("cnt03", "b4 ± 1", [("± When determining", 1), ("organization needs to verify", 5)]),
    ("rel07", "b5a ± 1", [("± Target roles", 1), ("(e.g., CEO, CIO", 2)]),
    ("del04", "b1c ± 2", [("± Actions to take", 1), ("personnel, time frames", 2)]),
    ("prf01", "description 1", [("Gain a clear", 2)]),
    ("prf01", "description 2", [("Objectives should", 3)]),
    ("prf01", "description 3", [("This Practice is", 5)]),
    ("knw04", "b1b ± 2", [("± Management establishes", 1), ("to communicate that", 5)]),
]

EXPECTED = [
    tuple(line.split(" | "))
    for line in (Path(__file__).parent / "escm_expected.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def model(seeds):
    return read_seed(seeds)[0]


@pytest.fixture(scope="module")
def pages(seeds, model):
    return regions(seed_lines(seeds), model)


def bare(line):
    """A line without its label, its arrow and the codes that support it."""
    line = re.sub(r"^([abc]\.|\d+\.|[a-z]\)|±) ", "", line)
    return re.sub(r" \(\w{3}\d\d[^)]*\)$", "", line)


@pytest.mark.parametrize(("code", "element", "spans"), PLACES, ids=lambda v: str(v)[:12])
def test_element_stands_where_the_page_says(model, pages, code, element, spans):
    page = pages[code]
    lines = []
    for hint, number in spans:
        starts = [at for at, line in enumerate(page) if line.startswith(hint)]
        assert len(starts) == 1, f"{hint!r} must name one line"
        lines += [bare(line) for line in page[starts[0] : starts[0] + number]]
    assert squash(dict(elements(model.practice(code)))[element]) == squash(" ".join(lines))


def test_at_least_twenty_five_practices_are_held_whole():
    assert len({code for code, *_ in EXPECTED}) == 32


@pytest.mark.parametrize("code", sorted({code for code, *_ in EXPECTED}))
def test_every_element_of_the_practice(model, code):
    wanted = [tuple(rest) for known, *rest in EXPECTED if known == code]
    assert [summary(path, text) for path, text in elements(model.practice(code))] == wanted


def summary(path, text):
    if text is None:
        return (path, "-")
    words = text.split()
    ends = f"{' '.join(words[:2])} … {' '.join(words[-2:])}"
    return path, str(len(words)), ends, hashlib.sha256(squash(text).encode()).hexdigest()[:12]
