"""Browsing both ways: home, functions, focuses, levels, skills, and the error pages."""

import re
from datetime import timedelta

import pytest
from django.template.loader import get_template
from django.urls import reverse
from django.utils.timezone import now

from taxonomy.models import Level, Profile
from tests import factories
from tests.test_pages_profile import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ladder():
    return factories.ladder()


class TestHome:
    def test_counts_functions_and_names_the_last_changes(self, client, ladder):
        factories.FunctionFactory(name="Library Services", super_function="Culture")
        ladder[2].save()
        response = client.get("/")
        shown = text_of(response)
        assert "5 profiles in 1 focus of 2 functions" in shown
        assert "1 focus, 5 profiles" in shown
        assert "Culture" in shown
        assert response.context["recent"][0] == ladder[2]
        assert "none has changed since" in shown
        Profile.objects.filter(pk=ladder[1].pk).update(updated_at=now() + timedelta(minutes=2))
        shown = text_of(client.get("/"))
        assert ladder[1].title in shown
        assert "none has changed since" not in shown

    def test_search_is_a_plain_form(self, client, ladder):
        content = client.get("/").content.decode()
        assert re.search(r'<form[^>]*action="/search/"[^>]*method="get"', content)


class TestRetired:
    """One rule for lists and counts: counts are of roles in use, those retired are named apart, and
    a retired role in a list is marked."""

    @pytest.fixture
    def retired(self, ladder):
        Profile.objects.filter(pk=ladder[1].pk).update(status="retired")
        return ladder[1]

    def test_counts_agree_on_pages_and_in_files(self, client, retired):
        assert "4 profiles in 1 focus of 1 function; 1 retired" in text_of(client.get("/"))
        for path in ("/", "/functions/", "/functions/WATERD/"):
            assert "4 profiles, 1 retired" in text_of(client.get(path)), path
        lines = b"".join(client.get("/functions.csv").streaming_content).decode().splitlines()
        assert lines[0].endswith("focuses,profiles,retired profiles,summary")
        assert ",1,4,1," in lines[1]
        rows = b"".join(client.get("/functions/WATERD.csv").streaming_content).decode()
        assert len(rows.splitlines()) == 1 + 4
        level = next(
            level
            for _, levels in client.get("/levels/").context["tracks"]
            for level in levels
            if level.code == "P3"
        )
        assert level.profile_count == 0

    def test_a_list_that_has_it_marks_it(self, client, retired, ladder):
        skill = retired.required_skills.first().skill
        pages = ["/levels/P3/", skill.get_absolute_url(), retired.focus.get_absolute_url()]
        for path in pages:
            shown = client.get(path).content.decode()
            after = shown.split(f"{retired.title}", 1)[1]
            assert '<span class="mark">retired</span>' in after, path
        near = client.get(f"/compare/?keys={ladder[0].key},{ladder[2].key}")
        assert f"Add {retired.title}, retired" in text_of(near)

    def test_who_requires_a_skill_is_counted_without_it(self, client, retired):
        skill = retired.required_skills.first().skill
        count = skill.requirements.exclude(profile__status="retired").count()
        assert f"required by {count} role" in text_of(client.get(skill.get_absolute_url()))
        rows = b"".join(client.get(f"/skills/{skill.slug}.csv").streaming_content).decode()
        assert len(rows.splitlines()) == 1 + count

    def test_a_level_whose_only_role_is_retired_still_lists_it(self, client, retired):
        shown = text_of(client.get("/levels/P3/?function=WATERD"))
        assert f"{retired.title} retired" in shown


class TestFunctions:
    def test_lists_every_function_with_counts(self, client, ladder):
        factories.FunctionFactory(name="Rail Operations")
        shown = text_of(client.get("/functions/"))
        assert "1 focus, 5 profiles" in shown
        assert "0 focuses, 0 profiles" in shown


class TestFunction:
    def test_lattice_links_every_profile_and_has_only_columns_in_use(self, client, ladder):
        other = factories.FocusFactory(name="Sewer Survey")
        factories.ProfileFactory(focus=other, level=factories.LevelFactory(code="M1"))
        factories.LevelFactory(code="S1")
        response = client.get("/functions/WATERD/")
        content = response.content.decode()
        for profile in Profile.objects.all():
            assert f'href="{profile.get_absolute_url()}"' in content
        levels = [level.code for level in response.context["lattice"].levels]
        assert levels == ["P2", "P3", "P4", "P5", "P6", "M1"]
        assert "Management" in content
        assert content.count("<caption>") == 1

    def test_retired_cell_says_so(self, client, ladder):
        Profile.objects.filter(pk=ladder[0].pk).update(status="retired")
        assert "retired" in text_of(client.get("/functions/WATERD/"))

    def test_many_focuses_come_in_pages(self, client, ladder):
        factories.catalogue(5 * 4 * 60)
        first = client.get("/functions/WATERD/")
        assert len(first.context["lattice"].rows) == 50
        assert "Page 1 of 2" in text_of(first)
        assert 'href="?page=2"' in first.content.decode()
        assert len(client.get("/functions/WATERD/?page=2").context["lattice"].rows) == 11

    def test_lower_case_leads_to_upper_case(self, client, ladder):
        response = client.get("/functions/waterd/")
        assert (response.status_code, response["Location"]) == (301, "/functions/WATERD/")

    def test_unknown_function_is_404(self, client, ladder):
        assert client.get("/functions/NOBODY/").status_code == 404


class TestFocus:
    def test_shows_each_ladder_with_pay_skills_and_sources(self, client, ladder):
        factories.whole_profile(ladder[0].focus, "M1")
        response = client.get(ladder[0].focus.get_absolute_url())
        shown = text_of(response)
        assert [ladder.track.code for ladder, _ in response.context["posters"]] == ["P", "M"]
        assert "$82k" in shown
        assert "Pressure logging" in shown
        assert "Guild of Leak Finders" in shown

    def test_a_focus_belongs_to_its_own_function(self, client, ladder):
        factories.FunctionFactory(name="Rail Operations", code="RAILOP")
        assert client.get(f"/functions/RAILOP/{ladder[0].focus.code}/").status_code == 404


class TestLevels:
    def test_tracks_stand_in_reading_order_with_years_and_dimensions(self, client):
        for code in ("E1", "M1", "P2", "P1", "S1"):
            factories.LevelFactory(code=code)
        response = client.get("/levels/")
        shown = text_of(response)
        assert [track.code for track, _ in response.context["tracks"]] == ["P", "M", "E", "S"]
        assert "2–6 yrs" in shown
        assert "Work in 2 districts" in shown


class TestLevel:
    def test_seven_fields_and_roles_by_function(self, client, ladder):
        shown = text_of(client.get("/levels/P3/"))
        for label, value in ladder[1].level.dimensions:
            assert f"{label} {value}" in shown
        assert "Typical experience 4–9 yrs" in shown
        assert ladder[1].title in shown
        assert ladder[0].title not in shown

    def test_one_function_can_be_chosen(self, client, ladder):
        factories.ProfileFactory(
            focus=factories.FocusFactory(
                function=factories.FunctionFactory(name="Rail Operations"), name="Train Planning"
            )
        )
        shown = text_of(client.get("/levels/P3/?function=RAILOP"))
        assert "Timetable Planner" in shown
        assert ladder[1].title not in shown

    def test_a_level_without_roles_says_so(self, client):
        level = factories.LevelFactory(code="P8")
        assert "No role is on this level." in text_of(client.get(level.get_absolute_url()))


class TestErrorPages:
    @pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html"])
    def test_render_without_request_or_database(self, name, django_assert_num_queries):
        with django_assert_num_queries(0):
            page = get_template(name).render()
        assert "<h1>" in page
        assert "Rolebook" in page
        assert reverse("taxonomy:home") in page

    def test_a_fault_shows_the_500_page(self, client, ladder, monkeypatch):
        monkeypatch.setattr("taxonomy.views.home.CHANGES_SHOWN", -1)
        client.raise_request_exception = False
        response = client.get("/")
        assert response.status_code == 500
        assert "went wrong on our side" in text_of(response)

    def test_an_unknown_host_is_400(self, client):
        response = client.get("/", headers={"host": "elsewhere.example"})
        assert response.status_code == 400
        assert "cannot be read" in text_of(response)


def test_every_page_links_only_to_pages_that_exist(client, ladder):
    seen, waiting = set(), {"/"}
    while waiting:
        path = waiting.pop()
        seen.add(path)
        response = client.get(path)
        assert response.status_code in (200, 302), f"{path} answers {response.status_code}"
        if "html" not in response["Content-Type"] or path.startswith("/admin"):
            continue
        for link in re.findall(r'href="(/[^"#]*|\?[^"#]*)', response.content.decode()):
            link = link.replace("&amp;", "&")
            link = path.partition("?")[0] + link if link.startswith("?") else link
            # Comparisons and distances lead to one another without end; a few are a sample of all.
            endless = link.startswith(("/compare/?", "/coordinates/?"))
            if endless and sum(each.startswith(link[:10]) for each in seen | waiting) > 5:
                continue
            if not link.startswith("/static/"):
                waiting |= {link} - seen
        assert len(seen) < 500  # half of them choices on five goals pages
    assert len(seen) > 20
    assert Level.objects.first().get_absolute_url() in seen
