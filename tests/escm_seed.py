"""The eSCM-SP text of the captured pages, as the tests look at it: with eyes of their own.

Nothing here uses the reader's way of cutting or joining lines, only its result.
"""

import re
import unicodedata

import pytest
from django.conf import settings

from frameworks.escm.errata import Errata
from frameworks.escm.reader import read_model

NAME = "004_3ba41abab493fbe3.txt"
ERRATA = settings.BASE_DIR / "fixtures" / "frameworks" / "escm-sp-2.errata.yaml"


def seed_text(seeds):
    path = seeds / NAME
    if not path.exists():
        pytest.skip(f"no {NAME} among the captured pages")
    return path.read_text(encoding="utf-8")


def read_seed(seeds):
    return read_model(seed_text(seeds), Errata.load(ERRATA))


def seed_lines(seeds):
    """Every line with plain letters, without the space that starts a page."""
    plain = unicodedata.normalize("NFKC", seed_text(seeds).replace("…", "\x00"))
    return [line.strip().replace("\x00", "…") for line in plain.split("\n")]


def regions(lines, model):
    """The lines of each practice, from its title to the next title or introduction."""
    intros = {f"{area.name} Practices" for area in model.areas} | {"Glossary"}
    found, at = {}, 0
    starts = []
    for practice in model.practices:
        first = practice.statement.split()[0]
        while lines[at] != practice.title or not lines[at + 1].startswith(first):
            at += 1
        starts.append(at)
    for practice, start in zip(model.practices, starts, strict=True):
        stops = (n for n in range(start + 1, len(lines)) if n in starts or lines[n] in intros)
        found[practice.code] = lines[start : next(stops)]
    return found


def elements(practice):
    """Every text of a practice under its path: `b2`, `b2a`, `b2a ± 1`, `description 2`."""
    yield "statement", practice.statement
    for number, paragraph in enumerate(practice.description, 1):
        yield f"description {number}", paragraph
    for major in practice.activities:
        yield major.label, major.text
        for required in major.required:
            for activity in (required, *getattr(required, "recommended", ())):
                yield activity.label, activity.text
                for number, note in enumerate(activity.supplemental, 1):
                    yield f"{activity.label} ± {number}", note


def squash(text):
    """A text without what printing adds or swallows: white space and hyphens."""
    return re.sub(r"[\s-]+", "", text)
