"""The frameworks' public pages: what they show, in how many queries, and to whom."""

import re
from itertools import pairwise

import pytest
from django.urls import reverse

from frameworks.choices import Visibility
from frameworks.exchange.load import load_frameworks
from frameworks.exchange.sources import files, texts
from frameworks.level_equivalents import NEAREST, nearest_defined
from frameworks.models import CanonLink, Entry, Framework
from taxonomy.models import Level
from tests.factories import FocusFactory, FocusSkillFactory, LevelFactory, ProfileFactory
from tests.framework_samples import load_ferries, load_wells

pytestmark = pytest.mark.django_db


@pytest.fixture
def wells(tmp_path):
    load_wells(tmp_path)
    return Framework.objects.get(slug="wells-1")


@pytest.fixture
def ferries(tmp_path):
    load_ferries(tmp_path)
    return Framework.objects.get(slug="sfia-9")


@pytest.fixture
def shipped(settings):
    load_frameworks(files([settings.BASE_DIR / "fixtures" / "frameworks"]))


def codes(response):
    return [entry.code for entry in response.context["chosen"]]


class TestFrameworks:
    def test_lists_what_is_held(self, client, wells, ferries, django_assert_max_num_queries):
        with django_assert_max_num_queries(4):
            response = client.get("/frameworks/")
        for words in ("Guild of Well Keepers", "first", "Free to copy.", "SFIA Foundation"):
            assert words in response.text
        assert "not linked to any focus yet" in response.text

    def test_empty(self, client):
        assert "No framework is loaded yet" in client.get("/frameworks/").text

    def test_counts_linked_focuses(self, client, wells):
        profile, focus = ProfileFactory(), FocusFactory(code="WELLS0", name="Wells")
        entry = Entry.objects.get(code="dig01")
        CanonLink.objects.create(entry=entry, profile=profile)
        CanonLink.objects.create(entry=entry, focus=profile.focus)
        CanonLink.objects.create(entry=Entry.objects.get(code="kee01"), focus=focus)
        assert re.search(r"linked to 2 of \d+ focus", client.get("/frameworks/").text)

    def test_facts_alone_are_said_to_be_facts(self, client, shipped):
        text = client.get("/frameworks/escm-sp-2/").text
        assert text.count("once your organisation reads its own copy") == 1

    def test_skills_of_a_file_of_facts_are_not_called_all_of_the_framework(self, client, shipped):
        for path in ("/frameworks/", "/frameworks/sfia-9/"):
            words = " ".join(re.sub(r"<[^>]+>", "", client.get(path).text).split())
            assert "of those that the framework defines, with code" in words
        assert re.search(r"all \d+ skills that are loaded here", words)


class TestFramework:
    def test_every_practice_is_in_picture_table_and_list(
        self, client, shipped, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(5):
            response = client.get("/frameworks/escm-sp-2/")
        entries = Entry.objects.filter(framework__slug="escm-sp-2")
        assert entries.count() == 84
        for entry in entries:
            assert response.text.count(f'href="{entry.get_absolute_url()}"') == 3, entry

    def test_picture_tiles_do_not_lie_on_each_other(self, client, shipped):
        picture = client.get("/frameworks/escm-sp-2/").context["map"]
        places = {(tile.x, tile.y) for tile in picture.tiles}
        assert len(places) == 84
        assert all(tile.y + 34 <= picture.height and tile.x < 1200 for tile in picture.tiles)
        tops = sorted((tile.x, tile.y) for tile in picture.tiles)
        for (x, y), (next_x, next_y) in pairwise(tops):
            assert x != next_x or next_y - y >= 34

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("level=2", 48),
            ("level=3&level=4", 36),
            ("lifecycle=initiation", 21),
            ("type=policy", 4),
            ("support=yes", 13),
            ("area=tfr&lifecycle=completion", 4),
            ("area=ppl&area=knw&level=3", 11),
            ("q=manage+suppliers", 1),
            ("level=2&type=plan&q=delivery", 1),
            ("q=no+such+words", 0),
        ],
    )
    def test_facets_combine(self, client, shipped, query, count):
        response = client.get(f"/frameworks/escm-sp-2/?{query}")
        assert len(codes(response)) == count
        dimmed = response.text.count(' out"')
        assert dimmed == 2 * (84 - count), "left out in the picture and in the table"

    def test_a_facets_count_is_what_its_link_shows(self, client, shipped):
        response = client.get("/frameworks/escm-sp-2/?level=3&support=yes")
        for facet in response.context["facets"]:
            for choice in facet.choices:
                if choice.count and not choice.is_chosen and facet.name not in ("level", "support"):
                    followed = client.get(f"/frameworks/escm-sp-2/{choice.address}")
                    assert len(codes(followed)) == choice.count, choice

    def test_a_chosen_facet_leads_back(self, client, shipped):
        response = client.get("/frameworks/escm-sp-2/?level=3")
        level = next(f for f in response.context["facets"] if f.name == "level")
        assert [each.address for each in level.choices if each.is_chosen] == ["?"]

    def test_unknown_values_are_named(self, client, wells):
        response = client.get("/frameworks/wells-1/?area=sky")
        assert response.status_code == 404
        assert "sky" in response.text

    def test_unknown_framework(self, client):
        assert client.get("/frameworks/nothing/").status_code == 404

    def test_skills_with_a_selection(self, client, ferries, django_assert_max_num_queries):
        with django_assert_max_num_queries(5):
            response = client.get("/frameworks/sfia-9/?pick=FCRR")
        assert 'name="pick" value="FCRR" id="pick-FCRR" checked' in response.text
        assert response.text.count("#level-") == 2, "defined at two levels"
        assert client.get("/frameworks/sfia-9/?pick=NONE").status_code == 404

    def test_json_of_all(self, client, wells):
        practices = client.get("/frameworks/wells-1.json").json()["practices"]
        assert [practice["code"] for practice in practices] == ["dig01", "kee01", "kee02"]


class TestLevel:
    def test_asks_for_its_own_and_those_below(self, client, shipped):
        response = client.get("/frameworks/escm-sp-2/levels/3/")
        assert len(response.context["entries"]) == 74
        assert len(response.context["own"]) == 26

    def test_levels_without_practices(self, client, shipped):
        assert "asks for no practice" in client.get("/frameworks/escm-sp-2/levels/1/").text
        assert "kept up over time" in client.get("/frameworks/escm-sp-2/levels/5/").text
        assert client.get("/frameworks/escm-sp-2/levels/6/").status_code == 404

    def test_skills_defined_at_a_level(self, client, ferries):
        assert "Ferry crew rostering" in client.get("/frameworks/sfia-9/levels/4/").text
        assert "None of the skills" in client.get("/frameworks/sfia-9/levels/7/").text


class TestEntry:
    def test_practice_is_whole(self, client, wells, django_assert_max_num_queries):
        with django_assert_max_num_queries(9):
            text = client.get("/frameworks/wells-1/dig01/").text
        for words in (
            "Find where water lies close and stays clean.",
            "Ask the oldest neighbours first.",
            "Leave the hole open overnight.",
            "Cover it against foxes.",
            "3 required, 1 recommended, 2 notes",
        ):
            assert words in text
        assert "<li>in clay</li>" in text
        for anchor in ("a", "a1", "b", "b1", "b1a"):
            assert text.count(f'id="{anchor}"') == 1
            assert f'href="#{anchor}"' in text

    def test_gap_is_kept_and_shown(self, client, wells):
        text = client.get("/frameworks/wells-1/kee01/").text
        assert "The text of a2 is lost in the source" in text
        assert 'id="a2"' in text

    def test_support_goes_both_ways(self, client, wells):
        text = client.get("/frameworks/wells-1/kee01/").text
        found = re.search(
            r'activity <span class="key">a1</span> of <span class="num">3</span>', text
        )
        assert found
        assert "/frameworks/wells-1/dig01/#a1" in text
        assert "/frameworks/wells-1/kee01/" in client.get("/frameworks/wells-1/dig01/").text

    def test_related_goes_both_ways(self, client, wells):
        assert "Related practices" in client.get("/frameworks/wells-1/dig01/").text
        assert "Named by" in client.get("/frameworks/wells-1/kee02/").text

    def test_support_of_84_practices_costs_no_more(
        self, client, shipped, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(9):
            response = client.get("/frameworks/escm-sp-2/knw02/")
        c2 = next(each for each in response.context["sheet"].supports if each.label == "c2")
        assert len(c2.entries) == 84

    def test_practice_without_texts_is_useful(self, client, shipped):
        text = client.get("/frameworks/escm-sp-2/prf09/").text
        assert "Facts only" in text
        assert "The text of b4 is lost" in text
        assert 'id="c5"' in text

    def test_skill_is_a_ladder(self, client, ferries, django_assert_max_num_queries):
        with django_assert_max_num_queries(7):
            text = client.get("/frameworks/sfia-9/FCRR/").text
        assert "Writes the roster of one boat." in text
        assert text.count('class="defined"') == 2
        assert text.count("not defined</span>") == 5
        assert "Coils ropes when told to." in text
        assert "<li>swapping a sick deckhand</li>" in text
        assert text.index("Follow") < text.index("Helps others sail.") < text.index("harbour")

    def test_seed_skill(self, client, seeds):
        load_frameworks(texts([seeds / "003_336d5e4384c151b8.txt"]))
        text = client.get("/frameworks/sfia-9/ITMG/").text
        assert text.count('class="defined"') == 3
        assert "beta" not in text

    def test_code_in_the_other_case_leads_here(self, client, wells, ferries):
        assert client.get("/frameworks/wells-1/DIG01/")["Location"] == "/frameworks/wells-1/dig01/"
        assert client.get("/frameworks/sfia-9/fcrr/").status_code == 301

    def test_unknown_code_names_the_nearest(self, client, wells):
        response = client.get("/frameworks/wells-1/dig02/")
        assert response.status_code == 404
        assert "dig01" in response.text

    def test_json_twin(self, client, wells, ferries):
        practice = client.get("/frameworks/wells-1/kee01.json").json()
        assert practice["activities"][0]["required"][1] == {
            "label": "a2",
            "text": None,
            "supports": [],
            "supplemental": [],
            "recommended": [],
        }
        levels = client.get("/frameworks/sfia-9/FCRR.json").json()["levels"]
        assert [level["defined"] for level in levels] == [False, True, False, True, *[False] * 3]

    def test_repeat_visit_answers_304_until_an_edit(self, client, wells):
        path = "/frameworks/wells-1/dig01/"
        etag = client.get(path)["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


class TestFrameworkLinks:
    def test_profile_shows_entries_of_its_focus_with_the_nearest_level(
        self, client, ferries, wells, django_assert_max_num_queries
    ):
        profile = ProfileFactory(level=LevelFactory(code="P2"))
        CanonLink.objects.create(
            entry=Entry.objects.get(code="FCRR"), focus=profile.focus, note="Both roster."
        )
        CanonLink.objects.create(entry=Entry.objects.get(code="dig01"), profile=profile)
        text = client.get(f"{profile.get_absolute_url()}evidence/").text
        assert "Both roster." in text
        assert "SFIA level 2, Assist, nearest to P2" in text
        assert "Copies the roster to the notice board." in text
        assert "dig01" in text

    def test_focus_and_skill_show_theirs(self, client, wells):
        applied = FocusSkillFactory()
        entry = Entry.objects.get(code="dig01")
        CanonLink.objects.create(entry=entry, focus=applied.focus, note="Focus note.")
        CanonLink.objects.create(entry=entry, skill=applied.skill, note="Skill note.")
        assert "Focus note." in client.get(applied.focus.get_absolute_url()).text
        assert "Skill note." in client.get(applied.skill.get_absolute_url()).text

    def test_page_without_links_says_nothing(self, client, wells):
        assert "In frameworks" not in client.get(ProfileFactory().get_absolute_url()).text

    def test_links_cost_two_queries_however_many(self, client, ferries, wells):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        profile = ProfileFactory()
        with CaptureQueriesContext(connection) as without:
            client.get(profile.get_absolute_url())
        for entry in Entry.objects.all():
            CanonLink.objects.create(entry=entry, focus=profile.focus)
        with CaptureQueriesContext(connection) as having:
            client.get(profile.get_absolute_url())
        assert len(having) <= len(without) + 1

    def test_every_level_of_the_canon_has_a_neighbour(self, settings):
        from taxonomy.canon.load import load as load_canon
        from taxonomy.canon.reader import read

        load_canon(read([settings.BASE_DIR / "fixtures" / "canon" / "levels.yaml"]))
        assert set(Level.objects.values_list("code", flat=True)) == set(NEAREST)

    def test_nearest_defined_level(self):
        assert nearest_defined("P3", [5, 6, 7]) == 5
        assert nearest_defined("P8", [5, 6]) == 6
        assert nearest_defined("P3", [3, 5]) == 3, "the lower one of two as near"
        assert nearest_defined("P3", []) is None


class TestVisibility:
    """A framework for signed-in people is nowhere for others."""

    PATHS = (
        "/frameworks/wells-1/",
        "/frameworks/wells-1.json",
        "/frameworks/wells-1/dig01/",
        "/frameworks/wells-1/dig01.json",
        "/frameworks/wells-1/levels/2/",
        "/frameworks/wells-1/check/",
        "/frameworks/wells-1/check.csv",
    )

    @pytest.fixture
    def hidden(self, wells):
        profile = ProfileFactory()
        CanonLink.objects.create(
            entry=Entry.objects.get(code="dig01"), focus=profile.focus, note="Hidden note."
        )
        wells.visibility = Visibility.SIGNED_IN
        wells.save()
        return profile

    def test_pages_are_missing_for_others(self, client, hidden):
        for path in self.PATHS:
            response = client.get(path)
            assert response.status_code == 404, path
            for words in ("Well Keep", "Choose a Place", "dig01 "):
                assert words not in response.text

    def test_pages_are_there_for_signed_in_people(self, client, hidden, django_user_model):
        client.force_login(django_user_model.objects.create_user("vera"))
        for path in self.PATHS:
            response = client.get(path)
            assert response.status_code == 200, path
            assert "private" in response["Cache-Control"]
            assert "no-store" in response["Cache-Control"]
            assert "ETag" not in response

    def test_lists_and_canon_pages_keep_quiet(self, client, hidden, django_user_model):
        evidence = f"{hidden.get_absolute_url()}evidence/"
        for path in (
            *("/frameworks/", evidence),
            *(hidden.get_absolute_url(), hidden.focus.get_absolute_url()),
        ):
            text = client.get(path).text
            assert "Hidden note." not in text
            assert "Wells" not in text
        client.force_login(django_user_model.objects.create_user("vera"))
        assert "Hidden note." in client.get(evidence).text
        assert "Wells" in client.get("/frameworks/").text

    def test_visitors_get_no_cookie_and_one_shared_answer(self, client, wells):
        profile = ProfileFactory()
        CanonLink.objects.create(entry=Entry.objects.get(code="dig01"), focus=profile.focus)
        for path in ("/frameworks/wells-1/", profile.get_absolute_url()):
            response = client.get(path)
            assert not response.cookies
            assert "Cookie" not in response.get("Vary", "")
            assert "public" in response["Cache-Control"]

    def test_hiding_ends_the_304_of_those_who_saw_it(self, client, wells):
        path = "/frameworks/wells-1/dig01/"
        etag = client.get(path)["ETag"]
        # The test's own transaction raises the revision once; end its claim to this one.
        from taxonomy.models import Revision

        Revision.objects.update(changed_in="before")
        wells.visibility = Visibility.SIGNED_IN
        wells.save()
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 404

    def test_signed_in_people_never_share_an_etag(self, client, wells, django_user_model):
        path = "/frameworks/wells-1/"
        etag = client.get(path)["ETag"]
        client.force_login(django_user_model.objects.create_user("vera"))
        response = client.get(path, headers={"If-None-Match": etag})
        assert response.status_code == 200

    def test_a_made_up_session_opens_nothing(self, client, hidden, settings):
        client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
        assert client.get("/frameworks/wells-1/").status_code == 404


def test_addresses():
    assert reverse("frameworks:check", args=["escm-sp-2"]) == "/frameworks/escm-sp-2/check/"
