"""Text that comes in: what becomes of invisible signs, line ends and bullets; how names fold and
sort. That forms and files use it alike is tested in test_limits.py.
"""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy import text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Accoun\u200btant", "Accountant"),
        ("Account\u00adant", "Accountant"),
        ("\ufefftitle", "title"),
        ("Job\u00a0Title", "Job Title"),
        ("Service‑Desk\u2009Manager", "Service-Desk Manager"),
        ("Accountant_x000D_ (EMEA)", "Accountant (EMEA)"),
        ("Cafe\u0301", "Café"),
        ("  two\r\nlines\u2028and\vmore ", "two lines and more"),
        ("a_x000d__x000A_b", "a b"),
        ("smile _xD83D__xDE00_", "smile 😀"),
        ("max_xylophone", "max_xylophone"),
        ("Data\u200d Engineer\u200e", "Data Engineer"),
        ("_xD83D__xDC1D_", "🐝"),
        ("a\0b", "a b"),
        ("Zoë’s naïve – plan", "Zoë’s naïve – plan"),
        ("snake_x000_case", "snake_x000_case"),
    ],
)
def test_one_line(given, kept):
    assert text.one_line(given) == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("First.\r\nSecond.\rThird.", "First.\nSecond.\nThird."),
        ("Owns:\n• tenders\n◦bids\n\uf0b7\tclaims", "Owns:\n- tenders\n- bids\n- claims"),
        ("* a\n  * b\n– c", "- a\n  - b\n- c"),
        ("o\tas Word writes it", "- as Word writes it"),
        ("**Bold** stays\n5 * 3 stays, -1 stays", "**Bold** stays\n5 * 3 stays, -1 stays"),
        ("–5 degrees", "–5 degrees"),
        ("a  \n \n\n\nb", "a\n\nb"),
        ("   x\n   y", "x\ny"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_prose(given, kept):
    assert text.prose_text(given) == kept


def test_paragraphs_of_others_keep_their_bullets():
    assert text.paragraphs_text("Such as\r\n• in clay") == "Such as\n• in clay"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("don\x92t", "has the unprintable character U+0092 after 'don'"),
        ("\x07", "has the unprintable character U+0007"),
        ("a\ud800", "has half a character, U+D800 after 'a'"),
        ("tab\t, lines\r\n and\x0bpages\x0c\x85", ""),
    ],
)
def test_what_cannot_be_printed_is_named(given, named):
    assert text.unprintable(given) == named


def test_names_that_differ_in_case_alone_fold_alike():
    for one, other in (("ΣΊΣΥΦΟΣ", "σίσυφος"), ("Straße", "STRASSE"), ("İ", "i\u0307")):
        assert text.folded(one) == text.folded(other)


def test_names_sort_where_a_reader_looks():
    names = ["Zebra", "épée", "iOS", "IT", "Ångström", "Łódź", "straße", "stratus", ".NET", "c#"]
    assert sorted(names, key=text.sort_key) == [
        "Ångström",
        "c#",
        "épée",
        "iOS",
        "IT",
        "Łódź",
        ".NET",
        "straße",
        "stratus",
        "Zebra",
    ]


ESCAPES = ["_x000D_", "_x", "005F_", "_x005F_", "_xD83D_", "_xDE00_", "_x200B_", "_x00", "0D_"]
SIGNS = ["\u200b", "\u00ad", "• ", "o\t", "\t", "\n", "\r\n", "– ", "* ", " "]
PIECES = st.text(max_size=6) | st.sampled_from([*ESCAPES, *SIGNS])


@given(st.lists(PIECES, max_size=12).map("".join))
def test_reading_what_was_read_changes_nothing(given):
    for normalise in (
        text.normalised,
        text.one_line,
        text.paragraphs_text,
        text.prose_text,
        text.sort_key,
    ):
        once = normalise(given)
        assert normalise(once) == once
        if normalise is not text.sort_key:
            assert unicodedata.is_normalized("NFC", once)
            assert not {unicodedata.category(sign) for sign in once} & {"Cf", "Cs", "Zl", "Zp"}
    assert "\n" not in text.one_line(given)
    assert text.folded(text.folded(given)) == text.folded(given)
    assert not text.unprintable(text.prose_text(given))


@pytest.mark.parametrize("piece", ["_x005F_x005F", "• ", "\n \n", "_", "_x_x0030_05F_"])
def test_time_grows_with_the_length_alone(piece):
    def seconds(count: int) -> float:
        begun = time.process_time()
        text.prose_text(piece * count)
        return time.process_time() - begun

    assert seconds(200_000) < 20 * max(seconds(20_000), 0.02)
