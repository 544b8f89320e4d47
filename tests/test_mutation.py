"""The mutants themselves: each is another program, and the seven by hand still have their place."""

import ast

import pytest

from tests.mutation.__main__ import SEVEN, SUBJECTS
from tests.mutation.changes import mutants
from tests.mutation.plugin import ROOT, changed

SOURCE = """
@dataclass(frozen=True)
class Place:
    name: str | int


def place(amount: int | None, lowest, step=2):
    if amount is None or not lowest:
        return min(lowest, 0)
    return (amount - lowest) * step if amount >= lowest else False
"""


def test_every_small_change_is_made_once():
    made = [ast.unparse(mutant.tree) for mutant in mutants(SOURCE)]
    assert len(made) == len(set(made)) == 11
    assert ast.unparse(ast.parse(SOURCE)) not in made
    for change in ("and (not lowest)", "is not None", "max(lowest", "+ lowest", "/ step", "step=3"):
        assert any(change in text for text in made), change


def test_a_number_means_the_same_change_again():
    third = list(mutants(SOURCE))[3]
    assert ast.unparse(changed(SOURCE, {"number": 3})) == ast.unparse(third.tree)


@pytest.mark.parametrize("hand", SEVEN, ids=lambda hand: hand.path)
def test_a_change_by_hand_has_its_place_and_its_test(hand):
    assert (ROOT / hand.path).read_text().count(hand.old) == 1
    path, *_, name = hand.test.partition("[")[0].split("::")
    assert f"def {name}(" in (ROOT / path).read_text()


def test_the_modules_and_tests_of_each_subject_exist():
    for modules, tests in SUBJECTS.values():
        assert all((ROOT / path).exists() for path in (*modules, *tests))
