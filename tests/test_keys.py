"""Codes and keys: minted as the catalogue mints them, read in either case."""

import pytest

from taxonomy.keys import Key, focus_codes, mint_focus_code, mint_function_code, parse_key


def test_a_focus_code_is_minted_from_its_first_name():
    code = mint_focus_code("IT Operations & Support", "IT Outsourcing Management")
    assert code == "ITOUTSOU493C"


def test_a_function_code_is_six_characters_and_numbered_when_taken():
    assert mint_function_code("IT Operations & Support", set()) == "ITOPER"
    assert mint_function_code("IT Operations & Support", {"ITOPER"}) == "ITOPER2"
    assert mint_function_code("IT Operations & Support", {"ITOPER", "ITOPER2"}) == "ITOPER3"


def test_accents_fold_into_codes_and_signs_are_left_out():
    assert mint_function_code("Ökologie & Umwelt", set()) == "OKOLOG"
    assert mint_function_code("A–B “Testing”", set()) == "ABTEST"


def test_a_name_in_another_alphabet_is_written_in_latin_letters():
    assert mint_function_code("데이터 과학", set()) == "DEITEO"
    assert mint_focus_code("Данные", "Анализ данных")[:8] == "ANALIZDA"


def test_a_focus_code_takes_the_next_digits_when_taken():
    first, second, *others = focus_codes("IT Operations & Support", "IT Outsourcing Management")
    assert (first, len(others)) == ("ITOUTSOU493C", 8)
    names = ("IT Operations & Support", "IT Outsourcing Management")
    assert mint_focus_code(*names, {first}) == second
    with pytest.raises(ValueError, match="every code"):
        mint_focus_code(*names, {first, second, *others})


@pytest.mark.parametrize("name", ["", "—", "★ ♠"])
def test_a_name_without_letters_has_no_code(name):
    with pytest.raises(ValueError, match="no letters or digits"):
        mint_function_code(name, set())
    with pytest.raises(ValueError, match="no letters or digits"):
        mint_focus_code("IT", name)


def test_a_key_is_read_in_either_case():
    assert parse_key(" itoper.itoutsou493c.p3 ") == Key("ITOPER", "ITOUTSOU493C", "P3")
    assert str(parse_key("ITOPER.GEN.M1")) == "ITOPER.GEN.M1"


@pytest.mark.parametrize(
    "text", ["", "ITOPER", "A.B", "A.B.P-1", "A.B.ABCDEFGHIJKLM", "A..P1", "A.B.P1.", "é.B.P1"]
)
def test_a_malformed_key_is_named(text):
    with pytest.raises(ValueError, match="is not a profile key"):
        parse_key(text)
