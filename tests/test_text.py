"""The one normaliser: what it takes out, puts right and leaves alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.text import normalised, one_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Accoun\u200btant", "Accountant"),
        ("Account\u00adant", "Accountant"),
        ("\ufefftitle", "title"),
        ("Data\u200d Engineer\u200e", "Data Engineer"),
        ("Job\u00a0Title\u202f", "Job Title "),
        ("Service-Desk\u2011Manager", "Service-Desk-Manager"),
        ("a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne"),
        ("Accountant_x000D_\n(EMEA)", "Accountant\n(EMEA)"),
        ("_xD83D__xDC1D_", "🐝"),
        ("cafe\u0301", "café"),
        ("a\0b\x0bc", "a b c"),
        ("Zoë’s naïve – plan", "Zoë’s naïve – plan"),
        ("snake_x000_case", "snake_x000_case"),
    ],
)
def test_normalised(text, expected):
    assert normalised(text) == expected


def test_one_line():
    assert one_line(" Job\u00a0 Title\r\n(EMEA)\t ") == "Job Title (EMEA)"


@given(st.text())
def test_it_is_plain_and_stays_so(text):
    once = normalised(text)
    if "_x" not in once:
        assert normalised(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not {unicodedata.category(sign) for sign in once} & {"Cf", "Cs", "Zl", "Zp"}
    assert "\n" not in one_line(text)
