"""Data beside the pages: tables, titles, about, sitemap, structured data; the origin on paper."""

import csv
import io
import json
import re
from html import unescape

import pytest
from openpyxl import load_workbook

from taxonomy.models import Profile
from tests import factories
from tests.accounts import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ladder():
    return factories.ladder()


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


class TestTables:
    def test_all_profiles_with_function_focus_level_pay_and_soc(self, client, ladder):
        header, *rows = rows_of(client.get("/profiles.csv"))
        assert len(rows) == len(ladder)
        first = dict(zip(header, rows[1], strict=True))
        profile = ladder[1]
        assert first["key"] == profile.key
        assert first["function"] == profile.function.name
        assert float(first["median"]) == profile.pay_bands.get().median
        assert first["SOC"] == profile.mappings.get().code
        assert first["other titles"] == profile.aliases.get().title
        assert first["address"].endswith(profile.get_absolute_url())

    def test_pay_comes_with_its_basis_in_words_its_source_and_its_date(self, client, ladder):
        band = ladder[0].pay_bands.get()
        ladder[0].pay_bands.update(basis="occupation", source="Wage survey of May")
        header, *rows = rows_of(client.get("/profiles.csv"))
        first = dict(zip(header, rows[0], strict=True))
        assert first["basis"] == "survey, occupation as a whole"
        assert (first["pay source"], first["pay as of"]) == ("Wage survey of May", "2025-05-01")
        sheet = load_workbook(io.BytesIO(client.get("/profiles.xlsx").content)).active
        place = [cell.value for cell in sheet[1]].index("pay as of")
        assert sheet[2][place].value.date() == band.as_of
        data = client.get(f"/profiles/{ladder[0].key}.json").json()["pay"][0]
        assert data["basis_words"] == "survey, occupation as a whole"

    def test_the_workbook_has_typed_columns_a_bold_header_and_a_filter(self, client, ladder):
        book = load_workbook(io.BytesIO(client.get("/profiles.xlsx").content))
        sheet = book.active
        header = [cell.value for cell in sheet[1]]
        assert sheet[1][0].font.bold
        assert sheet.auto_filter.ref
        assert isinstance(sheet[2][header.index("median")].value, int | float)
        assert sheet.max_row == len(ladder) + 1

    def test_a_title_that_looks_like_a_formula_stays_text(self, client, ladder):
        Profile.objects.filter(pk=ladder[0].pk).update(title="=1+1")
        titles = {row[1] for row in rows_of(client.get("/profiles.csv"))}
        assert "'=1+1" in titles
        sheet = load_workbook(io.BytesIO(client.get("/profiles.xlsx").content)).active
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}

    def test_retired_roles_are_left_out(self, client, ladder):
        Profile.objects.filter(pk=ladder[0].pk).update(status="retired")
        assert ladder[0].key not in {row[0] for row in rows_of(client.get("/profiles.csv"))}

    def test_queries_do_not_grow_row_by_row(self, client, ladder, django_assert_max_num_queries):
        factories.catalogue(1500)
        with django_assert_max_num_queries(1 + 3 * 2):
            assert len(rows_of(client.get("/profiles.csv"))) == 1500 + len(ladder) + 1

    def test_the_rows_of_each_page_in_three_formats_with_links(self, client, ladder):
        focus, level = ladder[0].focus, ladder[0].level
        skill = ladder[0].required_skills.first().skill
        keys = f"{ladder[0].key},{ladder[1].key}"
        pages = [
            *("/functions/", focus.function.get_absolute_url(), focus.get_absolute_url()),
            *("/levels/", level.get_absolute_url(), "/skills/", skill.get_absolute_url()),
            *("/titles/", f"/compare/?keys={keys}"),
        ]
        for page in pages:
            path, _, query = page.partition("?")
            address = f"{path.rstrip('/')}.{{}}{'?' if query else ''}{query}"
            shown = unescape(client.get(page).content.decode())
            for ending in ("csv", "xlsx", "json"):
                assert f'href="{address.format(ending)}"' in shown, page
            header, *rows = rows_of(client.get(address.format("csv")))
            assert rows, page
            data = json.loads(b"".join(client.get(address.format("json")).streaming_content))
            assert len(data) == len(rows), page
            assert set(data[0]) <= set(header), page
            sheet = load_workbook(io.BytesIO(client.get(address.format("xlsx")).content)).active
            assert sheet.max_row == len(rows) + 1, page
            assert sheet.auto_filter.ref, page

    def test_an_empty_list_is_an_empty_list(self, client, db):
        assert json.loads(b"".join(client.get("/titles.json").streaming_content)) == []

    def test_a_code_in_lower_case_leads_to_the_one_address(self, client, ladder):
        function = ladder[0].function
        answer = client.get(f"/functions/{function.code.lower()}.csv")
        assert (answer.status_code, answer["Location"]) == (301, f"/functions/{function.code}.csv")
        assert client.get("/functions/NONE.csv").status_code == 404
        assert client.get("/functions.docx").status_code == 404

    def test_a_comparison_as_shown(self, client, ladder):
        keys = f"{ladder[0].key},{ladder[1].key}"
        header, *rows = rows_of(client.get(f"/compare.csv?keys={keys}"))
        assert header[1:] == [f"{each.title} ({each.key})" for each in ladder[:2]]
        table = {row[0]: row[1:] for row in rows}
        assert ladder[0].responsibilities.get(area__name="Permits").text in table["Permits"][0]
        fewer = rows_of(client.get(f"/compare.csv?keys={keys}&only=differences"))
        assert len(fewer) < len(rows) + 1
        assert client.get(f"/compare.xlsx?keys={keys}").content[:2] == b"PK"
        assert client.get("/compare.csv?keys=NO.SUCH.P1").status_code == 404

    def test_each_file_is_linked_from_its_page(self, client, ladder):
        about = client.get("/about/").content.decode()
        for path in (
            "/profiles.csv",
            "/profiles.xlsx",
            "/levels.csv",
            "/skills.csv",
            "/titles.csv",
        ):
            assert f'href="{path}"' in about
        profile = client.get(ladder[0].get_absolute_url()).content.decode()
        assert f'href="/profiles/{ladder[0].key}.md"' in profile

    def test_a_profile_as_markdown(self, client, ladder):
        text = client.get(f"/profiles/{ladder[1].key}.md").content.decode()
        assert text.startswith(f"# {ladder[1].title}\n")
        for each in ladder[1].responsibilities.all():
            assert f"- {each.text}\n" in text
        assert ladder[2].responsibilities.first().text not in text


class TestTitles:
    def test_titles_and_aliases_lead_to_the_profile(self, client, ladder):
        content = client.get("/titles/").content.decode()
        alias = ladder[0].aliases.get().title
        assert f'<a href="{ladder[0].get_absolute_url()}">{alias}</a>' in content
        assert f"see {ladder[0].title}" in content

    def test_by_letter(self, client, ladder):
        factories.TitleAliasFactory(profile=ladder[0], title="Zebra Keeper")
        shown = client.get("/titles/?letter=Z").content.decode()
        assert "Zebra Keeper" in shown
        assert f">{ladder[0].title}</a>" not in shown
        assert client.get("/titles/?letter=%E2%84%A2").status_code == 404


class TestAbout:
    def test_says_whose_it_is_and_where_to_suggest(self, client, settings):
        settings.ORGANISATION = "Brook & Sons"
        settings.SUGGESTIONS = "hr@example.org"
        settings.CONTENT_LICENCE = "CC BY 4.0"
        content = client.get("/about/").content.decode()
        assert "Brook &amp; Sons" in content
        assert 'href="mailto:hr@example.org"' in content
        assert "CC BY 4.0" in content

    def test_without_settings_it_says_what_is_not_said(self, client, settings):
        settings.ORGANISATION = settings.SUGGESTIONS = settings.CONTENT_LICENCE = ""
        content = client.get("/about/").content.decode()
        assert content.count("not stated here") == 3
        for name in ("ORGANISATION", "SUGGESTIONS", "CONTENT_LICENCE"):
            assert name not in content  # a reader can set nothing

    def test_editors_find_the_way_in_without_a_cookie(self, client, settings):
        settings.ORGANISATION, settings.CONTENT_LICENCE = "", "CC BY 4.0"
        for path in ("/", "/about/"):
            answer = client.get(path)
            assert '<a href="/admin/">Sign in to edit</a>' in answer.content.decode()
            assert not answer.cookies
        inside = client_of("ann").get("/admin/").content.decode()
        assert "Whose catalogue this is: setting <code>ORGANISATION</code>" in inside
        assert "CONTENT_LICENCE" not in inside
        assert "canon load FOLDER --retire-missing" in inside
        assert '<link rel="icon" href="/static/icon.svg"' in inside


class TestOrigin:
    def test_the_page_carries_what_paper_says_of_it(self, client, ladder, settings):
        settings.ORGANISATION = "Brook & Sons"
        content = client.get(ladder[0].get_absolute_url()).content.decode()
        origin = re.search(r'data-origin="([^"]*)"', content)[1]
        assert origin.startswith("Brook &amp; Sons · ")
        for part in (ladder[0].title, ladder[0].get_absolute_url(), "revision "):
            assert part in origin

    def test_structured_data_cannot_leave_its_element(self, client, ladder):
        trap = "</script><script>alert(1)</script>"
        Profile.objects.filter(pk=ladder[0].pk).update(title=trap)
        content = client.get(ladder[0].get_absolute_url()).content.decode()
        assert "<script>alert" not in content
        data = json.loads(re.search(r"ld\+json\">(.*?)</script>", content, re.S)[1])
        assert data["name"] == trap
        assert data["@type"] == "Occupation"
        assert data["estimatedSalary"][0]["median"] == "72000"

    def test_the_sitemap_names_every_profile_in_use(self, client, ladder):
        assert "sitemap-profiles.xml" in client.get("/sitemap.xml").content.decode()
        listed = client.get("/sitemap-profiles.xml").content.decode()
        assert all(each.get_absolute_url() in listed for each in ladder)
