"""What changes between two neighbours: pairs are found, words are marked, nothing is lost."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from taxonomy.profile.changes import LONGEST, fields, marked, sentences

TEXTS = st.text(alphabet=st.sampled_from("ab <>&\"' \u00e9"), max_size=40)


def plain(side, tag):
    """The text with one kind of mark taken away."""
    return unescape(re.sub(rf"</?{tag}[^>]*>", "", side))


def test_words_that_go_and_come_are_marked():
    before, after = marked("Checks two valves each spring", "Checks four valves each autumn")
    assert before == "Checks <del>two</del> valves each <del>spring</del>"
    assert after == "Checks <ins>four</ins> valves each <ins>autumn</ins>"


def test_texts_without_much_in_common_are_marked_whole():
    before, after = marked("Checks valves", "Writes the permit for a road")
    assert before == '<del class="whole">Checks valves</del>'
    assert after == '<ins class="whole">Writes the permit for a road</ins>'


def test_stored_markup_is_escaped():
    before, after = marked("keeps <b>a</b> log here", "keeps <i>a</i> log here")
    assert "<b>" not in before
    assert "&lt;b&gt;" in before
    assert "<i>" not in after


@given(TEXTS, TEXTS)
def test_each_side_keeps_its_words(before, after):
    went, came = marked(before, after)
    assert plain(went, "del").split() == before.split()
    assert plain(came, "ins").split() == after.split()
    if before.split() == after.split():
        assert "<" not in re.sub(r'</?(del|ins) ?(class="whole")?>', "", went + came)


def test_alike_sentences_pair_and_the_rest_is_added_or_dropped():
    changes = sentences(
        ["Tests the valves of one street", "Answers the night telephone"],
        ["Trains new colleagues", "Tests the valves of nine streets"],
    )
    assert [change.kind for change in changes] == ["added", "changed", "dropped"]
    assert "colleagues" in changes[0].after
    assert changes[0].before == ""
    assert "<del>one street</del>" in changes[1].before
    assert "telephone" in changes[2].before


def test_equal_lists_have_no_changes_whatever_the_order():
    assert sentences(["One duty", "Two duties"], ["Two duties", "One duty"]) == []


def test_each_sentence_is_paired_once():
    changes = sentences(["Logs the valve"], ["Logs the valve", "Logs the valve twice"])
    assert [change.kind for change in changes] == ["added"]


def test_fields_that_appear_and_vanish():
    changes = fields(
        [("Scope", "One street"), ("Impact", "Homes")], [("Scope", "One street"), ("Years", "3")]
    )
    assert [(change.kind, change.label) for change in changes] == [
        ("added", "Years"),
        ("dropped", "Impact"),
    ]


def test_very_long_texts_are_not_compared_word_by_word():
    before, _ = marked("word " * (LONGEST + 1), "word " * LONGEST)
    assert before.startswith('<del class="whole">')
