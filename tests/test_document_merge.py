"""The merge of two documents made from one: what one side changed is kept, what both changed is
shown, nothing is lost.
"""

import copy

from hypothesis import given
from hypothesis import strategies as st

from editions.documents.diff import names_that_differ, text_changes
from editions.documents.merge import merge

WORDS = st.text("abc", min_size=1, max_size=2)
SENTENCES = st.lists(st.fixed_dictionaries({"text": WORDS}), max_size=5)
BANDS = st.lists(
    st.fixed_dictionaries(
        {"market": st.sampled_from("UVW"), "currency": st.just("USD"), "period": st.just("year"),
         "low": st.integers(1, 3)}
    ),
    max_size=3,
    unique_by=lambda band: band["market"],
)  # fmt: skip
DOCUMENTS = st.fixed_dictionaries(
    {
        "title": WORDS,
        "summary": WORDS,
        "guideline": st.fixed_dictionaries({"knowledge": WORDS, "experience": WORDS}),
        "responsibilities": SENTENCES,
        "pay": BANDS,
    }
)


@given(DOCUMENTS, DOCUMENTS)
def test_a_side_that_changed_nothing_takes_over_the_other(base, changed):
    for mine, theirs in ((base, changed), (changed, base), (changed, changed)):
        merged = merge(base, mine, theirs)
        assert merged.clashes == []
        assert merged.document == changed


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_both_sides_meet_the_same_clashes_and_without_one_the_same_document(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {clash.path for clash in one.clashes} == {clash.path for clash in other.clashes}
    if not one.clashes:
        assert by_market(one.document) == by_market(other.document)


def by_market(document):
    return document | {"pay": sorted(document["pay"], key=lambda band: band["market"])}


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_no_change_is_lost(base, mine, theirs):
    """Whatever a side changed is in the result as that side has it, or in a clash."""
    merged = merge(base, mine, theirs)
    clashing = {str(clash.path[0]) for clash in merged.clashes}
    for side in (mine, theirs):
        for name in ("title", "summary"):
            if side[name] != base[name] and name not in clashing:
                assert merged.document[name] == side[name]
        if "pay" not in clashing:
            base_bands = {band["market"]: band for band in base["pay"]}
            found = {band["market"]: band for band in merged.document["pay"]}
            for band in side["pay"]:
                if base_bands.get(band["market"]) != band:
                    assert found[band["market"]]["low"] in {
                        each["low"]
                        for each in (*mine["pay"], *theirs["pay"])
                        if each["market"] == band["market"]
                    }
        if "responsibilities" not in clashing:
            new = [s for s in side["responsibilities"] if s not in base["responsibilities"]]
            assert all(sentence in merged.document["responsibilities"] for sentence in new)


@given(DOCUMENTS, st.permutations(["title", "summary", "guideline"]), WORDS)
def test_disjoint_changes_merge_in_any_order(base, names, word):
    sides = []
    for name in names:
        side = copy.deepcopy(base)
        if name == "guideline":
            side[name]["knowledge"] = word
        else:
            side[name] = word
        sides.append(side)
    first = merge(base, sides[0], sides[1])
    one = merge(base, first.document, sides[2])
    second = merge(base, sides[1], sides[2])
    other = merge(base, sides[0], second.document)
    assert one.document == other.document
    assert first.clashes == one.clashes == second.clashes == other.clashes == []


def sentences(*texts):
    return {"responsibilities": [{"text": text} for text in texts]}


def test_two_editors_at_two_sentences_of_one_role_merge():
    base = sentences("Plans.", "Digs.", "Fills.", "Reports.")
    merged = merge(
        base,
        sentences("Plans well.", "Digs.", "Fills.", "Reports."),
        sentences("Plans.", "Digs.", "Fills.", "Reports.", "Teaches."),
    )
    assert merged.document == sentences("Plans well.", "Digs.", "Fills.", "Reports.", "Teaches.")
    assert merged.clashes == []


def test_two_editors_at_one_sentence_clash_with_both_texts():
    base, mine, theirs = sentences("Plans."), sentences("Plans it."), sentences("Plans all.")
    (clash,) = merge(base, mine, theirs).clashes
    assert clash.path == ("responsibilities",)
    assert (clash.mine, clash.theirs) == (mine["responsibilities"], theirs["responsibilities"])


def test_one_takes_a_band_out_that_the_other_changed():
    band = {"market": "US", "currency": "USD", "period": "year", "low": 1}
    merged = merge({"pay": [band]}, {"pay": []}, {"pay": [band | {"low": 2}]})
    assert [clash.path[0] for clash in merged.clashes] == ["pay"]


def test_places_name_what_differs_field_by_field():
    old = {"title": "A", "guideline": {"knowledge": "x", "experience": ""}, "version": 1}
    old |= sentences("Plans.", "Digs.")
    new = {"title": "A", "guideline": {"knowledge": "y", "experience": ""}, "version": 2}
    new |= sentences("Plans.", "Digs deep.")
    assert text_changes(old, new) == [
        ("responsibilities", "Digs.", "Digs deep."),
        ("guideline: knowledge", "x", "y"),
    ]
    assert names_that_differ(old, new) == ["guideline.knowledge", "version", "responsibilities"]


def test_one_figure_of_a_band_is_one_row():
    band = {"market": "US", "currency": "USD", "period": "year", "low": "1", "median": "2"}
    london = band | {"market": "UK", "currency": "GBP"}
    old, new = {"pay": [band, london]}, {"pay": [band | {"median": "3"}]}
    assert text_changes(old, new) == [
        ("pay, US USD year: median", "2", "3"),
        ("pay", "market UK, currency GBP, low 1, median 2, period year", ""),
    ]
