"""The goals sheet: rows are chosen in the address; what is typed goes into files, nowhere else."""

import io
import re
from html import unescape

import pytest
from docx import Document

from taxonomy.models import Revision
from tests import factories

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Ada Brook",
    "smart-1-baseline": "40 leaks",
    "smart-1-target": "20 leaks",
    "smart-1-date": "June",
}


@pytest.fixture
def ladder():
    return factories.ladder()


def address(profile, ending="goals/"):
    return f"/profiles/{profile.key}/{ending}"


def rows(response):
    return [row.text for row in response.context["sheet"].goals.smart]


class TestChoices:
    def test_one_format_and_some_rows_by_an_address(self, client, ladder):
        query = {"format": "smart", "row": ["1", "3"]}
        response = client.get(address(ladder[1]), query)
        own = [each.text for each in ladder[1].responsibilities.all()]
        assert rows(response) == [own[0], own[2]]
        assert [section.slug for section in response.context["sections"]] == ["smart"]
        assert "OKRs as text" not in response.content.decode()

    def test_the_ticks_stay_and_the_form_needs_no_script(self, client, ladder):
        content = client.get(address(ladder[1]), {"row": "2"}).content.decode()
        form = re.search(r'<form class="choose".*?</form>', content, re.S)[0]
        assert 'method="get"' in form
        assert re.findall(r'name="row" value="(\d)" checked', form) == ["2"]

    @pytest.mark.parametrize("query", ["?format=haiku", "?row=99", "?row=x", "?row=-1", "?row=0"])
    def test_what_cannot_be_meant_is_left_out(self, client, ladder, query):
        assert len(rows(client.get(address(ladder[1]) + query))) == 4

    def test_goals_of_the_step_take_the_areas_that_grow(self, client, ladder):
        area = factories.AreaFactory(focus=ladder[0].focus, name="Budget")
        new = factories.ResponsibilityFactory(profile=ladder[2], area=area, order=9)
        same = ladder[2].responsibilities.get(area__name="Permits")
        ladder[1].responsibilities.filter(area__name="Permits").update(text=same.text)
        response = client.get(address(ladder[1]), {"toward": ladder[2].key})
        assert new.text in rows(response)
        assert same.text not in rows(response)
        assert f"to {ladder[2].title}" in response.content.decode()

    def test_skills_to_develop_are_those_that_the_step_asks_for(self, client, ladder):
        factories.ProfileSkillFactory(
            profile=ladder[2], skill=factories.SkillFactory(name="Permit writing"), proficiency=None
        )
        steps = {
            row.text: row.step
            for row in client.get(address(ladder[1]), {"toward": ladder[2].key})
            .context["sheet"]
            .goals.development
        }
        assert steps["Pressure logging"] == "Working → Practitioner"
        assert steps["Permit writing"] == ""
        own = client.get(address(ladder[1]), {"format": "development"})
        assert [section.slug for section in own.context["sections"]] == ["development"]
        rows = own.context["sheet"].goals.development
        assert {row.step for row in rows} == {"Working"}
        assert 'name="development-1-date"' in own.content.decode()

    def test_a_role_to_move_to_that_does_not_exist_is_404(self, client, ladder):
        response = client.get(address(ladder[1]), {"toward": "NO.SUCH.P9"})
        assert response.status_code == 404
        assert "NO.SUCH.P9" in response.content.decode()

    def test_what_is_the_same_on_every_row_is_said_once(self, client, ladder):
        content = client.get(address(ladder[1])).content.decode()
        shown = re.sub(r"<pre.*?</pre>", "", content, flags=re.S)
        assert shown.count("Scoped to this level&#39;s jfm complexity") == 1
        assert shown.count("mandate for a P3") == 1
        assert "JFM marks a graded responsibility" in shown


class TestFiles:
    def test_word_takes_what_was_typed_and_keeps_placeholders_elsewhere(self, client, ladder):
        response = client.post(address(ladder[1], "goals.docx"), TYPED)
        assert response.status_code == 200
        document = Document(io.BytesIO(response.content))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert "from 40 leaks to 20 leaks by June." in text
        assert "from ⟨baseline⟩ to ⟨target⟩ by ⟨date⟩" in text
        assert "Ada Brook" in document.tables[0].rows[0].cells[0].text
        heads = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
        assert heads == [*("SMART goals", "OKRs", "MBO areas", "Scorecard", "Skills to develop")]

    def test_markdown_too_with_the_choices(self, client, ladder):
        sent = TYPED | {"format": "smart", "row": "1"}
        text = client.post(address(ladder[1], "goals.md"), sent).content.decode()
        assert "from 40 leaks to 20 leaks by June." in text
        assert "## OKRs" not in text
        assert text.count("Specific:") == 1

    def test_each_key_result_is_filled_in_by_itself(self, client, ladder):
        page = client.get(address(ladder[1])).text
        names = re.findall(r'name="(okrs-1[\d.]*-target)"', page)
        assert names == ["okrs-1-target", "okrs-1.2-target"]
        text = client.post(address(ladder[1], "goals.md"), dict(zip(names, "AB", strict=True)))
        first, second = re.findall(r"KR[12].*", text.content.decode())[:2]
        assert " to A " in first
        assert " B " in second

    def test_no_two_fields_of_the_sheet_share_a_name(self, client, ladder):
        names = re.findall(
            r'<input class="fill[^>]* name="([^"]+)"', client.get(address(ladder[1])).text
        )
        assert len(names) == len(set(names)) > 10

    def test_both_say_where_they_come_from_on_the_paper_of_all_our_files(self, client, ladder):
        sent = TYPED | {"format": "smart", "toward": ladder[2].key}
        page = f"{address(ladder[1])}?format=smart&toward={ladder[2].key}"
        word = Document(io.BytesIO(client.post(address(ladder[1], "goals.docx"), sent).content))
        text = client.post(address(ladder[1], "goals.md"), sent).content.decode()
        for line in (word.sections[0].footer.paragraphs[0].text, text.splitlines()[-1]):
            assert line.startswith(f"Rolebook · Goals on the way from {ladder[1].title} to ")
            assert f" · http://testserver{page} · revision " in line
            assert "Ada" not in line
        size = (word.sections[0].page_width.mm, word.sections[0].page_height.mm)
        assert tuple(map(round, size)) == (210, 297)

    def test_nothing_typed_is_stored_or_kept_by_a_cache(self, client, ladder, caplog):
        before = Revision.objects.current()
        response = client.post(address(ladder[1], "goals.docx"), TYPED)
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies
        assert Revision.objects.current() == before
        assert "Ada" not in caplog.text

    def test_signs_that_no_document_may_hold_are_left_out(self, client, ladder):
        sent = {"name": "A\x00d\x0ba", "smart-1-target": "\x1b[31m" + "9" * 5000}
        response = client.post(address(ladder[1], "goals.docx"), sent)
        text = "\n".join(p.text for p in Document(io.BytesIO(response.content)).paragraphs)
        assert "9" * 250 in text
        assert "9" * 400 not in text

    def test_an_unfilled_file_is_an_ordinary_link(self, client, ladder):
        assert client.get(address(ladder[1], "goals.md")).status_code == 200
        assert client.get(address(ladder[1], "goals.docx")).content[:2] == b"PK"

    def test_typed_fields_belong_to_a_form_that_only_posts(self, client, ladder):
        content = client.get(address(ladder[1])).content.decode()
        form = re.search(r'<form id="sheet"[^>]*>', content)[0]
        assert 'method="post"' in form
        assert all(
            'form="sheet"' in each for each in re.findall(r'<input class="fill \w+"[^>]*', content)
        )
        assert "formmethod" not in content

    def test_copy_blocks_are_the_frames_to_the_letter(self, client, ladder):
        content = client.get(address(ladder[1])).content.decode()
        block = re.search(r'<pre id="smart-text">(.*?)</pre>', content, re.S)[1]
        text = client.get(address(ladder[1], "goals.txt")).content.decode()
        assert unescape(re.sub(r"</?span[^>]*>", "", block)) in text
        assert not re.search("[\ue000-\uf8ff]", text + content)


@pytest.mark.browser
def test_the_text_to_copy_follows_what_is_typed(live_server, page, transactional_db):
    profile = factories.ladder()[1]
    page.goto(live_server.url + address(profile))
    page.fill("input[name=smart-1-target]", "20 leaks")
    assert "to 20 leaks by ⟨date⟩" in page.text_content("#smart-text")
    page.fill("input[name=smart-1-target]", "")
    assert "to ⟨target⟩ by ⟨date⟩" in page.text_content("#smart-text")
