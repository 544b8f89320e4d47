"""The capability check: the model's rule, the state in the address, the form, the CSV."""

import csv
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.capability_check import UnknownStateError, Wanted, assess, read_state, write_state
from frameworks.exchange.load import load_frameworks
from frameworks.exchange.sources import files
from frameworks.models import Activity, Category, Entry

PRACTICES = {
    code: Wanted(code, code.title(), code[:3], code[:3], level, tuple(labels.split()))
    for code, level, labels in (
        ("dig01", 2, "a1 a2 b1"),
        ("dig02", 2, "a1"),
        ("kee01", 3, "a1 a2 a3 b1 b2 b3 b4 b5 b6 b7 b8 c1 c2 c3 c4 c5 c6"),
        ("kee02", 4, "a1 a2"),
    )
}


class TestRule:
    def reached(self, state):
        return assess(PRACTICES, read_state(state, PRACTICES))

    def test_nothing_is_level_1(self):
        result = self.reached("")
        assert (result.reached, result.next_level) == (1, 2)
        assert [standing.wanted.code for standing in result.missing] == ["dig02", "dig01"]

    def test_a_level_needs_every_practice_of_its_own_and_below(self):
        assert self.reached("dig01,dig02").reached == 2
        assert self.reached("dig01,dig02,kee01").reached == 3
        assert self.reached("dig01,dig02,kee02").reached == 2
        assert self.reached("dig02,kee01,kee02").reached == 1

    def test_one_activity_less_is_not_the_practice(self):
        result = self.reached("dig01.3,dig02")
        assert result.reached == 1
        assert [(s.wanted.code, s.missing) for s in result.missing] == [("dig01", ["b1"])]
        assert result.missing_count == 1

    def test_what_is_missing_is_what_would_reach_the_next_level(self):
        state = read_state("dig01.1,kee02", PRACTICES)
        result = assess(PRACTICES, state)
        filled = state | {s.wanted.code: frozenset(s.wanted.labels) for s in result.missing}
        assert assess(PRACTICES, filled).reached == result.next_level

    def test_everything(self):
        result = self.reached(",".join(PRACTICES))
        assert (result.reached, result.next_level, result.missing) == (4, None, [])
        assert result.total.percent == 100

    def test_coverage_rounds_down(self):
        area = self.reached("kee01.ffff,kee02").by_area[1]
        assert (area.present, area.activities, area.whole, area.practices) == (18, 19, 1, 2)
        assert area.percent == 94


class TestState:
    @given(st.dictionaries(st.sampled_from(sorted(PRACTICES)), st.data()))
    def test_any_evidence_comes_back(self, drawn):
        state = {
            code: frozenset(data.draw(st.sets(st.sampled_from(PRACTICES[code].labels))))
            for code, data in drawn.items()
        }
        again = read_state(write_state(state, PRACTICES), PRACTICES)
        assert again == {code: labels for code, labels in state.items() if labels}

    @pytest.mark.parametrize(
        "state", ["dig99", "dig01.8", "dig01.x", "dig01.", "<script>", "dig01;dig02", "kee01.20000"]
    )
    def test_what_cannot_be_understood_is_said(self, state):
        with pytest.raises(UnknownStateError):
            read_state(state, PRACTICES)


@pytest.mark.django_db
class TestCheck:
    PATH = "/frameworks/escm-sp-2/check/"

    @pytest.fixture(autouse=True)
    def _shipped(self, settings):
        load_frameworks(files([settings.BASE_DIR / "fixtures" / "frameworks" / "escm-sp-2.yaml"]))

    def test_starts_at_level_1_with_everything_missing(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(6):
            response = client.get(self.PATH)
        result = response.context["result"]
        assert (result.reached, result.total.activities) == (1, 1234)
        assert len(result.missing) == 48
        assert "Set-Cookie" not in response

    def test_the_boxes_come_first_until_something_is_ticked(self, client):
        empty = client.get(self.PATH).text
        assert empty.index('id="tick"') < empty.index('id="verdict"')
        filled = client.get(f"{self.PATH}?have=tfr03").text
        assert filled.index('id="verdict"') < filled.index('id="tick"')

    def test_levels_are_reached_by_their_practices(self, client):
        practices = Entry.objects.filter(framework__slug="escm-sp-2")
        for level in (2, 3, 4):
            up_to = practices.filter(practice__level__number__lte=level)
            state = ",".join(up_to.values_list("code", flat=True))
            result = client.get(self.PATH, {"have": state}).context["result"]
            assert result.reached == level

    def test_ticked_practices_become_an_address(self, client):
        asked = {"have": "rel01.1ff,knw01", "ticked": "practices", "t": ["knw02", "thr04"]}
        response = client.get(self.PATH, asked)
        assert response.status_code == 302
        state = parse_qs(urlsplit(response["Location"]).query)["have"]
        assert state == ["knw02,rel01.1ff,thr04"], "knw01 was unticked; rel01 stays in part"
        text = client.get(response["Location"]).text
        assert 'id="t-knw02" checked' in text
        assert "9 of 23" in text

    def test_ticked_activities_become_an_address(self, client, django_assert_max_num_queries):
        asked = {
            "have": "knw01,thr04",
            "area": "knw",
            "ticked": "knw",
            "t": ["knw02.a1", "knw02.c5"],
        }
        response = client.get(self.PATH, asked)
        assert "have=knw02.8001,thr04&area=knw" in response["Location"]
        with django_assert_max_num_queries(7):
            text = client.get(response["Location"]).text
        assert text.count(" checked") == 2

    def test_all_none_and_the_next_area(self, client):
        asked = {"area": "knw", "ticked": "knw", "t": ["knw01.a1"], "all": "knw02"}
        assert "have=knw01.1,knw02&area=knw#knw02" in client.get(self.PATH, asked)["Location"]
        asked = {"have": "knw02", "area": "knw", "ticked": "knw", "none": "knw02"}
        assert "have" not in client.get(self.PATH, asked)["Location"]
        asked = {"area": "knw", "ticked": "knw", "to": "ppl", "t": ["knw01.a1"]}
        assert "area=ppl" in client.get(self.PATH, asked)["Location"]

    def test_the_longest_addresses_stay_short(self, client):
        """Every practice but for one activity: the most that an address ever has."""
        labels = Activity.objects.filter(kind="required").values_list("entry__code", "label")
        assert len(labels) == 1234
        state = write_state(*self._but_one(labels))
        assert len(state) < 1200
        for area in ("prf", "ppl"):
            sent = "&".join(f"t={code}.{label}" for code, label in labels if code[:3] == area)
            assert len(sent) + len(state) < 4000

    def _but_one(self, labels):
        wanted = {}
        for code, label in labels:
            wanted.setdefault(code, []).append(label)
        practices = {c: Wanted(c, c, c[:3], c[:3], 2, tuple(names)) for c, names in wanted.items()}
        return {c: set(names[1:]) for c, names in wanted.items()}, practices

    def test_csv_says_the_same(self, client):
        response = client.get("/frameworks/escm-sp-2/check.csv", {"have": "knw01"})
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        rows = list(csv.DictReader(StringIO(text)))
        assert len(rows) == 1234
        assert {row["practice"] for row in rows if row["evidence"] == "yes"} == {"knw01"}
        assert {row["area name"] for row in rows if row["area"] == "knw"} == {
            "Knowledge Management"
        }
        assert "attachment" in response["Content-Disposition"]

    def test_csv_has_no_formula_in_the_code_of_an_area(self, client):
        Category.objects.filter(code="knw").update(code="=knw")
        response = client.get("/frameworks/escm-sp-2/check.csv")
        assert b",'=knw," in b"".join(response.streaming_content)

    def test_a_lost_activity_counts(self, client):
        text = client.get(self.PATH, {"area": "prf"}).text
        assert "the text is lost in the source" in text

    @pytest.mark.parametrize("query", ["have=zzz01", "have=knw01.fffffff", "area=zzz"])
    def test_bad_addresses_are_named(self, client, query):
        response = client.get(f"{self.PATH}?{query}")
        assert response.status_code == 404
        assert "zzz" in response.text or "knw01 has only 13" in response.text
