"""How the fields of a role, its standing and synonyms decide what is found first."""

import pytest

from taxonomy.models import Synonym
from taxonomy.search import indexing, ranking
from taxonomy.search.filters import Filters
from taxonomy.search.results import search_canon
from taxonomy.search.weights import LONGEST_QUERY
from tests.factories import (
    ClassificationMappingFactory,
    FocusSkillFactory,
    ProfileFactory,
    SkillFactory,
    TitleAliasFactory,
    ladder,
)


def found(text):
    indexing.catch_up()  # what a commit would do
    return search_canon(text, Filters())


def keys(results):
    return [hit.profile.key for hit in results.hits]


def labels(results, key):
    [hit] = [hit for hit in results.hits if hit.profile.key == key]
    return [reason.label for reason in hit.why.reasons]


class TestFields:
    """The same word in four places: title before focus before skill before sentence."""

    def test_better_fields_stand_first(self, db):
        ladder()
        title = ProfileFactory(focus__name="Sluice Care", title="Gauge Reader", level__code="P3")
        alias = ProfileFactory(focus__name="Weir Care", title="Weir Keeper", level__code="P3")
        TitleAliasFactory(profile=alias, title="Gauge Keeper")
        focus = ProfileFactory(focus__name="Gauge Rooms", title="Room Keeper", level__code="P3")
        code = ProfileFactory(focus__name="Dam Care", title="Dam Keeper", level__code="P3")
        ClassificationMappingFactory(profile=code, scheme="Gauge list", code="7")
        prose = ProfileFactory(
            focus__name="Lock Care", title="Lock Keeper", summary="Reads a gauge.", level__code="P3"
        )
        expected = [row.key for row in (title, alias, focus, code, prose)]
        assert keys(found("gauge")) == expected
        assert labels(found("gauge"), prose.key) == ["summary"]
        assert labels(found("gauge"), alias.key) == ["alias"]

    def test_a_retired_role_comes_last(self, db):
        old = ProfileFactory(focus__name="A", title="Gauge Reader", status="retired")
        new = ProfileFactory(focus__name="Z", title="Gauge Reader of Rivers and Canals")
        assert keys(found("gauge")) == [new.key, old.key]

    @pytest.mark.parametrize("believed", [0.0, 1e9])
    def test_a_name_that_says_just_this_comes_first(self, db, monkeypatch, believed):
        monkeypatch.setattr(ranking, "ASKED_AT_ONCE", 1)
        monkeypatch.setattr(ranking, "ASKED_PER_RESULT", 0)
        monkeypatch.setattr(
            ranking, "estimated", lambda words, filters: (1e9, 1e9, [believed] * len(words))
        )
        for place in range(5):
            role = ProfileFactory(focus__name=f"Lock {place}", title="Lock Keeper")
            TitleAliasFactory(profile=role, title=f"Technician of lock {place}")
        named = ProfileFactory(focus__name="Weir", title="Keeper of Each and Every Gauge")
        TitleAliasFactory(profile=named, title="Technician")
        results = found("technician")
        assert results.total == 6
        assert results.hits[0].profile == named

    def test_worse_fields_that_are_found_besides_wait_for_their_turn(self, db, monkeypatch):
        monkeypatch.setattr(ranking, "RANKED_AT_ONCE", 0)
        monkeypatch.setattr(ranking, "ASKED_AT_ONCE", 2)
        monkeypatch.setattr(ranking, "ASKED_PER_RESULT", 0)
        # Believed: who has a word among the skills has it in the title, so skills are asked for.
        monkeypatch.setattr(
            ranking, "estimated", lambda words, filters: (100.0, 100.0, [10.0] * len(words))
        )
        for place in range(20):
            ProfileFactory(focus__name=f"Lock {place}", title="Keeper", summary="A gauge, a reader")
        skilled = ProfileFactory(focus__name="Weir", title="Weir Keeper")
        FocusSkillFactory(focus=skilled.focus, skill=SkillFactory(name="Gauge reader"))
        half = ProfileFactory(focus__name="Dam", title="Gauge Keeper")
        FocusSkillFactory(focus=half.focus, skill=SkillFactory(name="Patient reader"))
        both = ProfileFactory(focus__name="Sluice", title="Reader of a Gauge in a Sluice")
        assert keys(found("gauge reader"))[:3] == [both.key, half.key, skilled.key]


class TestSynonyms:
    def test_one_way_and_both_ways(self, db):
        Synonym.objects.create(term="Obs", meaning="Observation")
        Synonym.objects.create(term="gaffer", meaning="foreman", both_ways=True)
        assert Synonym.objects.readings_of(["obs"]) == {"obs": ["observation"]}
        assert Synonym.objects.readings_of(["observation"]) == {}
        assert Synonym.objects.readings_of(["foreman"]) == {"foreman": ["gaffer"]}

    def test_several_words_mean_one_and_one_means_several(self, db):
        role = ProfileFactory(title="Clerk of Works")
        Synonym.objects.create(term="cow", meaning="clerk works", both_ways=True)
        short = ProfileFactory(title="COW Assistant", focus__name="Cow")
        assert set(keys(found("cow"))) == {role.key, short.key}
        assert set(keys(found("clerk works"))) == {role.key, short.key}


class TestPhrases:
    @pytest.mark.parametrize("term", ["tide desk", "tide moon desk"])
    @pytest.mark.parametrize("before", ["", "senior "])
    def test_a_synonym_of_several_words_is_read_as_one(self, db, term, before):
        Synonym.objects.create(term=term, meaning="harbour office")
        ladder()
        role = ProfileFactory(focus__name="Harbours", title="Senior Harbour Office Clerk")
        for text in (term, f"{term} clerk"):
            results = found(before + text)
            assert keys(results) == [role.key]
            assert not results.query.unknown
        assert not keys(found(term.replace("desk", "table")))

    def test_a_synonym_of_four_words_is_read_word_by_word(self, db):
        Synonym.objects.create(term="tide moon desk lamp", meaning="harbour office")
        ProfileFactory(title="Harbour Office Clerk")
        assert found("tide moon desk lamp").query.unknown == ("tide", "moon", "desk", "lamp")

    def test_the_last_word_is_a_synonym_and_a_beginning(self, db):
        """Whoever types the last word may not be done with it."""
        Synonym.objects.create(term="har", meaning="gauge")
        roles = [
            ProfileFactory(focus__name=name, title=f"Senior {name} Keeper")
            for name in ("Gauge", "Harbour")
        ]
        assert set(keys(found("senior har"))) == {role.key for role in roles}
        assert keys(found("har keeper")) == [roles[0].key]

    def test_a_name_that_says_just_what_is_meant_comes_before_those_that_say_more(self, db):
        Synonym.objects.create(term="gaugist", meaning="gauge reader")
        for place in range(5):
            role = ProfileFactory(focus__name=f"Lock {place}", title="Lock Keeper")
            TitleAliasFactory(profile=role, title=f"Gauge reader of lock {place}")
        named = ProfileFactory(focus__name="Weir", title="Keeper of Each and Every Gauge")
        TitleAliasFactory(profile=named, title="Gauge Reader")
        very = ProfileFactory(focus__name="Dam", title="Gaugist")
        assert keys(found("gaugist"))[:2] == [very.key, named.key]

    def test_a_phrase_is_read_by_its_meaning_alone_where_nothing_has_all_its_words(self, db):
        Synonym.objects.create(term="tide desk", meaning="harbour office")
        ProfileFactory(focus__name="Tide Care", title="Tide Keeper")
        role = ProfileFactory(focus__name="Harbours", title="Harbour Office Clerk")
        results = found("tide desk")
        assert keys(results) == [role.key]
        [group] = results.query.groups
        assert [alternative.shown for alternative in group.alternatives] == ["harbour office"]

    def test_two_letters_are_the_beginning_of_a_word_and_one_is_none(self, db):
        role = ProfileFactory(focus__name="Harbours", title="Harbour Clerk")
        assert keys(found("ha")) == [role.key]
        assert not keys(found("h"))

    def test_what_was_typed_comes_before_what_it_means(self, db):
        Synonym.objects.create(term="tide", meaning="harbour")
        meant = ProfileFactory(focus__name="A", title="Keeper")
        typed = ProfileFactory(focus__name="Z", title="Keeper of Each and Every Gauge")
        TitleAliasFactory(profile=meant, title="Harbour Clerk")
        TitleAliasFactory(profile=typed, title="Tide Clerk")
        assert keys(found("tide clerk")) == [typed.key, meant.key]


class TestWordsOfTitles:
    def test_a_name_with_the_very_word_comes_before_names_that_mean_it_together(self, db):
        Synonym.objects.create(term="gaugist", meaning="gauge reader")
        ladder()
        apart = ProfileFactory(focus__name="Weir Care", title="Weir Keeper", level__code="P3")
        TitleAliasFactory(profile=apart, title="Gauge Keeper")
        TitleAliasFactory(profile=apart, title="Weir Reader")
        very = ProfileFactory(focus__name="Lock", title="Keeper of Seven Locks", level__code="P3")
        TitleAliasFactory(profile=very, title="Lock Gaugist")
        title = ProfileFactory(focus__name="Dam", title="Gauge Reader of Dams", level__code="P3")
        assert keys(found("gaugist")) == [title.key, very.key, apart.key]

    def test_a_title_with_the_very_word_comes_before_titles_that_mean_it(self, db):
        Synonym.objects.create(term="gaugist", meaning="gauge reader")
        for place in range(5):
            ProfileFactory(focus__name=f"Lock {place}", title=f"Gauge Reader of Lock {place}")
        very = ProfileFactory(focus__name="Weir", title="Gaugist of Each and Every Weir")
        results = found("gaugist")
        assert results.total == 6
        assert keys(results)[0] == very.key

    def test_a_word_of_two_letters_beside_others_counts_in_names(self, db):
        named = ProfileFactory(focus__name="A", title="QA Keeper")
        ProfileFactory(focus__name="B", title="Dam Keeper", summary="Asks the QA of the dam.")
        assert keys(found("qa keeper")) == [named.key]

    def test_a_letter_of_a_title_keeps_no_other_role_from_being_found(self, db):
        role = ProfileFactory(focus__name="A", title="Accountant")
        ProfileFactory(focus__name="B", title="Vitamin D Keeper")
        assert keys(found("accountant (m/f/d)")) == [role.key]


class TestWorth:
    """Two roles have both words, each another one of them in its title."""

    @pytest.fixture
    def roles(self, db):
        for title, skill in (("Sluice Reader", "Gauge craft"), ("Gauge Reader", "Sluice craft")):
            role = ProfileFactory(focus__name=title, title=title)
            FocusSkillFactory(focus=role.focus, skill=SkillFactory(name=skill))

    def titles(self, text):
        return [hit.profile.title for hit in found(text).hits]

    def test_the_rarer_word_says_more(self, roles):
        for place in range(8):
            ProfileFactory(focus__name=f"Lock {place}", title="Sluice Keeper")
        assert self.titles("gauge sluice") == ["Gauge Reader", "Sluice Reader"]
        for place in range(80):
            ProfileFactory(focus__name=f"River {place}", title="Gauge Keeper")
        assert self.titles("gauge sluice") == ["Sluice Reader", "Gauge Reader"]

    def test_a_word_as_it_was_typed_says_more_than_a_slip(self, roles):
        assert self.titles("guage sluice") == ["Sluice Reader", "Gauge Reader"]
        assert self.titles("gauge sliuce") == ["Gauge Reader", "Sluice Reader"]


def test_a_text_is_called_cut_where_it_is_longer_than_what_is_read(client, db):
    for length, is_cut in ((LONGEST_QUERY, False), (LONGEST_QUERY + 1, True)):
        page = client.get("/search/", {"q": "gauge ".ljust(length, "x")}).text
        assert ("Only the first 200 characters were read." in page) == is_cut
