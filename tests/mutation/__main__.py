"""Apply mutants one by one and run the tests that must notice: `python -m tests.mutation`.

`seven` is what CI runs: changes by hand that tests once let pass, each with the one test that has
to fail now. Any other word is a subject of SUBJECTS: all changes of its modules, its tests, and
the survivors. `--every 5` tries each fifth.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

from tests.mutation.changes import mutants
from tests.mutation.plugin import ROOT

ANEW = ("--create-db", "--reuse-db")  # and kept for the mutants
HOUSE = "tests/test_house.py::test_every_view_itself_refuses_a_post_that_the_table_does_not_name"


class Hand(NamedTuple):
    """A change by hand: which text becomes which, and the test that must fail."""

    path: str
    old: str
    new: str
    test: str


SEVEN = (
    Hand(
        "config/pagecache/cache.py",
        "if revision == self._revision and page.size",
        "if page.size",
        "tests/test_page_cache.py::test_a_page_of_an_older_revision_is_not_kept",
    ),
    Hand(
        "taxonomy/profile/pay_chart.py",
        "place(band.median)",
        "place(band.low)",
        "tests/test_figures.py::test_each_amount_is_drawn_at_its_own_place",
    ),
    Hand(
        "taxonomy/search/word_groups.py",
        "return exact or self.alternatives",
        "return self.alternatives",
        "tests/test_search.py::test_what_was_typed_is_closer_than_what_looks_like_it",
    ),
    Hand(
        "taxonomy/canon/directory.py",
        "folded(f.name) == folded(name)",
        "f.name == name",
        "tests/test_canon_codes.py::TestFunctionsOfOneName::test_a_function_is_found_by_its_name_in_any_case",
    ),
    Hand(
        "taxonomy/comparison/rows.py",
        "(band.low, band.median, band.high, band.basis) if band",
        "(band.low, band.median, band.high) if band",
        "tests/test_compare.py::TestCompare::test_the_basis_of_pay_alone_is_a_difference",
    ),
    Hand("taxonomy/views/home.py", "\n@require_safe\n", "\n", f"{HOUSE}[/]"),
    Hand(
        "frameworks/views/entries.py",
        "@require_safe\n@revalidated\n@saying_what_is_missing\ndef entry_json",
        "@revalidated\n@saying_what_is_missing\ndef entry_json",
        f"{HOUSE}[/frameworks/vendor-management/ABCD.json]",
    ),
)

# What `make mutate` changes, and the tests that are to notice.
SUBJECTS = {
    "distance": (
        ["taxonomy/adjacency/distance.py"],
        ["tests/test_adjacency.py", "tests/test_coordinates.py"],
    ),
    "plan": (
        ["taxonomy/canon/plan.py"],
        ["tests/test_canon_files.py", "tests/test_canon_codes.py", "tests/test_canon_areas.py"],
    ),
    "pagecache": (
        ["config/pagecache/cache.py", "config/pagecache/page.py"],
        ["tests/test_page_cache.py"],
    ),
    "query": (
        ["taxonomy/search/query.py", "taxonomy/search/word_groups.py"],
        [
            "tests/test_search_codes.py",
            "tests/test_search_fields.py",
            "tests/test_search_mixes.py",
            "tests/test_search.py",
        ],
    ),
    "pay": (
        ["taxonomy/profile/pay_chart.py", "taxonomy/models/pay.py"],
        ["tests/test_figures.py", "tests/test_pay.py", "tests/test_models.py"],
    ),
    "compare": (["taxonomy/comparison/rows.py"], ["tests/test_compare.py", "tests/test_pay.py"]),
    "goals": (["goals/frames.py"], ["tests/test_goals_frames.py", "tests/test_goals.py"]),
}


def runs(mutant: dict | None, tests: list[str], seconds: float, *options: str) -> int:
    """pytest's own answer: 0 passed, 1 failed; -1 for a run that took too long."""
    command = [sys.executable, "-m", "pytest", "-p", "tests.mutation.plugin", "-x", "-q", "-n0"]
    command += ["-p", "no:cacheprovider", "-m", "not browser and not servers", *options, *tests]
    environment = os.environ | {"TEST_DB": os.environ.get("TEST_DB") or "mutants"}
    if mutant:
        environment["MUTANT"] = json.dumps(mutant)
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        return -1
    if done.returncode > 1:
        print(done.stdout[-2000:], done.stderr[-2000:])
    return done.returncode


def seven() -> int:
    """The named tests pass as the program is; each mutant makes its own fail."""
    failed = 0
    if runs(None, [each.test for each in SEVEN], 300, *ANEW):
        print("The tests fail without any mutant.")
        return 1
    for each in SEVEN:
        mutant = {"path": each.path, "old": each.old, "new": each.new}
        is_killed = runs(mutant, [each.test], 120, "--reuse-db") == 1
        print("killed  " if is_killed else "SURVIVED", each.path, "by", each.test.split("::")[-1])
        failed += not is_killed
    return failed


def changes(paths: list[str], every: int) -> Iterator[tuple[dict, str]]:
    for path in paths:
        for number, mutant in enumerate(mutants((ROOT / path).read_text())):
            if number % every == 0:
                yield {"path": path, "number": number}, f"{path}:{mutant.line}: {mutant.change}"


def subject(name: str, every: int) -> int:
    paths, tests = SUBJECTS[name]
    began = time.monotonic()
    if runs(None, tests, 900, *ANEW) or runs({"path": paths[0]}, tests, 900, "--reuse-db"):
        print(f"{name}: the tests fail without any mutant.")
        return 1
    longest = 3 * (time.monotonic() - began) + 30
    tried, survivors = 0, []
    for mutant, words in changes(paths, every):
        tried += 1
        if runs(mutant, tests, longest, "--reuse-db") == 0:
            survivors.append(words)
            print("SURVIVED", words, flush=True)
    left = len(survivors)
    print(f"{name}: {tried} mutants of {sum(1 for _ in changes(paths, 1))},", end=" ")
    print(f"{tried - left} killed, {left} survived, {time.monotonic() - began:.0f} s", flush=True)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.mutation", description=__doc__)
    parser.add_argument("subject", nargs="*", choices=["seven", *SUBJECTS], default=list(SUBJECTS))
    parser.add_argument("--every", type=int, default=1, help="try each so manieth mutant")
    asked = parser.parse_args()
    answers = [seven() if n == "seven" else subject(n, asked.every) for n in asked.subject]
    return int(any(answers))


if __name__ == "__main__":
    sys.exit(main())
