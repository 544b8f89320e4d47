"""What changes between two neighbours: pairs are found, words are marked, nothing is lost."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from taxonomy.profile.word_changes import LONGEST, AreaSentence, by_area, fields, marked

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


def of(area, *texts):
    return [AreaSentence(area, text) for text in texts]


def test_areas_grow_begin_end_and_stay():
    before = [*of("Valves", "Tests the valves of one street"), *of("Nights", "Answers the phone")]
    before += of("Logs", "Keeps the log")
    after = [
        *of("Team", "Trains new colleagues"),
        *of("valves", "Tests the valves of nine streets"),
    ]
    after += of("Logs", "Keeps the log")
    changes = by_area(before, after)
    assert [(change.area, change.kind) for change in changes] == [
        ("Team", "new"),
        ("valves", "grows"),
        ("Logs", "same"),
        ("Nights", "ends"),
    ]
    assert changes[1].pairs[0].before == "Tests the valves of <del>one street</del>"
    assert changes[1].pairs[0].after == "Tests the valves of <ins>nine streets</ins>"


def test_unlike_sentences_of_one_area_are_shown_without_marks():
    (change,) = by_area(of("Valves", "Tests valves"), of("Valves", "Sets the budget for repair"))
    assert change.kind == "grows"
    assert change.pairs == [("Tests valves", "Sets the budget for repair", change.pairs[0].text)]


def test_several_sentences_of_an_area_pair_with_the_most_alike():
    before = of("Valves", "Logs each leak of a street", "Tests the valves of one street")
    after = of("Valves", "Tests the valves of nine streets", "Trains the crew")
    (change,) = by_area(before, after)
    assert [(bool(pair.before), bool(pair.after)) for pair in change.pairs] == [
        (True, True),
        (False, True),
        (True, False),
    ]
    assert "<ins>nine streets</ins>" in change.pairs[0].after


def test_without_areas_on_a_side_nothing_begins_or_ends():
    (change,) = by_area(of(None, "Tests valves"), of("Team", "Trains the crew", "Hires"))
    assert change.kind == "asks"
    assert len(change.pairs) == 2


@given(
    st.lists(st.tuples(st.sampled_from(["A", "a", "B"]), TEXTS)),
    st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), TEXTS)),
)
def test_no_sentence_is_lost(before, after):
    changes = by_area(
        [AreaSentence(*each) for each in before], [AreaSentence(*each) for each in after]
    )
    shown = [pair for change in changes for pair in change.pairs]
    stated = sorted(pair.text for pair in shown if pair.after or pair.text)
    assert stated == sorted(text for _, text in after if text)


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
