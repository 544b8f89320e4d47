"""The profile page: every fact is on it, once, in its place; missing facts leave no hole."""

import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from docx import Document

from taxonomy.models import Focus, PayBand, Profile, Responsibility
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ladder():
    return factories.ladder()


def text_of(response):
    """What a reader sees: markup gone, white space folded."""
    body = re.sub(r"<(script|style|title)\b.*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def runs_of(cell):
    """All pieces of text of a cell, those of later paragraphs too."""
    return [run for paragraph in cell.paragraphs for run in paragraph.runs]


def section(response, name):
    """The markup of the element with this id; empty when the page has none."""
    content = response.content.decode()
    opening = re.search(rf'<(\w+)[^>]* id="{name}"|<(\w+) id="{name}"', content)
    if not opening:
        return ""
    tag, depth = opening[1] or opening[2], 0
    for each in re.finditer(rf"<(/?){tag}\b", content[opening.start() :]):
        depth += -1 if each[1] else 1
        if depth == 0:
            return content[opening.start() : opening.start() + each.end()]
    raise AssertionError(f"#{name} is never closed")


def evidence(profile):
    return reverse("taxonomy:evidence", args=[profile.key])


class TestProfile:
    def test_first_screen_says_what_it_is_where_it_sits_and_what_it_pays(self, client, ladder):
        profile = ladder[1]
        response = client.get(profile.get_absolute_url())
        head, card = section(response, "head"), section(response, "card")
        for fact in (profile.key, profile.title, "Approved", "confidence of the content"):
            assert fact in head
        assert f"Also called {profile.aliases.get().title}" in head
        assert "0.84" in head
        assert "P3 — Mid-Level Professional" in card
        assert f"P4 {ladder[2].title}" in card
        assert "$82k ($70k–$100k)" in card
        assert "survey" in card
        assert "4–9 yrs" in card

    def test_current_level_is_marked_once_and_is_no_link(self, client, ladder):
        matrix = section(client.get(ladder[1].get_absolute_url()), "responsibilities")
        assert matrix.count('aria-current="true"') == 1
        assert matrix.count("this profile") == 1
        assert f'href="{ladder[1].get_absolute_url()}"' not in matrix
        for rung in [ladder[0], *ladder[2:]]:
            assert f'href="{rung.get_absolute_url()}"' in matrix

    def test_every_responsibility_and_cell_of_the_ladder_is_in_the_matrix(self, client, ladder):
        shown = text_of(client.get(ladder[1].get_absolute_url()))
        for rung in ladder:
            for each in rung.responsibilities.all():
                assert each.text in shown
                assert each.area.name in shown
            for _, cell in rung.guideline.cells:
                assert cell in shown

    def test_words_that_are_new_at_the_next_level_are_marked_and_no_others(self, client, ladder):
        matrix = section(client.get(ladder[1].get_absolute_url()), "responsibilities")
        marked = re.findall(r"<td[^>]*data-level=\"(\w+)\"[^>]*>[^<]*<ins>([^<]*)</ins>", matrix)
        assert ("P4", "4") in marked or ("P4", "3") in marked
        assert {level for level, _ in marked} == {"P4"}

    def test_a_long_ladder_shows_five_levels_around_this_one(self, client):
        rungs = factories.ladder(levels=tuple(f"P{n}" for n in range(1, 9)))
        matrix = section(client.get(rungs[5].get_absolute_url()), "responsibilities")
        heads = re.findall(
            r'<span class="chip(?: here)?">(\w+)</span>', matrix.split("</thead>")[0]
        )
        assert heads == ["P4", "P5", "P6", "P7", "P8"]
        assert "All 8 levels on one poster" in matrix

    def test_without_areas_the_ladder_is_a_list_and_nothing_is_said_to_end(self, client, ladder):
        Responsibility.objects.update(area=None)
        response = client.get(ladder[1].get_absolute_url())
        listed, asked = section(response, "responsibilities"), section(response, "next")
        for rung in ladder:
            for each in rung.responsibilities.all():
                assert each.text in listed
        assert "P4 asks instead" in asked
        assert "No longer covers" not in asked

    def test_same_summary_of_profile_and_focus_shows_once(self, client, ladder):
        profile = ladder[1]
        Profile.objects.filter(pk=profile.pk).update(summary=profile.focus.summary)
        response = client.get(profile.get_absolute_url())
        shown = section(response, "head") + section(response, "lines")
        assert shown.count(profile.focus.summary) == 1

    def test_differential_is_said_in_words(self, client, ladder):
        focus = ladder[0].focus.get_absolute_url()
        assert "baseline in skill" in text_of(client.get(focus))
        Focus.objects.update(differential="none")
        assert "No material difference" in text_of(client.get(focus))

    def test_what_the_next_level_asks_is_said_by_area(self, client, ladder):
        ladder[2].responsibilities.filter(area__name="Permits").delete()
        area = factories.AreaFactory(focus=ladder[0].focus, name="Budget")
        factories.ResponsibilityFactory(profile=ladder[2], area=area, order=9)
        asked = section(client.get(ladder[1].get_absolute_url()), "next")
        rows = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", asked))
        assert "Budget" in rows["Begins with"]
        assert rows["No longer covers"] == "Permits"
        assert "Leak detection" in rows["Grows in"]
        assert rows["Market pay, median"] == "+$10k (+12%) in US"

    def test_the_highest_level_asks_nothing_more(self, client, ladder):
        response = client.get(ladder[-1].get_absolute_url())
        assert section(response, "next") == ""
        assert "The highest level of this ladder" in section(response, "card")

    def test_a_role_alone_is_the_only_level(self, client):
        role = factories.ProfileFactory()
        card = section(client.get(role.get_absolute_url()), "card")
        assert "The only level of this ladder" in card

    def test_duties_that_nobody_recorded_are_not_counted(self, client, ladder):
        Responsibility.objects.filter(profile__in=ladder[1:3]).delete()
        asked = section(client.get(ladder[1].get_absolute_url()), "next")
        assert "asks instead" not in asked
        assert "Market pay, median" in asked
        sheet = client.get(reverse("taxonomy:next", args=[ladder[1].key])).content.decode()
        assert "step-areas" not in sheet

    @pytest.mark.parametrize(("lowest", "words"), [("4.0", "Passes"), ("3.5", "Does not pass")])
    def test_provenance_passes_by_its_lowest_score(self, client, ladder, lowest, words):
        ladder[0].focus.scores.filter(criterion="concreteness").update(score=Decimal(lowest))
        line = section(client.get(ladder[0].get_absolute_url()), "lines")
        assert f"{words}: lowest of 5 scores" in line
        shown = text_of(client.get(evidence(ladder[0])))
        assert f"{words} : the lowest is {lowest}" in shown

    def test_a_missing_criterion_is_not_a_pass(self, client, ladder):
        ladder[0].focus.scores.filter(criterion__in=["concreteness", "factual_accuracy"]).delete()
        line = section(client.get(ladder[0].get_absolute_url()), "lines")
        assert "Does not pass: lowest of 3 scores" in line
        assert "2 criteria not scored" in line
        shown = text_of(client.get(evidence(ladder[0])))
        assert "Does not pass : the lowest is 4.5 ; not scored: concreteness, factual acc" in shown
        facts = client.get(f"/profiles/{ladder[0].key}.json").json()["provenance"]
        assert facts["passes"] is False
        assert facts["not_scored"] == ["Concreteness", "Factual accuracy"]

    def test_sources_are_listed_with_publisher_date_and_link(self, client, ladder):
        shown = section(client.get(evidence(ladder[0])), "provenance")
        assert 'href="https://example.org/handbook"' in shown
        assert "Guild of Leak Finders" in shown
        assert "(2025)" in shown

    def test_sources_that_were_only_counted_are_said_so(self, client, ladder):
        ladder[0].focus.sources.all().delete()
        Focus.objects.update(sources_stated=10)
        assert "10 sources, counted" in text_of(client.get(evidence(ladder[0])))
        assert "10 sources stated" in text_of(client.get(ladder[0].get_absolute_url()))

    def test_names_and_mappings(self, client, ladder):
        shown = text_of(client.get(evidence(ladder[0])))
        mapping = ladder[0].mappings.get()
        assert f"{mapping.scheme} · {mapping.code} · source: {mapping.source}" in shown
        assert ladder[0].aliases.get().title in shown

    def test_several_markets_all_have_a_table_and_the_first_is_in_the_card(self, client, ladder):
        factories.PayBandFactory(profile=ladder[1], where="UK", currency="GBP", source="Guild")
        response = client.get(ladder[1].get_absolute_url())
        assert "£82k" in section(response, "card")
        assert section(response, "pay").count("<table") == 2
        assert "2 bands" in section(response, "card")

    def test_pay_says_its_rule_and_date(self, client, ladder):
        rule = "Survey figure, two ranks lower, divided by 1.3"
        PayBand.objects.filter(profile=ladder[0]).update(basis="modelled", source=rule)
        shown = section(client.get(evidence(ladder[1])), "pay")
        assert rule in shown
        assert "as of 1 May 2025" in shown
        assert "as of 1 May 2025" in section(client.get(ladder[1].get_absolute_url()), "pay")

    def test_a_bare_profile_shows_sentences_not_blanks(self, client):
        profile = factories.ProfileFactory(
            summary="", confidence=None, scope="", focus__summary="", focus__differential=""
        )
        response = client.get(profile.get_absolute_url())
        shown = text_of(response)
        assert response.status_code == 200
        assert "No pay is recorded" in shown
        assert "No responsibilities are recorded" in shown
        assert "No review scores" in shown
        assert "confidence" not in shown
        assert "None" not in shown
        for name in ("next", "pay"):
            assert f'id="{name}"' not in response.content.decode()
            assert f'href="#{name}"' not in response.content.decode()

    def test_retired_profile_keeps_its_page_and_names_its_replacement(self, client, ladder):
        Profile.objects.filter(pk=ladder[0].pk).update(status="retired", replaced_by=ladder[1])
        response = client.get(ladder[0].get_absolute_url())
        assert response.status_code == 200
        banner = section(response, "head")
        assert "is retired" in banner
        assert ladder[1].get_absolute_url() in banner

    def test_stored_markup_stays_text(self, client, ladder):
        trap = '<b onclick=x>bold</b> & "quoted"'
        Profile.objects.filter(pk=ladder[0].pk).update(title=trap, summary=trap)
        ladder[0].responsibilities.update(text=trap)
        content = client.get(ladder[0].get_absolute_url()).content.decode()
        assert "<b onclick" not in content
        assert "&lt;b onclick=x&gt;" in content

    def test_adjacent_roles_come_with_distance_and_band(self, client, ladder):
        near = section(client.get(ladder[1].get_absolute_url()), "near")
        assert ladder[0].title in near
        assert "same focus, one level down" in near
        assert "−$" in near
        shown = section(client.get(evidence(ladder[1])), "adjacent")
        assert ladder[0].title in shown
        assert "close" in shown
        assert re.search(r"0\.\d\d", shown)

    def test_every_link_within_the_page_has_its_place(self, client, ladder):
        content = client.get(ladder[1].get_absolute_url()).content.decode()
        entries = re.findall(r'href="#([\w-]+)"', content)
        assert len(entries) >= 2
        for entry in entries:
            assert f'id="{entry}"' in content
        ids = re.findall(r'\bid="([^"]+)"', content)
        assert len(ids) == len(set(ids))


class TestAddresses:
    def test_lower_case_leads_to_upper_case(self, client, ladder):
        response = client.get(ladder[0].get_absolute_url().lower(), query_params={"a": "b"})
        assert response.status_code == 301
        assert response["Location"] == ladder[0].get_absolute_url() + "?a=b"

    def test_unknown_key_names_the_nearest(self, client, ladder):
        wrong = ladder[0].key.replace("WATER", "WATR")
        response = client.get(reverse("taxonomy:profile", args=[wrong]))
        assert response.status_code == 404
        assert ladder[0].key in text_of(response)
        assert f"No profile has the key {wrong}." in text_of(response)

    @pytest.mark.parametrize(
        "path",
        [
            "/profiles/%00/",
            "/profiles/WATERD.LEAKDETE%00.P3/",
            "/profiles/%F0%9F%8E%BA.%C4%B0.P3/",
            "/profiles/%FF%FE/",
            "/profiles/..P3/",
            "/profiles/" + "A" * 3000 + "/",
            "/profiles/%00.json",
            "/functions/%00/",
            "/functions/WATERD/%E2%84%A2/",
            "/levels/P3%00/",
            "/levels/Z9/",
            "/skills/%00/",
            "/skills/no-such-skill/",
            "/skills/?page=0",
            "/skills/?page=%00",
            "/skills/?letter=%00",
            "/skills/?kind=hammer",
            "/levels/P3/?function=%00",
            "/levels/P3/?page=99",
            "/nowhere/",
        ],
    )
    def test_odd_addresses_are_404_in_the_sites_look(self, client, ladder, path):
        response = client.get(path)
        if response.status_code == 301:
            response = client.get(response["Location"])
        assert response.status_code == 404
        assert "There is no such page" in text_of(response)
        assert "site.css" in response.content.decode()

    def test_only_safe_methods(self, client, ladder):
        assert client.post(ladder[0].get_absolute_url()).status_code == 405
        assert client.head(ladder[0].get_absolute_url()).status_code == 200


class TestProfileJson:
    def test_holds_what_the_page_holds(self, client, ladder):
        profile = ladder[1]
        response = client.get(reverse("taxonomy:profile_json", args=[profile.key]))
        facts = json.loads(response.content)
        assert response["Content-Type"] == "application/json"
        assert facts["key"] == profile.key
        assert facts["confidence"] == {"value": 0.84, "word": "high"}
        assert len(facts["responsibilities"]) == 4
        assert [rung["level"] for rung in facts["ladder"]] == ["P2", "P3", "P4", "P5", "P6"]
        assert facts["pay"][0]["median"] == 82000
        assert facts["pay"][0]["as_of"] == date(2025, 5, 1).isoformat()
        assert facts["provenance"]["passes"] is True
        assert len(facts["skills"]) == profile.focus.applied_skills.count() > 0

    def test_leaves_out_what_is_missing(self, client):
        profile = factories.ProfileFactory(summary="", confidence=None, scope="")
        facts = client.get(reverse("taxonomy:profile_json", args=[profile.key])).json()
        assert not {"summary", "confidence", "scope", "pay", "guideline"} & set(facts)


def test_a_browser_is_told_to_fetch_the_rung_that_a_reader_points_at(client):
    rules = client.get(factories.ladder()[1].get_absolute_url())["Speculation-Rules"]
    path = Path(settings.BASE_DIR) / rules.strip('"').removeprefix("/")
    (rule,) = json.loads(path.read_text())["prefetch"]
    assert rule["where"] == {"selector_matches": ".by-level thead a"}


class TestNext:
    def address(self, profile, to=""):
        return reverse("taxonomy:next", args=[profile.key]) + (f"?to={to}" if to else "")

    def test_area_by_area_with_marks_evidence_and_signatures(self, client, ladder):
        response = client.get(self.address(ladder[1]))
        shown, content = text_of(response), response.content.decode()
        assert f"From P3 {ladder[1].title} to P4 {ladder[2].title}" in shown
        assert "<del>3</del>" in content or "<ins>4</ins>" in content
        for area in {each.area.name for each in ladder[2].responsibilities.all()}:
            assert area in shown
        assert "no checklist" in shown
        assert content.count('class="write"') == len(response.context["found"].step.areas)
        assert "Signed, manager" in shown
        assert ladder[3].title in shown  # what follows

    def test_areas_that_end_are_named_and_not_marked(self, client, ladder):
        permits = ladder[2].responsibilities.filter(area__name="Permits")
        permits.delete()
        response = client.get(self.address(ladder[1]))
        step = response.context["found"].step
        assert [change.area for change in step.of_kind("ends")] == ["Permits"]
        content = response.content.decode()
        assert content.count('class="write"') == len(step.areas) - 1
        row = text_of(response).partition("Not asked at P4")[2]
        said = ladder[1].responsibilities.get(area__name="Permits").text
        assert row.strip().startswith(f"Permits : {said}")
        text = client.get(reverse("taxonomy:next_md", args=[ladder[1].key])).text
        assert "## Permits (not asked at P4)" in text
        assert text.count("- Evidence:") == len(step.areas) - 1
        word = client.get(reverse("taxonomy:next_docx", args=[ladder[1].key])).content
        xml = Document(io.BytesIO(word)).element.xml
        assert xml.count('<w:alias w:val="Evidence"/>') == len(step.areas) - 1

    @pytest.mark.parametrize("by", ["key", "title", "alias"])
    def test_to_any_other_role_by_key_title_or_alias(self, client, ladder, by):
        other = factories.whole_profile(factories.FocusFactory(name="Pump Care"), "P3")
        to = {"key": other.key, "title": other.title, "alias": other.aliases.get().title}[by]
        shown = text_of(client.get(self.address(ladder[1], to)))
        assert f"to P3 {other.title}" in shown

    def test_several_roles_are_offered_and_none_is_guessed(self, client, ladder):
        shown = client.get(self.address(ladder[1], "Leakage Technician")).content.decode()
        assert "Several roles are meant by “Leakage Technician”: choose one." in shown
        assert f"?to={ladder[3].key}" in shown

    def test_a_role_that_does_not_exist_is_said(self, client, ladder):
        assert "No role is called" in text_of(client.get(self.address(ladder[1], "Zeppelin")))

    def test_the_top_of_a_ladder_says_so(self, client, ladder):
        assert "No next level above" in text_of(client.get(self.address(ladder[-1])))

    def test_as_markdown(self, client, ladder):
        response = client.get(reverse("taxonomy:next_md", args=[ladder[1].key]))
        assert response["Content-Type"].startswith("text/markdown")
        text = response.content.decode()
        assert f"# From P3 {ladder[1].title} to P4 {ladder[2].title}" in text
        assert "[ ] no chance to show it" in text
        assert "- Rises: working → practitioner: Pressure logging" in text
        assert "- Market pay a year, US: " in text
        assert "Signed, employee" in text
        assert "<" not in text
        assert "Marks: N" not in text  # its boxes are labelled with words
        assert text.count("[ ] not yet [ ] meeting [ ] beyond [ ] no chance to show it") == 2 * 4

    def test_as_data(self, client, ladder):
        data = client.get(reverse("taxonomy:next_json", args=[ladder[1].key])).json()
        assert (data["from"], data["to"], data["then"]) == tuple(each.key for each in ladder[1:4])
        permits = next(each for each in data["areas"] if each["area"] == "Permits")
        assert permits["kind"] == "grows"
        assert permits["after"] == [ladder[2].responsibilities.get(area__name="Permits").text]
        assert {"skill": "Pressure logging", "change": "Working → Practitioner"} in data["skills"]
        assert data["pay"][0]["median after"] > data["pay"][0]["median before"]

    def test_as_a_word_file_to_fill_in(self, client, ladder):
        response = client.get(reverse("taxonomy:next_docx", args=[ladder[1].key]))
        assert response["Content-Disposition"].endswith(
            f'"step-{ladder[1].key}-{ladder[2].key}.docx"'
        )
        document = Document(io.BytesIO(response.content))
        assert document.paragraphs[0].text == f"From P3 {ladder[1].title} to P4 {ladder[2].title}"
        areas = document.tables[1]
        assert [cell.text for cell in areas.rows[0].cells][3:] == ["Evidence", "You", "Manager"]
        assert areas.rows[1].cells[0].text == "Leak detection"
        assert "Walks the pipe routes" in areas.rows[1].cells[1].text
        marked = [run.text for run in runs_of(areas.rows[1].cells[2]) if run.underline]
        assert marked == ["4"]  # districts
        xml = document.element.xml
        rows = len(areas.rows) - 1
        assert xml.count("<w14:checkbox>") == rows * 2 * 4
        assert xml.count('<w:alias w:val="Evidence"/>') == rows
        for name in ("Name", "Manager", "Period", "Signed, manager", "Date"):
            assert f'<w:alias w:val="{name}"/>' in xml
        said = {row.cells[0].text: row.cells[1].text for row in document.tables[2].rows}
        assert said["Rises"].startswith("working → practitioner: Pressure logging, ")
        assert said["Market pay a year, US"].endswith("at the median")
        assert ladder[3].title in said["After P4"]

    def test_pay_is_called_what_its_basis_makes_it_with_source_and_date_of_both(
        self, client, ladder, settings
    ):
        for role, basis, source in (
            (ladder[1], "occupation", "Wage survey: median"),
            (ladder[2], "modelled", "Wage survey: 75th percentile"),
        ):
            role.pay_bands.update(basis=basis, source=source, as_of=date(2025, 5, 31))
        shown = text_of(client.get(self.address(ladder[1])))
        assert "Market pay a year, US" in shown
        assert (
            "Wage survey. P3: survey, occupation as a whole; median. "
            "P4: modelled; 75th percentile. As of 31 May 2025."
        ) in shown
        ladder[2].pay_bands.update(basis="inherited")
        shown = text_of(client.get(self.address(ladder[1])))
        assert "Market pay" not in shown
        assert "Pay a year, US" in shown

    def test_how_pay_moves_is_said_where_a_setting_states_it_and_nowhere_else(
        self, client, ladder, settings
    ):
        settings.PAY_POLICY = ""
        assert "How pay moves" not in text_of(client.get(self.address(ladder[1])))
        settings.PAY_POLICY = "Pay is reviewed each April by the pay board."
        files = (self.address(ladder[1]), reverse("taxonomy:next_md", args=[ladder[1].key]))
        for address in files:
            text = client.get(address).content.decode()
            assert "Pay is reviewed each April by the pay board." in text

    def test_each_file_says_where_it_comes_from(self, client, ladder, settings):
        settings.ORGANISATION = "Brook & Sons"
        page = f"http://testserver{reverse('taxonomy:next', args=[ladder[1].key])}"
        title = f"From P3 {ladder[1].title} to P4 {ladder[2].title}"
        beginning = f"Brook & Sons · {title} · {page} · revision "
        text = client.get(reverse("taxonomy:next_md", args=[ladder[1].key])).content.decode()
        assert text.splitlines()[-1].startswith(beginning)
        word = client.get(reverse("taxonomy:next_docx", args=[ladder[1].key])).content
        footer = Document(io.BytesIO(word)).sections[0].footer.paragraphs[0]
        assert footer.text.startswith(beginning)
        assert 'w:instr="NUMPAGES"' in footer._p.xml
        other = {"to": ladder[0].key}
        address = reverse("taxonomy:next_md", args=[ladder[1].key])
        assert f"?to={ladder[0].key} · revision" in client.get(address, other).content.decode()
        profile = client.get(f"/profiles/{ladder[1].key}.md").content.decode()
        address = ladder[1].get_absolute_url()
        assert f"http://testserver{address} · revision " in profile.splitlines()[-1]
        assert "survey; Household survey of trades; as of 1 May 2025" in profile

    def test_a_word_file_to_any_other_role_and_none_where_there_is_no_step(self, client, ladder):
        address = reverse("taxonomy:next_docx", args=[ladder[1].key])
        sideways = client.get(address, {"to": ladder[0].key})
        title = Document(io.BytesIO(sideways.content)).paragraphs[0].text
        assert title.endswith(f"to P2 {ladder[0].title}")
        top = reverse("taxonomy:next_docx", args=[ladder[-1].key])
        assert client.get(top).status_code == 404
