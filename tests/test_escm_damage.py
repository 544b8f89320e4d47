"""The whole eSCM-SP text cut, shuffled and swapped for others: never a crash, never unseen."""

import random

import pytest

from frameworks.escm.errata import Errata
from frameworks.escm.reader import is_part_two, read_model
from frameworks.escm.reading_report import DamagedTextError, ReadingError, WrongDocumentError
from tests.escm_seed import ERRATA, NAME, seed_text

SWEEPS = 4


@pytest.fixture(scope="module")
def errata():
    return Errata.load(ERRATA)


@pytest.fixture(scope="module")
def whole(seeds, errata):
    text = seed_text(seeds)
    return (text, *read_model(text, errata))


def notices(whole, errata, lines):
    """Read a damaged text: an error has a name, and a model that differs has new doubts."""
    _, model, report = whole
    try:
        damaged, noted = read_model("\n".join(lines), errata)
    except ReadingError as error:
        return f"error: {error}"
    if damaged.practices == model.practices:
        return "same"
    assert len(set(noted.doubts) - set(report.doubts)) > 0
    pairs = zip(model.practices, damaged.practices, strict=True)
    changed = {new.code for old, new in pairs if old != new}
    doubted = {doubt.where.split()[0] for doubt in noted.doubts}
    assert changed <= doubted
    return "doubts"


def test_truncated_anywhere(whole, errata):
    lines = whole[0].split("\n")
    for share in range(1, 10):
        outcome = notices(whole, errata, lines[: len(lines) * share // 10])
        # The table of codes is near the end; what follows it only confirms.
        assert outcome.startswith("error: ") or share >= 9


def test_truncated_text_says_what_is_missing(whole, errata):
    text = whole[0]
    with pytest.raises(DamagedTextError, match="Appendix B: the table of practices is missing"):
        read_model(text[: len(text) // 2], errata)


@pytest.mark.parametrize("height", [1, 2, 5, 20, 300])
def test_blocks_deleted(whole, errata, height):
    lines = whole[0].split("\n")
    chance = random.Random(height)
    first, last = lines.index("Share Knowledge"), lines.index(" Glossary")
    for _ in range(SWEEPS):
        at = chance.randrange(first, last)
        notices(whole, errata, lines[:at] + lines[at + height :])


def test_pages_in_another_order(whole, errata):
    lines = whole[0].split("\n")
    starts = [at for at, line in enumerate(lines) if line.startswith(" ")]
    chance = random.Random(84)
    for _ in range(SWEEPS):
        a, b = sorted(chance.sample(range(len(starts) - 1), 2))
        page, later = lines[starts[a] : starts[a + 1]], lines[starts[b] : starts[b + 1]]
        between = lines[starts[a + 1] : starts[b]]
        shuffled = [*lines[: starts[a]], *later, *between, *page, *lines[starts[b + 1] :]]
        notices(whole, errata, shuffled)


def test_lines_printed_twice_or_swapped(whole, errata):
    lines = whole[0].split("\n")
    chance = random.Random(17)
    for _ in range(SWEEPS):
        at = chance.randrange(1240, 8240)
        notices(whole, errata, lines[: at + 5] + lines[at:])
        notices(whole, errata, [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]])


def test_a_practice_without_its_page_is_an_error(whole, errata):
    text = whole[0]
    start, end = text.index("Career Development\n"), text.index("Rewards\n")
    with pytest.raises(DamagedTextError, match="ppl10: listed in Appendix B"):
        read_model(text[:start] + text[end:], errata)


def test_other_captured_pages_are_not_this_document(seeds, errata):
    others = [path for path in seeds.glob("*.txt") if path.name != NAME]
    assert others
    for path in others:
        text = path.read_text(encoding="utf-8")
        assert not is_part_two(text)
        with pytest.raises(WrongDocumentError):
            read_model(text, errata)


@pytest.mark.parametrize("saved", ["\r\n", "   \n", "\n\f"])
def test_saved_anew_with_other_white_space(whole, errata, saved):
    text, model, report = whole
    resaved = text.replace("\n " if "\f" in saved else "\n", saved)
    again, noted = read_model(resaved, errata)
    assert again == model
    assert noted.doubts == report.doubts
