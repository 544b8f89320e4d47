"""The goals page and its plain-text twin, as a visitor and a cache meet them."""

import re
from html import unescape

import pytest
from django.core.management import call_command

from taxonomy.models import Level, Profile, Responsibility
from tests import factories

pytestmark = pytest.mark.django_db

QUERIES = 2  # the canon's revision, the profile with everything


def page_of(client, profile):
    return client.get(f"/profiles/{profile.key}/goals/")


def text_of(client, profile):
    return client.get(f"/profiles/{profile.key}/goals.txt").content.decode()


def blocks(response):
    """What the copy buttons of a page name, by section."""
    html = response.content.decode()
    found = re.findall(r'<pre id="([a-z]+)-text">(.*?)</pre>', html, re.S)
    assert [slug for slug, _ in found] == re.findall(r'data-copy="([a-z]+)-text"', html)
    return {slug: unescape(re.sub(r"</?span[^>]*>", "", text)) for slug, text in found}


@pytest.fixture
def profile():
    return factories.ladder()[2]


class TestGoals:
    def test_shows_head_sections_and_text_blocks(self, client, profile):
        response = page_of(client, profile)
        assert response.status_code == 200
        assert list(blocks(response)) == ["smart", "okrs", "areas", "scorecard", "development"]
        head = "Water &amp; Drainage · Leak Detection · P4 — Senior Professional"
        assert head in response.content.decode()
        assert response.content.decode().count("<h1") == 1

    def test_canon_text_is_escaped_on_the_page_and_whole_in_the_block(self, client, profile):
        nasty = 'Says "stop" & <script>alert(1)</script> 🔥 &amp; سلام'
        profile.responsibilities.all().delete()
        profile.required_skills.all().delete()
        factories.ResponsibilityFactory(profile=profile, text=nasty)
        response = page_of(client, profile)
        assert "<script>alert" not in response.content.decode()
        for block in blocks(response).values():
            assert nasty in block

    def test_sections_without_rows_are_left_out_with_their_headings(self, client, profile):
        profile.responsibilities.update(kind=Responsibility.Kind.COMPONENT)
        html = page_of(client, profile).content.decode()
        assert "MBO areas" in html
        assert "Role calibration" in html
        for absent in ("SMART goals", "OKRs", "Internal process", "JFM responsibility"):
            assert absent not in html

    def test_standard_is_left_out_with_its_column(self, client, profile):
        profile.guideline.delete()
        Level.objects.filter(pk="P4").update(decision_rights="")
        html = page_of(client, profile).content.decode()
        assert ">Standard<" not in html
        assert ">Target<" in html

    def test_empty_profile_says_so_in_one_line(self, client, profile):
        profile.responsibilities.all().delete()
        profile.required_skills.all().delete()
        dimensions = ["scope", "autonomy", "complexity", "impact", "decision_rights", "leadership"]
        Level.objects.filter(pk="P4").update(**dict.fromkeys(dimensions, ""))
        html = page_of(client, profile).content.decode()
        assert html.count("Nothing to derive") == 1
        assert "<h2" not in html
        assert text_of(client, profile).count("Nothing to derive") == 1

    def test_retired_profile_names_its_successor(self, client, profile):
        other = Profile.objects.get(level="P5")
        profile.status, profile.replaced_by = Profile.Status.RETIRED, other
        profile.save()
        html = page_of(client, profile).content.decode()
        assert "This profile is retired." in html
        assert f'href="/profiles/{other.key}/goals/"' in html
        assert f"Its successor is {other.key}." in text_of(client, profile)

    @pytest.mark.parametrize("ending", ["goals/", "goals.txt"])
    def test_lower_case_leads_to_upper(self, client, profile, ending):
        response = client.get(f"/profiles/{profile.key.lower()}/{ending}")
        assert response.status_code == 301
        assert response["Location"] == f"/profiles/{profile.key}/{ending}"

    @pytest.mark.parametrize("ending", ["goals/", "goals.txt"])
    def test_unknown_key_names_the_nearest(self, client, profile, ending):
        wrong = profile.key.replace("P4", "P9")
        response = client.get(f"/profiles/{wrong}/{ending}")
        assert response.status_code == 404
        assert profile.key in response.content.decode()

    @pytest.mark.parametrize("key", ["%00", "A%00.B.P1", "nonsense", "%F0%9F%94%A5.B.P1", "A.B.P1"])
    def test_any_other_key_is_not_found(self, client, key):
        assert client.get(f"/profiles/{key}/goals.txt", follow=True).status_code == 404

    def test_posting_is_refused(self, client, profile):
        assert client.post(f"/profiles/{profile.key}/goals/").status_code == 405

    def test_repeat_visit_is_answered_from_the_cache_until_the_canon_changes(self, client, profile):
        first = page_of(client, profile)
        address = first.request["PATH_INFO"]
        assert not first.cookies
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304

    def test_queries_do_not_grow_with_the_catalogue(
        self, client, profile, django_assert_max_num_queries
    ):
        factories.catalogue(10)
        with django_assert_max_num_queries(QUERIES) as few:
            page_of(client, profile)
        factories.catalogue(10_000, start=10, searchable=False)
        with django_assert_max_num_queries(QUERIES) as many:
            page_of(client, profile)
        assert len(few) == len(many)


class TestGoalsText:
    def test_is_plain_text_in_utf_8(self, client, profile):
        response = client.get(f"/profiles/{profile.key}/goals.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"

    def test_is_the_blocks_of_the_page_under_their_headings(self, client, profile):
        found = blocks(page_of(client, profile))
        text = text_of(client, profile)
        assert text.startswith(f"Goal templates — {profile.title}\nWater & Drainage · ")
        headings = ("SMART goals", "OKRs", "MBO areas", "Scorecard", "Skills to develop")
        joined = "\n".join(
            f"\n{heading}\n\n{block}\n"
            for heading, block in zip(headings, found.values(), strict=True)
        )
        assert text.endswith(f"\n{joined}")


class TestCapturedPages:
    """The letter: what the public catalogue prints for the very same facts."""

    GOALS = "000_906e737029571fb2.txt"
    PROFILE = "001_643cbc6baece3483.txt"

    def expected(self, seeds):
        """The four blocks of the captured page, each up to the next section's heading."""
        page = (seeds / self.GOALS).read_text()
        found = re.split(r"^Copy / print as text.*\n", page, flags=re.M)[1:]
        ends = ("\n\nOKRs\n", "\n\nMBO areas\n", "\n\nScorecard\n", "no more")
        return [part.split(end)[0].rstrip("\n") for part, end in zip(found, ends, strict=True)]

    def test_text_blocks_equal_the_captured_ones_character_for_character(self, client, seeds):
        call_command("canon", "capture", str(seeds / self.PROFILE), str(seeds / self.GOALS))
        expected = self.expected(seeds)
        response = client.get("/profiles/ITOPER.ITOUTSOU493C.P4/goals/")
        assert list(blocks(response).values()) == expected
        text = client.get("/profiles/ITOPER.ITOUTSOU493C.P4/goals.txt").content.decode()
        for heading, block in zip(blocks(response), expected, strict=True):
            assert f"\n\n{block}\n" in text, heading

    def test_a_page_saved_with_folded_blocks_says_the_same(self, client, seeds):
        saved = seeds / "sample_markdown_goals.txt"
        call_command("canon", "capture", str(saved))
        profile = Profile.objects.get(level="P3", focus__name="Space Planning")
        found = re.findall(r"^Copy / print as text.*\n(.*)", saved.read_text(), re.M)
        ours = [" ".join(block.split()) for block in blocks(page_of(client, profile)).values()]
        assert ours == found
