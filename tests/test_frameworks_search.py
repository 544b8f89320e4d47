"""Framework entries among the answers of the site's search, shown to whoever may see them."""

import pytest

from frameworks.choices import Visibility
from frameworks.models import Framework
from taxonomy.search import indexing
from tests.factories import FocusFactory, SkillFactory, ladder
from tests.framework_samples import load_wells

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wells(tmp_path):
    load_wells(tmp_path)


def found(client, text):
    _, _, hits = client.get("/search/", {"q": text}).text.partition('id="framework_hits"')
    return hits.partition("</section>")[0]


@pytest.mark.parametrize("text", ["choose place", "DIG01", "water lies"])
def test_an_entry_is_found_by_title_code_or_statement(client, text):
    assert 'href="/frameworks/wells-1/dig01/"' in found(client, text)
    assert "Choose a Place" in found(client, text)


@pytest.mark.parametrize("text", ["wells-1", "dig01", "choose a place"])
def test_what_is_called_just_this_stands_above_the_roles(client, admin_client, text):
    page = client.get("/search/", {"q": text}).text
    called = page.partition('id="frameworks_called"')[2]
    assert 'href="/frameworks/wells-1/' in called[:300]
    Framework.objects.update(visibility=Visibility.SIGNED_IN)
    assert "frameworks_called" not in client.get("/search/", {"q": text}).text
    assert "frameworks_called" in admin_client.get("/search/", {"q": text}).text


@pytest.mark.parametrize("text", ["", "choose banana", "100% _", "\\", "a\0b" * 400])
def test_what_fits_no_entry_shows_no_group(client, text):
    assert found(client, text) == ""


def test_a_framework_for_members_is_found_by_members_alone(client, admin_client):
    Framework.objects.update(visibility=Visibility.SIGNED_IN)
    assert found(client, "choose place") == ""
    assert "Choose a Place" in found(admin_client, "choose place")


def test_a_page_that_is_not_there_says_why(client):
    assert "wells-9" in client.get("/frameworks/wells-9/").text
    answer = client.get("/skills/", {"letter": "?!"})
    assert answer.status_code == 404
    assert "?!" in answer.text


class TestSuggestions:
    """What a search box offers while somebody types has entries too, among eight at most."""

    def offered(self, client, text):
        asked = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "completions"}
        return client.get("/search/", {"q": text}, **asked).text

    @pytest.mark.parametrize("text", ["choose pl", "place choose", "DIG01", "dig0"])
    def test_an_entry_is_offered_by_title_or_code_with_its_framework(self, client, text):
        page = self.offered(client, text)
        assert 'role="option" id="completion-' in page
        assert 'href="/frameworks/wells-1/dig01/"' in page
        assert "dig01 Choose a Place" in page
        assert "in " + Framework.objects.get().called in page

    @pytest.mark.parametrize("text", ["d", "", "choose banana", "water lies", "\\", "%"])
    def test_other_words_offer_none(self, client, text):
        assert "/frameworks/" not in self.offered(client, text)

    def test_one_called_just_so_comes_above_roles_and_others_below(self, client):
        ladder(FocusFactory(name="Digging", code="DIG01X"), levels=("P2", "P3"))
        SkillFactory(name="Choose a Place Well")
        indexing.catch_up()
        page = self.offered(client, "choose a place")
        assert page.index("/frameworks/wells-1/dig01/") < page.index("/skills/")
        page = self.offered(client, "choose a")
        assert page.index("/skills/") < page.index("/frameworks/wells-1/dig01/")

    def test_few_are_offered_and_entries_among_them(self, client):
        for number in range(12):
            SkillFactory(name=f"Choose survey {number}")
        ladder(FocusFactory(name="Choose"), levels=("P2", "P3"))
        indexing.catch_up()
        page = self.offered(client, "choose")
        assert page.count('role="option"') <= 8
        assert "/frameworks/wells-1/dig01/" in page

    def test_a_framework_for_members_is_offered_to_nobody_else(self, client):
        Framework.objects.update(visibility=Visibility.SIGNED_IN)
        assert "/frameworks/" not in self.offered(client, "choose place")

    def test_it_costs_one_question_more(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(24):
            self.offered(client, "choose place")
