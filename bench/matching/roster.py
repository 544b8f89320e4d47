"""`python -m bench.matching.roster`: what matching a roster of 50,000 rows costs, of which 31,000
have a title, department or level that no other row has.

Titles are those of the labelled sets and all names of the shipped canon, dressed as rosters write
them: level words, numerals, places, departments and own levels. The same seed gives the same rows.
"""

import argparse
import gc
import os
import random
import sys
import time
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from bench.matching.canon import shipped_index  # noqa: E402
from bench.matching.measure import PARTS, labelled  # noqa: E402
from taxonomy.matching.decision import Matcher  # noqa: E402
from taxonomy.matching.role_index import Index  # noqa: E402
from taxonomy.matching.roster import read_roster  # noqa: E402

ROWS, DIFFERENT = 50_000, 31_000
Row = tuple[str, str, str]  # title, department, level
_BEFORE = ("", "", "Senior ", "Junior ", "Lead ", "Principal ", "Sr. ", "Trainee ", "Associate ")
_BEHIND = (
    "",
    "",
    " II",
    " III",
    " (m/f/d)",
    " - London",
    ", EMEA",
    " - Night shift",
    " (Contract)",
)
_LEVELS = ("", "", "", "P3", "M2", "L4", "Band 7")


def roster(index: Index, rows: int = ROWS, different: int = DIFFERENT) -> list[Row]:
    """Rows in the order of a roster: what comes again is spread over all of it."""
    chance = random.Random(1)
    once = dict.fromkeys(_endless(index, chance, different))
    found = list(once)
    found += chance.choices(found, k=rows - len(found))
    chance.shuffle(found)
    return found


def _endless(index: Index, chance: random.Random, wanted: int) -> Iterator[Row]:
    titles = [asked.title for part in PARTS for asked in labelled(part)]
    titles += dict.fromkeys(name.text for name in index.names)
    departments = ["", "", *(each.name for each in index.functions.values())]
    seen: set[Row] = set()
    while len(seen) < wanted:
        title = chance.choice(_BEFORE) + chance.choice(titles) + chance.choice(_BEHIND)
        row = title, chance.choice(departments), chance.choice(_LEVELS)
        seen.add(row)
        yield row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--different", type=int, default=DIFFERENT)
    asked = parser.parse_args()
    matcher = Matcher(shipped_index())
    rows = roster(matcher.index, asked.rows, asked.different)
    content = "\n".join(map(";".join, (("Job title", "Department", "Level"), *rows)))
    opened = read_roster(content.encode())
    gc.freeze()  # as a worker of the site, see config/worker.py
    gc.set_threshold(5_000)
    began = time.process_time()
    answered = sum(1 for _ in opened.answers(matcher))
    spent = time.process_time() - began
    assert answered == len(rows)
    titles = len({title for title, *_ in rows})
    sys.stdout.write(
        f"{len(rows):,} rows, {len(set(rows)):,} different ones with {titles:,} different titles: "
        f"{spent:.1f} s of computing, {spent / len(rows) * 1000:.2f} ms a row\n"
    )


if __name__ == "__main__":
    main()
