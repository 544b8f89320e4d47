"""Finding a role in the shipped canon by one's own words: order, reasons, spellings, filters."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from bench.every_match import every_match_scored
from taxonomy.edit_distance import slips
from taxonomy.models import Profile, SearchWord
from taxonomy.search import ranking
from taxonomy.search.filters import Filters
from taxonomy.search.query import MOST_NAMES, Alternative, Query, WordGroup, read_query
from taxonomy.search.results import search_canon, within_bounds
from taxonomy.search.weights import NEAR
from taxonomy.search.word_lookup import spelled_like

VENDOR_MANAGER = "ITOPER.ITOUTSOU493C.P4"


@pytest.fixture
def canon(shipped, db):
    return None


def found(text, **filters):
    return search_canon(text, Filters(**filters))


def keys(results):
    return [hit.profile.key for hit in results.hits]


def labels(results, key):
    [hit] = [hit for hit in results.hits if hit.profile.key == key]
    return [reason.label for reason in hit.why.reasons]


def test_what_was_typed_is_closer_than_what_looks_like_it():
    typed, synonym = Alternative("head", ("head",), 3), Alternative("lead", ("lead",), 9, "synonym")
    ending, spelling = (Alternative("heads", ("head",), 2, how) for how in ("ending", "spelling"))
    assert WordGroup("head", (typed, synonym, ending, spelling)).closest == (typed, synonym)
    assert WordGroup("head", (ending, spelling)).closest == (ending, spelling)


def test_where_endings_are_found_too_the_very_word_in_a_name_is_a_step_of_its_own():
    """Each later step takes in more: the title, names with the word, then with its endings."""
    typed, ending = Alternative("head", ("head",), 3), Alternative("heads", ("heads",), 2, "ending")
    title, name, *fields = WordGroup("head", (typed, ending)).steps()
    assert title[1] == "(('Thead'))"
    assert name[1] == "(('Ahead'))"
    assert title[0] > name[0] > fields[0][0]
    assert fields[0][1] == "(('Ahead') | ('Aheads'))"
    alone = WordGroup("head", (replace(typed, entries=5),)).steps()
    assert [worth for worth, _ in fields] == pytest.approx([NEAR * worth for worth, _ in alone[1:]])


def test_a_spelling_that_begins_another_is_not_named():
    near = [Alternative(word, (word,), 1, "spelling") for word in ("software", "softwa", "shift")]
    assert WordGroup("softwaer", tuple(near)).spelling == "software, shift"


@pytest.mark.parametrize(
    ("meanings", "names"),
    [((4, 6), MOST_NAMES), ((5, 5), 0), ((3, 3, 3), 0), ((2, 7), 14), ((), 0)],
)
def test_a_name_is_asked_for_in_all_that_its_words_may_mean_until_that_is_unwieldy(meanings, names):
    groups = [
        WordGroup(f"w{n}", tuple(Alternative(f"w{n}m{m}", ("x",), 1) for m in range(count)))
        for n, count in enumerate(meanings)
    ]
    query = Query("", tuple(groups), unknown=(), codes=(), is_cut=False)
    assert len([name for name in query.names().split(" | ") if name]) == names


class TestShippedCanon:
    def test_abbreviations_are_read(self, canon):
        results = found("sr vendor mgr")
        assert keys(results)[0] == VENDOR_MANAGER
        title = str(results.hits[0].why.title)
        assert title == "<mark>Senior</mark> IT <mark>Vendor</mark> <mark>Manager</mark>"

    def test_typos_find_what_was_meant_and_say_so(self, canon):
        results = found("contarct negotation")
        focuses = {key.rsplit(".", 1)[0] for key in keys(results)[:3]}
        assert "ITOPER.ITOUTSOU493C" in focuses
        assert "spelled like" in labels(results, keys(results)[0])
        assert any("contract" in group.spelling for group in results.query.spelled)

    @pytest.mark.parametrize("typed", ["sourcnig", "sourci"])  # a slip, a beginning
    def test_titles_come_first_whatever_the_spelling(self, canon, typed):
        titles = [hit.profile.title for hit in found(typed).hits]
        has_it = ["Sourcing" in title for title in titles]
        assert has_it == sorted(has_it, reverse=True)
        assert has_it[0]
        assert not has_it[-1]

    def test_an_alias_is_named_as_the_reason(self, canon):
        aliases = Profile.objects.get(key=VENDOR_MANAGER).aliases.values_list("title", flat=True)
        for alias in aliases:
            results = found(alias)
            assert VENDOR_MANAGER in keys(results)[:3], alias

    @pytest.mark.parametrize("text", ["itouts", "ITOPER.ITOUTSOU493C", "itoper.itouts"])
    def test_a_part_of_a_code_is_enough(self, canon, text):
        results = found(text)
        assert results.hits
        assert {key.rsplit(".", 1)[0] for key in keys(results)[:2]} == {"ITOPER.ITOUTSOU493C"}
        assert labels(results, keys(results)[0]) == ["key"]

    def test_the_levels_of_a_ladder_stand_in_one_hit(self, canon):
        results = found("itoutsou493c")
        ladders = [tuple(rung.role.level_label for rung in hit.rungs) for hit in results.hits]
        assert len(ladders) == len(set(ladders)) == 2
        assert all(rung.is_found for hit in results.hits for rung in hit.rungs)

    def test_beginnings_are_found_while_typing(self, canon):
        whole = set(keys(found("negotiation")))
        assert whole <= set(keys(found("negotiat"))) or len(whole) == 15

    def test_functions_focuses_levels_and_skills_stand_apart(self, canon):
        groups = {
            group.label: [str(name) for _, name in group.rows] for group in found("service").others
        }
        assert any("<mark>Service</mark>" in name for name in groups["Focuses"])
        assert "Skills" in groups
        levels = {group.label for group in found("professional").others}
        assert "Levels" in levels

    def test_every_hit_names_every_word(self, canon):
        for text in ("vendor risk", "nurse", "payroll", "warehouse safety", "data quality"):
            results = found(text)
            assert results.hits, text
            for hit in results.hits:
                shown = str(hit.why.title) + "".join(str(r.text) for r in hit.why.reasons)
                assert "<mark>" in shown, (text, hit.profile.key)

    def test_a_word_that_fits_nothing_is_left_out_and_named(self, canon):
        results = found("vendor zzyzzyq manager")
        assert results.query.unknown == ("zzyzzyq",)
        assert keys(results)

    @pytest.mark.parametrize(
        ("text", "dropped", "first"),
        [
            ("accountant kubernetes", ("kubernetes",), "General Ledger Accountant"),
            ("accountant (m/f/d)", ("m", "f", "d"), "General Ledger Accountant"),
            ("nurse kubernetes night", ("kubernetes", "night"), "Registered Nurse"),
        ],
    )
    def test_what_says_little_is_dropped_in_the_open(self, canon, text, dropped, first):
        results = found(text)
        assert set(results.query.dropped) == set(dropped)
        assert first in {hit.profile.title for hit in results.hits}
        assert len(results.hits) <= 3
        assert not results.facets
        assert not results.others

    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("nurse outsourcing", {"nurse", "outsourcing"}),
            ("senior accountant warehouse python", {"senior accountant", "senior warehouse"}),
        ],
    )
    def test_words_of_titles_stay_and_their_parts_are_offered(self, canon, text, parts):
        results = found(text)
        assert not results.hits
        assert parts <= set(results.parts)
        assert all(found(part).hits for part in results.parts)

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("senor acountant nurse", "senior accountant nurse"),
            ("contarct zzyzzyq", "contract zzyzzyq"),
        ],
    )
    def test_no_word_is_dropped_where_another_is_taken_for_a_slip(self, canon, text, meant):
        results = found(text)
        assert not results.hits
        assert results.respelled == meant

    @pytest.mark.parametrize("text", ["R&D manager", "zzyzzyq director", "zzyzzyq senior manager"])
    def test_what_is_left_says_more_than_a_level(self, canon, text):
        assert not found(text).hits

    def test_leaving_out_words_has_a_bound_of_questions(self, canon, django_assert_max_num_queries):
        many = "python kubernetes terraform git docker sql negotiation nurse dbt postgresql airflow"
        with django_assert_max_num_queries(45):
            results = found(many)
        assert len(results.query.left_out) == 10
        with django_assert_max_num_queries(45):
            results = found("nurse accountant warehouse buyer recruiter paralegal scrum plant")
        assert not results.hits

    def test_running_text_makes_nobody_an_accountant(self, canon):
        results = found("registered nurse")
        assert results.hits
        assert {hit.profile.focus.name for hit in results.hits} == {"Registered Nursing"}

    @pytest.mark.parametrize("text", ["registered nurse", "vendor manager", "warehouse manager"])
    def test_titles_come_before_aliases_and_aliases_before_text(self, canon, text):
        ranks = []
        for hit in found(text).hits:
            labels_of = {reason.label for reason in hit.why.reasons}
            ranks.append(2 if labels_of - {"alias"} else len(labels_of))
        assert ranks == sorted(ranks), ranks
        assert ranks[0] == 0

    def test_nothing_found_offers_near_spellings(self, canon):
        results = found("zzzcontracs")
        assert not results.hits
        assert "contract" in results.near


TEXTS = (
    "manager",
    "senior manager",
    "service delivery",
    "data eng",
    "risk report",
    "manager management",
    "senior risk manager",
)


class TestOrder:
    """Many matches are not all scored. Whatever is believed of their number, right or wrong, the
    order is that of scoring them all.
    """

    @pytest.fixture(params=["the planner", 0.0, 20.0, 1e9])
    def believed(self, request, monkeypatch):
        if request.param != "the planner":

            def estimated(words, filters):
                return 500.0, 500.0, [request.param] * len(words)

            monkeypatch.setattr(ranking, "estimated", estimated)

    @pytest.mark.parametrize("size", [1, 10, 30, 100])
    def test_few_and_many_are_ranked_alike(self, canon, monkeypatch, believed, size):
        monkeypatch.setattr(ranking, "RANKED_AT_ONCE", 0)
        monkeypatch.setattr(ranking, "ASKED_AT_ONCE", size)
        monkeypatch.setattr(ranking, "ASKED_PER_RESULT", 0)
        monkeypatch.setattr(ranking, "MOST_ASKED", 4 * size)
        for text in TEXTS:
            for filters in (Filters(), Filters(track="M")):
                for limit in (5, 60):
                    with within_bounds():
                        query = read_query(text)
                        few = every_match_scored(query, filters, limit)
                        many = ranking.best(query, filters, limit)
                    assert [hit.key for hit in many] == [hit.key for hit in few], text

    @pytest.mark.parametrize("size", [1, 10, 1000])
    def test_filters_alone_are_ordered_alike(self, canon, monkeypatch, believed, size):
        monkeypatch.setattr(ranking, "ASKED_AT_ONCE", size)
        monkeypatch.setattr(ranking, "ASKED_PER_RESULT", 0)
        for filters in (Filters(track="P"), Filters(function="CLINIC"), Filters(level="M2")):
            with within_bounds():
                few = every_match_scored(read_query(""), filters, 60)
                many = ranking.best(read_query(""), filters, 60)
            assert many == few
            assert few


class TestFacets:
    def test_counts_are_what_choosing_gives(self, canon):
        results = found("manager")
        for facet in results.facets:
            for choice in facet.choices[:4]:
                narrowed = Filters.of(QueryDict(choice.address[1:]))
                assert search_canon("manager", narrowed).total == choice.count, (facet.name, choice)

    def test_a_chosen_value_can_be_taken_away(self, canon):
        results = found("manager", track="M")
        [track] = [facet for facet in results.facets if facet.name == "track"]
        [choice] = track.choices
        assert choice.is_chosen
        assert choice.address == "?q=manager"
        assert {key.split(".")[2][0] for key in keys(results)} == {"M"}

    def test_filters_alone_list_everything_they_allow(self, canon):
        results = found("", function="CLINIC")
        assert results.total == Profile.objects.filter(function__code="CLINIC").count()


class TestSpelling:
    @pytest.mark.parametrize(
        ("typed", "word", "count"),
        [("contarct", "contract", 1), ("negotation", "negotiation", 1), ("manager", "manager", 0)],
    )
    def test_slips_are_counted(self, typed, word, count):
        assert slips(typed, word) == count

    @pytest.mark.parametrize(
        ("typed", "word"),
        [("mangaer", "manager"), ("enginer", "engineer"), ("slaes", "sales"), ("vender", "vendor")],
    )
    def test_near_words_are_found(self, canon, typed, word):
        assert word in [each.typed for each in spelled_like(typed)]

    def test_any_one_slip_is_put_right(self, canon):
        in_use = SearchWord.objects.filter(entries__gt=0, word__regex="^[a-z]{6,}$")
        for word in in_use.order_by("word").values_list("word", flat=True)[::40]:
            middle = len(word) // 2
            before, after = word[:middle], word[middle:]
            for typed in (before + after[1:], f"{before}q{after}", f"{before}q{after[1:]}"):
                found = spelled_like(typed)
                assert found, typed
                assert {slips(typed, near.typed) for near in found} <= {0, 1}, typed

    @pytest.mark.parametrize(
        ("typed", "word"),
        [
            ("enginneeer", "engineer"),
            ("negoitaiton", "negotiation"),
            ("adminstraiton", "administration"),
        ],
    )
    def test_several_slips_are_put_right_in_longer_words(self, canon, typed, word):
        assert word in [each.typed for each in spelled_like(typed)]

    def test_far_words_are_not(self, canon):
        assert spelled_like("xylophone") == []

    @pytest.mark.parametrize("typed", ["zookeeper", "beekeeper", "chef", "teacher"])
    def test_other_trades_are_no_slips(self, canon, typed):
        assert spelled_like(typed) == []

    def test_a_slip_of_a_word_in_running_text_finds_nobody(self, canon):
        assert not found("welder").hits  # reports signs of a wider fault
